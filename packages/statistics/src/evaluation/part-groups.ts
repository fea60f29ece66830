import { setImmediate as nextTurn } from 'node:timers/promises'
import type { DuckDBConnection } from '@duckdb/node-api'
import type { MeasuredValue } from '../findings/analysis.ts'
import { counted, listed } from '../findings/finding.ts'
import type { Column } from '../scan/columns.ts'
import { findColumn } from '../scan/columns.ts'
import type { CodedColumn } from '../scan/encode.ts'
import { encodeColumns } from '../scan/encode.ts'
import { rowsFrom } from '../scan/engine.ts'
import { ScanError } from '../scan/scan-error.ts'
import type { Scan } from '../scan/open-source.ts'
import type { DrawSettings } from './draw-settings.ts'
import { refuseSlices } from './draw-settings.ts'
import type { Slice } from './evaluation.ts'
import type { Interval } from './interval.ts'
import { NO_INTERVAL, withWidth } from './interval.ts'
import type { BootstrapKind, SumFormula } from './parts.ts'
import { bootstrapParts, Parts } from './parts.ts'
import { Random } from './random.ts'

const MOST_SLICE_VALUES = 1000
const MOST_GROUPS = 2000

/** A group of rows (the whole file, or one value of a slice column) and the sums of its rows. */
export type PartGroup = { readonly slice?: Slice; readonly rows: number; readonly parts: Parts }

/** The groups, and for each place of a batch's slice columns the group of each code. */
export type PartGroups = {
  readonly groups: readonly PartGroup[]
  /** First that of the whole file (code 0), then one for each slice column. */
  readonly tables: readonly (readonly PartGroup[])[]
  /** The SQL of their codes, in the same order. */
  readonly codes: readonly string[]
}

/** Coded columns of the table `observations`: those given first, then the slices. */
export type Loaded = {
  readonly rows: number
  readonly values: readonly (readonly string[])[]
  readonly slices: readonly { readonly name: string; readonly values: readonly string[]; readonly code: string }[]
}

/** Loads number columns, coded columns and slices into the table `observations`; see encodeColumns. */
export async function loadRows(
  scan: Scan,
  question: {
    readonly numbers: readonly Column[]
    readonly coded?: readonly CodedColumn[]
    readonly slices: readonly string[]
    readonly keys?: readonly Column[]
  },
): Promise<Loaded> {
  refuseSlices(question.slices)
  const sliceColumns = question.slices.map((name) => findColumn(scan.columns, name))
  const coded = question.coded ?? []
  const all: CodedColumn[] = [
    ...coded,
    ...sliceColumns.map((column) => ({ column, limit: MOST_SLICE_VALUES, tooMany: 'slice_values_too_many' as const })),
  ]
  const { codes, rows } = await encodeColumns(scan, all, undefined, question.numbers, question.keys)
  if (rows === 0) throw new ScanError('file_empty', 'the file has no rows', 'write at least one row')
  const slices = sliceColumns.map(({ name }, index) => ({
    name,
    values: codes[coded.length + index]?.values ?? [],
    code: `code_${coded.length + index}`,
  }))
  const groups = slices.reduce((sum, { values }) => sum + values.length, 0)
  if (groups > MOST_GROUPS) {
    throw new ScanError(
      'slice_values_too_many',
      `the slice columns have ${groups} values together, more than ${MOST_GROUPS}`,
      'give fewer slice columns, or put their values into bands first',
    )
  }
  return { rows, values: codes.slice(0, coded.length).map(({ values }) => values), slices }
}

/** The groups of the loaded rows, each with parts for `width` sums. `unit` is what is counted: rows, or distinct queries. */
export async function partGroups(
  connection: DuckDBConnection,
  { slices }: Loaded,
  width: number,
  seed: number,
  unit = 'count(*)',
): Promise<PartGroups> {
  const [all] = await rowsFrom(connection, `SELECT ${unit} AS n FROM observations`)
  const whole: PartGroup = {
    rows: Number(all?.['n'] ?? 0),
    parts: new Parts(width, Number(all?.['n'] ?? 0), seed, ''),
  }
  const tables: PartGroup[][] = [[whole]]
  for (const { name, values, code } of slices) {
    const table: PartGroup[] = []
    const counts = await rowsFrom(
      connection,
      `SELECT enum_code(${code})::INTEGER AS code, ${unit} AS n FROM observations GROUP BY 1 ORDER BY 1`,
    )
    for (const row of counts) {
      const at = Number(row['code'])
      const slice = { column: name, value: values[at] ?? null }
      const rows = Number(row['n'])
      table[at] = { slice, rows, parts: new Parts(width, rows, seed, JSON.stringify([slice.column, slice.value])) }
    }
    tables.push(table)
  }
  const codes = ['0', ...slices.map(({ code }) => `enum_code(${code})::INTEGER`)]
  return { groups: tables.flatMap((table) => table.filter(() => true)), tables, codes }
}

/** A measure over the sums of a group: its formula, why it may have no value, and an interval of its own if it has one. */
export type SumMeasure = {
  readonly name: string
  readonly of: SumFormula
  readonly reason: string
  readonly exact?: (sums: Float64Array, level: number) => Interval
  readonly exactMethod?: string
}

/** All measures of all groups, with bootstrap intervals over parts where a measure has none of its own. */
export async function measureGroups(
  { groups }: PartGroups,
  measures: readonly SumMeasure[],
  settings: DrawSettings & { readonly kind: BootstrapKind },
  { signal, onShare }: { readonly signal: AbortSignal | undefined; readonly onShare: (share: number) => void },
): Promise<MeasuredValue[]> {
  const drawn = Object.fromEntries(
    measures.filter(({ exact }) => exact === undefined).map(({ name, of }) => [name, of]),
  )
  const found: MeasuredValue[] = []
  for (const [index, { parts, rows, slice }] of groups.entries()) {
    // Other work of the process must not wait for the draws of all groups.
    await nextTurn()
    signal?.throwIfAborted()
    const stream = slice === undefined ? '' : JSON.stringify([slice.column, slice.value])
    const intervals = bootstrapParts(parts, drawn, { ...settings, random: new Random(settings.seed, stream) })
    const totals = parts.totals()
    for (const { name, of, reason, exact, exactMethod } of measures) {
      const value = of(totals)
      const isKnown = value !== null && Number.isFinite(value)
      const told = exact?.(totals, settings.level) ?? intervals[name] ?? NO_INTERVAL
      const ends = isKnown ? withWidth(told) : NO_INTERVAL
      found.push({
        name,
        value: isKnown ? value : null,
        ...ends,
        n: rows,
        ...(slice === undefined ? {} : { slice }),
        ...(isKnown ? {} : { reason }),
        method: exact === undefined ? `bootstrap-${settings.kind}` : (exactMethod ?? 'exact'),
      })
    }
    onShare((index + 1) / groups.length)
  }
  return found
}

/** Caveats on small groups and numbers that could not be given. */
export function partCaveats(
  groups: readonly PartGroup[],
  measures: readonly MeasuredValue[],
  minimumGroup: number,
  unit = 'row',
): string[] {
  const caveats: string[] = []
  const [whole] = groups
  if (whole !== undefined && whole.rows < minimumGroup) {
    caveats.push(`There are ${counted(whole.rows, unit)}, fewer than ${minimumGroup}: no number is reliable.`)
  }
  const small = groups.flatMap(({ slice, rows }) =>
    slice === undefined || rows >= minimumGroup ? [] : [`${sliceName(slice)} (${rows})`],
  )
  if (small.length > 0) {
    caveats.push(`Groups of fewer than ${minimumGroup}, where no number is reliable: ${listed(small)}.`)
  }
  const none = measures.filter(({ value, slice }) => value === null && slice === undefined)
  caveats.push(...none.map(({ name, reason }) => `There is no ${name}: ${reason ?? 'the data give none'}.`))
  const flat = measures.filter(({ value, low, slice }) => value !== null && low === null && slice === undefined)
  if (flat.length > 0) {
    caveats.push(`No interval, because nothing varied or there are too few: ${listed(flat.map(({ name }) => name))}.`)
  }
  const missing = groups.flatMap(({ slice, rows }) => (slice?.value === null ? [`${slice.column} (${rows})`] : []))
  if (missing.length > 0) caveats.push(`Rows without a value form a group of their own: ${listed(missing)}.`)
  return caveats
}

export function sliceName({ column, value }: Slice): string {
  return `${column} ${value === null ? 'without a value' : `= ${value}`}`
}
