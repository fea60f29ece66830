import type { Column } from '../scan/columns.ts'
import type { Scan } from '../scan/open-source.ts'
import type { ScanOptions } from '../scan/source.ts'
import { columnOfCounts } from './column.ts'
import type { CategoricalColumn, NumericColumn } from './column.ts'
import type { Compared } from './column-kinds.ts'
import type { NumericSample } from './numeric-sample.ts'
import type { NumberColumn, Tally } from './read-columns.ts'
import { readNumbers, readTallies, textOf } from './read-columns.ts'
import { sampleRows, SAMPLE_ROWS, sampleTexts, sampleVectors } from './read-samples.ts'
import type { SampledColumn } from './read-samples.ts'
import type { Spool } from './spool.ts'

/** What one file holds of the compared columns: numbers by name, tallies by name and part (`hour`, `weekday`). */
export type Side = {
  readonly numbers: ReadonlyMap<string, NumericSample>
  readonly tallies: ReadonlyMap<string, Tally>
  readonly texts: ReadonlyMap<string, readonly string[]>
  readonly vectors: ReadonlyMap<string, SampledVectors>
  /** Rows with all columns side by side; empty unless they are asked for. */
  readonly sample: readonly SampledColumn[]
  readonly rows: number
}

export type SampledVectors = Awaited<ReturnType<typeof sampleVectors>>

type Plan = {
  readonly numeric: { readonly key: string; readonly column: NumberColumn }[]
  readonly counted: { readonly key: string; readonly column: Column; readonly expression: string }[]
}

/** What is read of each column: numbers, or counts of values. */
function planOf(scan: Scan, compared: readonly Compared[]): Plan {
  const columnOf = (name: string): Column => {
    const found = scan.columns.find((column) => column.name === name)
    if (found === undefined) throw new Error('a compared column is not there')
    return found
  }
  const { numeric, counted }: Plan = { numeric: [], counted: [] }
  for (const { name, kind } of compared) {
    const column = columnOf(name)
    const text = textOf(column)
    switch (kind) {
      case 'numeric':
        numeric.push({ key: name, column: { column, expression: (value) => `CAST(${value} AS DOUBLE)` } })
        break
      case 'text':
        numeric.push({ key: name, column: { column, expression: (value) => `CAST(length(${value}) AS DOUBLE)` } })
        break
      case 'categorical':
        counted.push({ key: name, column, expression: text })
        break
      case 'boolean':
        counted.push({ key: name, column, expression: `lower(${text})` })
        break
      case 'timestamp':
        for (const [part, code] of TIME_PARTS) {
          counted.push({
            key: `${name}\u0000${part}`,
            column,
            expression: `CAST(${code}(TRY_CAST(${text} AS TIMESTAMP)) AS VARCHAR)`,
          })
        }
        break
      case 'embedding':
        break
      default:
        kind satisfies never
    }
  }
  return { numeric, counted }
}

/** Reads one file: its numbers in one pass, its categories in another. */
export async function readSide(
  scan: Scan,
  compared: readonly Compared[],
  spool: Spool,
  options: ScanOptions,
  wanted: { readonly prose: boolean; readonly together: boolean },
): Promise<{ result: Side; rows: number }> {
  const { numeric, counted } = planOf(scan, compared)
  const { samples, rows } = await readNumbers(
    scan,
    numeric.map(({ column }) => column),
    spool,
    options,
  )
  const tallies = await readTallies(scan, counted)
  const texts = new Map<string, readonly string[]>()
  const vectors = new Map<string, SampledVectors>()
  for (const { name, kind } of wanted.prose ? compared : []) {
    if (kind === 'text') texts.set(name, await sampleTexts(scan, name, SAMPLE_ROWS.text))
    else if (kind === 'embedding') vectors.set(name, await sampleVectors(scan, name, SAMPLE_ROWS.embedding))
  }
  const flat = compared.filter(({ kind }) => kind === 'numeric' || kind === 'categorical' || kind === 'boolean')
  return {
    result: {
      numbers: new Map(numeric.flatMap(({ key }, index) => pair(key, samples[index]))),
      tallies: new Map(counted.flatMap(({ key }, index) => pair(key, tallies[index]))),
      texts,
      vectors,
      sample: wanted.together ? await sampleRows(scan, flat, SAMPLE_ROWS.multivariate) : [],
      rows,
    },
    rows,
  }
}

/** The parts of a moment that are compared, and DuckDB's function for each. */
export const TIME_PARTS = [
  ['hour', 'hour'],
  ['weekday', 'isodow'],
] as const

const pair = <Value>(key: string, value: Value | undefined): [string, Value][] =>
  value === undefined ? [] : [[key, value]]

/** Both sides of a numeric column. */
export function numericPair(name: string, reference: Side, current: Side): NumericColumn {
  const [mine, theirs] = [reference.numbers.get(name), current.numbers.get(name)]
  if (mine === undefined || theirs === undefined) throw new Error('a numeric column was not read')
  return { kind: 'numeric', name, reference: mine, current: theirs }
}

/** Both sides of a categorical column, or of one part of a timestamp. */
export function categoricalPair(name: string, reference: Side, current: Side, part?: string): CategoricalColumn {
  const key = part === undefined ? name : `${name}\u0000${part}`
  const [mine, theirs] = [reference.tallies.get(key), current.tallies.get(key)]
  if (mine === undefined || theirs === undefined) throw new Error('a categorical column was not read')
  return columnOfCounts(name, mine, theirs)
}
