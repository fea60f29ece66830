import { sortedCopy } from './pooled-ties.ts'
import { noTest } from './test-result.ts'
import type { TestResult } from './test-result.ts'

/**
 * The Anderson–Darling test that k samples have one common distribution (Scholz and Stephens 1987), with mid-ranks for
 * ties. The statistic is A² less its mean, over its standard deviation.
 *
 * The p-value is interpolated in the published table and kept within it: 0.25 stands for 0.25 or more, 0.001 for 0.001
 * or less. There must be two samples, two distinct values, and enough of them for a variance (four in all).
 *
 * @example
 * andersonDarling([[1, 2, 3, 4], [3, 4, 5, 6]]).pValue // 0.0652
 */
export function andersonDarling(samples: readonly ArrayLike<number>[]): TestResult {
  return andersonDarlingOfSorted(samples.map(sortedCopy))
}

/** The same for samples that are sorted already. */
export function andersonDarlingOfSorted(samples: readonly Float64Array[]): TestResult {
  const counts = samples.map((sample) => sample.length)
  const nothing = (reason: string): TestResult => noTest('anderson_darling', 'statistic', counts, reason)
  if (samples.length < 2) return nothing('there is only one sample')
  if (counts.includes(0)) return nothing('a sample is empty')
  const total = counts.reduce((sum, n) => sum + n, 0)
  const { squared, distinct } = midrankStatistic(samples, total)
  if (distinct < 2) return nothing('all values are the same')
  const variance = varianceOf(counts, total)
  if (!(variance > 0)) return nothing('there are too few values to tell the variation of the statistic')
  const degrees = samples.length - 1
  const statistic = (squared - degrees) / Math.sqrt(variance)
  const pValue = tableTail(statistic, degrees)
  const ends = pValue === 0.25 ? 'at least 0.25' : pValue === 0.001 ? 'at most 0.001' : undefined
  return {
    test: 'anderson_darling',
    statistic,
    pValue,
    method: 'interpolated in the table of Scholz and Stephens, from 0.001 to 0.25',
    effect: { name: 'statistic', value: statistic, low: null, high: null, level: 0.95 },
    counts,
    caveats: ends === undefined ? [] : [`The p-value is ${ends}: the table ends there.`],
  }
}

function midrankStatistic(samples: readonly Float64Array[], total: number): { squared: number; distinct: number } {
  const at = samples.map(() => 0)
  const sums = samples.map(() => 0)
  let before = 0
  let distinct = 0
  while (before < total) {
    let value = Infinity
    for (const [index, sample] of samples.entries()) {
      const position = at[index] ?? 0
      if (position < sample.length) value = Math.min(value, sample[position] ?? Infinity)
    }
    const tied = samples.map((sample, index) => {
      const from = at[index] ?? 0
      let to = from
      while (to < sample.length && sample[to] === value) to++
      at[index] = to
      return to - from
    })
    const together = tied.reduce((sum, n) => sum + n, 0)
    const middle = before + together / 2
    const spread = middle * (total - middle) - (total * together) / 4
    for (const [index, sample] of samples.entries()) {
      const mine = (at[index] ?? 0) - (tied[index] ?? 0) / 2
      const part = (together / total) * ((total * mine - middle * sample.length) ** 2 / spread)
      if (spread > 0) sums[index] = (sums[index] ?? 0) + part
    }
    before += together
    distinct += 1
  }
  const squared = sums.reduce((sum, part, index) => sum + part / (samples[index]?.length ?? 1), 0)
  return { squared: (squared * (total - 1)) / total, distinct }
}

function varianceOf(counts: readonly number[], total: number): number {
  const k = counts.length
  const inverse = counts.reduce((sum, n) => sum + 1 / n, 0)
  let h = 0
  let g = 0
  let fromEnd = 0
  // Σ 1/i, and Σᵢ Σⱼ 1 / ((N − i) j) with the inner sum built from its end.
  for (let i = total - 1; i >= 1; i--) {
    h += 1 / i
    if (i <= total - 2) {
      fromEnd += 1 / (i + 1)
      g += fromEnd / (total - i)
    }
  }
  const a = (4 * g - 6) * (k - 1) + (10 - 6 * g) * inverse
  const b = (2 * g - 4) * k ** 2 + 8 * h * k + (2 * g - 14 * h - 4) * inverse - 8 * h + 4 * g - 6
  const c = (6 * h + 2 * g - 2) * k ** 2 + (4 * h - 4 * g + 6) * k + (2 * h - 6) * inverse + 4 * h
  const d = (2 * h + 6) * k ** 2 - 4 * h * k
  return (a * total ** 3 + b * total ** 2 + c * total + d) / ((total - 1) * (total - 2) * (total - 3))
}

const SHARES = [0.25, 0.1, 0.05, 0.025, 0.01, 0.005, 0.001]
const B0 = [0.675, 1.281, 1.645, 1.96, 2.326, 2.573, 3.085]
const B1 = [-0.245, 0.25, 0.678, 1.149, 1.822, 2.364, 3.615]
const B2 = [-0.105, -0.305, -0.362, -0.391, -0.396, -0.345, -0.154]

/** The table's tail: a parabola through log p over the critical values, by least squares. */
function tableTail(statistic: number, degrees: number): number {
  const critical = B0.map((b, index) => b + (B1[index] ?? 0) / Math.sqrt(degrees) + (B2[index] ?? 0) / degrees)
  if (statistic < Math.min(...critical)) return 0.25
  if (statistic > Math.max(...critical)) return 0.001
  const [c0, c1, c2] = parabola(critical, SHARES.map(Math.log))
  return Math.exp(c0 + statistic * (c1 + statistic * c2))
}

/** Least squares with polynomials that are orthogonal over the places, so that nothing cancels. */
function parabola(x: readonly number[], y: readonly number[]): [number, number, number] {
  const n = x.length
  const mean = x.reduce((sum, value) => sum + value, 0) / n
  const first = x.map((value) => value - mean)
  const square = first.reduce((sum, value) => sum + value * value, 0)
  const alpha = first.reduce((sum, value) => sum + value ** 3, 0) / square
  const second = first.map((value) => value * (value - alpha) - square / n)
  const on = (basis: readonly number[]): number =>
    basis.reduce((sum, value, index) => sum + value * (y[index] ?? 0), 0) /
    basis.reduce((sum, value) => sum + value * value, 0)
  const [a, b, c] = [on(x.map(() => 1)), on(first), on(second)]
  return [a - b * mean + c * (mean * mean + alpha * mean - square / n), b - c * (2 * mean + alpha), c]
}
