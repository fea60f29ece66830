import { Random } from '../evaluation/random.ts'
import { noTest, requireLevel } from './test-result.ts'
import type { TestResult } from './test-result.ts'

/**
 * A permutation test of whether two samples can be told apart by a statistic, two-sided by its absolute distance from the
 * mean over all permutations where it is signed; larger must mean more different.
 *
 * All divisions are tried when there are at most `draws`; else that many random ones, and p = (1 + as extreme) /
 * (1 + draws), which is never 0 (Phipson and Smyth 2010). The default statistic is the absolute difference of the means.
 * Deterministic by seed. The effect is the difference of the means, second minus first, with its percentile interval
 * from as many bootstrap draws.
 *
 * @example
 * permutationTest([1, 2, 3], [7, 8, 9]).pValue // 0.1: 2 of the 20 divisions
 */
export function permutationTest(
  first: ArrayLike<number>,
  second: ArrayLike<number>,
  options: {
    statistic?: (first: Float64Array, second: Float64Array) => number
    draws?: number
    seed?: number
    level?: number
  } = {},
): TestResult {
  const { statistic = absoluteMeanDifference, draws = 9999, seed = 1, level = 0.95 } = options
  requireLevel(level)
  const [n, m] = [first.length, second.length]
  if (n === 0 || m === 0) return noTest('permutation', 'mean_difference', [n, m], 'a sample is empty', level)
  const pooled = Float64Array.from([...Array.from(first), ...Array.from(second)])
  const observed = statistic(pooled.slice(0, n), pooled.slice(n))
  // A value that equals the observed one but for rounding is as extreme.
  const limit = observed - 1e-12 * Math.max(1, Math.abs(observed))
  const all = divisions(n + m, n)
  const exhaustive = all <= draws
  const extreme = exhaustive
    ? countAll(pooled, n, (a, b) => statistic(a, b) >= limit)
    : countDrawn(pooled, n, draws, new Random(seed, 'permutation'), (a, b) => statistic(a, b) >= limit)
  return {
    test: 'permutation',
    statistic: observed,
    pValue: exhaustive ? extreme / all : (extreme + 1) / (draws + 1),
    method: exhaustive ? `all ${all} divisions` : `${draws} random divisions, seed ${seed}`,
    effect: { name: 'mean_difference', ...meanDifference(pooled, n, draws, seed, level), level },
    counts: [n, m],
    caveats: [],
  }
}

function absoluteMeanDifference(first: Float64Array, second: Float64Array): number {
  return Math.abs(meanOf(second) - meanOf(first))
}

function meanOf(values: Float64Array): number {
  let sum = 0
  for (const value of values) sum += value
  return sum / values.length
}

/** How many ways there are to choose k of n, or Infinity when they are too many to tell. */
function divisions(n: number, k: number): number {
  let ways = 1
  for (let i = 1; i <= Math.min(k, n - k); i++) {
    ways = Math.round((ways * (n - i + 1)) / i)
    if (ways > 1e12) return Infinity
  }
  return ways
}

function countAll(pooled: Float64Array, n: number, extreme: (a: Float64Array, b: Float64Array) => boolean): number {
  const a = new Float64Array(n)
  const b = new Float64Array(pooled.length - n)
  let count = 0
  const choose = (at: number, inFirst: number, inSecond: number): void => {
    if (at === pooled.length) {
      if (extreme(a, b)) count += 1
      return
    }
    if (inFirst < n) {
      a[inFirst] = pooled[at] ?? 0
      choose(at + 1, inFirst + 1, inSecond)
    }
    if (inSecond < b.length) {
      b[inSecond] = pooled[at] ?? 0
      choose(at + 1, inFirst, inSecond + 1)
    }
  }
  choose(0, 0, 0)
  return count
}

function countDrawn(
  pooled: Float64Array,
  n: number,
  draws: number,
  random: Random,
  extreme: (a: Float64Array, b: Float64Array) => boolean,
): number {
  const shuffled = pooled.slice()
  let count = 0
  for (let draw = 0; draw < draws; draw++) {
    for (let at = 0; at < n; at++) {
      const other = at + random.below(shuffled.length - at)
      const kept = shuffled[at] ?? 0
      shuffled[at] = shuffled[other] ?? 0
      shuffled[other] = kept
    }
    if (extreme(shuffled.subarray(0, n), shuffled.subarray(n))) count += 1
  }
  return count
}

function meanDifference(
  pooled: Float64Array,
  n: number,
  draws: number,
  seed: number,
  level: number,
): { value: number; low: number | null; high: number | null } {
  const first = pooled.subarray(0, n)
  const second = pooled.subarray(n)
  const value = meanOf(second) - meanOf(first)
  if (n < 2 || second.length < 2) return { value, low: null, high: null }
  const random = new Random(seed, 'bootstrap')
  const drawn = new Float64Array(draws)
  const resampled = (values: Float64Array): number => {
    let sum = 0
    for (let index = 0; index < values.length; index++) sum += values[random.below(values.length)] ?? 0
    return sum / values.length
  }
  for (let draw = 0; draw < draws; draw++) drawn[draw] = resampled(second) - resampled(first)
  drawn.sort()
  const at = (share: number): number => drawn[Math.min(draws - 1, Math.floor(share * draws))] ?? value
  return { value, low: at((1 - level) / 2), high: at((1 + level) / 2) }
}
