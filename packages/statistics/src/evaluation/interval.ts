import { normalQuantile } from '../distributions/normal-quantile.ts'

/** A confidence interval; both ends are null when the data cannot give one. */
export type Interval = { readonly low: number | null; readonly high: number | null }

export const NO_INTERVAL: Interval = { low: null, high: null }

/** An interval without a width is none: nothing varied in the data, which does not mean that nothing can. */
export function withWidth(interval: Interval): Interval {
  return interval.low === interval.high ? NO_INTERVAL : interval
}

/**
 * The interval of a mean by the central limit theorem: mean ± z · s / √n, cut to what the mean can be at all.
 * No interval with fewer than two observations.
 */
export function meanInterval(
  mean: number,
  variance: number | null,
  n: number,
  level: number,
  least = -Infinity,
  most = Infinity,
): Interval {
  if (variance === null || n < 2) return NO_INTERVAL
  const reach = normalQuantile(0.5 + level / 2) * Math.sqrt(variance / n)
  return { low: Math.max(least, mean - reach), high: Math.min(most, mean + reach) }
}
