import { normalQuantile } from './normal-quantile.ts'
import type { Distribution, Tails } from './distribution.ts'
import { distributionOf, tailsOf } from './distribution.ts'
import { incompleteGamma } from './incomplete-gamma.ts'
import { increasingRoot } from './root.ts'

/**
 * The standard normal distribution. Φ(−x) = Q(½, x²/2) / 2; quantiles by AS 241 (Wichura 1988), and by the logarithm of
 * the tail where that has no digits left.
 *
 * @example
 * normal.survival(1.959963984540054) // 0.025
 */
export const normal: Distribution = distributionOf(tails, (logTail, side) => {
  const lower = logTail > -700 ? normalQuantile(Math.exp(logTail)) : fromLog(logTail)
  return side === 'lower' ? lower : -lower
})

function tails(x: number): Tails {
  if (x === 0) return tailsOf(-Math.LN2, 'lower')
  return tailsOf(incompleteGamma(0.5, (x * x) / 2).logUpper - Math.LN2, x < 0 ? 'lower' : 'upper')
}

function fromLog(logTail: number): number {
  if (logTail === -Infinity) return -Infinity
  return -increasingRoot((x) => logTail - tails(x).logUpper, Math.sqrt(-2 * logTail), 0.1)
}

/**
 * The probability that a standard normal variable is farther from 0 than `z`, on either side: erfc(|z| / √2).
 *
 * @example
 * twoSidedNormal(1.959963984540054) // 0.05
 */
export function twoSidedNormal(z: number): number {
  return Math.min(1, 2 * normal.survival(Math.abs(z)))
}
