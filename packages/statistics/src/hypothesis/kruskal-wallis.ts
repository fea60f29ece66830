import { chiSquare } from '../distributions/chi-square.ts'
import { noncentralityInterval } from './chi-square-test.ts'
import { noTest, requireLevel } from './test-result.ts'
import type { TestResult } from './test-result.ts'

/**
 * The Kruskal–Wallis H test (1952) of whether k samples come from one distribution, with tie correction.
 *
 * The effect is ε² (Kelley; Tomczak and Tomczak 2014): (H − k + 1) / (n − k), the share of the variation of ranks between
 * the samples, without its bias and not below 0; its interval inverts the noncentral chi-square distribution.
 *
 * @example
 * kruskalWallis([[1, 2, 3], [4, 5, 6], [7, 8, 9]]).pValue // 0.0273
 */
export function kruskalWallis(
  samples: readonly ArrayLike<number>[],
  { level = 0.95 }: { level?: number } = {},
): TestResult {
  requireLevel(level)
  const counts = samples.map((sample) => sample.length)
  const nothing = (reason: string): TestResult => noTest('kruskal_wallis', 'epsilon_squared', counts, reason, level)
  if (samples.length < 2) return nothing('there is only one sample')
  if (counts.includes(0)) return nothing('a sample is empty')
  const total = counts.reduce((sum, n) => sum + n, 0)
  const { rankSums, tieTerm } = ranksOf(samples)
  const left = 1 - tieTerm / (total ** 3 - total)
  if (!(left > 0)) return nothing('all values are the same')
  // Σ n (mean rank − overall mean)², which does not cancel as the textbook form does.
  const middle = (total + 1) / 2
  const between = rankSums.reduce((sum, ranks, index) => {
    const n = counts[index] ?? 1
    return sum + n * (ranks / n - middle) ** 2
  }, 0)
  const statistic = (12 * between) / (total * (total + 1)) / left
  const degrees = samples.length - 1
  const share = (h: number): number | null =>
    total > samples.length ? Math.min(1, Math.max(0, (h - degrees) / (total - samples.length))) : null
  const { low, high } = noncentralityInterval(statistic, degrees, level)
  return {
    test: 'kruskal_wallis',
    statistic,
    pValue: chiSquare(degrees).survival(statistic),
    degrees,
    method: `chi-square distribution with ${degrees} degree${degrees === 1 ? '' : 's'} of freedom`,
    effect: {
      name: 'epsilon_squared',
      value: share(statistic),
      low: share(low + degrees),
      high: share(high + degrees),
      level,
    },
    counts,
    caveats: Math.min(...counts) < 5 ? ['A sample has fewer than 5 values: the chi-square distribution is rough.'] : [],
  }
}

function ranksOf(samples: readonly ArrayLike<number>[]): { rankSums: number[]; tieTerm: number } {
  const pooled = samples.flatMap((sample, index) => Array.from(sample, (value) => ({ value, index })))
  pooled.sort((a, b) => a.value - b.value)
  const rankSums = samples.map(() => 0)
  let tieTerm = 0
  for (let from = 0; from < pooled.length;) {
    let to = from
    while (to < pooled.length && pooled[to]?.value === pooled[from]?.value) to++
    const rank = (from + to + 1) / 2
    for (let at = from; at < to; at++) {
      const index = pooled[at]?.index ?? 0
      rankSums[index] = (rankSums[index] ?? 0) + rank
    }
    tieTerm += (to - from) ** 3 - (to - from)
    from = to
  }
  return { rankSums, tieTerm }
}
