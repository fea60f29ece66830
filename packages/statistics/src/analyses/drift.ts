import type { ColumnDrift, DriftEffect } from '../drift/column-drift.ts'
import { driftOfFiles } from '../drift/drift-file.ts'
import type { DriftColumn, DriftMode, DriftReport } from '../drift/drift-report.ts'
import { COLUMN_KINDS } from '../drift/column-kinds.ts'
import type { ColumnKind } from '../drift/column-kinds.ts'
import { brief } from '../findings/finding.ts'
import { shown, shownInterval } from '../report/numbers.ts'
import type { ReportFact, ReportMeasure, ReportParts, Section } from '../report/report.ts'
import { ScanError } from '../scan/scan-error.ts'
import type { Analysis } from './analysis.ts'
import { pathOf, sliceName, sourceAs } from './analysis.ts'

export type DriftOptions = {
  /** Names of columns, each perhaps with its kind: `age` or `age:numeric`. */
  readonly column?: readonly string[] | undefined
  readonly mode?: DriftMode | undefined
  readonly margin?: number | undefined
  readonly falseAlarmRate?: number | undefined
  readonly prediction?: string | undefined
  readonly label?: string | undefined
  readonly together?: boolean | undefined
  readonly seed?: number | undefined
}

/** Whether the data of today moved away from those that the model was made for. */
export const driftAnalysis: Analysis<DriftOptions> = {
  name: 'drift',
  title: 'Drift of data',
  files: ['reference', 'current'],
  run: async ({ files, options: { column = [], together, ...options }, ...scan }) => {
    const result = await driftOfFiles({
      reference: pathOf(files, 'reference'),
      current: pathOf(files, 'current'),
      ...options,
      ...(column.length === 0 ? {} : { columns: column.map(columnOf) }),
      multivariate: together,
      ...scan,
    })
    return {
      ...driftParts(result),
      sources: [sourceAs('reference', result.reference), sourceAs('current', result.current)],
      result,
    }
  },
}

const isKind = (text: string): text is ColumnKind => COLUMN_KINDS.some((kind) => kind === text)

/** `age:numeric` names a kind; a column whose own name ends so is found as well. */
function columnOf(text: string): DriftColumn {
  const at = text.lastIndexOf(':')
  if (at <= 0) return { name: text }
  const kind = text.slice(at + 1)
  if (isKind(kind)) return { name: text.slice(0, at), kind }
  if (!/^[a-z]+$/.test(kind)) return { name: text }
  throw new ScanError(
    'option_invalid',
    `there is no kind of column "${kind}"`,
    `take one of ${COLUMN_KINDS.join(', ')}`,
  )
}

/** Columns that are drawn; the table has all of them. */
const MOST_DRAWN = 24

/** Drift as the parts of a report. */
export function driftParts(result: DriftReport): ReportParts {
  const { columns } = result
  const telling = columns.filter(({ verdict }) => verdict !== 'stable')
  const findings = result.findings.filter(({ subject }) => telling.some(({ name }) => name === subject))
  const together = result.findings.filter(({ subject }) => subject === 'all columns together')
  return {
    findings: [result.finding, ...together, ...findings],
    caveats: [
      ...result.caveats,
      ...columns.flatMap(({ name, caveats }) => caveats.map((caveat) => `${name}: ${caveat}`)),
    ],
    measures: measuresOf(result),
    facts: factsOf(result),
    sections: [
      ...overview(result),
      ...[...telling, ...columns.filter(({ verdict }) => verdict === 'stable')]
        .filter(({ shape }) => shape !== undefined)
        .slice(0, MOST_DRAWN)
        .map(shapeSection),
    ],
    method: result.method,
  }
}

function measuresOf({ columns, drifted, measured, share, multivariate }: DriftReport): ReportMeasure[] {
  const effects = columns.flatMap(({ name, effects: all, rows, distances }) => [
    ...all.map((effect): ReportMeasure => effectMeasure(effect, name, rows.current)),
    ...Object.entries(distances).map(([measure, value]): ReportMeasure => ({
      name: measure,
      value: Number.isFinite(value) ? value : null,
      n: rows.current,
      slice: sliceName('column', name),
      ...(Number.isFinite(value) ? {} : { reason: 'the distance is infinite' }),
    })),
  ])
  const together =
    multivariate === undefined ? [] : [effectMeasure(multivariate, 'all together', multivariate.rows.current)]
  return [
    { name: 'drifted_columns', value: drifted, n: measured },
    { name: 'drifted_share', value: share, n: measured },
    ...together,
    ...effects,
  ]
}

function effectMeasure({ measure, value, low, high }: DriftEffect, column: string, n: number): ReportMeasure {
  return {
    name: measure,
    value,
    low,
    high,
    n,
    slice: sliceName('column', column),
    ...(value === null ? { reason: 'a side has no value' } : {}),
  }
}

function factsOf(result: DriftReport): Record<string, ReportFact> {
  const { columns, verdict, drifted, measured, share, mode } = result
  const named = (wanted: ColumnDrift['verdict']): string[] =>
    columns
      .filter((column) => column.verdict === wanted)
      .map(({ name }) => name)
      .slice(0, 200)
  const psis = columns.flatMap(({ distances: { psi } }) => (psi === undefined || !Number.isFinite(psi) ? [] : [psi]))
  return {
    verdict,
    mode,
    measured,
    drifted,
    share,
    driftedColumns: named('drift'),
    unclearColumns: named('unclear'),
    ...(psis.length === 0 ? {} : { worstPsi: Math.max(...psis) }),
  }
}

function overview(result: DriftReport): Section[] {
  const { columns, mode, margin } = result
  const rows = columns.map((column) => {
    const effect = column.effects.find(({ verdict }) => verdict === column.verdict) ?? column.effects[0]
    return { column, effect }
  })
  const verdictTable =
    mode === 'recommended'
      ? {
          columns: ['column', 'kind', 'verdict', 'effect', 'value', 'interval', 'rows', 'psi'],
          numeric: [4, 5, 6, 7],
          rows: rows.map(({ column, effect }) => [
            column.name,
            column.kind,
            column.verdict,
            effect?.measure ?? '',
            shown(effect?.value),
            effect === undefined ? '' : shownInterval(effect),
            `${shown(column.rows.reference)} / ${shown(column.rows.current)}`,
            shown(column.distances['psi'] ?? column.distances['length_psi']),
          ]),
        }
      : parityTable(columns)
  const drawn = rows.flatMap(({ column, effect }) =>
    effect === undefined
      ? []
      : [
          {
            name: `${column.name}: ${effect.measure}`,
            value: effect.value,
            low: effect.low,
            high: effect.high,
            ...(column.verdict === 'drift' ? { mark: 'drift' } : {}),
          },
        ],
  )
  return [
    {
      title: 'Columns',
      ...(drawn.length === 0 || margin === undefined
        ? {}
        : {
            chart: {
              kind: 'intervals' as const,
              least: 0,
              rows: drawn.slice(0, 100),
              band: { low: 0, high: margin, label: `below the margin of ${brief(margin)}` },
            },
          }),
      table: verdictTable,
    },
  ]
}

/** What the other tool would print: its test, score and threshold. */
function parityTable(columns: readonly ColumnDrift[]): NonNullable<Section['table']> {
  return {
    columns: ['column', 'kind', 'verdict', 'test', 'score', 'threshold'],
    numeric: [4, 5],
    rows: columns.flatMap(({ name, kind, verdict, evidently, nannyml }) => {
      if (evidently !== undefined) {
        return [[name, kind, verdict, evidently.test, shown(evidently.score), shown(evidently.threshold)]]
      }
      if (nannyml === undefined) return [[name, kind, verdict, '', '–', '–']]
      // This tool has fixed thresholds of its own and says whether they are passed.
      return nannyml.map(({ method, value, alert }) => {
        const says = alert === null ? 'no threshold' : alert ? 'passed' : 'not passed'
        return [name, kind, verdict, method, shown(value), says]
      })
    }),
  }
}

const edgeText = (edge: number | undefined): string => (edge === undefined ? '' : String(Number(edge.toPrecision(5))))

function shapeSection({ name, verdict, shape, newCategories, goneCategories }: ColumnDrift): Section {
  const { edges, names, reference = [], current = [] } = shape ?? {}
  const news =
    newCategories === undefined || newCategories.count === 0 ? '' : `New: ${newCategories.names.join(', ')}. `
  const gone =
    goneCategories === undefined || goneCategories.count === 0 ? '' : `Gone: ${goneCategories.names.join(', ')}.`
  const bins = names ?? reference.map((_, index) => `${edgeText(edges?.[index])} to ${edgeText(edges?.[index + 1])}`)
  return {
    title: `${name}: ${verdict === 'not-measured' ? 'not measured' : verdict}`,
    isDetail: true,
    ...(news + gone === '' ? {} : { text: (news + gone).trim() }),
    chart: {
      kind: 'shares',
      ...(edges === undefined ? {} : { edges }),
      ...(names === undefined ? {} : { names }),
      reference,
      current,
    },
    table: {
      columns: [edges === undefined ? 'value' : 'from – to', 'reference', 'current'],
      numeric: [1, 2],
      rows: bins.map((bin, index) => [bin, shown(reference[index]), shown(current[index])]),
    },
  }
}
