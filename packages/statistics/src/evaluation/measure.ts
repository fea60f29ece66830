import type { IntervalMethod, Measure, MeasureName, Slice } from './evaluation.ts'
import type { Figure } from './figure.ts'
import { NO_INTERVAL } from './interval.ts'
import type { Interval } from './interval.ts'

/** One number about one group of rows, as it is told; without a value there is no interval either. */
export function asMeasure(
  name: MeasureName,
  found: Figure,
  { low, high }: Interval,
  n: number,
  method: IntervalMethod,
  slice: Slice | undefined,
): Measure {
  const ends = found.value === null ? NO_INTERVAL : { low, high }
  return {
    name,
    value: found.value,
    ...ends,
    n,
    ...(slice === undefined ? {} : { slice }),
    ...(found.value === null ? { reason: found.reason } : {}),
    method,
  }
}
