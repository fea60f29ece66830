import { refuseMatrix, rowsOf } from './confusion.ts'
import type { ConfusionMatrix } from './confusion.ts'
import { figure } from './figure.ts'
import type { Figure } from './figure.ts'

/** What one row of a confusion cell is worth, in any unit; costs are negative. */
export type CellValue = { readonly actual: string; readonly predicted: string; readonly value: number }

/**
 * The mean value of a decision: each confusion cell at its value (Elkan 2001, "The foundations of cost-sensitive
 * learning"), divided by the rows. Cells without a value count as 0. No figure without rows.
 *
 * @example
 * utility(matrix, [{ actual: 'ill', predicted: 'well', value: -500 }, { actual: 'well', predicted: 'ill', value: -20 }])
 */
export function utility(matrix: ConfusionMatrix, values: readonly CellValue[]): Figure {
  const refusal = refuseMatrix(matrix)
  if (refusal !== undefined) return refusal
  let sum = 0
  for (const { actual, predicted, value } of values) {
    sum += value * (matrix.counts[matrix.labels.indexOf(actual)]?.[matrix.labels.indexOf(predicted)] ?? 0)
  }
  return figure(sum / rowsOf(matrix))
}
