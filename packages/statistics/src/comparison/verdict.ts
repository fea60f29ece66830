import type { Interval } from '../evaluation/interval.ts'

/**
 * What the interval of a difference says of the second version: `better` or `worse` where the whole interval lies on one
 * side of no difference; `not-worse` where it reaches below, but not by as much as the margin allows; else `unclear`.
 * The point is never asked.
 */
export type ComparisonVerdict = 'better' | 'not-worse' | 'unclear' | 'worse'

/**
 * The verdict over second minus first. `better` says which way is up; the margin is 0 or more, in the measure's unit.
 * A difference without an interval is unclear.
 *
 * @example
 * verdictOf({ low: -0.01, high: 0.03 }, 'higher', 0.02) // 'not-worse'
 */
export function verdictOf({ low, high }: Interval, better: 'higher' | 'lower', margin = 0): ComparisonVerdict {
  if (low === null || high === null) return 'unclear'
  const [least, most] = better === 'higher' ? [low, high] : [-high, -low]
  if (least > 0) return 'better'
  // With a margin, a difference that is sure but within it is no reason against the second version.
  if (margin > 0 && least > -margin) return 'not-worse'
  return most < 0 ? 'worse' : 'unclear'
}
