import { sharesOf } from './shares.ts'

/**
 * The total variation distance of two lists of counts over the same categories, from 0 to 1: ½ Σ |r − c|, the share of
 * rows that would have to move for the two to be the same. Symmetric.
 *
 * @example
 * totalVariation([50, 50], [25, 75]) // 0.25
 */
export function totalVariation(reference: ArrayLike<number>, current: ArrayLike<number>): number {
  const r = sharesOf(reference)
  const c = sharesOf(current)
  let sum = 0
  for (let index = 0; index < r.length; index++) sum += Math.abs((r[index] ?? 0) - (c[index] ?? 0))
  return Math.min(1, sum / 2)
}

/** The largest difference of any one share (NannyML's L-infinity distance). */
export function largestShareDifference(reference: ArrayLike<number>, current: ArrayLike<number>): number {
  const r = sharesOf(reference)
  const c = sharesOf(current)
  let largest = 0
  for (let index = 0; index < r.length; index++) {
    largest = Math.max(largest, Math.abs((r[index] ?? 0) - (c[index] ?? 0)))
  }
  return largest
}
