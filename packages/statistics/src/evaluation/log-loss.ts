import type { Figure } from './figure.ts'
import { probabilityMean } from './probability-mean.ts'

/** The smallest probability taken for a logarithm, 2⁻⁵²: a certain and wrong score costs about 36, not infinity. */
export const LOG_LOSS_FLOOR = Number.EPSILON

/**
 * The logarithmic loss of one score in nats: −ln of the probability given to what happened. Scores nearer to 0 or 1 than
 * 2⁻⁵² are moved there, as scikit-learn does for double precision.
 */
export function logLossOf(score: number, isPositive: boolean): number {
  const inside = Math.min(1 - LOG_LOSS_FLOOR, Math.max(LOG_LOSS_FLOOR, score))
  return isPositive ? -Math.log(inside) : -Math.log1p(-inside)
}

/**
 * The mean logarithmic loss in nats (Good 1952); 0 is best. `positive[i]` is truthy where row i is positive.
 *
 * @example
 * logLoss([0.9, 0.2], [1, 0]) // { value: 0.164252033486018 }
 */
export function logLoss(scores: ArrayLike<number>, positive: ArrayLike<number>): Figure {
  return probabilityMean(scores, positive, logLossOf)
}
