import { logGamma } from '../distributions/gamma-function.ts'
import type { Table } from './chi-square-test.ts'

/**
 * The chance, with all margins fixed, of a table no likelier than the given one; undefined when more than `mostStates`
 * would have to be kept.
 *
 * Columns are filled one after the other. What is left of the row margins is a state; for each state the distinct
 * chances of getting there are kept with their weights. As in the network of Mehta and Patel (1983), a path that must end
 * below the observed chance is summed at once by its total, and one that must end above is dropped.
 */
export function fisherTableTail(table: Table, mostStates: number): number | undefined {
  const rows = table.map((row) => row.reduce((sum, count) => sum + count, 0))
  const width = Math.max(0, ...table.map((row) => row.length))
  const columns = Array.from({ length: width }, (_, j) => table.reduce((sum, row) => sum + (row[j] ?? 0), 0)).sort(
    (a, b) => b - a,
  )
  const total = rows.reduce((sum, count) => sum + count, 0)
  const factorials = Array.from({ length: total + 1 }, (_, n) => logGamma(n + 1))
  const f = (n: number): number => factorials[n] ?? 0
  const margins = [...rows, ...columns].reduce((sum, count) => sum + f(count), 0) - f(total)
  const observed = table.flat().reduce((sum, count) => sum - f(count), margins)
  // State → chance so far (rounded to merge equal ones) → sum of 1 / Π cells! over paths, as logarithm of one path and how many.
  let states = new Map<string, { left: number[]; paths: Map<number, number> }>([
    [rows.join(), { left: rows, paths: new Map([[0, 1]]) }],
  ])
  for (const column of columns) {
    const next: typeof states = new Map()
    let kept = 0
    for (const { left, paths } of states.values()) {
      for (const cells of fillings(left, column)) {
        const remaining = left.map((count, index) => count - (cells[index] ?? 0))
        const cost = cells.reduce((sum, count) => sum + f(count), 0)
        // Rows are interchangeable for what follows: one order stands for all.
        const key = remaining.toSorted((a, b) => a - b).join()
        const state = next.get(key) ?? { left: remaining, paths: new Map<number, number>() }
        next.set(key, state)
        for (const [log, times] of paths) {
          const sum = Math.round((log - cost) * 1e9) / 1e9
          if (!state.paths.has(sum)) kept += 1
          state.paths.set(sum, (state.paths.get(sum) ?? 0) + times)
        }
        if (kept > mostStates) return undefined
      }
    }
    states = next
  }
  let tail = 0
  for (const { paths } of states.values()) {
    for (const [log, times] of paths) if (log + margins <= observed + 1e-7) tail += times * Math.exp(log + margins)
  }
  return Math.min(1, tail)
}

/** All ways to take `column` counts out of the row remainders. */
function* fillings(left: readonly number[], column: number): Generator<number[]> {
  const cells = left.map(() => 0)
  const after = left.map((_, index) => left.slice(index + 1).reduce((sum, count) => sum + count, 0))
  function* fill(index: number, open: number): Generator<number[]> {
    if (index === left.length) {
      yield [...cells]
      return
    }
    const from = Math.max(0, open - (after[index] ?? 0))
    const to = Math.min(open, left[index] ?? 0)
    for (let count = from; count <= to; count++) {
      cells[index] = count
      yield* fill(index + 1, open - count)
    }
  }
  if (left.length > 0) yield* fill(0, column)
}
