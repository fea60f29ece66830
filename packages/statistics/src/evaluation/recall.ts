import { refuseCounts } from './confusion.ts'
import type { BinaryCounts } from './confusion.ts'
import { ratio } from './figure.ts'
import type { Figure } from './figure.ts'

/**
 * The share of positive rows that were predicted positive: TP / (TP + FN). No figure without positive rows.
 *
 * @example
 * recall({ truePositives: 8, falsePositives: 2, falseNegatives: 4, trueNegatives: 6 }) // { value: 0.6666666666666666 }
 */
export function recall(counts: BinaryCounts): Figure {
  const { truePositives, falsePositives, falseNegatives, trueNegatives } = counts
  const refusal = refuseCounts([truePositives, falsePositives, falseNegatives, trueNegatives])
  return refusal ?? ratio(truePositives, truePositives + falseNegatives, 'no row is actually positive')
}
