import { sqlText } from '../scan/engine.ts'
import { findColumn } from '../scan/columns.ts'
import { quoted, ScanError } from '../scan/scan-error.ts'
import type { Scan } from '../scan/open-source.ts'
import { MISSING_WORDS } from './column-kinds.ts'
import type { Compared } from './column-kinds.ts'
import { textOf } from './read-columns.ts'

/** How many rows are taken of what cannot be measured in one pass over all of them. */
export const SAMPLE_ROWS = { text: 4000, embedding: 1500, multivariate: 10_000 } as const

/** A column of rows that belong together: numbers, NaN where missing; or text, null where missing. */
export type SampledColumn = {
  readonly name: string
  readonly numbers?: Float64Array
  readonly texts?: readonly (string | null)[]
}

/**
 * Rows of a file with the wanted columns side by side, at most `limit` of them. Which rows is decided by a hash of what
 * they hold, so it does not depend on their order, and they are like rows drawn at random.
 */
export async function sampleRows(scan: Scan, compared: readonly Compared[], limit: number): Promise<SampledColumn[]> {
  if (compared.length === 0) return []
  const words = MISSING_WORDS.map(sqlText).join(', ')
  const selected = compared.map(({ name, kind }, index) => {
    const text = textOf(findColumn(scan.columns, name))
    return kind === 'numeric'
      ? `coalesce(TRY_CAST(${text} AS DOUBLE), 'NaN'::DOUBLE) AS v${index}`
      : `CASE WHEN lower(${text}) IN (${words}) THEN NULL ELSE ${text} END AS v${index}`
  })
  const names = compared.map((_, index) => `v${index}`).join(', ')
  const reader = await scan.connection.runAndReadAll(
    `SELECT ${names} FROM (SELECT ${selected.join(', ')} FROM ${scan.relation}) ORDER BY hash(${names}), ${names} LIMIT ${limit}`,
  )
  const columns = reader.getColumns()
  return compared.map(({ name, kind }, index) => {
    const values = columns[index] ?? []
    return kind === 'numeric'
      ? { name, numbers: Float64Array.from(values, (value) => (typeof value === 'number' ? value : Number.NaN)) }
      : { name, texts: values.map((value) => (typeof value === 'string' ? value : null)) }
  })
}

/** Texts of a column that are there, at most `limit`. */
export async function sampleTexts(scan: Scan, name: string, limit: number): Promise<string[]> {
  const text = textOf(findColumn(scan.columns, name))
  const reader = await scan.connection.runAndReadAll(
    `SELECT ${text} AS v FROM ${scan.relation} WHERE ${text} IS NOT NULL AND trim(${text}) <> '' ` +
      `ORDER BY hash(v), v LIMIT ${limit}`,
  )
  return (reader.getColumns()[0] ?? []).flatMap((value) => (typeof value === 'string' ? [value] : []))
}

/** Vectors of a column that are there, at most `limit`, and how many rows have one and how many have none. */
export async function sampleVectors(
  scan: Scan,
  name: string,
  limit: number,
): Promise<{ vectors: Float64Array[]; rows: number; missing: number }> {
  const column = findColumn(scan.columns, name)
  const value = column.type === 'VARCHAR' ? `nullif(${column.reference}, '')` : column.reference
  const vector = `CAST(${value} AS DOUBLE[])`
  let columns: unknown[][]
  let counts: unknown[][]
  try {
    counts = (await scan.connection.runAndReadAll(`SELECT count(${value}), count(*) FROM ${scan.relation}`)).getRowsJS()
    columns = (
      await scan.connection.runAndReadAll(
        `SELECT ${vector} AS v FROM ${scan.relation} WHERE ${value} IS NOT NULL ORDER BY hash(v), v LIMIT ${limit}`,
      )
    ).getColumnsJS()
  } catch (error) {
    if (!(error instanceof Error) || !error.message.startsWith('Conversion Error')) throw error
    throw new ScanError(
      'column_type',
      `column ${quoted(name)} has a value that is not a list of numbers`,
      'write each vector as a list, such as [0.1, 0.2]',
      { cause: error },
    )
  }
  const vectors = (columns[0] ?? []).flatMap((list) => (Array.isArray(list) ? [Float64Array.from(list, Number)] : []))
  const width = vectors[0]?.length ?? 0
  for (const found of vectors) {
    if (found.length === width && found.every(Number.isFinite)) continue
    const what =
      found.length === width ? 'numbers that are missing or infinite' : `lengths such as ${width} and ${found.length}`
    throw new ScanError('column_type', `column ${quoted(name)} has vectors with ${what}`, 'give vectors of one length')
  }
  const [whole = [0, 0]] = counts
  const [present, rows] = whole.map(Number)
  return { vectors, rows: present ?? 0, missing: (rows ?? 0) - (present ?? 0) }
}
