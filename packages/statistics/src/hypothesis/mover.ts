import { normal } from '../distributions/normal.ts'
import type { Interval } from '../evaluation/interval.ts'
import { requireLevel } from './test-result.ts'

/** A value with both ends of its interval. */
export type Bounded = { readonly value: number; readonly low: number; readonly high: number }

/** With fewer hits or misses than this, resampling says too little: what was hardly seen is hardly drawn. */
const SPARSE = 5

/**
 * Whether a share of `count` of `n` rests on fewer than five hits or fewer than five misses. Draws from such data vary too
 * little, and with none of either not at all: an interval must come from a formula there.
 *
 * @example
 * isSparse(3, 1000) // true
 */
export function isSparse(count: number, n: number): boolean {
  return Math.min(count, n - count) < SPARSE
}

/**
 * The interval of a difference, `second` minus `first`, from the intervals of two independent values: the method of
 * variance estimates recovery (Zou and Donner 2008; with Wilson's intervals of shares it is Newcombe's method 10).
 *
 * @example
 * moverDifference({ value: 0, low: 0, high: 0.3 }, { value: 0.5, low: 0.4, high: 0.6 }) // { low: 0.1838, high: 0.6 }
 */
export function moverDifference(first: Bounded, second: Bounded): Interval & { low: number; high: number } {
  const value = second.value - first.value
  return {
    low: value - Math.hypot(second.value - second.low, first.high - first.value),
    high: value + Math.hypot(second.high - second.value, first.value - first.low),
  }
}

/**
 * The interval of a ratio of two independent values that are not negative (Donner and Zou 2012, MOVER-R). No interval
 * where the value below the line may be 0.
 *
 * @example
 * moverRatio({ value: 0, low: 0, high: 0.3 }, { value: 0.5, low: 0.4, high: 0.6 }) // { low: 0, high: 0.6124 }
 */
export function moverRatio(above: Bounded, below: Bounded): Interval {
  if (!(below.low > 0)) return { low: null, high: null }
  const product = above.value * below.value
  const inner = (a: number, b: number): number =>
    Math.sqrt(Math.max(0, product ** 2 - a * b * (2 * above.value - a) * (2 * below.value - b)))
  // The lower end in the form whose denominator is never 0 where the numerator is not.
  const lowest = above.low * (2 * above.value - above.low)
  return {
    low: lowest > 0 ? lowest / (product + inner(above.low, below.high)) : 0,
    high: (product + inner(above.high, below.low)) / (below.low * (2 * below.value - below.low)),
  }
}

/**
 * The mean of independent values, and its interval from theirs (Zou and Donner 2008).
 *
 * @example
 * moverMean([{ value: 1, low: 0.7, high: 1 }, { value: 1, low: 0.6, high: 1 }]) // { value: 1, low: 0.75, high: 1 }
 */
export function moverMean(values: readonly Bounded[]): Bounded {
  const n = values.length
  const value = values.reduce((sum, one) => sum + one.value, 0) / n
  return {
    value,
    low: value - Math.hypot(...values.map((one) => one.value - one.low)) / n,
    high: value + Math.hypot(...values.map((one) => one.high - one.value)) / n,
  }
}

/**
 * The difference of two shares of the same `n` rows, second minus first, where `onlyFirst` rows have it on the first side
 * only and `onlySecond` on the second side only, with the adjusted Wald interval of Bonett and Price (2012): it keeps its
 * level with few rows, and has a width even where the sides never differ. Null without rows.
 *
 * @example
 * pairedShareDifference(0, 0, 100) // { value: 0, low: -0.0272, high: 0.0272 }
 */
export function pairedShareDifference(
  onlyFirst: number,
  onlySecond: number,
  n: number,
  level = 0.95,
): Interval & { value: number | null } {
  requireLevel(level)
  if (!(n > 0)) return { value: null, low: null, high: null }
  const [first, second] = [(onlyFirst + 1) / (n + 2), (onlySecond + 1) / (n + 2)]
  const centre = second - first
  const reach = normal.upperQuantile((1 - level) / 2) * Math.sqrt(Math.max(0, first + second - centre ** 2) / (n + 2))
  return { value: (onlySecond - onlyFirst) / n, low: Math.max(-1, centre - reach), high: Math.min(1, centre + reach) }
}
