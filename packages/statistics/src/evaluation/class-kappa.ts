import { refuseMatrix, rowsOf } from './confusion.ts'
import type { ConfusionMatrix } from './confusion.ts'
import { figure, noFigure } from './figure.ts'
import type { Figure } from './figure.ts'

/**
 * Cohen's kappa (1960) of the actual and the predicted class: how much of the agreement that chance does not give is
 * reached; 1 is best, 0 is chance. No figure when both sides have one and the same class only.
 *
 * @example
 * classKappa({ labels: ['a', 'b'], counts: [[20, 5], [10, 15]] }) // { value: 0.4 } to the last digits
 */
export function classKappa(matrix: ConfusionMatrix): Figure {
  const refusal = refuseMatrix(matrix)
  if (refusal !== undefined) return refusal
  const rows = rowsOf(matrix)
  let observed = 0
  let expected = 0
  for (let index = 0; index < matrix.labels.length; index++) {
    let actual = 0
    let predicted = 0
    for (let other = 0; other < matrix.labels.length; other++) {
      actual += matrix.counts[index]?.[other] ?? 0
      predicted += matrix.counts[other]?.[index] ?? 0
    }
    observed += (matrix.counts[index]?.[index] ?? 0) / rows
    expected += (actual / rows) * (predicted / rows)
  }
  if (expected >= 1) return noFigure('actual and predicted class are one and the same for all rows')
  return figure((observed - expected) / (1 - expected))
}
