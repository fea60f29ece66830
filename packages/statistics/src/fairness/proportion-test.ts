import type { Comparison } from './fairness.ts'
import { shareOf } from './group-metrics.ts'
import type { GroupMetricName } from './group-metrics.ts'
import type { Group } from './groupings.ts'
import { twoProportions, twoWeightedProportions } from '../hypothesis/two-proportions.ts'

/**
 * Tests one metric of two groups. Metrics that are no share of rows (balanced accuracy, F1, the share of all that was
 * predicted positive) have no test, nor has the prevalence, which is not the model's doing.
 */
export function proportionTest(
  metric: GroupMetricName,
  group: Group,
  reference: Group,
  weighted: boolean,
): Pick<Comparison, 'test' | 'p'> {
  const none = { test: null, p: null }
  if (metric === 'prevalence') return none
  if (!weighted) {
    const first = shareOf(metric, group.counts)
    const second = shareOf(metric, reference.counts)
    return first === undefined || second === undefined ? none : (twoProportions(first, second) ?? none)
  }
  const first = effective(metric, group)
  const second = effective(metric, reference)
  return first === undefined || second === undefined ? none : (twoWeightedProportions(first, second) ?? none)
}

/** The share and Kish's effective number of rows it is a share of. */
function effective(metric: GroupMetricName, group: Group): { share: number; effective: number } | undefined {
  const weights = shareOf(metric, group.counts)
  const squares = shareOf(metric, group.squares)
  if (weights === undefined || squares === undefined || !(weights.whole > 0)) return undefined
  return { share: weights.part / weights.whole, effective: weights.whole ** 2 / squares.whole }
}
