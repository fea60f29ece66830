import type { Column } from '../scan/columns.ts'
import type { Scan, ScanOptions, Source } from '../scan/scan-file.ts'
import { columnOfCounts } from './column.ts'
import type { CategoricalColumn, NumericColumn } from './column.ts'
import type { ColumnKind } from './column-kinds.ts'
import type { NumericSample } from './numeric-sample.ts'
import type { NumberColumn, Tally } from './read-columns.ts'
import { readNumbers, readTallies, textOf } from './read-columns.ts'
import type { Spool } from './spool.ts'

/** A column that both files have, and how it is to be read. */
export type Compared = { readonly name: string; readonly kind: ColumnKind }

/** What one file holds of the compared columns: numbers by name, tallies by name and part (`hour`, `weekday`). */
export type Side = {
  readonly numbers: ReadonlyMap<string, NumericSample>
  readonly tallies: ReadonlyMap<string, Tally>
  readonly rows: number
}

/** Reads one file: its numbers in one pass, its categories in another. */
export async function readSide(
  scan: Scan,
  compared: readonly Compared[],
  spool: Spool,
  options: ScanOptions,
): Promise<{ result: Side; rows: number }> {
  const columnOf = (name: string): Column => {
    const found = scan.columns.find((column) => column.name === name)
    if (found === undefined) throw new Error('a compared column is not there')
    return found
  }
  const numeric: { key: string; column: NumberColumn }[] = []
  const counted: { key: string; column: Column; expression: string }[] = []
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
  const { samples, rows } = await readNumbers(
    scan,
    numeric.map(({ column }) => column),
    spool,
    options,
  )
  const tallies = await readTallies(scan, counted)
  return {
    result: {
      numbers: new Map(numeric.flatMap(({ key }, index) => pair(key, samples[index]))),
      tallies: new Map(counted.flatMap(({ key }, index) => pair(key, tallies[index]))),
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

export type Sources = { readonly reference: Source; readonly current: Source }
