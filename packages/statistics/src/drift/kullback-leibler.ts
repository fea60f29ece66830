import type { Floor } from './shares.ts'
import { floored, sharesOf } from './shares.ts'

/**
 * The Kullback–Leibler divergence of the reference from the current: Σ r log(r / c), in nats. Empty shares are raised to
 * a floor, then both lists are scaled to 1 again (as SciPy's entropy does). Not symmetric; no upper limit.
 *
 * @example
 * kullbackLeibler([50, 50], [25, 75]) // 0.1438
 */
export function kullbackLeibler(
  reference: ArrayLike<number>,
  current: ArrayLike<number>,
  floor: Floor = 'fixed',
): number {
  const r = sharesOf(floored(sharesOf(reference), floor))
  const c = sharesOf(floored(sharesOf(current), floor))
  let sum = 0
  for (let index = 0; index < r.length; index++) {
    const mine = r[index] ?? 0
    sum += mine * Math.log(mine / (c[index] ?? 0))
  }
  return Math.max(0, sum)
}
