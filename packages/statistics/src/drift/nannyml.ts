import { chiSquareTest } from '../hypothesis/chi-square-test.ts'
import { kolmogorovSmirnovOfSorted } from '../hypothesis/kolmogorov-smirnov.ts'
import { doaneEdges, histogram } from './binning.ts'
import type { CategoricalColumn, NumericColumn } from './column.ts'
import { rowsOfCounts } from './column.ts'
import { hellinger } from './hellinger.ts'
import { jensenShannon } from './jensen-shannon.ts'
import { sampleDistances } from './sample-distances.ts'
import { largestShareDifference } from './total-variation.ts'

/** One of NannyML's univariate methods: its value, and its alert where that needs no chunks of the reference. */
export type NannymlResult = {
  readonly method: 'kolmogorov_smirnov' | 'jensen_shannon' | 'wasserstein' | 'hellinger' | 'chi2' | 'l_infinity'
  readonly value: number
  readonly alert: boolean | null
}

/**
 * The values of NannyML 0.13 for one column, with its fixed thresholds: 0.1 on distances, p < 0.05 for K-S and chi-square.
 * Its threshold for Wasserstein comes from chunks of the reference, so there is no alert here. K-S and Wasserstein are
 * exact at any size; NannyML estimates them from bins when the reference has 10,000 rows or more.
 *
 * Empty when a side has no value.
 */
export function nannymlDrift(column: NumericColumn | CategoricalColumn): NannymlResult[] {
  return column.kind === 'numeric' ? numeric(column) : categorical(column)
}

function numeric(column: NumericColumn): NannymlResult[] {
  if (column.reference.n === 0 || column.current.n === 0) return []
  const [mine, theirs] = [column.reference.sorted(), column.current.sorted()]
  const { reference, current } = numericBins(column)
  const ks = kolmogorovSmirnovOfSorted(mine, theirs)
  return [
    { method: 'kolmogorov_smirnov', value: ks.statistic ?? 0, alert: (ks.pValue ?? 1) < 0.05 },
    distance('jensen_shannon', jensenShannon(reference, current, '2')),
    { method: 'wasserstein', value: sampleDistances(mine, theirs).wasserstein, alert: null },
    distance('hellinger', hellinger(reference, current)),
  ]
}

/** Bins by Doane over the reference; what lies outside them is one more bin. */
function numericBins({ reference, current }: NumericColumn): { reference: number[]; current: number[] } {
  const edges = doaneEdges(reference.sorted(), reference.integers)
  const mine = [...histogram(reference.sorted(), edges)]
  const theirs = [...histogram(current.sorted(), edges)]
  const left = current.n - rowsOfCounts(theirs)
  return left > 0 ? { reference: [...mine, 0], current: [...theirs, left] } : { reference: mine, current: theirs }
}

function categorical(column: CategoricalColumn): NannymlResult[] {
  const [mine, theirs] = [column.reference.counts, column.current.counts]
  if (rowsOfCounts(mine) === 0 || rowsOfCounts(theirs) === 0) return []
  const known = mine.map((count, index) => ({ count, other: theirs[index] ?? 0 })).filter(({ count }) => count > 0)
  const left = rowsOfCounts(theirs) - known.reduce((sum, { other }) => sum + other, 0)
  const reference = [...known.map(({ count }) => count), ...(left > 0 ? [0] : [])]
  const current = [...known.map(({ other }) => other), ...(left > 0 ? [left] : [])]
  const test = chiSquareTest([mine, theirs], { yates: true })
  return [
    { method: 'chi2', value: test.statistic ?? 0, alert: (test.pValue ?? 1) < 0.05 },
    distance('jensen_shannon', jensenShannon(reference, current, '2')),
    distance('l_infinity', largestShareDifference(mine, theirs)),
    distance('hellinger', hellinger(reference, current)),
  ]
}

function distance(method: NannymlResult['method'], value: number): NannymlResult {
  return { method, value, alert: value > 0.1 }
}
