import type { Figure } from './figure.ts'
import { probabilityMean } from './probability-mean.ts'

/** The squared distance of one score from what happened (1 or 0). */
export function brierOf(score: number, isPositive: boolean): number {
  const distance = isPositive ? 1 - score : score
  return distance * distance
}

/**
 * The Brier score (Brier 1950, in the form for two classes): the mean squared distance of the probability from what
 * happened; 0 is best, 1 worst. `positive[i]` is truthy where row i is positive.
 *
 * @example
 * brier([0.9, 0.2], [1, 0]) // { value: 0.025 }
 */
export function brier(scores: ArrayLike<number>, positive: ArrayLike<number>): Figure {
  return probabilityMean(scores, positive, brierOf)
}
