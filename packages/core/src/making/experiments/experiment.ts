import { z } from 'zod'
import { accept, act, fact } from '../../acts/act.ts'
import { event, eventType, noun } from '../../acts/event.ts'
import * as input from '../../acts/input.ts'
import { peopleWith } from '../../acts/matrix.ts'
import { refusal, refuse } from '../../acts/refusal.ts'
import type { ProjectFacts } from '../../work/projects/project.ts'
import { projectFact } from '../../work/projects/project.ts'

export const EXPERIMENT_STATUSES = [
  'proposed',
  'running',
  'in-review',
  'accepted',
  'rejected',
  'abandoned',
  'promoted',
] as const
export type ExperimentStatus = (typeof EXPERIMENT_STATUSES)[number]
const outcome = z.enum(['confirmed', 'refuted', 'inconclusive'])
const metricValue = z.strictObject({ name: z.string(), value: z.number() })

/** How long an experiment of this kind will take, as it was forecast when it was proposed. */
export const forecastShape = z.strictObject({
  p50Days: z.number(),
  p85Days: z.number(),
  basis: z.enum(['reference-class', 'prior']),
  n: z.int(),
  explanation: z.string(),
})
export type Forecast = z.output<typeof forecastShape>

export const experimentProposed = eventType(
  'ExperimentProposed',
  'An experiment with a hypothesis and an owner exists, in status proposed.',
  z.strictObject({
    kind: z.string(),
    title: z.string(),
    hypothesis: z.string(),
    owner: input.person,
    requiredReviews: z.array(z.string()),
    forecast: forecastShape,
  }),
)
export const experimentStarted = eventType('ExperimentStarted', 'Work on the experiment began.', z.strictObject({}))
export const experimentNoted = eventType(
  'ExperimentNoted',
  'Something was noted on the experiment: what a run showed.',
  z.strictObject({ text: z.string(), run: z.string().optional(), metrics: z.array(metricValue) }),
)
export const experimentConcluded = eventType(
  'ExperimentConcluded',
  'The outcome and what was learnt are recorded; a hypothesis that did not hold ends the experiment.',
  z.strictObject({ outcome, summary: z.string(), learning: z.string() }),
)
export const experimentAbandoned = eventType(
  'ExperimentAbandoned',
  'The experiment was stopped early, which saved the rest of its time.',
  z.strictObject({ reason: z.string(), learning: z.string() }),
)
/** Caused by the gate: a candidate of the experiment was submitted, judged or promoted. */
export const experimentMoved = eventType(
  'ExperimentMoved',
  'The gate moved the experiment to another status.',
  z.strictObject({ to: z.enum(EXPERIMENT_STATUSES), because: z.string() }),
)

export const experimentEvents = [
  experimentProposed,
  experimentStarted,
  experimentNoted,
  experimentConcluded,
  experimentAbandoned,
  experimentMoved,
] as const

export interface Experiment {
  readonly id: string
  readonly project: string
  readonly kind: string
  readonly title: string
  readonly hypothesis: string
  readonly owner: string
  readonly proposedBy: string
  /** Who answers for the account that proposed it. */
  readonly onBehalfOf?: string
  readonly status: ExperimentStatus
  readonly requiredReviews: readonly string[]
  readonly forecast: Forecast
  /** Metrics noted so far, newest last; starts empty. */
  readonly metrics: readonly { readonly name: string; readonly value: number; readonly at: string }[]
  readonly notes: readonly { readonly text: string; readonly by: string; readonly at: string; readonly run?: string }[]
  readonly outcome?: z.output<typeof outcome>
  readonly summary?: string
  readonly learning?: string
  readonly reason?: string
  readonly proposedAt: string
  readonly startedAt?: string
  /** When its outcome was recorded: the end of what a forecast is about. */
  readonly concludedAt?: string
  readonly endedAt?: string
}

export const experimentNoun = noun<Experiment, typeof experimentEvents>('experiment', experimentEvents, {
  born: {
    ExperimentProposed: (e) => ({
      id: e.subject,
      project: e.project ?? '',
      ...e.data,
      proposedBy: e.actor,
      ...(e.onBehalfOf === undefined ? {} : { onBehalfOf: e.onBehalfOf }),
      status: 'proposed',
      metrics: [],
      notes: [],
      proposedAt: e.at,
    }),
  },
  changed: {
    ExperimentStarted: (s, e) => ({ ...s, status: 'running', startedAt: e.at }),
    ExperimentNoted: (s, e) => ({
      ...s,
      metrics: [...s.metrics, ...e.data.metrics.map((m) => ({ ...m, at: e.at }))],
      notes: [
        ...s.notes,
        { text: e.data.text, by: e.actor, at: e.at, ...(e.data.run === undefined ? {} : { run: e.data.run }) },
      ],
    }),
    ExperimentConcluded: (s, e) => ({
      ...s,
      outcome: e.data.outcome,
      concludedAt: e.at,
      summary: e.data.summary,
      learning: e.data.learning,
      ...(e.data.outcome === 'confirmed' ? {} : { status: 'rejected', endedAt: e.at }),
    }),
    ExperimentAbandoned: (s, e) => ({
      ...s,
      status: 'abandoned',
      reason: e.data.reason,
      learning: e.data.learning,
      endedAt: e.at,
    }),
    ExperimentMoved: (s, e) => ({
      ...s,
      status: e.data.to,
      ...(e.data.to === 'promoted' || e.data.to === 'rejected' ? { endedAt: e.at } : {}),
    }),
  },
})
export const experimentFact = fact<Experiment>('experiment')

/** The kind the command names, from the project's pack, with its forecast from the past experiments of that kind. */
export interface ExperimentPlan {
  readonly known: readonly string[]
  readonly reviews: readonly string[]
  readonly forecast: Forecast
}
export const experimentPlanFact = fact<ExperimentPlan>('experimentPlan')

const training = {
  kind: 'activity',
  stake: 'R',
  activity: 'train-model',
  responsibilities: (f: { project: ProjectFacts }) => f.project,
} as const
const onExperiment = { experiment: input.id('exp').describe('The experiment') }

export const proposeExperiment = act({
  name: 'experiment.propose',
  title: 'Propose an experiment',
  help: 'States a hypothesis with an owner. Muster gives it an id, status proposed, the reviews it will need and a forecast of how long it takes.',
  input: z.strictObject({
    project: input.project.describe('The project'),
    title: input.line(200).describe('Short title'),
    hypothesis: input.text(5_000).describe('What you expect, and how you will know'),
    kind: input.slug.default('prototype').describe('Kind of experiment, from the project’s pack'),
    owner: input.person.optional().describe('Who runs it; you when left out'),
  }),
  needs: { project: projectFact, experimentPlan: experimentPlanFact },
  permission: training,
  events: [experimentProposed],
  decide: (command, grant, { project, experimentPlan }, { now, newId }) => {
    const { title, hypothesis, kind } = command
    if (!experimentPlan.known.includes(kind)) {
      return refuse(
        refusal('input-invalid', `There is no kind of experiment "${kind}".`, {
          subject: '/kind',
          help: `Known kinds: ${experimentPlan.known.join(', ')}.`,
        }),
      )
    }
    const owner = command.owner ?? grant.actor
    const able = [...peopleWith(project, 'train-model', 'R', now), ...peopleWith(project, 'train-model', 'A', now)]
    if (!able.includes(owner)) {
      return refuse(
        refusal('person-unknown', 'The owner must be R or A for model training on this project.', {
          subject: '/owner',
          help: `These are: ${[...new Set(able)].join(', ')}.`,
        }),
      )
    }
    if (owner !== grant.actor && project.people.get(owner)?.service === true) {
      return refuse(
        refusal('person-unknown', 'Name a human being as the owner: somebody must answer for the experiment.', {
          subject: '/owner',
        }),
      )
    }
    const { reviews, forecast } = experimentPlan
    return accept(
      event(
        experimentProposed,
        newId('exp'),
        { kind, title, hypothesis, owner, requiredReviews: [...reviews], forecast },
        project.id,
      ),
    )
  },
})

/** Refuses unless the experiment has one of these statuses. */
function unless(experiment: Experiment, ...allowed: ExperimentStatus[]) {
  if (allowed.includes(experiment.status)) return undefined
  return refuse(
    refusal(
      'experiment-status',
      `The experiment is ${experiment.status}; this can be done only while it is ${allowed.join(' or ')}.`,
      { subject: experiment.id },
    ),
  )
}

export const startExperiment = act({
  name: 'experiment.start',
  title: 'Start an experiment',
  help: 'Work on the proposed experiment begins now.',
  input: z.strictObject(onExperiment),
  needs: { experiment: experimentFact, project: projectFact },
  permission: training,
  events: [experimentStarted],
  decide: (_command, _grant, { experiment }) =>
    unless(experiment, 'proposed') ?? accept(event(experimentStarted, experiment.id, {}, experiment.project)),
})

export const noteExperiment = act({
  name: 'experiment.note',
  title: 'Note something on an experiment',
  help: 'Records what a run showed, with the metrics worth keeping.',
  input: z.strictObject({
    ...onExperiment,
    text: input.text(10_000).describe('What you saw'),
    run: input.line(200).optional().describe('Name or address of the run'),
    metrics: z
      .array(z.strictObject({ name: input.line(100).describe('Name'), value: input.number.describe('Value') }))
      .max(200)
      .default([])
      .describe('Metrics worth keeping'),
  }),
  needs: { experiment: experimentFact, project: projectFact },
  permission: training,
  events: [experimentNoted],
  decide: (command, _grant, { experiment }) => {
    const { text, run, metrics } = command
    const data = { text, metrics, ...(run === undefined ? {} : { run }) }
    return (
      unless(experiment, 'proposed', 'running', 'in-review') ??
      accept(event(experimentNoted, experiment.id, data, experiment.project))
    )
  },
})

export const concludeExperiment = act({
  name: 'experiment.conclude',
  title: 'Conclude an experiment',
  help: 'Records the outcome and what was learnt. A confirmed experiment can be submitted for promotion; the others end here.',
  input: z.strictObject({
    ...onExperiment,
    outcome: outcome.describe('confirmed, refuted or inconclusive'),
    summary: input.text(5_000).describe('What came out'),
    learning: input.text(5_000).describe('What others should know'),
  }),
  needs: { experiment: experimentFact, project: projectFact },
  permission: training,
  events: [experimentConcluded],
  decide: (command, _grant, { experiment }) => {
    const { outcome: result, summary, learning } = command
    // A candidate may be at the gate before its experiment is written up; only what failed ends it from here.
    const allowed: ExperimentStatus[] =
      result === 'confirmed' ? ['running', 'in-review', 'accepted', 'promoted'] : ['running']
    const barred = unless(experiment, ...allowed)
    if (barred !== undefined) return barred
    if (experiment.outcome !== undefined) {
      return refuse(
        refusal('already-so', `The experiment was concluded as ${experiment.outcome} before.`, {
          subject: experiment.id,
          help: 'What became known later is noted: "muster experiment note".',
        }),
      )
    }
    return accept(event(experimentConcluded, experiment.id, { outcome: result, summary, learning }, experiment.project))
  },
})

export const abandonExperiment = act({
  name: 'experiment.abandon',
  title: 'Abandon an experiment early',
  help: 'Stopping early what will not work is a good thing: it counts as one, and what was learnt is kept.',
  input: z.strictObject({
    ...onExperiment,
    reason: input.text(2_000).describe('Why it is not worth going on'),
    learning: input.text(5_000).describe('What others should know'),
  }),
  needs: { experiment: experimentFact, project: projectFact },
  permission: training,
  events: [experimentAbandoned],
  decide: (command, _grant, { experiment }) =>
    unless(experiment, 'proposed', 'running') ??
    accept(
      event(
        experimentAbandoned,
        experiment.id,
        { reason: command.reason, learning: command.learning },
        experiment.project,
      ),
    ),
})
