import { beta } from '../distributions/beta.ts'
import { normal } from '../distributions/normal.ts'
import type { Interval } from '../evaluation/interval.ts'
import { requireLevel } from './test-result.ts'

/**
 * Wilson's score interval (1927) of a share: `count` of `n`. Close to its level from a few rows on, and never outside 0..1.
 *
 * @example
 * wilsonInterval(8, 10) // { low: 0.4902, high: 0.9433 }
 */
export function wilsonInterval(count: number, n: number, level = 0.95): Interval & { low: number; high: number } {
  requireLevel(level)
  if (!(n > 0 && count >= 0 && count <= n)) return { low: 0, high: 1 }
  const z = normal.upperQuantile((1 - level) / 2)
  const share = count / n
  const centre = share + (z * z) / (2 * n)
  const reach = z * Math.sqrt((share * (1 - share)) / n + (z * z) / (4 * n * n))
  const whole = 1 + (z * z) / n
  return {
    low: count === 0 ? 0 : Math.max(0, (centre - reach) / whole),
    high: count === n ? 1 : Math.min(1, (centre + reach) / whole),
  }
}

/**
 * The exact interval of Clopper and Pearson (1934) of a share: never less sure than its level, often more.
 *
 * @example
 * clopperPearson(8, 10) // { low: 0.4439, high: 0.9748 }
 */
export function clopperPearson(count: number, n: number, level = 0.95): Interval & { low: number; high: number } {
  requireLevel(level)
  if (!(n > 0 && count >= 0 && count <= n)) return { low: 0, high: 1 }
  const tail = (1 - level) / 2
  return {
    low: count === 0 ? 0 : beta(count, n - count + 1).quantile(tail),
    high: count === n ? 1 : beta(count + 1, n - count).upperQuantile(tail),
  }
}

/**
 * The difference of two shares, second minus first, with the interval of Newcombe (1998, method 10) from the Wilson
 * intervals of both. Null without rows on a side.
 *
 * @example
 * shareDifference(10, 100, 20, 100) // { value: 0.1, low: 0.0001, high: 0.1995 }
 */
export function shareDifference(
  firstCount: number,
  first: number,
  secondCount: number,
  second: number,
  level = 0.95,
): Interval & { value: number | null } {
  if (!(first > 0 && second > 0)) return { value: null, low: null, high: null }
  const p = firstCount / first
  const q = secondCount / second
  const a = wilsonInterval(firstCount, first, level)
  const b = wilsonInterval(secondCount, second, level)
  return {
    value: q - p,
    low: q - p - Math.hypot(q - b.low, a.high - p),
    high: q - p + Math.hypot(b.high - q, p - a.low),
  }
}
