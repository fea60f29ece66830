import type { Criterion } from '../../work/projects/project.ts'
import type { Evidence, Measure } from './evidence.ts'

/** A criterion held against the evidence: the value, whether it is known, and whether it is met. */
export interface JudgedCriterion {
  readonly id: string
  readonly kind: Criterion['kind']
  readonly title: string
  readonly metric: string
  readonly split: string
  /** `column=value`, when the criterion is about a slice. */
  readonly slice?: string
  readonly comparator: Criterion['comparator']
  readonly threshold: number
  readonly known: boolean
  readonly met: boolean
  readonly value?: number
  readonly low?: number
  readonly high?: number
  readonly evidence?: string
  /** In words, e.g. "recall 0.93 (0.88–0.97) on test must be >= 0.95: not met". */
  readonly sentence: string
}

const compare: Record<Criterion['comparator'], (value: number, threshold: number) => boolean> = {
  '>=': (v, t) => v >= t,
  '>': (v, t) => v > t,
  '<=': (v, t) => v <= t,
  '<': (v, t) => v < t,
}

interface Found {
  readonly evidence: string
  readonly measure: Measure
}

/**
 * Looks for the numbers that a criterion names: measures of that name on the criterion's split (and slice), or, with a
 * name like `cost.monthly`, the fact `monthly` of the newest evidence of kind `cost`. Newest first.
 */
function find(criterion: Criterion, evidence: readonly Evidence[]): Found[] {
  const newestFirst = evidence.toSorted((a, b) => b.entry - a.entry)
  const measured = newestFirst
    .filter((item) => item.split === criterion.split)
    .flatMap((item) =>
      item.measures
        .filter((m) => m.name === criterion.metric && m.slice === criterion.slice)
        .map((measure) => ({ evidence: item.id, measure })),
    )
  if (measured.length > 0) return measured
  const [kind, field] = criterion.metric.split('.')
  if (kind === undefined || field === undefined) return []
  const item = newestFirst.find((e) => e.kind === kind)
  const value = item !== undefined && Object.hasOwn(item.facts, field) ? item.facts[field] : undefined
  if (item === undefined || typeof value !== 'number') return []
  return [{ evidence: item.id, measure: { name: criterion.metric, value } }]
}

const rounded = (value: number): string => String(Number(value.toPrecision(4)))

/**
 * Judges one criterion by the evidence that counts (current and not stale). Where several kinds of evidence report the
 * same number, the one that is worst for the candidate counts: who may seal one kind cannot outvote who sealed another.
 */
export function judge(criterion: Criterion, evidence: readonly Evidence[]): JudgedCriterion {
  const verdicts = find(criterion, evidence).map((found) => judgeBy(criterion, found))
  return verdicts.find((v) => !v.known) ?? verdicts.find((v) => !v.met) ?? verdicts[0] ?? judgeBy(criterion, undefined)
}

function judgeBy(criterion: Criterion, found: Found | undefined): JudgedCriterion {
  const { id, kind, title, metric, split, comparator, threshold } = criterion
  const { slice } = criterion
  const base = { id, kind, title, metric, split, comparator, threshold, ...(slice === undefined ? {} : { slice }) }
  const unit = criterion.unit === undefined ? '' : ` ${criterion.unit}`
  // A fact of other evidence, such as a cost, was not measured on a split.
  const isFact = /^[a-z-]+\./.test(metric)
  const on = isFact ? 'as sealed' : `on ${split}`
  const where = `${on}${criterion.slice === undefined ? '' : ` where ${criterion.slice}`}`
  const asked = `must be ${comparator} ${threshold}${unit}`
  const value = found?.measure.value ?? undefined
  if (found === undefined || value === undefined) {
    const reason = found?.measure.reason === undefined ? 'not measured' : found.measure.reason
    return { ...base, known: false, met: false, sentence: `${metric} ${where} ${asked}: ${reason}.` }
  }
  const low = found.measure.low ?? undefined
  const high = found.measure.high ?? undefined
  // Judged by the interval, the end that is worse for the candidate must meet the threshold.
  const worst = comparator.startsWith('>') ? low : high
  if (criterion.judgedBy === 'interval' && worst === undefined) {
    return {
      ...base,
      known: false,
      met: false,
      value,
      evidence: found.evidence,
      sentence: `${metric} ${where} ${asked} with its whole interval: no interval was measured.`,
    }
  }
  const judged = criterion.judgedBy === 'interval' && worst !== undefined ? worst : value
  const met = compare[comparator](judged, threshold)
  const interval = low === undefined || high === undefined ? '' : ` (${rounded(low)}–${rounded(high)})`
  const whole = criterion.judgedBy === 'interval' ? ' with its whole interval' : ''
  return {
    ...base,
    known: true,
    met,
    value,
    ...(low === undefined ? {} : { low }),
    ...(high === undefined ? {} : { high }),
    evidence: found.evidence,
    sentence: `${metric} ${rounded(value)}${unit}${interval} ${where} ${asked}${whole}: ${met ? 'met' : 'not met'}.`,
  }
}
