import { eachAgainstRest, refuseMatrix } from './confusion.ts'
import type { BinaryCounts, ConfusionMatrix } from './confusion.ts'
import { figure } from './figure.ts'
import type { Figure } from './figure.ts'

/**
 * How one number is made of the classes: `macro` is the plain mean, `weighted` the mean by actual rows, `micro` sums the
 * cells of all classes first (with one class a row, micro precision, recall and F1 all equal the accuracy).
 */
export type Averaging = 'macro' | 'micro' | 'weighted'

/**
 * Averages a two-class formula over the classes, each against the rest.
 *
 * Only classes that occur among the actual or predicted ones take part. A class for which the formula has no figure
 * (such as the precision of a class never predicted) counts as 0, as in scikit-learn: leaving it out would reward a
 * model for never predicting a class.
 *
 * @example
 * classAverage(matrix, f1, 'macro')
 */
export function classAverage(
  matrix: ConfusionMatrix,
  formula: (counts: BinaryCounts) => Figure,
  averaging: Averaging,
): Figure {
  const refusal = refuseMatrix(matrix)
  if (refusal !== undefined) return refusal
  const all = eachAgainstRest(matrix)
  switch (averaging) {
    case 'micro':
      return formula(sumOf(all))
    case 'macro':
      return meanOf(all, formula, (counts) => (occurs(counts) ? 1 : 0))
    case 'weighted':
      return meanOf(all, formula, (counts) => counts.truePositives + counts.falseNegatives)
    default:
      return averaging satisfies never
  }
}

function occurs(counts: BinaryCounts): boolean {
  return counts.truePositives + counts.falsePositives + counts.falseNegatives > 0
}

function meanOf(
  all: readonly BinaryCounts[],
  formula: (counts: BinaryCounts) => Figure,
  weightOf: (counts: BinaryCounts) => number,
): Figure {
  let sum = 0
  let weights = 0
  for (const counts of all) {
    const weight = weightOf(counts)
    if (weight === 0) continue
    sum += weight * (formula(counts).value ?? 0)
    weights += weight
  }
  return figure(sum / weights)
}

function sumOf(all: readonly BinaryCounts[]): BinaryCounts {
  const sum = { truePositives: 0, falsePositives: 0, falseNegatives: 0, trueNegatives: 0 }
  for (const counts of all) {
    sum.truePositives += counts.truePositives
    sum.falsePositives += counts.falsePositives
    sum.falseNegatives += counts.falseNegatives
    sum.trueNegatives += counts.trueNegatives
  }
  return sum
}
