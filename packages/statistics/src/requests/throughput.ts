import type { Interval } from '../evaluation/interval.ts'
import { NO_INTERVAL } from '../evaluation/interval.ts'
import { MeanTally } from '../evaluation/mean-tally.ts'
import { studentT } from '../distributions/student-t.ts'

/** So many windows of equal length: enough for a variance, long enough that neighbours hardly depend on each other. */
export const WINDOWS = 20

/**
 * Requests per second from the counts of windows of equal length, with the interval of batch means (Schmeiser 1982): Student's
 * t over the windows, so that bursts make it wide. Null without time to divide by.
 *
 * @example
 * throughput([10, 12, 8, 10], 2) // { value: 5, low: 3.7008, high: 6.2992 }
 */
export function throughput(
  counts: readonly number[],
  windowSeconds: number,
  level = 0.95,
): Interval & { readonly value: number | null } {
  if (!(windowSeconds > 0) || counts.length === 0) return { value: null, ...NO_INTERVAL }
  const tally = new MeanTally()
  for (const count of counts) tally.add(count / windowSeconds, 1)
  const variance = tally.variance()
  if (variance === null) return { value: tally.mean, ...NO_INTERVAL }
  const reach = studentT(counts.length - 1).upperQuantile((1 - level) / 2) * Math.sqrt(variance / counts.length)
  return { value: tally.mean, low: Math.max(0, tally.mean - reach), high: tally.mean + reach }
}
