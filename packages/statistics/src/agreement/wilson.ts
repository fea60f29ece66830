import { NO_INTERVAL } from '../evaluation/interval.ts'
import type { Interval } from '../evaluation/interval.ts'
import { normalQuantile } from '../evaluation/normal-quantile.ts'

/**
 * Wilson's score interval of a share, `part` of `whole` (1927): inside 0..1 and of use with few rows. None without rows.
 *
 * @example
 * wilson(8, 10, 0.95) // { low: 0.49016247153664183, high: 0.9433178485456247 }
 */
export function wilson(part: number, whole: number, level: number): Interval {
  if (!(whole > 0)) return NO_INTERVAL
  const z = normalQuantile(0.5 + level / 2)
  const share = part / whole
  const scale = 1 + (z * z) / whole
  const centre = share + (z * z) / (2 * whole)
  const reach = z * Math.sqrt((share * (1 - share)) / whole + (z * z) / (4 * whole * whole))
  return { low: Math.max(0, (centre - reach) / scale), high: Math.min(1, (centre + reach) / scale) }
}
