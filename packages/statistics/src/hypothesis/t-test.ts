import { logGamma } from '../distributions/gamma-function.ts'
import { noncentralT } from '../distributions/noncentral-t.ts'
import { increasingRoot } from '../distributions/root.ts'
import { studentT } from '../distributions/student-t.ts'
import type { Interval } from '../evaluation/interval.ts'
import { momentsOf } from './moments.ts'
import type { Moments } from './moments.ts'
import { noTest, requireLevel } from './test-result.ts'
import type { TestResult } from './test-result.ts'

/** `equal`: Student's test with one pooled variance. `unequal`: Welch's, which is safe when the variances differ. */
export type Variances = 'equal' | 'unequal'

/**
 * The two-sample t test of equal means, two-sided: Welch (1947) by default, Student with `variances: 'equal'`.
 *
 * The effect is Hedges' g: the difference of the means (second minus first) over the pooled standard deviation, without
 * its small-sample bias (Hedges 1981); its interval inverts the noncentral t distribution (Steiger and Fouladi 1997).
 * Values must be finite; each sample needs two, and some variation.
 *
 * @example
 * tTest([1, 2, 3, 4], [3, 4, 5, 6]).pValue // 0.0710
 */
export function tTest(
  first: ArrayLike<number>,
  second: ArrayLike<number>,
  { variances = 'unequal', level = 0.95 }: { variances?: Variances; level?: number } = {},
): TestResult {
  return tTestOfMoments(momentsOf(first), momentsOf(second), { variances, level })
}

/** The same from counts, means and sums of squares. */
export function tTestOfMoments(
  first: Moments,
  second: Moments,
  { variances = 'unequal', level = 0.95 }: { variances?: Variances; level?: number } = {},
): TestResult {
  requireLevel(level)
  const name = variances === 'equal' ? 'student_t' : 'welch_t'
  const counts = [first.n, second.n]
  const found = tStatistic(first, second, variances)
  if (typeof found === 'string') return noTest(name, 'hedges_g', counts, found, level)
  const { statistic, degrees, pValue } = found
  const difference = second.mean - first.mean
  const pooled = (first.squares + second.squares) / (first.n + second.n - 2)
  return {
    test: name,
    statistic,
    pValue,
    degrees,
    method: `t distribution with ${Number(degrees.toFixed(2))} degrees of freedom, two-sided`,
    effect: { name: 'hedges_g', ...hedgesG(difference, pooled, first.n, second.n, level), level },
    counts,
    caveats:
      Math.min(first.n, second.n) < 30 ? ['Fewer than 30 values in a sample: the means must be near normal.'] : [],
  }
}

/** Statistic, degrees of freedom and two-sided p-value alone, or the reason why there are none. */
export function tStatistic(
  first: Moments,
  second: Moments,
  variances: Variances,
): { statistic: number; degrees: number; pValue: number } | string {
  const least = variances === 'equal' ? 1 : 2
  if (first.n < least || second.n < least || first.n + second.n < 3) {
    return 'a sample has too few values to tell its variation'
  }
  const [a, b] = [first.squares / (first.n - 1) / first.n, second.squares / (second.n - 1) / second.n]
  const pooledDegrees = first.n + second.n - 2
  const pooled = (first.squares + second.squares) / pooledDegrees
  const error = variances === 'equal' ? Math.sqrt(pooled * (1 / first.n + 1 / second.n)) : Math.sqrt(a + b)
  if (!(error > 0)) return 'the values do not vary'
  const degrees =
    variances === 'equal' ? pooledDegrees : (a + b) ** 2 / (a ** 2 / (first.n - 1) + b ** 2 / (second.n - 1))
  const statistic = (first.mean - second.mean) / error
  return { statistic, degrees, pValue: Math.min(1, 2 * studentT(degrees).survival(Math.abs(statistic))) }
}

/** Hedges' g with its interval: d × Γ(ν/2) / (√(ν/2) Γ((ν − 1)/2)). */
function hedgesG(
  difference: number,
  pooledVariance: number,
  n: number,
  m: number,
  level: number,
): Interval & { value: number } {
  const degrees = n + m - 2
  const d = difference / Math.sqrt(pooledVariance)
  const correction =
    degrees > 1 ? Math.exp(logGamma(degrees / 2) - Math.log(degrees / 2) / 2 - logGamma((degrees - 1) / 2)) : 1
  const scale = Math.sqrt((n * m) / (n + m))
  const { low, high } = shiftInterval(d * scale, degrees, level)
  return { value: correction * d, low: (correction * low) / scale, high: (correction * high) / scale }
}

/** The noncentralities of t for which the observed t is at the ends of the middle `level`. */
export function shiftInterval(t: number, degrees: number, level: number): { low: number; high: number } {
  const tail = (1 - level) / 2
  const step = Math.max(0.5, Math.abs(t) / Math.sqrt(2 * degrees))
  const low = increasingRoot((shift) => noncentralT(degrees, shift).survival(t) - tail, t - 2 * step, step)
  const high = increasingRoot((shift) => tail - noncentralT(degrees, shift).cdf(t), t + 2 * step, step)
  return { low, high }
}
