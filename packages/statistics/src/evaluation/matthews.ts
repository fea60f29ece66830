import { refuseMatrix, rowsOf } from './confusion.ts'
import type { ConfusionMatrix } from './confusion.ts'
import { figure, noFigure } from './figure.ts'
import type { Figure } from './figure.ts'

/**
 * The Matthews correlation coefficient (Matthews 1975; for any number of classes Gorodkin 2004): the correlation of actual
 * and predicted class, from −1 to 1, 0 for a prediction that knows nothing. No figure when only one class is actual, or
 * only one predicted: a correlation with a constant is not defined (scikit-learn answers 0 there).
 *
 * @example
 * matthews({ labels: ['a', 'b'], counts: [[6, 2], [4, 8]] }) // { value: 0.408248290463863 }
 */
export function matthews(matrix: ConfusionMatrix): Figure {
  const refusal = refuseMatrix(matrix)
  if (refusal !== undefined) return refusal
  const rows = rowsOf(matrix)
  const size = matrix.labels.length
  let right = 0
  let crossed = 0
  let actualSquares = 0
  let predictedSquares = 0
  for (let index = 0; index < size; index++) {
    let actual = 0
    let predicted = 0
    for (let other = 0; other < size; other++) {
      actual += matrix.counts[index]?.[other] ?? 0
      predicted += matrix.counts[other]?.[index] ?? 0
    }
    right += matrix.counts[index]?.[index] ?? 0
    crossed += (actual / rows) * (predicted / rows)
    actualSquares += (actual / rows) ** 2
    predictedSquares += (predicted / rows) ** 2
  }
  if (actualSquares >= 1) return noFigure('all rows are of one class')
  if (predictedSquares >= 1) return noFigure('one and the same class is predicted for all rows')
  return figure((right / rows - crossed) / Math.sqrt((1 - actualSquares) * (1 - predictedSquares)))
}
