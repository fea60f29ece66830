import { refuseCounts } from './confusion.ts'
import type { BinaryCounts } from './confusion.ts'
import { ratio } from './figure.ts'
import type { Figure } from './figure.ts'

/**
 * The share of rows predicted positive that are positive: TP / (TP + FP). No figure when nothing was predicted positive.
 *
 * @example
 * precision({ truePositives: 8, falsePositives: 2, falseNegatives: 4, trueNegatives: 6 }) // { value: 0.8 }
 */
export function precision(counts: BinaryCounts): Figure {
  const { truePositives, falsePositives, falseNegatives, trueNegatives } = counts
  const refusal = refuseCounts([truePositives, falsePositives, falseNegatives, trueNegatives])
  return refusal ?? ratio(truePositives, truePositives + falsePositives, 'no row was predicted positive')
}
