import { NO_INTERVAL } from './interval.ts'
import type { Interval } from './interval.ts'
import { normal } from '../distributions/normal.ts'
import { percentile } from './percentile.ts'

/** The value with one part left out, and how many parts alike there are. */
export type LeftOut = { readonly value: number; readonly times: number }

/**
 * The bias-corrected and accelerated interval (Efron 1987) from sorted bootstrap draws, the estimate, and the estimates
 * with one part left out at a time. Parts alike may be told once with the number of times, so that a jackknife over counts
 * costs as much as there are distinct cells.
 *
 * Draws equal to the estimate count one half as below it. Where all draws lie on one side the correction would be without
 * bound: it is held at what half a draw on the other side would give. Without draws there is no interval.
 *
 * @example
 * bcaInterval(Float64Array.of(1, 2, 3, 4, 5), 3, [], 0.5) // { low: 2, high: 4 }: no bias, no acceleration
 */
export function bcaInterval(
  sorted: ArrayLike<number>,
  estimate: number,
  leftOut: readonly LeftOut[],
  level: number,
): Interval {
  const draws = sorted.length
  if (draws === 0) return NO_INTERVAL
  let below = 0
  for (let draw = 0; draw < draws; draw++) {
    const value = sorted[draw] ?? 0
    below += value < estimate ? 1 : value === estimate ? 0.5 : 0
  }
  const share = Math.min(1 - 0.5 / draws, Math.max(0.5 / draws, below / draws))
  const bias = normal.quantile(share)
  const acceleration = accelerationOf(leftOut)
  const at = (probability: number): number => {
    const moved = bias + normal.quantile(probability)
    const bend = 1 - acceleration * moved
    return bend <= 0 ? (moved > 0 ? 1 : 0) : normal.cdf(bias + moved / bend)
  }
  return { low: percentile(sorted, at((1 - level) / 2)), high: percentile(sorted, at((1 + level) / 2)) }
}

/**
 * Efron's acceleration: a sixth of the skewness of the jackknife's influence. 0 where nothing varies.
 *
 * @example
 * accelerationOf([{ value: 1, times: 2 }, { value: 4, times: 1 }]) // −0.0680
 */
export function accelerationOf(leftOut: readonly LeftOut[]): number {
  let weight = 0
  let sum = 0
  for (const { value, times } of leftOut) {
    weight += times
    sum += times * value
  }
  const mean = sum / weight
  let squares = 0
  let cubes = 0
  for (const { value, times } of leftOut) {
    const distance = mean - value
    squares += times * distance ** 2
    cubes += times * distance ** 3
  }
  return squares > 0 ? cubes / (6 * squares ** 1.5) : 0
}
