import { binomialDistribution } from '../distributions/binomial-distribution.ts'

/** Places in the sorted values, from 1; an end is null where no value is sure enough to be beyond the quantile. */
export type QuantileRanks = {
  readonly below: number
  readonly above: number
  /** How far the value lies from that at `below` to that at `above`, 0..1. */
  readonly part: number
  readonly low: number | null
  readonly high: number | null
}

/**
 * Which sorted values make a quantile and its interval. The value is the linear interpolation of definition 7 of Hyndman and
 * Fan (1996); the interval needs no distribution: how many values lie below the true quantile is binomial (Hahn and Meeker
 * 1991, section 5.2), so its ends are order statistics, never less sure than `level`. With few values a high quantile has
 * no upper end: 99 % of 100 requests may be anything above the largest seen.
 *
 * @example
 * quantileRanks(100, 0.5, 0.95) // { below: 50, above: 51, part: 0.5, low: 40, high: 61 }
 */
export function quantileRanks(n: number, share: number, level: number): QuantileRanks {
  const position = (n - 1) * share
  const below = Math.floor(position)
  const count = binomialDistribution(n, share)
  const tail = (1 - level) / 2
  const low = firstWhere(n, (rank) => count.cdf(rank - 1) > tail) - 1
  const high = firstWhere(n, (rank) => count.cdf(rank - 1) >= 1 - tail)
  return {
    below: below + 1,
    above: Math.min(n, below + 2),
    part: position - below,
    low: low >= 1 ? low : null,
    high: high <= n ? high : null,
  }
}

/** The smallest rank from 1 to n for which it holds, or n + 1; what holds for one holds for all above it. */
function firstWhere(n: number, holds: (rank: number) => boolean): number {
  let [low, high] = [1, n + 1]
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    if (holds(middle)) high = middle
    else low = middle + 1
  }
  return low
}
