import { normal } from '../distributions/normal.ts'
import { RankTally } from '../evaluation/roc-auc.ts'
import { pooledTies, sortedCopy } from './pooled-ties.ts'
import { noTest, requireLevel } from './test-result.ts'
import type { TestResult } from './test-result.ts'

export type Alternative = 'two-sided' | 'less' | 'greater'

/**
 * The Mann–Whitney U test (1947) of whether one sample tends to be larger. U counts the pairs in which the first sample's
 * value is larger, ties one half.
 *
 * `method: 'auto'` is SciPy's choice: the exact distribution when there are no ties and a sample has at most 8 values,
 * else the normal one with continuity and tie correction. `alternative: 'less'` asks whether the first is smaller.
 *
 * The effect is A₁₂ of Vargha and Delaney (2000): the chance that a value of the second sample is larger than one of the
 * first; ½ is no effect, and the rank-biserial correlation is 2 A₁₂ − 1. Its interval is DeLong's on the logit scale.
 *
 * @example
 * mannWhitney([1, 2, 3], [4, 5, 6]).pValue // 0.1
 */
export function mannWhitney(
  first: ArrayLike<number>,
  second: ArrayLike<number>,
  options: { alternative?: Alternative; method?: 'auto' | 'exact' | 'normal'; level?: number } = {},
): TestResult {
  return mannWhitneyOfSorted(sortedCopy(first), sortedCopy(second), options)
}

/** The same for samples that are sorted already. */
export function mannWhitneyOfSorted(
  first: Float64Array,
  second: Float64Array,
  options: { alternative?: Alternative; method?: 'auto' | 'exact' | 'normal'; level?: number } = {},
): TestResult {
  const { alternative = 'two-sided', method = 'auto', level = 0.95 } = options
  requireLevel(level)
  const [n, m] = [first.length, second.length]
  if (n === 0 || m === 0) return noTest('mann_whitney', 'a12', [n, m], 'a sample is empty', level)
  const tally = new RankTally()
  let tieTerm = 0
  let greater = 0
  let seen = 0
  pooledTies(first, second, (_value, mine, theirs) => {
    tally.add(theirs, mine)
    greater += mine * (seen + theirs / 2)
    seen += theirs
    const tied = mine + theirs
    tieTerm += tied ** 3 - tied
  })
  const u = greater
  const wanted = alternative === 'greater' ? u : alternative === 'less' ? n * m - u : Math.max(u, n * m - u)
  const exact = method === 'exact' || (method === 'auto' && tieTerm === 0 && Math.min(n, m) <= 8)
  const tail = exact ? exactTail(Math.trunc(wanted), n, m) : normalTail(wanted, n, m, tieTerm)
  const { low, high } = tally.interval(level)
  const caveats = !exact && Math.min(n, m) < 8 ? ['Few values and ties: the normal approximation is rough.'] : []
  return {
    test: 'mann_whitney',
    statistic: u,
    pValue: Number.isNaN(tail) ? 1 : Math.min(1, alternative === 'two-sided' ? 2 * tail : tail),
    method: exact ? 'exact distribution of U' : 'normal distribution with continuity and tie correction',
    effect: { name: 'a12', value: tally.area().value, low, high, level },
    counts: [n, m],
    caveats,
  }
}

function normalTail(u: number, n: number, m: number, tieTerm: number): number {
  const total = n + m
  const deviation = Math.sqrt(((n * m) / 12) * (total + 1 - tieTerm / (total * (total - 1))))
  return normal.survival((u - (n * m) / 2 - 0.5) / deviation)
}

/** P(U ≥ u): how many of the orders give each U, by the recursion of Mann and Whitney. */
function exactTail(u: number, n: number, m: number): number {
  const most = n * m
  // Frequencies as shares of all orders: the product of (1 − x^(m+i)) / (1 − x^i), scaled step by step.
  const shares = new Float64Array(most + 1)
  shares[0] = 1
  for (let i = 1; i <= n; i++) {
    for (let k = most; k >= m + i; k--) shares[k] = (shares[k] ?? 0) - (shares[k - m - i] ?? 0)
    for (let k = i; k <= most; k++) shares[k] = (shares[k] ?? 0) + (shares[k - i] ?? 0)
    const scale = i / (m + i)
    for (let k = 0; k <= most; k++) shares[k] = (shares[k] ?? 0) * scale
  }
  // Symmetric: the side with fewer orders is summed, smallest first.
  const from = Math.max(0, Math.ceil(u))
  let sum = 0
  for (let k = 0; k <= most - from; k++) sum += shares[k] ?? 0
  return Math.min(1, sum)
}
