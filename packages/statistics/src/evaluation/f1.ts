import { refuseCounts } from './confusion.ts'
import type { BinaryCounts } from './confusion.ts'
import { ratio } from './figure.ts'
import type { Figure } from './figure.ts'

/**
 * The harmonic mean of precision and recall: 2TP / (2TP + FP + FN) (van Rijsbergen 1979). It is 0 where one of the two has
 * no figure but the class occurs on the other side; no figure when no row is positive and none was predicted so.
 *
 * @example
 * f1({ truePositives: 8, falsePositives: 2, falseNegatives: 4, trueNegatives: 6 }) // { value: 0.7272727272727273 }
 */
export function f1(counts: BinaryCounts): Figure {
  const { truePositives, falsePositives, falseNegatives, trueNegatives } = counts
  const refusal = refuseCounts([truePositives, falsePositives, falseNegatives, trueNegatives])
  return (
    refusal ??
    ratio(
      2 * truePositives,
      2 * truePositives + falsePositives + falseNegatives,
      'no row is positive and none was predicted positive',
    )
  )
}
