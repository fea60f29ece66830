import type { DuckDBDataChunk } from '@duckdb/node-api'
import { findColumn, isNumberType } from '../scan/columns.ts'
import type { Column } from '../scan/columns.ts'
import { eachChunk } from '../scan/each-chunk.ts'
import { textOf } from '../scan/encode.ts'
import { rowsFrom } from '../scan/engine.ts'
import { ScanError } from '../scan/scan-error.ts'
import { scanFile } from '../scan/scan-file.ts'
import type { Scan } from '../scan/open-source.ts'
import type { ScanOptions, Source } from '../scan/source.ts'
import { ColumnProfile } from './column-profile.ts'

/** Profiles of the columns of a file. */
export type FileProfile = { readonly source: Source; readonly columns: readonly ColumnProfile[] }

/**
 * Profiles the columns of a file, or those that are named; see ColumnProfile. Memory does not grow with the rows.
 *
 * Number columns are numeric; dates and times are numeric too, as seconds since 1970; all else is text. In text formats a
 * column is numeric when every value that is not missing is a number. Empty text is a missing value.
 *
 * Throws a ScanError when the file cannot be read, or the signal's reason when it is aborted.
 *
 * @example
 * const { columns } = await profileFile('applications.parquet', { columns: ['age', 'income'] })
 */
export async function profileFile(
  path: string,
  { columns: wanted, ...options }: ScanOptions & { readonly columns?: readonly string[] | undefined } = {},
): Promise<FileProfile> {
  const { result, source } = await scanFile(path, options, async (scan) => {
    const columns = wanted === undefined ? scan.columns : wanted.map((name) => findColumn(scan.columns, name))
    const planned = await plan(scan, columns)
    const total = planned.rows
    if (total === 0) throw new ScanError('file_empty', 'the file has no rows', 'write at least one row')
    options.onProgress?.({ phase: 'read', share: 1 })
    const tell = (share: number): void => {
      options.signal?.throwIfAborted()
      options.onProgress?.({ phase: 'measure', share })
    }
    // What comes of the numbers is made on one thread here, so more than one there would only fill memory ahead of it.
    await scan.connection.run('SET threads = 1')
    await readNumbers(scan, planned.numeric, total, tell)
    await scan.connection.run('RESET threads')
    for (const { column, profile } of planned.text) await readTexts(scan, column, profile)
    tell(1)
    return { result: planned.all.map(({ profile }) => profile), rows: total }
  })
  return { source, columns: result }
}

type Planned = { readonly column: Column; readonly profile: ColumnProfile; readonly sql: string }

/** Which columns are numeric, which types their values have, and how many rows there are. */
async function plan(
  scan: Scan,
  columns: readonly Column[],
): Promise<{ rows: number; all: Planned[]; numeric: Planned[]; text: Planned[] }> {
  const texts = columns.map((column) => (column.type === 'VARCHAR' ? column.reference : undefined))
  const counts = texts.flatMap((text, at) => (text === undefined ? [] : typeCounts(text, at)))
  const [found = {}] = await rowsFrom(
    scan.connection,
    `SELECT ${['count(*) AS rows', ...counts].join(', ')} FROM ${scan.relation}`,
  )
  const number = (name: string): number => Number(found[name] ?? 0)
  const all = columns.map((column, at): Planned => {
    if (texts[at] === undefined) {
      const sql = numberSql(column)
      return { column, profile: new ColumnProfile(column.name, sql === undefined ? 'text' : 'numeric'), sql: sql ?? '' }
    }
    const isNumeric = number(`given${at}`) > 0 && number(`number${at}`) === number(`given${at}`)
    const profile = new ColumnProfile(column.name, isNumeric ? 'numeric' : 'text')
    profile.addType('integer', number(`integer${at}`))
    profile.addType('decimal', number(`number${at}`) - number(`integer${at}`))
    profile.addType('boolean', number(`boolean${at}`))
    profile.addType('date', number(`date${at}`))
    const told = number(`number${at}`) + number(`boolean${at}`) + number(`date${at}`)
    profile.addType('text', number(`given${at}`) - told)
    return { column, profile, sql: `TRY_CAST(${column.reference} AS DOUBLE)` }
  })
  return {
    rows: number('rows'),
    all,
    numeric: all.filter(({ profile }) => profile.kind === 'numeric'),
    text: all.filter(({ profile }) => profile.kind === 'text'),
  }
}

function typeCounts(text: string, at: number): string[] {
  const number = `TRY_CAST(${text} AS DOUBLE)`
  const isOther = `${text} <> '' AND ${number} IS NULL`
  return [
    `count(*) FILTER (${text} <> '') AS given${at}`,
    `count(${number}) AS number${at}`,
    `count(*) FILTER (regexp_full_match(${text}, '[+-]?[0-9]+')) AS integer${at}`,
    `count(*) FILTER (${isOther} AND lower(${text}) IN ('true', 'false')) AS boolean${at}`,
    `count(*) FILTER (${isOther} AND TRY_CAST(${text} AS TIMESTAMP) IS NOT NULL) AS date${at}`,
  ]
}

/** A typed column as a number, or undefined where it is none. */
function numberSql({ type, reference }: Column): string | undefined {
  if (isNumberType(type)) return `CAST(${reference} AS DOUBLE)`
  if (/^(?:DATE|TIMESTAMP)/.test(type)) return `CAST(epoch(${reference}) AS DOUBLE)`
  return undefined
}

/** So many chunks of 2,048 rows go into a profile together. */
const CHUNKS_TOGETHER = 8

async function readNumbers(
  { connection, relation }: Scan,
  numeric: readonly Planned[],
  rows: number,
  tell: (share: number) => void,
): Promise<void> {
  if (numeric.length === 0) return
  const columns = numeric.map(({ sql }) => `coalesce(${sql}, 'nan'::DOUBLE)`).join(', ')
  const result = await connection.stream(`SELECT ${columns} FROM ${relation}`)
  const batches = numeric.map(() => new Float64Array(CHUNKS_TOGETHER * 2048))
  let filled = 0
  let done = 0
  const flush = (): void => {
    for (const [at, { profile, column }] of numeric.entries()) {
      const { missing } = profile
      profile.addNumbers(batches[at] ?? [], filled)
      if (column.type !== 'VARCHAR') profile.addType(column.type.toLowerCase(), filled - (profile.missing - missing))
    }
    done += filled
    filled = 0
    tell(rows === 0 ? 1 : done / rows)
  }
  await eachChunk(result, undefined, (chunk, size) => {
    if (filled + size > CHUNKS_TOGETHER * 2048) flush()
    for (const [at, batch] of batches.entries()) batch.set(numbersOf(chunk, at).subarray(0, size), filled)
    filled += size
  })
  flush()
}

/** The numbers of a column as they lie in the vector: no value is copied or boxed. No value is null here. */
function numbersOf(chunk: DuckDBDataChunk, column: number): Float64Array {
  const vector: object = chunk.getColumnVector(column)
  if ('items' in vector && vector.items instanceof Float64Array) return vector.items
  throw new Error(`column ${column} is not a vector of numbers`)
}

/** Counts equal texts in the engine and adds them one for all; the order is that of the texts, whatever that of the rows. */
async function readTexts({ connection, relation }: Scan, column: Column, profile: ColumnProfile): Promise<void> {
  const text = column.type === 'VARCHAR' ? `nullif(${column.reference}, '')` : textOf(column)
  const result = await connection.stream(
    `SELECT ${text} AS value, count(*)::DOUBLE AS times FROM ${relation} GROUP BY 1 ORDER BY times DESC, value`,
  )
  await eachChunk(result, undefined, (chunk) => {
    for (const [value, times] of chunk.getRows()) {
      profile.addText(typeof value === 'string' ? value : null, Number(times))
      if (typeof value === 'string' && column.type !== 'VARCHAR')
        profile.addType(column.type.toLowerCase(), Number(times))
    }
  })
}
