import { refuseMatrix } from './confusion.ts'
import type { ConfusionMatrix } from './confusion.ts'
import { figure } from './figure.ts'
import type { Figure } from './figure.ts'

/**
 * The mean of the recalls of the classes that actually occur (Brodersen et al. 2010; for two classes the mean of recall
 * and specificity). A class that never occurs has no recall and is left out, as scikit-learn does. No figure without rows.
 *
 * @example
 * balancedAccuracy({ labels: ['a', 'b'], counts: [[1, 0], [1, 1]] }) // { value: 0.75 }
 */
export function balancedAccuracy(matrix: ConfusionMatrix): Figure {
  const refusal = refuseMatrix(matrix)
  if (refusal !== undefined) return refusal
  let sum = 0
  let classes = 0
  for (let index = 0; index < matrix.counts.length; index++) {
    const line = matrix.counts[index] ?? []
    let actual = 0
    for (let column = 0; column < line.length; column++) actual += line[column] ?? 0
    if (actual === 0) continue
    sum += (line[index] ?? 0) / actual
    classes += 1
  }
  return figure(sum / classes)
}
