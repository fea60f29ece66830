import type { Criterion } from '../../work/projects/project.ts'
import type { Evidence, Measure } from './evidence.ts'

/** A criterion held against the evidence: the value, whether it is known, and whether it is met. */
export interface JudgedCriterion {
  readonly id: string
  readonly kind: Criterion['kind']
  readonly title: string
  readonly metric: string
  readonly split: string
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
 * Looks for the number that a criterion names: a measure of that name on the criterion's split (and slice), or, with a
 * name like `cost.monthly`, the fact `monthly` of the evidence of kind `cost`.
 */
function find(criterion: Criterion, evidence: readonly Evidence[]): Found | undefined {
  for (const item of evidence) {
    if (item.split !== criterion.split) continue
    const measure = item.measures.find((m) => m.name === criterion.metric && m.slice === criterion.slice)
    if (measure !== undefined) return { evidence: item.id, measure }
  }
  const [kind, field] = criterion.metric.split('.')
  if (kind === undefined || field === undefined) return undefined
  for (const item of evidence) {
    const value = item.kind === kind && Object.hasOwn(item.facts, field) ? item.facts[field] : undefined
    if (typeof value === 'number') return { evidence: item.id, measure: { name: criterion.metric, value } }
  }
  return undefined
}

const rounded = (value: number): string => String(Number(value.toPrecision(4)))

/** Judges one criterion by the evidence that counts (current and not stale). */
export function judge(criterion: Criterion, evidence: readonly Evidence[]): JudgedCriterion {
  const { id, kind, title, metric, split, comparator, threshold } = criterion
  const base = { id, kind, title, metric, split, comparator, threshold }
  const unit = criterion.unit === undefined ? '' : ` ${criterion.unit}`
  const where = `on ${split}${criterion.slice === undefined ? '' : ` where ${criterion.slice}`}`
  const asked = `must be ${comparator} ${threshold}${unit}`
  const found = find(criterion, evidence)
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
