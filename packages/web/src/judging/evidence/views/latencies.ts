import type { Interval, ReportMeasure } from '../report.ts'

const QUANTILE = /^latency_p(\d+(?:\.\d+)?)$/

/** The quantiles of the latency of all requests, the smallest share first; of slices there are none. */
export const latencies = (measures: readonly ReportMeasure[]): readonly Interval[] =>
  measures
    .flatMap(({ name, slice, value, low = null, high = null, n }) => {
      const share = QUANTILE.exec(name)?.[1]
      return share === undefined || slice !== undefined ? [] : [{ share: Number(share), name, value, low, high, n }]
    })
    .toSorted((a, b) => a.share - b.share)
    .map(({ share: _share, ...row }) => row)
