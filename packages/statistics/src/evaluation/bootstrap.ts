import { bcaInterval } from './bca.ts'
import type { LeftOut } from './bca.ts'
import type { ConfusionMatrix } from './confusion.ts'
import type { Figure } from './figure.ts'
import { NO_INTERVAL } from './interval.ts'
import type { Interval } from './interval.ts'
import { multinomial } from './multinomial.ts'
import type { BootstrapKind } from './parts.ts'
import { percentile } from './percentile.ts'
import type { Random } from './random.ts'

/**
 * What a bootstrap needs: how many draws, the level of the interval (0..1, e.g. 0.95) and where chance comes from; `kind`
 * is the percentile interval unless it is given.
 */
export type BootstrapSettings = {
  readonly draws: number
  readonly level: number
  readonly random: Random
  readonly kind?: BootstrapKind
}

/** A formula over a confusion matrix. */
export type CountFormula = (matrix: ConfusionMatrix) => Figure

/**
 * Bootstrap intervals of formulas over a confusion matrix: percentile (Efron and Tibshirani 1993, chapter 13) or BCa, whose
 * jackknife leaves out one row of each distinct cell.
 *
 * Resampling rows with replacement changes nothing but the cells, and the cells of a resample are multinomial; so each
 * draw is made over the distinct cells and costs the same for a hundred rows and for a hundred million. All formulas see
 * the same draws. A draw without a figure (such as recall when no positive row was drawn) is left out; an interval of
 * which fewer than half the draws have a figure is not given.
 *
 * @example
 * bootstrapIntervals(matrix, { accuracy }, { draws: 1000, level: 0.95, random: new Random(1) }).accuracy
 */
export function bootstrapIntervals<Name extends string>(
  matrix: ConfusionMatrix,
  formulas: Readonly<Record<Name, CountFormula>>,
  { draws, level, random, kind = 'percentile' }: BootstrapSettings,
): Record<Name, Interval> {
  const names = Object.keys(formulas) as Name[]
  const drawn = matrix.counts.map((line) => line.map(() => 0))
  const resample: ConfusionMatrix = { labels: matrix.labels, counts: drawn }
  const cells = occupiedCells(matrix)
  const counts = cells.map(({ count }) => count)
  const into = cells.map(() => 0)
  const seen = names.map(() => new Float64Array(draws))
  const filled = names.map(() => 0)

  // The loops below run for every draw of every group: they make no iterators and no pairs.
  const columnsOf = Int32Array.from(cells, ({ column }) => column)
  const lines = cells.map(({ row }) => drawn[row] ?? [])
  const asked = names.map((name) => formulas[name])
  for (let draw = 0; draw < draws; draw++) {
    multinomial(random, counts, into)
    for (let cell = 0; cell < lines.length; cell++) {
      const line = lines[cell]
      if (line !== undefined) line[columnsOf[cell] ?? 0] = into[cell] ?? 0
    }
    for (let index = 0; index < asked.length; index++) {
      const value = asked[index]?.(resample).value ?? null
      const values = seen[index]
      const position = filled[index] ?? 0
      if (value === null || values === undefined) continue
      values[position] = value
      filled[index] = position + 1
    }
  }

  const intervals = names.map((name, index): [Name, Interval] => {
    const values = seen[index]?.subarray(0, filled[index] ?? 0).sort()
    if (values === undefined || values.length === 0 || values.length < draws / 2) return [name, NO_INTERVAL]
    const estimate = formulas[name](matrix).value
    if (kind === 'bca' && estimate !== null) {
      return [name, bcaInterval(values, estimate, leaveOneOut(matrix, cells, formulas[name]), level)]
    }
    return [name, { low: percentile(values, (1 - level) / 2), high: percentile(values, (1 + level) / 2) }]
  })
  return Object.fromEntries(intervals) as Record<Name, Interval>
}

function occupiedCells(matrix: ConfusionMatrix): { row: number; column: number; count: number }[] {
  const cells = matrix.counts.flatMap((line, row) => line.map((count, column) => ({ row, column, count })))
  return cells.filter(({ count }) => count > 0)
}

/** The formula with one row of each occupied cell left out, as many times as the cell has rows. */
function leaveOneOut(
  { labels, counts }: ConfusionMatrix,
  cells: ReturnType<typeof occupiedCells>,
  formula: CountFormula,
): LeftOut[] {
  return cells.flatMap(({ row, column, count }) => {
    const rest = counts.map((line, at) => line.map((n, to) => (at === row && to === column ? n - 1 : n)))
    const { value } = formula({ labels, counts: rest })
    return value === null ? [] : [{ value, times: count }]
  })
}
