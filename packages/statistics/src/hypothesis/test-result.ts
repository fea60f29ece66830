import { NO_INTERVAL } from '../evaluation/interval.ts'
import type { Interval } from '../evaluation/interval.ts'

/** How large a difference is, on a scale that does not grow with the number of rows, and its interval. */
export type Effect = Interval & {
  readonly name:
    | 'hedges_g'
    | 'a12'
    | 'cramer_v'
    | 'odds_ratio'
    | 'epsilon_squared'
    | 'ks_distance'
    | 'mean_difference'
    | 'area_difference'
    | 'statistic'
  readonly value: number | null
  /** The confidence level of the interval, such as 0.95. */
  readonly level: number
}

/**
 * The answer of a hypothesis test. Statistic and p-value are null, with a reason, where the data cannot give them: an
 * empty sample, no variation, a single class. A p-value of 0 says that it is below the smallest double.
 */
export type TestResult = {
  readonly test:
    | 'student_t'
    | 'welch_t'
    | 'mann_whitney'
    | 'chi_square'
    | 'g_test'
    | 'fisher_exact'
    | 'kruskal_wallis'
    | 'kolmogorov_smirnov'
    | 'anderson_darling'
    | 'cramer_von_mises'
    | 'permutation'
    | 'mcnemar'
    | 'delong'
  readonly statistic: number | null
  readonly pValue: number | null
  /** Degrees of freedom, where the distribution has them. */
  readonly degrees?: number
  /** Which distribution the p-value is from, in plain words. */
  readonly method: string
  readonly effect: Effect
  /** The number of observations in each sample; of pairs, where there are pairs. */
  readonly counts: readonly number[]
  /** What a reader must know: one plain sentence each. */
  readonly caveats: readonly string[]
  readonly reason?: string
}

/** The answer when the data cannot give one. */
export function noTest(
  test: TestResult['test'],
  effect: Effect['name'],
  counts: readonly number[],
  reason: string,
  level = 0.95,
): TestResult {
  return {
    test,
    statistic: null,
    pValue: null,
    method: 'none',
    effect: { name: effect, value: null, ...NO_INTERVAL, level },
    counts,
    caveats: [],
    reason,
  }
}

/** Throws a RangeError unless the confidence level can be one. */
export function requireLevel(level: number): void {
  if (!(level > 0 && level < 1)) throw new RangeError(`the level must be between 0 and 1, not ${level}`)
}
