import { inLanguage } from './in-language.ts'

/** Texts of experiments. */
export const words = inLanguage({
  en: {
    title: 'Experiments',
    one: 'Experiment',
    about: 'Hypotheses with an owner, from proposal to what was learnt.',
    propose: 'Propose an experiment',
    none: 'No experiments yet',
    noneHelp:
      'State a hypothesis and how you will know. Muster forecasts how long it takes, from what experiments of its kind took before.',
    view: 'View',
    board: 'Board',
    list: 'List',
    empty: 'none',
    owner: 'Owner',
    kind: 'Kind',
    hypothesis: 'Hypothesis',
    status: 'Status',
    reviews: 'Reviews it will need',
    proposed: 'Proposed',
    started: 'Started',
    ended: 'Concluded',
    start: 'Start',
    note: 'Note',
    conclude: 'Conclude',
    abandon: 'Abandon',
    outcome: 'Outcome',
    noOutcome: 'What came out, and what was learnt, is written here when it is concluded.',
    summary: 'Summary',
    learning: 'What was learnt',
    notes: 'Notes and runs so far',
    noNotes: 'Nothing noted yet. A note can name a run.',
    metrics: 'Metrics noted',
    versions: 'Versions from it',
    noVersions: 'No version was registered from this experiment.',
    register: 'Register a version',
    forecast: {
      title: 'Forecast',
      says: (p50: string, p85: string, spent: string, isOver: boolean) =>
        `half within ${p50} days, 85 % within ${p85}; ${isOver ? 'took' : 'now'} ${spent} d`,
      prior: 'Prior, not measured',
      measured: 'From what was measured here',
    },
    days: 'days',
  },
})
