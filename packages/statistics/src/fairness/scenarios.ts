import { setImmediate as nextTurn } from 'node:timers/promises'
import { multinomial } from '../evaluation/multinomial.ts'
import { normalQuantile } from '../distributions/normal-quantile.ts'
import type { Random } from '../evaluation/random.ts'
import type { FairnessCell, FairnessTable } from './cells.ts'

/**
 * What the weights of the cells are in each of many scenarios: first as they were observed, then one for each bootstrap
 * draw, then (for BCa) one for each cell with one of its rows left out. `weights[scenario * cells + cell]`.
 */
export type Scenarios = {
  readonly draws: number
  readonly count: number
  readonly weights: Float64Array
  /** Rows of the cell that each jackknife scenario left a row out of; empty without BCa. */
  readonly jackknifeRows: readonly number[]
}

/** Other work of the process waits for so many cells to be drawn, some 50 ms. */
const CELLS_A_TURN = 200_000

/**
 * Draws the rows anew, over the distinct cells: resampling rows changes nothing but the cells, and the cells of a
 * resample are multinomial, so a draw costs the same for a hundred rows and for a hundred million (Efron and Tibshirani
 * 1993, chapter 13).
 *
 * With weights, the total weight of the n* rows drawn from a cell is n* times the cell's mean weight, plus normal noise
 * with the variance that the weights have within the cell: exact where the weights of a cell are equal, otherwise the
 * central limit theorem.
 */
export async function drawScenarios(
  { cells, weighted }: FairnessTable,
  draws: number,
  withJackknife: boolean,
  random: Random,
  signal?: AbortSignal,
): Promise<Scenarios> {
  const count = 1 + draws + (withJackknife ? cells.length : 0)
  const weights = new Float64Array(count * cells.length)
  const rows = cells.map((cell) => cell.rows)
  for (const [index, cell] of cells.entries()) weights[index] = cell.weight
  const turn = Math.max(1, Math.floor(CELLS_A_TURN / Math.max(1, cells.length)))
  for (let draw = 1; draw <= draws; draw++) {
    if (draw % turn === 0) {
      await nextTurn()
      signal?.throwIfAborted()
    }
    const drawn = weights.subarray(draw * cells.length, (draw + 1) * cells.length)
    multinomial(random, rows, drawn)
    if (weighted) weigh(cells, drawn, random)
  }
  for (let left = 0; left < count - 1 - draws; left++) {
    const scenario = weights.subarray((1 + draws + left) * cells.length, (2 + draws + left) * cells.length)
    for (const [index, cell] of cells.entries()) {
      scenario[index] = index === left ? (cell.weight / cell.rows) * (cell.rows - 1) : cell.weight
    }
  }
  return { draws, count, weights, jackknifeRows: withJackknife ? rows : [] }
}

/** Turns numbers of rows drawn from each cell into weights. */
function weigh(cells: readonly FairnessCell[], drawn: Float64Array, random: Random): void {
  for (const [index, { rows, weight, weightSquares }] of cells.entries()) {
    const taken = drawn[index] ?? 0
    if (taken === 0) continue
    const mean = weight / rows
    const variance = Math.max(0, weightSquares / rows - mean * mean)
    // The last digits of a sum of squares are noise, not variance.
    const noise =
      variance > 1e-12 * mean * mean ? Math.sqrt(taken * variance) * normalQuantile(middle(random.uniform())) : 0
    drawn[index] = Math.max(0, taken * mean + noise)
  }
}

/** Keeps a uniform number off the ends, where the normal quantile is infinite. */
function middle(uniform: number): number {
  return Math.min(Math.max(uniform, 1e-15), 1 - 1e-15)
}
