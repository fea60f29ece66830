import { sharesOf } from './shares.ts'

/**
 * The Jensen–Shannon distance of two lists of counts over the same bins: the square root of the mean divergence of each
 * from their middle (Lin 1991; a metric by Endres and Schindelin 2003). Base e, with the largest value √(log 2) = 0.8326,
 * or base 2, with the largest value 1. Empty bins need no floor. Symmetric.
 *
 * @example
 * jensenShannon([50, 50], [25, 75]) // 0.1839
 */
export function jensenShannon(reference: ArrayLike<number>, current: ArrayLike<number>, base: 'e' | '2' = 'e'): number {
  const r = sharesOf(reference)
  const c = sharesOf(current)
  let left = 0
  let right = 0
  for (let index = 0; index < r.length; index++) {
    const mine = r[index] ?? 0
    const theirs = c[index] ?? 0
    const middle = (mine + theirs) / 2
    if (mine > 0) left += mine * Math.log(mine / middle)
    if (theirs > 0) right += theirs * Math.log(theirs / middle)
  }
  const divergence = Math.max(0, left + right) / 2
  return Math.sqrt(base === '2' ? divergence / Math.LN2 : divergence)
}
