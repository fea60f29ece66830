import { chiSquare } from '../distributions/chi-square.ts'
import { normal } from '../distributions/normal.ts'
import { andersonDarlingOfSorted } from '../hypothesis/anderson-darling.ts'
import { cramerVonMisesOfSorted } from '../hypothesis/cramer-von-mises.ts'
import { KS_EXACT_ROWS, kolmogorovSmirnovOfSorted, kolmogorovSmirnovTail } from '../hypothesis/kolmogorov-smirnov.ts'
import { mannWhitneyOfSorted } from '../hypothesis/mann-whitney.ts'
import { tStatistic } from '../hypothesis/t-test.ts'
import { binCounts, distinctCounts, histogram, sturgesEdges } from './binning.ts'
import type { NumericColumn } from './column.ts'
import { rowsOfCounts } from './column.ts'
import { sampleDistances } from './sample-distances.ts'
import { sharesOf } from './shares.ts'
import { streamedDistances } from './streamed-distances.ts'

// The scores of Evidently 0.7.21, written from what its functions compute, quirks included. Null is its NaN or its error.

/** Counts over the same keys: of categories, of distinct numbers, or of bins. */
export type PairedCounts = {
  readonly reference: ArrayLike<number>
  readonly current: ArrayLike<number>
  /** Of bins: their edges, one more than there are counts. */
  readonly edges?: ArrayLike<number>
  /** Of distinct numbers: these. */
  readonly values?: readonly number[]
}

/**
 * The counts that PSI, Jensen–Shannon and KL are computed from: bins by Sturges over both samples together when the
 * reference has more than 20 distinct values, else one bin for each distinct value. (The `n_bins` argument of that tool has no effect.)
 */
export function evidentlyBins({ reference, current }: NumericColumn): PairedCounts {
  if (reference.distinct <= 20) return distinctCounts(reference, current)
  const edges = sturgesEdges(
    Math.min(reference.least, current.least),
    Math.max(reference.most, current.most),
    reference.n + current.n,
    reference.integers && current.integers,
  )
  return { reference: binCounts(reference, edges), current: binCounts(current, edges), edges }
}

/** A goodness-of-fit chi-square of the current counts against the reference's shares: p = 0 with any new category. */
export function evidentlyChiSquare({ reference, current }: PairedCounts): number | null {
  const shares = sharesOf(reference)
  const total = Array.from(current).reduce((sum, count) => sum + count, 0)
  if (shares.length < 2) return null
  let statistic = 0
  for (const [index, share] of shares.entries()) {
    const expected = share * total
    statistic += ((current[index] ?? 0) - expected) ** 2 / expected
  }
  return statistic === Infinity ? 0 : chiSquare(shares.length - 1).survival(statistic)
}

/** A likelihood-ratio test of current against reference counts as they are: no answer unless both have as many rows. */
export function evidentlyG({ reference, current }: PairedCounts): number | null {
  const total = (counts: ArrayLike<number>): number => Array.from(counts).reduce((sum, count) => sum + count, 0)
  if (total(reference) !== total(current) || reference.length < 2) return null
  let statistic = 0
  for (let index = 0; index < reference.length; index++) {
    const seen = current[index] ?? 0
    if (seen > 0) statistic += 2 * seen * Math.log(seen / (reference[index] ?? 0))
  }
  return statistic === Infinity ? 0 : chiSquare(reference.length - 1).survival(Math.max(0, statistic))
}

/** A z test of the share that is not the first of the sorted keys; its tail is one minus the cdf, so 1e-16 is its least. */
export function evidentlyZ({ reference, current }: PairedCounts): number | null {
  const counts = [Array.from(reference), Array.from(current)]
  const [n = 0, m = 0] = counts.map(rowsOfCounts)
  if (counts.every((part) => part.filter((count) => count > 0).length === 1) && reference.length === 1) return 1
  const p = (n - (reference[0] ?? 0)) / n
  const q = (m - (current[0] ?? 0)) / m
  const pooled = (p * n + q * m) / (n + m)
  const z = (p - q) / Math.sqrt(pooled * (1 - pooled) * (1 / n + 1 / m))
  return Number.isNaN(z) ? null : 2 * (1 - normal.cdf(Math.abs(z)))
}

/** √(1 − Σ √(p q)) over categories. */
export function evidentlyHellinger({ reference, current }: PairedCounts): number {
  const r = sharesOf(reference)
  const c = sharesOf(current)
  let affinity = 0
  for (const [index, share] of r.entries()) affinity += Math.sqrt(share * (c[index] ?? 0))
  return Math.sqrt(1 - Math.min(1, Math.max(0, affinity)))
}

/** The same over densities in bins by Sturges, of which there are as many as for one row of each distinct value. */
export function evidentlyNumericHellinger({ reference, current }: NumericColumn): number {
  const [mine, theirs] = [reference.sorted(), current.sorted()]
  const least = Math.min(reference.least, current.least)
  const most = Math.max(reference.most, current.most)
  const { distinct } = sampleDistances(mine, theirs)
  const edges = sturgesEdges(least, most, distinct, reference.integers && current.integers)
  const density = (sorted: Float64Array): Float64Array => {
    const counts = histogram(sorted, edges)
    const total = counts.reduce((sum, count) => sum + count, 0)
    return counts.map((count, index) => count / ((edges[index + 1] ?? 0) - (edges[index] ?? 0)) / total)
  }
  const [a, b] = [density(mine), density(theirs)]
  const width = ((edges.at(-1) ?? 0) - (edges[0] ?? 0)) / (edges.length - 1)
  let affinity = 0
  for (const [index, value] of a.entries()) affinity += Math.sqrt(value * (b[index] ?? 0)) * width
  return Math.sqrt(1 - Math.min(1, Math.max(0, affinity)))
}

/** The Wasserstein distance over the population standard deviation of the reference, or over 0.001 if that is less. */
export function evidentlyWasserstein({ reference, current }: NumericColumn): number {
  const { squares, n } = reference.moments()
  const { wasserstein } = streamedDistances(reference, current)
  return wasserstein / Math.max(Math.sqrt(squares / n), 0.001)
}

export function evidentlyEnergy({ reference, current }: NumericColumn): number {
  return sampleDistances(reference.sorted(), current.sorted()).energy
}

export function evidentlyKolmogorovSmirnov({ reference, current }: NumericColumn): number | null {
  const { n, m } = { n: reference.n, m: current.n }
  if (Math.max(n, m) <= KS_EXACT_ROWS) return kolmogorovSmirnovOfSorted(reference.sorted(), current.sorted()).pValue
  return kolmogorovSmirnovTail(streamedDistances(reference, current).kolmogorovSmirnov, n, m, false)
}

export function evidentlyAnderson({ reference, current }: NumericColumn): number | null {
  return andersonDarlingOfSorted([reference.sorted(), current.sorted()]).pValue
}

export function evidentlyCramerVonMises({ reference, current }: NumericColumn): number | null {
  return cramerVonMisesOfSorted(reference.sorted(), current.sorted(), { asSciPy: true }).pValue
}

/** One-sided: only values that have become larger are drift to this test. */
export function evidentlyMannWhitney({ reference, current }: NumericColumn): number | null {
  return mannWhitneyOfSorted(reference.sorted(), current.sorted(), { alternative: 'less' }).pValue
}

/** Student's test; two different constants give 0. */
export function evidentlyT({ reference, current }: NumericColumn): number | null {
  const [a, b] = [reference.moments(), current.moments()]
  if (a.n + b.n < 3) return null
  if (a.squares + b.squares === 0) return a.mean === b.mean ? null : 0
  const found = tStatistic(a, b, 'equal')
  return typeof found === 'string' ? null : found.pValue
}
