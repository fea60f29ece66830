import { kolmogorov } from '../distributions/kolmogorov.ts'
import { greatestCommonDivisor, smirnovTwoSample } from '../distributions/smirnov-two-sample.ts'
import { pooledTies, sortedCopy } from './pooled-ties.ts'
import { noTest, requireLevel } from './test-result.ts'
import type { TestResult } from './test-result.ts'

/** SciPy's limit: above it in either sample the exact distribution is not tried. */
export const KS_EXACT_ROWS = 10_000

export type KolmogorovMethod = 'auto' | 'exact' | 'asymptotic'

/**
 * The two-sample Kolmogorov–Smirnov test of one common distribution, two-sided. The statistic D is the largest distance
 * between the two empirical distributions.
 *
 * `method: 'auto'` is SciPy's choice: exact when both samples have at most 10,000 values, else Kolmogorov's exact one-sample
 * distribution at n m / (n + m). With ties the exact p-value is too large rather than too small.
 *
 * The effect is D itself; its interval comes from the bands of Dvoretzky, Kiefer and Wolfowitz with Massart's constant
 * (1990), one for each sample at half the error: it holds for any distribution, and is wide.
 *
 * @example
 * kolmogorovSmirnov([1, 2, 3], [4, 5, 6]).statistic // 1
 */
export function kolmogorovSmirnov(
  first: ArrayLike<number>,
  second: ArrayLike<number>,
  options: { method?: KolmogorovMethod; level?: number } = {},
): TestResult {
  return kolmogorovSmirnovOfSorted(sortedCopy(first), sortedCopy(second), options)
}

/** The same for samples that are sorted already. */
export function kolmogorovSmirnovOfSorted(
  first: Float64Array,
  second: Float64Array,
  { method = 'auto', level = 0.95 }: { method?: KolmogorovMethod; level?: number } = {},
): TestResult {
  requireLevel(level)
  const [n, m] = [first.length, second.length]
  if (n === 0 || m === 0) return noTest('kolmogorov_smirnov', 'ks_distance', [n, m], 'a sample is empty', level)
  const { statistic, tied } = largestDistance(first, second)
  const exact = canBeExact(n, m, method)
  const alpha = (1 - level) / 2
  const reach = Math.sqrt(Math.log(2 / alpha) / 2) * (1 / Math.sqrt(n) + 1 / Math.sqrt(m))
  return {
    test: 'kolmogorov_smirnov',
    statistic,
    pValue: kolmogorovSmirnovTail(statistic, n, m, exact),
    method: exact ? 'exact distribution of D' : 'Kolmogorov distribution of D at n m / (n + m)',
    effect: {
      name: 'ks_distance',
      value: statistic,
      low: Math.max(0, statistic - reach),
      high: Math.min(1, statistic + reach),
      level,
    },
    counts: [n, m],
    caveats: tied ? ['There are ties: the p-value is too large rather than too small.'] : [],
  }
}

function canBeExact(n: number, m: number, method: KolmogorovMethod): boolean {
  if (method === 'asymptotic') return false
  if (method === 'auto') return Math.max(n, m) <= KS_EXACT_ROWS
  // Counts of lattice steps must stay exact integers, and the work bearable.
  return n * m <= 2 ** 31
}

/** D of two sorted samples, and whether any value occurs in both or twice. */
export function largestDistance(first: Float64Array, second: Float64Array): { statistic: number; tied: boolean } {
  const [n, m] = [first.length, second.length]
  let below = 0
  let belowOther = 0
  let largest = 0
  let tied = false
  pooledTies(first, second, (_value, mine, theirs) => {
    below += mine
    belowOther += theirs
    if (mine + theirs > 1) tied = true
    largest = Math.max(largest, Math.abs(below / n - belowOther / m))
  })
  return { statistic: largest, tied }
}

/** P(D ≥ d) under one common distribution. */
export function kolmogorovSmirnovTail(d: number, n: number, m: number, exact: boolean): number {
  if (exact) {
    const common = (n / greatestCommonDivisor(n, m)) * m
    return smirnovTwoSample(n, m, Math.round(d * common))
  }
  const size = roundHalfEven((n * m) / (n + m))
  // One value a side: any order has D = 1.
  return d <= 0 || size < 1 ? 1 : kolmogorov(size).survival(d)
}

function roundHalfEven(value: number): number {
  const floor = Math.floor(value)
  if (value - floor !== 0.5) return Math.round(value)
  return floor % 2 === 0 ? floor : floor + 1
}
