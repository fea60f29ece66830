import { rowsFrom, sqlText } from '../scan/engine.ts'
import type { Column } from '../scan/columns.ts'
import { eachChunk } from '../scan/each-chunk.ts'
import { firstRowWhere } from '../scan/encode.ts'
import { quoted, ScanError } from '../scan/scan-error.ts'
import type { Scan } from '../scan/open-source.ts'
import type { ScanOptions } from '../scan/source.ts'
import { MISSING_WORDS } from './column-kinds.ts'
import type { NumericSample } from './numeric-sample.ts'
import { NumericSampleBuilder } from './numeric-sample.ts'
import type { Spool } from './spool.ts'

/** How often each value occurs. */
export type Tally = { readonly counts: ReadonlyMap<string, number>; readonly missing: number }

/** Above this a categorical column is refused: nobody reads ten thousand shares, and memory must be bounded. */
export const MOST_CATEGORIES = 10_000

/** A number to read: an SQL expression of type DOUBLE, and the column that is named when it fails. */
export type NumberColumn = { readonly column: Column; readonly expression: (text: string) => string }

/**
 * Reads numeric columns in one pass over the file, eight bytes a value into the spool. A value that is no number is an
 * error that names its row; missing words are missing.
 */
export async function readNumbers(
  scan: Scan,
  columns: readonly NumberColumn[],
  spool: Spool,
  { signal }: ScanOptions,
): Promise<{ samples: NumericSample[]; rows: number }> {
  if (columns.length === 0) return { samples: [], rows: await countRows(scan) }
  try {
    return await streamNumbers(scan, columns, spool, signal, ({ type, reference }) =>
      type === 'VARCHAR' ? `nullif(${reference}, '')` : reference,
    )
  } catch (error) {
    if (!(error instanceof Error) || !/^(?:Conversion|Invalid Input) Error/.test(error.message)) throw error
    const words = MISSING_WORDS.map(sqlText).join(', ')
    const lenient = ({ type, reference }: Column): string =>
      type === 'VARCHAR' ? `CASE WHEN lower(${reference}) IN (${words}) THEN NULL ELSE ${reference} END` : reference
    try {
      return await streamNumbers(scan, columns, spool, signal, lenient)
    } catch (again) {
      if (again instanceof Error && again.message.startsWith('Conversion Error')) await refuseText(scan, columns, words)
      throw again
    }
  }
}

async function streamNumbers(
  scan: Scan,
  columns: readonly NumberColumn[],
  spool: Spool,
  signal: AbortSignal | undefined,
  read: (column: Column) => string,
): Promise<{ samples: NumericSample[]; rows: number }> {
  const builders = columns.map(() => new NumericSampleBuilder(spool.column()))
  const selected = columns.map(({ column, expression }) => `coalesce(${expression(read(column))}, 'NaN'::DOUBLE)`)
  // Parquet is read faster by one thread than what is read is taken in here: more would only fill memory ahead.
  if (scan.format.kind === 'parquet') await scan.connection.run('SET threads = 1')
  const result = await scan.connection.stream(`SELECT ${selected.join(', ')} FROM ${scan.relation}`)
  let rows = 0
  await eachChunk(result, signal, (chunk, size) => {
    rows += size
    for (const [index, builder] of builders.entries()) {
      const vector: object = chunk.getColumnVector(index)
      // The doubles as they lie in memory; the public way makes an object of each.
      const raw = 'items' in vector && vector.items instanceof Float64Array ? vector.items : undefined
      builder.add(raw ?? chunk.getColumnValues(index).map(Number))
    }
  })
  await scan.connection.run('RESET threads')
  return { samples: builders.map((builder) => builder.finish()), rows }
}

async function refuseText(scan: Scan, columns: readonly NumberColumn[], words: string): Promise<void> {
  for (const { column } of columns) {
    if (column.type !== 'VARCHAR') continue
    const condition = `value IS NOT NULL AND lower(value) NOT IN (${words}) AND TRY_CAST(value AS DOUBLE) IS NULL`
    const { row, text } = await firstRowWhere(scan, column, 'text', condition)
    if (row === 0) continue
    throw new ScanError(
      'column_type',
      `column ${quoted(column.name)} has ${quoted(text)} in row ${row}, which is not a number`,
      'write numbers only, or say that the column is categorical or text',
    )
  }
}

/** Counts the values of categorical columns, all in one pass over the file. */
export async function readTallies(
  scan: Scan,
  columns: readonly { readonly column: Column; readonly expression: string }[],
): Promise<Tally[]> {
  if (columns.length === 0) return []
  const names = columns.map((_, index) => `v${index}`)
  const words = MISSING_WORDS.map(sqlText).join(', ')
  const selected = columns.map(
    ({ expression }, index) =>
      `CASE WHEN lower(${expression}) IN (${words}) THEN NULL ELSE ${expression} END AS v${index}`,
  )
  const reader = await scan.connection.streamAndReadUntil(
    `SELECT coalesce(${names.join(', ')}) AS value, grouping(${names.join(', ')}) AS absent, count(*) AS n ` +
      `FROM (SELECT ${selected.join(', ')} FROM ${scan.relation}) ` +
      `GROUP BY GROUPING SETS (${names.map((name) => `(${name})`).join(', ')})`,
    columns.length * (MOST_CATEGORIES + 2),
  )
  const found = columns.map(() => ({ counts: new Map<string, number>(), missing: 0 }))
  for (const { value, absent, n } of reader.getRowObjectsJS()) {
    // grouping() has one bit a column, the first the highest; the bit of the column that was grouped by is 0.
    const bits = Number(absent).toString(2).padStart(names.length, '0')
    const tally = found[bits.indexOf('0')]
    if (tally === undefined) continue
    if (typeof value === 'string') tally.counts.set(value, Number(n))
    else tally.missing += Number(n)
  }
  for (const [index, { counts }] of found.entries()) {
    if (counts.size <= MOST_CATEGORIES) continue
    throw new ScanError(
      'classes_too_many',
      `column ${quoted(columns[index]?.column.name ?? '')} has more than ${MOST_CATEGORIES} different values`,
      'say that the column is text, or leave it out',
    )
  }
  return found
}

/** The value of a column as text; a number that is whole is written without a fraction. */
export function textOf({ type, reference }: Column): string {
  if (/^(?:FLOAT|DOUBLE|DECIMAL)/.test(type)) {
    const number = `CAST(${reference} AS DOUBLE)`
    return (
      `CASE WHEN ${number} = trunc(${number}) AND abs(${number}) < 1e15 ` +
      `THEN CAST(CAST(${number} AS BIGINT) AS VARCHAR) ELSE CAST(${number} AS VARCHAR) END`
    )
  }
  return type === 'VARCHAR' ? reference : `CAST(${reference} AS VARCHAR)`
}

async function countRows({ connection, relation }: Scan): Promise<number> {
  const [row] = await rowsFrom(connection, `SELECT count(*) AS n FROM ${relation}`)
  return Number(row?.['n'] ?? 0)
}
