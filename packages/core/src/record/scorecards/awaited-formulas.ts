import type { AwaitedFormula } from './formula.ts'
import { noParameters } from './formula.ts'

const parameters = noParameters
const awaits = (act: string, recording: string) => ({ noun: act.split('.')[0] ?? '', act, recording })
const LOADS = awaits('load.finish', 'the loads of datasets, with their start, end and outcome')
const RUNS = awaits('run.finish', 'tracked runs with commit, data, parameters, environment and seed')
const INCIDENTS = awaits('incident.resolve', 'production incidents with their source, type, onset, detection and end')
const REQUESTS = awaits('telemetry.seal', 'the requests of a deployment as histograms of latency and outcome')
const SESSIONS = awaits('session.seal', 'what users tried, completed and thought of it')
const LABELS = awaits('annotation.seal', 'labels with their annotator, time, cost and review')
const BENEFITS = awaits('benefit.verify', 'verified benefits and costs of an initiative')

/** Formulas whose definition is fixed, and whose events no act produces yet. */
export const AWAITED_FORMULAS = {
  'data-freshness': {
    title: 'Age of the newest data',
    says: 'Now − the last successful load: the worst dataset, and the share of datasets within their agreed age.',
    unit: 'hours',
    parameters,
    awaits: LOADS,
  },
  'load-duration': {
    title: 'Duration of loads',
    says: 'Median and 95th percentile of end − start of loads; of availability − event time where both are known.',
    unit: 'minutes',
    parameters,
    awaits: LOADS,
  },
  'columns-tested': {
    title: 'Columns covered by tests',
    says: 'Columns with at least one active test ÷ columns, for each dataset and in all.',
    unit: 'share',
    parameters,
    awaits: awaits('dataset.describe', 'datasets with their columns and tests'),
  },
  'runs-reproducible': {
    title: 'Runs that can be made again',
    says: 'Runs with commit of the code, digest of the data, parameters, environment and seed ÷ runs.',
    unit: 'share',
    parameters,
    awaits: RUNS,
  },
  'incident-recovery': {
    title: 'Time to recovery',
    says: 'Mean and median of resolved − started of production incidents. Failed deployments that were rolled back have a KPI of their own.',
    unit: 'hours',
    parameters,
    awaits: INCIDENTS,
  },
  'drift-detection': {
    title: 'Time to detect drift',
    says: 'Detected − onset, where the onset is named in the incident, or is the first window over its limit in hindsight.',
    unit: 'hours',
    parameters,
    awaits: INCIDENTS,
  },
  'issues-detected': {
    title: 'Production issues detected',
    says: 'Production issues by who found them, monitors or users, and the share that monitoring caught.',
    unit: 'issues',
    parameters,
    awaits: INCIDENTS,
  },
  'privacy-breaches': {
    title: 'Privacy breaches',
    says: 'Privacy breaches in the window, by severity.',
    unit: 'breaches',
    parameters,
    awaits: INCIDENTS,
  },
  misinterpretations: {
    title: 'Misinterpretations',
    says: 'Incidents of misinterpretation in a thousand sessions.',
    unit: 'per 1000 sessions',
    parameters,
    awaits: SESSIONS,
  },
  'tasks-completed': {
    title: 'Tasks completed',
    says: 'Tasks completed ÷ tasks started by users.',
    unit: 'share',
    parameters,
    awaits: SESSIONS,
  },
  satisfaction: {
    title: 'Satisfaction of users',
    says: 'Mean of the ratings, and the share of users who are satisfied.',
    unit: 'share',
    parameters,
    awaits: SESSIONS,
  },
  'request-latency': {
    title: 'Latency of requests',
    says: '50th, 95th and 99th percentile of the latency, from histograms.',
    unit: 'ms',
    parameters,
    awaits: REQUESTS,
  },
  uptime: {
    title: 'Uptime',
    says: '1 − bad minutes ÷ minutes.',
    unit: 'share',
    parameters,
    awaits: REQUESTS,
  },
  'requests-answered': {
    title: 'Requests answered without a fault',
    says: 'Requests that did not end with a server error (5xx) ÷ requests.',
    unit: 'share',
    parameters,
    awaits: REQUESTS,
  },
  'annotator-agreement': {
    title: 'Agreement of annotators',
    says: 'Krippendorff’s α = 1 − observed ÷ expected disagreement; Cohen’s κ for two, Fleiss’ κ for several annotators of the same items.',
    unit: 'value',
    parameters,
    awaits: LABELS,
  },
  'label-quality': {
    title: 'Quality of labels',
    says: 'Share of labels that are right on items whose label is known.',
    unit: 'share',
    parameters,
    awaits: LABELS,
  },
  'cost-per-label': {
    title: 'Cost of a label',
    says: '(Σ time × rate + cost of the vendor + cost of the review) ÷ accepted labels.',
    unit: 'per label',
    parameters,
    awaits: LABELS,
  },
  'cleaning-share': {
    title: 'Share of time spent on cleaning by hand',
    says: 'Hours of cleaning by hand ÷ hours that were logged.',
    unit: 'share',
    parameters,
    awaits: awaits('timesheet.record', 'hours worked, by what they were spent on'),
  },
  'net-savings': {
    title: 'Savings',
    says: 'Σ verified benefits − Σ costs of the initiatives.',
    unit: 'currency',
    parameters,
    awaits: BENEFITS,
  },
  'return-on-investment': {
    title: 'Return on investment',
    says: '(Σ verified benefits − Σ costs) ÷ Σ costs, for each initiative.',
    unit: 'ratio',
    parameters,
    awaits: BENEFITS,
  },
  'return-on-upskilling': {
    title: 'Return on upskilling',
    says: 'Verified benefits of initiatives whose team was trained, set against what the training cost.',
    unit: 'ratio',
    parameters,
    awaits: BENEFITS,
  },
  'user-impact': {
    title: 'Effect on users',
    says: 'Change of the measure of success that the product set itself, with the model against without it.',
    unit: 'value',
    parameters,
    awaits: SESSIONS,
  },
} as const satisfies Readonly<Record<string, AwaitedFormula>>
