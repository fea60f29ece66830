import type { Floor } from './shares.ts'
import { floored, sharesOf } from './shares.ts'

/**
 * The population stability index of two lists of counts over the same bins: Σ (r − c) log(r / c), in nats, with empty
 * shares raised to a floor. 0 when the shares are the same; symmetric but for the floor; no upper limit.
 *
 * @example
 * psi([50, 50], [25, 75]) // 0.2747
 */
export function psi(reference: ArrayLike<number>, current: ArrayLike<number>, floor: Floor = 'fixed'): number {
  const r = floored(sharesOf(reference), floor)
  const c = floored(sharesOf(current), floor)
  let sum = 0
  for (let index = 0; index < r.length; index++) {
    const mine = r[index] ?? 0
    const theirs = c[index] ?? 0
    sum += (mine - theirs) * Math.log(mine / theirs)
  }
  return sum
}
