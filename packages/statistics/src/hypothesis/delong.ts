import { normal } from '../distributions/normal.ts'
import { noTest, requireLevel } from './test-result.ts'
import type { TestResult } from './test-result.ts'

/**
 * The test of DeLong, DeLong and Clarke-Pearson (1988) of two scores on the same rows: whether their areas under the ROC
 * curve differ, two-sided. Placements by ranks (Sun and Xu 2014), so the work is that of sorting.
 *
 * `positive[i]` is truthy where row i is positive. The effect is the difference of the areas, second minus first, with
 * its normal interval. Each class needs two rows.
 *
 * @example
 * deLong([0.1, 0.4, 0.35, 0.8], [0.2, 0.3, 0.6, 0.7], [0, 0, 1, 1]).effect.value // 0.25
 */
export function deLong(
  first: ArrayLike<number>,
  second: ArrayLike<number>,
  positive: ArrayLike<number | boolean>,
  { level = 0.95 }: { level?: number } = {},
): TestResult {
  requireLevel(level)
  if (first.length !== positive.length || second.length !== positive.length) {
    throw new RangeError('the two scores and the labels must have the same length')
  }
  const rows = Array.from({ length: positive.length }, (_, index) => index)
  const positives = rows.filter((index) => Boolean(positive[index]))
  const negatives = rows.filter((index) => !positive[index])
  const counts = [positives.length, negatives.length]
  const nothing = (reason: string): TestResult => noTest('delong', 'area_difference', counts, reason, level)
  if (positives.length < 2 || negatives.length < 2) return nothing('a class has fewer than two rows')
  const a = placements(first, positives, negatives)
  const b = placements(second, positives, negatives)
  const difference = b.area - a.area
  const variance =
    varianceOfDifference(a.ofPositives, b.ofPositives) / positives.length +
    varianceOfDifference(a.ofNegatives, b.ofNegatives) / negatives.length
  const deviation = Math.sqrt(variance)
  if (!(deviation > 0)) {
    const same = nothing('the two scores rank the rows alike, so nothing varies')
    return difference === 0 ? { ...same, effect: { ...same.effect, value: 0, low: 0, high: 0 } } : same
  }
  const z = difference / deviation
  const reach = normal.quantile((1 + level) / 2) * deviation
  return {
    test: 'delong',
    statistic: z,
    pValue: Math.min(1, 2 * normal.survival(Math.abs(z))),
    method: 'normal distribution with DeLong’s variance',
    effect: {
      name: 'area_difference',
      value: difference,
      low: Math.max(-1, difference - reach),
      high: Math.min(1, difference + reach),
      level,
    },
    counts,
    caveats: Math.min(...counts) < 30 ? ['A class has fewer than 30 rows: the normal distribution is rough.'] : [],
  }
}

/** For each row the share of rows of the other class that it beats (positives) or that beat it (negatives). */
function placements(
  scores: ArrayLike<number>,
  positives: readonly number[],
  negatives: readonly number[],
): { area: number; ofPositives: Float64Array; ofNegatives: Float64Array } {
  const sorted = (rows: readonly number[]): Float64Array => Float64Array.from(rows, (row) => scores[row] ?? 0).sort()
  const [high, low] = [sorted(positives), sorted(negatives)]
  const share = (among: Float64Array, value: number): number =>
    (firstAt(among, (other) => other >= value) + firstAt(among, (other) => other > value)) / 2 / among.length
  const ofPositives = Float64Array.from(positives, (row) => share(low, scores[row] ?? 0))
  const ofNegatives = Float64Array.from(negatives, (row) => 1 - share(high, scores[row] ?? 0))
  const area = ofPositives.reduce((sum, value) => sum + value, 0) / ofPositives.length
  return { area, ofPositives, ofNegatives }
}

function firstAt(sorted: Float64Array, holds: (value: number) => boolean): number {
  let [low, high] = [0, sorted.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if (holds(sorted[middle] ?? 0)) high = middle
    else low = middle + 1
  }
  return low
}

function varianceOfDifference(a: Float64Array, b: Float64Array): number {
  const n = a.length
  let mean = 0
  for (let index = 0; index < n; index++) mean += ((b[index] ?? 0) - (a[index] ?? 0)) / n
  let sum = 0
  for (let index = 0; index < n; index++) sum += ((b[index] ?? 0) - (a[index] ?? 0) - mean) ** 2
  return sum / (n - 1)
}
