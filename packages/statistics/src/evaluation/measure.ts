import type { IntervalMethod, Measure, MeasureName, Slice } from './evaluation.ts'
import type { Figure } from './figure.ts'
import { NO_INTERVAL, withWidth } from './interval.ts'
import type { Interval } from './interval.ts'

/** One number about one group of rows, as it is told; without a value there is no interval either. */
export function asMeasure(
  name: MeasureName,
  found: Figure,
  interval: Interval,
  n: number,
  method: IntervalMethod,
  slice: Slice | undefined,
): Measure {
  const { low, high } = found.value === null ? NO_INTERVAL : withWidth(interval)
  return {
    name,
    value: found.value,
    low,
    high,
    n,
    ...(slice === undefined ? {} : { slice }),
    ...(found.value === null ? { reason: found.reason } : {}),
    method,
  }
}
