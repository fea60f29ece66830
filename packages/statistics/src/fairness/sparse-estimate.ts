import type { Interval } from '../evaluation/interval.ts'
import { isSparse, moverMean } from '../hypothesis/mover.ts'
import type { Bounded } from '../hypothesis/mover.ts'
import { wilsonInterval } from '../hypothesis/proportions.ts'
import { shareOf } from './group-metrics.ts'
import type { GroupMetricName } from './group-metrics.ts'
import type { Group } from './groupings.ts'

/** A metric of a group with an interval by formula, and whether it rests on fewer than five hits or misses. */
export type ScoreEstimate = Bounded & { readonly isFew: boolean }

/**
 * A metric of a group with the score interval of Wilson, or one that follows from it: F1 rises with TP / (TP + FP + FN),
 * balanced accuracy is the mean of two shares. Unlike draws it has a width where every row of a small group did the same.
 * Weighted rows count as Kish's effective number of them. Undefined where the metric is.
 */
export function scoreEstimate(
  metric: GroupMetricName,
  group: Group,
  overall: Group,
  level: number,
): ScoreEstimate | undefined {
  const own = effectiveCounts(group)
  const of = (part: number, whole: number): ScoreEstimate | undefined =>
    whole > 0 ? { value: part / whole, ...wilsonInterval(part, whole, level), isFew: isSparse(part, whole) } : undefined
  const [tp, fp, fn, tn] = own
  switch (metric) {
    case 'predicted_positive_share': {
      // Both are scaled alike: the share is that of the weights, of as many rows as all who were selected count.
      const [allTp, allFp] = overall.counts
      const [allEffectiveTp, allEffectiveFp] = effectiveCounts(overall)
      const share = ((group.counts[0] + group.counts[1]) / (allTp + allFp)) * (allEffectiveTp + allEffectiveFp)
      return of(share, allEffectiveTp + allEffectiveFp)
    }
    case 'f1': {
      const found = of(tp, tp + fp + fn)
      if (found === undefined) return undefined
      const f1 = (share: number): number => (2 * share) / (1 + share)
      return { value: f1(found.value), low: f1(found.low), high: f1(found.high), isFew: found.isFew }
    }
    case 'balanced_accuracy': {
      const [ofPositive, ofNegative] = [of(tp, tp + fn), of(tn, fp + tn)]
      if (ofPositive === undefined || ofNegative === undefined) return undefined
      return { ...moverMean([ofPositive, ofNegative]), isFew: ofPositive.isFew || ofNegative.isFew }
    }
    default: {
      const share = shareOf(metric, own)
      return share === undefined ? undefined : of(share.part, share.whole)
    }
  }
}

/** The interval of a metric that rests on few hits or misses; undefined where draws say enough. */
export function sparseInterval(
  metric: GroupMetricName,
  group: Group,
  overall: Group,
  level: number,
): Interval | undefined {
  const found = scoreEstimate(metric, group, overall, level)
  return found?.isFew === true ? { low: found.low, high: found.high } : undefined
}

/** The four counts, each as many rows as their weights are worth (Kish 1965); without weights the counts themselves. */
function effectiveCounts({ counts, squares }: Group): [tp: number, fp: number, fn: number, tn: number] {
  const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0)
  const [weight, square] = [sum(counts), sum(squares)]
  const factor = square > 0 ? weight / square : 0
  const [tp, fp, fn, tn] = counts
  return [tp * factor, fp * factor, fn * factor, tn * factor]
}
