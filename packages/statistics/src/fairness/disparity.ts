/** What groups are held against: each other, or everybody. */
export type Against = 'groups' | 'overall'

/**
 * How undefined metrics are treated. `recommended`: a group whose metric is undefined is left out, and fewer than two
 * groups give no disparity. `fairlearn`: as Fairlearn 0.15 computes with pandas. `aequitas`: as Aequitas.
 */
export type Convention = 'recommended' | 'fairlearn' | 'aequitas'

/**
 * The largest difference between groups, or between a group and everybody; NaN when it is not defined.
 *
 * `values` are the metric of each group (NaN = undefined). Fairlearn's MetricFrame.difference: the maximum minus the
 * minimum of the groups, or the largest |group − overall|. With one group Fairlearn answers 0; the recommended answer is
 * that there is nothing to compare.
 *
 * @example
 * differenceOf([0.5, 0.75, 0.25], 0.5, 'groups', 'recommended') // 0.5
 */
export function differenceOf(
  values: ArrayLike<number>,
  overall: number,
  against: Against,
  convention: Convention,
): number {
  let least = Infinity
  let most = -Infinity
  let farthest = -Infinity
  let defined = 0
  for (let group = 0; group < values.length; group++) {
    const value = values[group] ?? Number.NaN
    if (Number.isNaN(value)) continue
    defined += 1
    least = Math.min(least, value)
    most = Math.max(most, value)
    farthest = Math.max(farthest, Math.abs(value - overall))
  }
  if (defined < enough(convention)) return Number.NaN
  return against === 'groups' ? most - least : farthest
}

/**
 * The smallest ratio between groups (minimum / maximum), or between a group and everybody, the smaller over the larger;
 * in 0..1, NaN when it is not defined (0 / 0: the metric is 0 everywhere).
 *
 * @example
 * ratioOf([0.5, 0.75, 0.25], 0.5, 'groups', 'recommended') // 0.3333333333333333
 */
export function ratioOf(values: ArrayLike<number>, overall: number, against: Against, convention: Convention): number {
  let least = Infinity
  let most = -Infinity
  let worst = Infinity
  let defined = 0
  for (let group = 0; group < values.length; group++) {
    const value = values[group] ?? Number.NaN
    if (Number.isNaN(value)) continue
    defined += 1
    least = Math.min(least, value)
    most = Math.max(most, value)
    const share = value / overall
    if (!Number.isNaN(share)) worst = Math.min(worst, share > 1 ? 1 / share : share)
  }
  if (defined < enough(convention)) return Number.NaN
  if (against === 'groups') return least / most
  return worst === Infinity ? Number.NaN : worst
}

function enough(convention: Convention): number {
  return convention === 'recommended' ? 2 : 1
}

/**
 * A group's metric over the reference group's. Aequitas answers 10 where the reference is 0 and the group is not; the
 * recommended answer is undefined. 0 / 0 is undefined in both.
 *
 * @example
 * disparityTo(0.4, 0.5, 'recommended') // 0.8
 */
export function disparityTo(value: number, reference: number, convention: Convention): number {
  if (reference === 0) return convention === 'aequitas' && value > 0 ? 10 : Number.NaN
  return value / reference
}

/**
 * Two disparities as one: the worst (the larger difference, the smaller ratio) or their mean.
 *
 * The recommended answer is undefined when one of them is. Fairlearn takes Python's `max` and `min`, which keep a NaN
 * only in the first place, and pandas' mean, which leaves NaN out.
 *
 * @example
 * combine(0.2, 0.4, 'difference', 'mean', 'recommended') // 0.30000000000000004
 */
export function combine(
  first: number,
  second: number,
  kind: 'difference' | 'ratio',
  aggregate: 'worst_case' | 'mean',
  convention: Convention,
): number {
  if (convention === 'recommended' && (Number.isNaN(first) || Number.isNaN(second))) return Number.NaN
  if (aggregate === 'mean') {
    if (Number.isNaN(first)) return second
    return Number.isNaN(second) ? first : (first + second) / 2
  }
  // NaN compares as false, so a NaN in the second place is passed over.
  return (kind === 'difference' ? second > first : second < first) ? second : first
}
