import { inLanguage } from './in-language.ts'

/** Texts of scorecards. */
export const words = inLanguage({
  en: {
    title: 'Scorecard',
    portfolioTitle: 'Scorecards',
    about: 'KPIs that are computed from the record when they are read. Nobody can type one in.',
    role: 'Role',
    allRoles: 'All roles',
    person: 'Person',
    everybody: 'Everybody',
    projects: (count: number) => (count === 1 ? '1 project' : `${count} projects`),
    withData: 'Measured',
    withoutData: (count: number) => (count === 1 ? '1 KPI without data' : `${count} KPIs without data`),
    none: 'No KPIs here',
    noneHelp: 'A pack of kind "kpis" says what is computed. Choose another role, or apply such a pack.',
    noMeasured: 'Nothing has been measured yet in the windows of these KPIs.',
    n: (count: number) => `n = ${count}`,
    behind: (title: string, value: string) => `${title}: ${value}. Show the entries behind it`,
    target: 'target',
    baseline: 'baseline',
    days: (days: number) => (days === 1 ? 'last day' : `last ${days} days`),
    noTarget: 'no target',
    trend: (title: string) => `Trend of ${title}`,
    parts: 'What it is made of',
    observations: 'Observations (n)',
    targetHead: 'Target',
    baselineHead: 'Baseline',
    utcDays: (from: string, until: string) => `${from} – ${until}, whole days in UTC`,
    asOfToday: 'as of today',
    history: 'What was set, and why',
    noHistory: 'Nothing was set; the pack decides.',
    entries: 'The entries behind it',
    noEntries: 'Nothing was observed in this window.',
    value: 'Value',
    window: 'Window',
    adjust: 'Set target, baseline or window',
    adjustHelp: (unit: string) =>
      unit === 'share' || unit === 'ratio'
        ? 'The value itself is computed and cannot be set. It is a share: 90 % is 0.9.'
        : `The value itself is computed and cannot be set. Its unit: ${unit}.`,
    reset: 'Follow the pack again',
    byProject: 'Targets and baselines are set by each project, on its own scorecard.',
    observed: 'Observed',
    part: 'Counts as',
    more: 'Look on',
  },
})
