import { randomUUID } from 'node:crypto'
import { rowsFrom, sqlName, sqlText } from './engine.ts'
import { isNumberType } from './columns.ts'
import type { Column } from './columns.ts'
import { quoted, ScanError } from './scan-error.ts'
import type { ScanErrorCode } from './scan-error.ts'
import type { Scan } from './open-source.ts'

/** A column to keep as small codes: at most `limit` different values, or an error with `tooMany`. */
export type CodedColumn = {
  readonly column: Column
  readonly limit: number
  readonly tooMany: ScanErrorCode
}

/** The values of a coded column; code i stands for `values[i]`, and `values.length` for a missing value. */
export type Codes = { readonly values: readonly string[] }

const SAMPLE_ROWS = 50_000

/**
 * Copies the wanted columns into a table `observations` of one byte or two a value: `code_0`, `code_1`, … (ENUM) in the
 * order of `coded`, and `score`, `number_0`, `number_1`, … (DOUBLE; null where the value is no number), and `key_0`, … as they
 * are. Missing values, empty text and NaN have the code after the last. Values are sorted by code unit, so codes do not depend on the order of the rows.
 *
 * A text file is read once: the values are taken from its first rows, and only when a later row has another one are they
 * collected from the whole file.
 */
export async function encodeColumns(
  scan: Scan,
  coded: readonly CodedColumn[],
  score: Column | undefined,
  numbers: readonly Column[] = [],
  keys: readonly Column[] = [],
): Promise<{ codes: Codes[]; rows: number }> {
  const missing = `missing ${randomUUID()}`
  const texts = coded.map(({ column }) => `coalesce(${textOf(column)}, ${sqlText(missing)})`)
  const number = [
    `${score === undefined ? 'NULL::DOUBLE' : numberOf(score)} AS score`,
    ...numbers.map((column, index) => `${numberOf(column)} AS number_${index}`),
    ...keys.map(({ reference }, index) => `${reference} AS key_${index}`),
  ].join(', ')
  const sample = await distinctValues(scan, coded, texts, missing, SAMPLE_ROWS)
  try {
    return await load(scan, sample, texts, number, missing)
  } catch (error) {
    if (!(error instanceof Error) || !error.message.startsWith('Conversion Error')) throw error
    return load(scan, await distinctValues(scan, coded, texts, missing), texts, number, missing)
  }
}

/** The first row (counted from 1, without the header) whose text or number meets a condition on `value`. */
export async function firstRowWhere(
  scan: Scan,
  column: Column,
  as: 'text' | 'number',
  condition: string,
): Promise<{ row: number; text: string }> {
  await scan.connection.run('SET preserve_insertion_order = true')
  const { relation, reference } = column.from ?? { relation: scan.relation, reference: column.reference }
  const value = as === 'text' ? textOf({ ...column, reference }) : numberOf({ ...column, reference })
  const [found] = await rowsFrom(
    scan.connection,
    `SELECT row, raw FROM (SELECT row_number() OVER () AS row, ${value} AS value, ` +
      `CAST(${reference} AS VARCHAR) AS raw FROM ${relation}) WHERE ${condition} ORDER BY row LIMIT 1`,
  )
  return { row: Number(found?.['row'] ?? 0), text: typeof found?.['raw'] === 'string' ? found['raw'] : '' }
}

async function load(
  { connection, relation }: Scan,
  codes: readonly Codes[],
  texts: readonly string[],
  number: string,
  missing: string,
): Promise<{ codes: Codes[]; rows: number }> {
  await connection.run('DROP TABLE IF EXISTS observations')
  for (const [index, { values }] of codes.entries()) {
    await connection.run(`DROP TYPE IF EXISTS values_${index}`)
    await connection.run(`CREATE TYPE values_${index} AS ENUM (${[...values, missing].map(sqlText).join(', ')})`)
  }
  const encoded = texts.map((text, index) => `CAST(${text} AS values_${index}) AS ${sqlName(`code_${index}`)}`)
  const wanted = [...encoded, number].join(', ')
  await connection.run(`CREATE TEMP TABLE observations AS SELECT ${wanted} FROM ${relation}`)
  const [row] = await rowsFrom(connection, 'SELECT count(*) AS rows FROM observations')
  return { codes: [...codes], rows: Number(row?.['rows'] ?? 0) }
}

async function distinctValues(
  { connection, relation }: Scan,
  coded: readonly CodedColumn[],
  texts: readonly string[],
  missing: string,
  firstRows?: number,
): Promise<Codes[]> {
  if (coded.length === 0) return []
  const names = texts.map((_, index) => `v${index}`)
  const columns = texts.map((text, index) => `${text} AS v${index}`).join(', ')
  const limit = firstRows === undefined ? '' : ` LIMIT ${firstRows}`
  const sets = names.map((name) => `(${name})`).join(', ')
  const reader = await connection.streamAndReadUntil(
    `SELECT coalesce(${names.join(', ')}) AS value, grouping(${names.join(', ')}) AS absent ` +
      `FROM (SELECT ${columns} FROM ${relation}${limit}) GROUP BY GROUPING SETS (${sets})`,
    coded.reduce((sum, { limit }) => sum + limit + 2, 0),
  )
  const found = names.map(() => new Set<string>())
  for (const { value, absent } of reader.getRowObjectsJS()) {
    // grouping() has one bit a column, the first the highest; the bit of the column that was grouped by is 0.
    const bits = Number(absent).toString(2).padStart(names.length, '0')
    if (typeof value === 'string' && value !== missing) found[bits.indexOf('0')]?.add(value)
  }
  return coded.map(({ column, limit, tooMany }, index) => {
    const values = [...(found[index] ?? [])].sort()
    if (values.length > limit) {
      throw new ScanError(
        tooMany,
        `column ${quoted(column.name)} has more than ${limit} different values, such as ${quoted(values[0] ?? '')}`,
        tooMany === 'classes_too_many'
          ? 'give the column with the class of each row; numbers to be predicted are not classes'
          : 'give a column with few groups, or put its values into bands first',
      )
    }
    return { values }
  })
}

/** The value as text, null where it is missing. A number that is whole is written without a fraction: 1.0 is the class 1. */
export function textOf({ name, type, reference }: Column): string {
  if (/^(?:FLOAT|DOUBLE|DECIMAL)/.test(type)) {
    const number = `CAST(${reference} AS DOUBLE)`
    return (
      `CASE WHEN isnan(${number}) THEN NULL WHEN ${number} = trunc(${number}) AND abs(${number}) < 1e15 ` +
      `THEN CAST(CAST(${number} AS BIGINT) AS VARCHAR) ELSE CAST(${number} AS VARCHAR) END`
    )
  }
  if (/\[|^(?:STRUCT|MAP|UNION|BLOB|BIT|VARIANT|GEOMETRY)/.test(type)) {
    throw new ScanError(
      'column_type',
      `column ${quoted(name)} holds ${type}, which is neither text, number, boolean nor date`,
      'write the column as text or numbers',
    )
  }
  return `nullif(CAST(${reference} AS VARCHAR), '')`
}

/** The value as a number, null where it is none. */
export function numberOf({ name, type, reference }: Column): string {
  if (type === 'VARCHAR') return `TRY_CAST(${reference} AS DOUBLE)`
  if (isNumberType(type)) return `CAST(${reference} AS DOUBLE)`
  throw new ScanError('column_type', `column ${quoted(name)} holds ${type}, not numbers`, 'give a column of numbers')
}
