import { brief } from '../findings/finding.ts'
import type { ReportMeasure, Table } from './report.ts'

/** A number as a table shows it: four decimals for what is not whole, a dash for nothing. */
export function shown(value: number | null | undefined): string {
  if (value === null || value === undefined) return '–'
  if (!Number.isFinite(value)) return brief(value)
  if (Number.isInteger(value) && Math.abs(value) < 1e12) return value.toLocaleString('en-GB')
  return Math.abs(value) >= 0.0001 && Math.abs(value) < 100_000
    ? value.toFixed(4)
    : String(Number(value.toPrecision(4)))
}

/** 'low – high', or nothing where an end is missing. */
export function shownInterval({ low, high }: { low?: number | null; high?: number | null }): string {
  return low === null || low === undefined || high === null || high === undefined
    ? ''
    : `${shown(low)} – ${shown(high)}`
}

/** Measures as a table: name, value, interval, rows, and the reason where there is no value. */
export function measureTable(measures: readonly ReportMeasure[], first = 'measure'): Table {
  const hasRows = measures.some(({ n }) => n !== undefined)
  const hasReason = measures.some(({ reason }) => reason !== undefined)
  return {
    columns: [first, 'value', 'interval', ...(hasRows ? ['rows'] : []), ...(hasReason ? ['why not'] : [])],
    numeric: hasRows ? [1, 2, 3] : [1, 2],
    rows: measures.map((measure) => [
      measure.slice === undefined ? measure.name : `${measure.name}, ${measure.slice}`,
      shown(measure.value),
      shownInterval(measure),
      ...(hasRows ? [shown(measure.n)] : []),
      ...(hasReason ? [measure.reason ?? ''] : []),
    ]),
  }
}
