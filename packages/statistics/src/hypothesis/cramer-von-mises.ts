import { cramerVonMisesTail, truncatedCramerVonMisesTail } from './cramer-von-mises-tail.ts'
import { greatestCommonDivisor } from '../distributions/smirnov-two-sample.ts'
import { pooledTies, sortedCopy } from './pooled-ties.ts'
import { noTest } from './test-result.ts'
import type { TestResult } from './test-result.ts'

/** SciPy's limit: above it in either sample the limiting distribution is taken. */
const EXACT_ROWS = 20

/** `auto`: exact up to 20 values a sample, as SciPy chooses. */
export type CramerVonMisesOptions = {
  readonly asSciPy?: boolean
  readonly method?: 'auto' | 'exact' | 'asymptotic'
}

/**
 * The two-sample Cramér–von Mises test of one common distribution (Anderson 1962). The statistic T is the mean squared
 * distance of the two empirical distributions, scaled by the sample sizes; ties get mid-ranks.
 *
 * The exact distribution up to 20 values a sample (Xiao, Gordon and Yakovlev 2006), the limiting one above. Each sample
 * needs two values. `asSciPy` cuts the limiting series where SciPy does: its p-values below about 1e-7 are rounding.
 *
 * @example
 * cramerVonMises([1, 2, 3], [4, 5, 6]).pValue // 0.1
 */
export function cramerVonMises(
  first: ArrayLike<number>,
  second: ArrayLike<number>,
  options: CramerVonMisesOptions = {},
): TestResult {
  return cramerVonMisesOfSorted(sortedCopy(first), sortedCopy(second), options)
}

/** The same for samples that are sorted already. */
export function cramerVonMisesOfSorted(
  first: Float64Array,
  second: Float64Array,
  { asSciPy = false, method = 'auto' }: CramerVonMisesOptions = {},
): TestResult {
  const [n, m] = [first.length, second.length]
  if (n < 2 || m < 2) return noTest('cramer_von_mises', 'statistic', [n, m], 'a sample has fewer than two values')
  const u = rankDistance(first, second)
  const [k, total] = [n * m, n + m]
  const statistic = u / (k * total) - (4 * k - 1) / (6 * total)
  const exact = method === 'exact' || (method === 'auto' && Math.max(n, m) <= EXACT_ROWS)
  return {
    test: 'cramer_von_mises',
    statistic,
    pValue: exact ? exactTail(u, n, m) : limitTail(statistic, n, m, asSciPy),
    method: exact ? 'exact distribution of T' : 'limiting distribution of T',
    effect: { name: 'statistic', value: statistic, low: null, high: null, level: 0.95 },
    counts: [n, m],
    caveats: [],
  }
}

/** Anderson's U: n Σ (rank − i)² over the first sample plus m Σ (rank − j)² over the second. */
function rankDistance(first: Float64Array, second: Float64Array): number {
  const [n, m] = [first.length, second.length]
  let [i, j] = [0, 0]
  let [mine, theirs] = [0, 0]
  pooledTies(first, second, (_value, inFirst, inSecond) => {
    const rank = i + j + (inFirst + inSecond + 1) / 2
    for (let step = 1; step <= inFirst; step++) mine += (rank - i - step) ** 2
    for (let step = 1; step <= inSecond; step++) theirs += (rank - j - step) ** 2
    i += inFirst
    j += inSecond
  })
  return n * mine + m * theirs
}

function limitTail(statistic: number, n: number, m: number, asSciPy: boolean): number {
  const [k, total] = [n * m, n + m]
  const mean = (1 + 1 / total) / 6
  const variance = ((total + 1) * (4 * k * total - 3 * (n * n + m * m) - 2 * k)) / (45 * total * total * 4 * k)
  const normed = 1 / 6 + (statistic - mean) / Math.sqrt(45 * variance)
  if (normed < 0.003) return 1
  return asSciPy ? truncatedCramerVonMisesTail(normed) : cramerVonMisesTail(normed)
}

/** The share of all orders of the pooled values whose T is at least the observed one, counted by lattice paths. */
function exactTail(u: number, n: number, m: number): number {
  const common = (n / greatestCommonDivisor(n, m)) * m
  const [a, b] = [common / n, common / m]
  const k = n * m
  const least = Math.floor((common ** 2 * (n + m) * (6 * u - k * (4 * k - 1))) / (6 * k * k))
  // For each position v in the first sample: how many paths have each sum of squares so far.
  let paths: Map<number, number>[] = Array.from({ length: n + 1 }, () => new Map<number, number>())
  paths[0] = new Map([[0, 1]])
  for (let w = 0; w <= m; w++) {
    let left = new Map<number, number>()
    const next: Map<number, number>[] = []
    for (let v = 0; v <= n; v++) {
      const added = (a * v - b * w) ** 2
      const merged = new Map<number, number>()
      for (const source of [left, paths[v] ?? left]) {
        if (source === left && merged.size > 0) continue
        for (const [sum, count] of source) merged.set(sum + added, (merged.get(sum + added) ?? 0) + count)
      }
      next.push(merged)
      left = merged
    }
    paths = next
  }
  let all = 0
  let beyond = 0
  for (const [sum, count] of paths[n] ?? []) {
    all += count
    if (sum >= least) beyond += count
  }
  return beyond / all
}
