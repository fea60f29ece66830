import { sharesOf } from './shares.ts'

/**
 * The Hellinger distance of two lists of counts over the same bins, from 0 to 1 (Hellinger 1909):
 * √(½ Σ (√r − √c)²), which does not cancel when the two are close. Symmetric.
 *
 * @example
 * hellinger([50, 50], [25, 75]) // 0.1846
 */
export function hellinger(reference: ArrayLike<number>, current: ArrayLike<number>): number {
  const r = sharesOf(reference)
  const c = sharesOf(current)
  let sum = 0
  for (let index = 0; index < r.length; index++) {
    sum += (Math.sqrt(r[index] ?? 0) - Math.sqrt(c[index] ?? 0)) ** 2
  }
  return Math.min(1, Math.sqrt(sum / 2))
}
