/**
 * The metrics of one group, by the names that Fairlearn and Aequitas give them:
 *
 * | name | definition | Aequitas |
 * |---|---|---|
 * | selection_rate | (TP + FP) / n | pprev |
 * | predicted_positive_share | (TP + FP) of the group / (TP + FP) of all | ppr |
 * | prevalence | (TP + FN) / n | prev |
 * | tpr, fnr | TP / (TP + FN), FN / (TP + FN) | tpr, fnr |
 * | fpr, tnr | FP / (FP + TN), TN / (FP + TN) | fpr, tnr |
 * | accuracy, error_rate | (TP + TN) / n, (FP + FN) / n | |
 * | balanced_accuracy | (tpr + tnr) / 2 | |
 * | precision, fdr | TP / (TP + FP), FP / (TP + FP) | precision, fdr |
 * | npv, for | TN / (TN + FN), FN / (TN + FN) | npv, for |
 * | f1 | 2 TP / (2 TP + FP + FN) | |
 */
export const GROUP_METRICS = [
  'selection_rate',
  'predicted_positive_share',
  'prevalence',
  'tpr',
  'fpr',
  'tnr',
  'fnr',
  'accuracy',
  'error_rate',
  'balanced_accuracy',
  'precision',
  'fdr',
  'for',
  'npv',
  'f1',
] as const

export type GroupMetricName = (typeof GROUP_METRICS)[number]

/** What can be told without labels. */
export const UNSUPERVISED_METRICS: readonly GroupMetricName[] = ['selection_rate', 'predicted_positive_share']

/** The metrics of which less is better; of the others, more. */
export const LOWER_IS_BETTER: ReadonlySet<GroupMetricName> = new Set(['fpr', 'fnr', 'error_rate', 'fdr', 'for'])

/** Of how many rows (or how much weight) a metric is a share, and what to say when there are none. */
type Share = {
  readonly part: (tp: number, fp: number, fn: number, tn: number) => number
  readonly whole: (tp: number, fp: number, fn: number, tn: number) => number
  readonly without: string
}

const SHARES: Readonly<Record<Exclude<GroupMetricName, 'predicted_positive_share' | 'balanced_accuracy'>, Share>> = {
  selection_rate: share((tp, fp) => tp + fp, everybody, 'the group has no rows'),
  prevalence: share((tp, _fp, fn) => tp + fn, everybody, 'the group has no rows'),
  tpr: share((tp) => tp, positives, 'no row of the group is actually positive'),
  fpr: share((_tp, fp) => fp, negatives, 'no row of the group is actually negative'),
  tnr: share((_tp, _fp, _fn, tn) => tn, negatives, 'no row of the group is actually negative'),
  fnr: share((_tp, _fp, fn) => fn, positives, 'no row of the group is actually positive'),
  accuracy: share((tp, _fp, _fn, tn) => tp + tn, everybody, 'the group has no rows'),
  error_rate: share((_tp, fp, fn) => fp + fn, everybody, 'the group has no rows'),
  precision: share((tp) => tp, selected, 'no row of the group was predicted positive'),
  fdr: share((_tp, fp) => fp, selected, 'no row of the group was predicted positive'),
  for: share((_tp, _fp, fn) => fn, rejected, 'no row of the group was predicted negative'),
  npv: share((_tp, _fp, _fn, tn) => tn, rejected, 'no row of the group was predicted negative'),
  f1: share(
    (tp) => 2 * tp,
    (tp, fp, fn) => 2 * tp + fp + fn,
    'no row of the group is positive, actually or as predicted',
  ),
}

function share(part: Share['part'], whole: Share['whole'], without: string): Share {
  return { part, whole, without }
}
function everybody(tp: number, fp: number, fn: number, tn: number): number {
  return tp + fp + fn + tn
}
function positives(tp: number, _fp: number, fn: number): number {
  return tp + fn
}
function negatives(_tp: number, fp: number, _fn: number, tn: number): number {
  return fp + tn
}
function selected(tp: number, fp: number): number {
  return tp + fp
}
function rejected(_tp: number, _fp: number, fn: number, tn: number): number {
  return fn + tn
}

/** A metric as a function of the four cells and of all that was predicted positive; NaN where it is not defined. */
export type MetricFormula = (tp: number, fp: number, fn: number, tn: number, allSelected: number) => number

/**
 * The formula of a metric, undefined (NaN) where its denominator is zero. With `zeroForUndefined` it is 0 there instead,
 * as scikit-learn and so Fairlearn have it; a group without rows stays undefined.
 *
 * @example
 * metricFormula('tpr')(8, 2, 4, 6, 10) // 0.6666666666666666
 */
export function metricFormula(name: GroupMetricName, zeroForUndefined = false): MetricFormula {
  const strict = strictFormula(name)
  if (!zeroForUndefined) return strict
  return (tp, fp, fn, tn, allSelected) => {
    const value = strict(tp, fp, fn, tn, allSelected)
    return Number.isNaN(value) && tp + fp + fn + tn > 0 ? 0 : value
  }
}

function strictFormula(name: GroupMetricName): MetricFormula {
  if (name === 'predicted_positive_share') {
    return (tp, fp, fn, tn, allSelected) => (tp + fp + fn + tn > 0 ? (tp + fp) / allSelected : Number.NaN)
  }
  if (name === 'balanced_accuracy') {
    return (tp, fp, fn, tn) => (tp / (tp + fn) + tn / (fp + tn)) / 2
  }
  const { part, whole } = SHARES[name]
  // 0 / 0 is NaN: undefined, as wanted.
  return (tp, fp, fn, tn) => part(tp, fp, fn, tn) / whole(tp, fp, fn, tn)
}

/** How many of how many, for the metrics that are a share of rows of the group; undefined for the others. */
export function shareOf(
  name: GroupMetricName,
  [tp = 0, fp = 0, fn = 0, tn = 0]: readonly number[],
): { part: number; whole: number } | undefined {
  if (name === 'predicted_positive_share' || name === 'balanced_accuracy' || name === 'f1') return undefined
  const { part, whole } = SHARES[name]
  return { part: part(tp, fp, fn, tn), whole: whole(tp, fp, fn, tn) }
}

/** Why a metric of a group is undefined. */
export function whyUndefined(name: GroupMetricName): string {
  if (name === 'predicted_positive_share') return 'no row at all was predicted positive'
  if (name === 'balanced_accuracy') return 'the group lacks actually positive or actually negative rows'
  return SHARES[name].without
}
