import { chiSquare } from '../distributions/chi-square.ts'
import { noncentralChiSquare } from '../distributions/noncentral-chi-square.ts'
import { increasingRoot } from '../distributions/root.ts'
import { noTest, requireLevel } from './test-result.ts'
import type { Effect, TestResult } from './test-result.ts'

/** Counts by row and column: a row for each sample, a column for each category. */
export type Table = readonly (readonly number[])[]

/**
 * Pearson's chi-square test of independence for a table of counts, or with `kind: 'g'` the likelihood ratio (G) test.
 * `yates` takes half a count off every deviation of a 2 × 2 table. Columns and rows without counts are left out.
 *
 * The effect is Cramér's V without its bias (Bergsma 2013), from Pearson's statistic whatever the kind; its interval
 * inverts the noncentral chi-square distribution (Smithson 2003).
 *
 * @example
 * chiSquareTest([[10, 20], [20, 10]]).pValue // 0.0098
 */
export function chiSquareTest(
  table: Table,
  { kind = 'pearson', yates = false, level = 0.95 }: { kind?: 'pearson' | 'g'; yates?: boolean; level?: number } = {},
): TestResult {
  requireLevel(level)
  const test = kind === 'g' ? 'g_test' : 'chi_square'
  const { rows, counts, total } = occupied(table)
  const columns = rows[0]?.length ?? 0
  const degrees = Math.max(0, (rows.length - 1) * (columns - 1))
  if (total === 0) return noTest(test, 'cramer_v', counts, 'there are no counts', level)
  if (rows.length < 2) return noTest(test, 'cramer_v', counts, 'only one sample has counts', level)
  if (degrees === 0) return noTest(test, 'cramer_v', counts, 'there is one category only', level)
  const expected = expectedCounts(rows, total)
  const pearson = pearsonOf(rows, expected, 0)
  const statistic =
    kind === 'g' ? likelihoodRatio(rows, expected) : yates && degrees === 1 ? pearsonOf(rows, expected, 0.5) : pearson
  const least = Math.min(...expected.flat())
  return {
    test,
    statistic,
    pValue: chiSquare(degrees).survival(statistic),
    degrees,
    method: `chi-square distribution with ${degrees} degree${degrees === 1 ? '' : 's'} of freedom`,
    effect: cramerV(pearson, degrees, rows.length, columns, total, level),
    counts,
    caveats:
      least < 5 ? ['An expected count is below 5: the chi-square distribution is rough, Fisher’s test is exact.'] : [],
  }
}

function occupied(table: Table): { rows: number[][]; counts: number[]; total: number } {
  for (const count of table.flat()) {
    if (!(count >= 0 && count < Infinity)) throw new RangeError(`a count must be a number from 0, not ${count}`)
  }
  const width = Math.max(0, ...table.map((row) => row.length))
  const kept = Array.from({ length: width }, (_, column) => column).filter((column) =>
    table.some((row) => (row[column] ?? 0) > 0),
  )
  const counts = table.map((row) => row.reduce((sum, count) => sum + count, 0))
  const rows = table.filter((_, index) => (counts[index] ?? 0) > 0).map((row) => kept.map((column) => row[column] ?? 0))
  return { rows, counts, total: counts.reduce((sum, count) => sum + count, 0) }
}

function expectedCounts(rows: readonly (readonly number[])[], total: number): number[][] {
  const columns = rows[0]?.map((_, column) => rows.reduce((sum, row) => sum + (row[column] ?? 0), 0)) ?? []
  return rows.map((row) => {
    const sum = row.reduce((whole, count) => whole + count, 0)
    return columns.map((column) => (sum * column) / total)
  })
}

function pearsonOf(rows: number[][], expected: number[][], half: number): number {
  let sum = 0
  for (const [i, row] of rows.entries()) {
    for (const [j, count] of row.entries()) {
      const wanted = expected[i]?.[j] ?? 0
      const off = Math.abs(count - wanted)
      sum += (off - Math.min(half, off)) ** 2 / wanted
    }
  }
  return sum
}

function likelihoodRatio(rows: number[][], expected: number[][]): number {
  let sum = 0
  for (const [i, row] of rows.entries()) {
    for (const [j, count] of row.entries()) if (count > 0) sum += count * Math.log(count / (expected[i]?.[j] ?? 0))
  }
  return Math.max(0, 2 * sum)
}

/** Cramér's V, bias-corrected (Bergsma 2013), with the interval of Smithson (2003). */
function cramerV(
  pearson: number,
  degrees: number,
  rows: number,
  columns: number,
  total: number,
  level: number,
): Effect {
  const corrected = (phiSquared: number): number => {
    const left = Math.max(0, phiSquared - degrees / (total - 1))
    const r = rows - (rows - 1) ** 2 / (total - 1)
    const c = columns - (columns - 1) ** 2 / (total - 1)
    return Math.sqrt(left / Math.min(r - 1, c - 1))
  }
  const value = Math.min(1, corrected(pearson / total))
  if (!Number.isFinite(value)) return { name: 'cramer_v', value: null, low: null, high: null, level }
  const { low, high } = noncentralityInterval(pearson, degrees, level)
  const smaller = Math.min(rows, columns) - 1
  const ofShift = (shift: number): number => Math.min(1, Math.sqrt(shift / total / smaller))
  return {
    name: 'cramer_v',
    value,
    low: Math.min(value, ofShift(low)),
    high: Math.max(value, ofShift(high)),
    level,
  }
}

/** The noncentralities for which the statistic is at the ends of the middle `level` of its distribution. */
export function noncentralityInterval(
  statistic: number,
  degrees: number,
  level: number,
): { low: number; high: number } {
  const tail = (1 - level) / 2
  const central = chiSquare(degrees)
  const solve = (wanted: number): number => {
    const away = (shift: number): number => wanted - noncentralChiSquare(degrees, Math.max(0, shift)).cdf(statistic)
    return Math.max(0, increasingRoot(away, Math.max(0.5, statistic - degrees), Math.max(1, Math.sqrt(statistic))))
  }
  return {
    low: central.cdf(statistic) <= 1 - tail ? 0 : solve(1 - tail),
    high: central.cdf(statistic) <= tail ? 0 : solve(tail),
  }
}
