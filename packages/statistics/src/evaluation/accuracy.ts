import { refuseMatrix, rowsOf } from './confusion.ts'
import type { ConfusionMatrix } from './confusion.ts'
import { figure } from './figure.ts'
import type { Figure } from './figure.ts'

/**
 * The share of rows whose predicted class is the actual one: the diagonal over all rows. No figure without rows.
 *
 * @example
 * accuracy({ labels: ['a', 'b'], counts: [[1, 0], [1, 2]] }) // { value: 0.75 }
 */
export function accuracy(matrix: ConfusionMatrix): Figure {
  const refusal = refuseMatrix(matrix)
  if (refusal !== undefined) return refusal
  let right = 0
  for (let index = 0; index < matrix.labels.length; index++) right += matrix.counts[index]?.[index] ?? 0
  return figure(right / rowsOf(matrix))
}
