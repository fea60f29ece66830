import type { Analysis as Measured, MeasuredValue } from '../findings/analysis.ts'
import { measureTable } from '../report/numbers.ts'
import type { IntervalRow, ReportFact, ReportMeasure, ReportParts, Section } from '../report/report.ts'
import { sliceName } from './analysis.ts'

/** A measured value as a report names it. */
export function measureOf({ slice, method: _method, ...measure }: MeasuredValue): ReportMeasure {
  return { ...measure, ...(slice === undefined ? {} : { slice: sliceName(slice.column, slice.value) }) }
}

export function rowOf({ name, slice, value, low = null, high = null, n }: ReportMeasure): IntervalRow {
  return { name: slice ?? name, value, low, high, ...(n === undefined ? {} : { n }) }
}

export type Look = {
  /** Names of measures that lie between 0 and 1: these are drawn together. */
  readonly shares: (name: string) => boolean
  /** Measures to show by slice, the most telling first; at most two of them are drawn. */
  readonly bySlice: readonly string[]
  readonly facts?: Readonly<Record<string, ReportFact>>
}

const MOST_SLICE_CHARTS = 2

/** The sections that every analysis of rows has: all measures, then the most telling ones by slice. */
export function measureSections(measures: readonly ReportMeasure[], { shares, bySlice }: Look): Section[] {
  const whole = measures.filter(({ slice }) => slice === undefined)
  const drawn = whole.filter(({ name }) => shares(name))
  const sliced = bySlice.filter((name) => measures.some((one) => one.name === name && one.slice !== undefined))
  return [
    {
      title: 'Measures',
      ...(drawn.length === 0
        ? {}
        : { chart: { kind: 'intervals' as const, least: 0, most: 1, rows: drawn.map(rowOf) } }),
      table: measureTable(whole),
    },
    ...sliced.slice(0, MOST_SLICE_CHARTS).map((name) => sliceSection(name, measures, shares(name))),
  ]
}

function sliceSection(name: string, measures: readonly ReportMeasure[], isShare: boolean): Section {
  const rows = measures.filter((one) => one.name === name && one.slice !== undefined)
  const all = measures.find((one) => one.name === name && one.slice === undefined)?.value
  return {
    title: `${name} by slice`,
    chart: {
      kind: 'intervals',
      ...(isShare ? { least: 0, most: 1 } : {}),
      rows: rows.map(rowOf),
      ...(all === null || all === undefined ? {} : { line: { at: all, label: 'all rows' } }),
    },
    table: measureTable(
      rows.map(({ slice = '', ...row }) => ({ ...row, name: slice })),
      'slice',
    ),
  }
}

/** The parts of a report for what every analysis of rows answers. */
export function measuredParts(result: Omit<Measured, 'rows' | 'source'>, look: Look): ReportParts {
  const measures = result.measures.map(measureOf)
  return {
    findings: result.findings,
    caveats: result.caveats,
    measures,
    facts: look.facts ?? {},
    sections: measureSections(measures, look),
    method: result.method,
  }
}
