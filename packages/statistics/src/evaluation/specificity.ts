import { refuseCounts } from './confusion.ts'
import type { BinaryCounts } from './confusion.ts'
import { ratio } from './figure.ts'
import type { Figure } from './figure.ts'

/**
 * The share of negative rows that were predicted negative: TN / (TN + FP). No figure without negative rows.
 *
 * @example
 * specificity({ truePositives: 8, falsePositives: 2, falseNegatives: 4, trueNegatives: 6 }) // { value: 0.75 }
 */
export function specificity(counts: BinaryCounts): Figure {
  const { truePositives, falsePositives, falseNegatives, trueNegatives } = counts
  const refusal = refuseCounts([truePositives, falsePositives, falseNegatives, trueNegatives])
  return refusal ?? ratio(trueNegatives, trueNegatives + falsePositives, 'no row is actually negative')
}
