import { counted, grouped } from '../findings/finding.ts'
import type { Column } from './columns.ts'
import { findColumn } from './columns.ts'
import { firstRowWhere, textOf } from './encode.ts'
import { rowsFrom } from './engine.ts'
import type { Scan } from './open-source.ts'
import { quoted, ScanError, withFile } from './scan-error.ts'

/** Two files as one: `scan` has the rows of both beside each other, `k0`, `k1`, … their keys as text. */
export type JoinedFiles = {
  readonly scan: Scan
  /** The wanted columns of each, in the order they were asked for. */
  readonly first: readonly Column[]
  readonly second: readonly Column[]
}

export type JoinQuestion = {
  /** The columns that say which rows belong together, by the same names in both files. */
  readonly keys: readonly string[]
  readonly first: readonly string[]
  readonly second: readonly string[]
}

type Side = {
  readonly role: 'file' | 'other'
  readonly table: string
  readonly scan: Scan
  readonly keys: readonly Column[]
  readonly columns: readonly Column[]
}

/**
 * Joins two files by key. Keys are compared as text, whole numbers without a fraction. Every key must be in both files,
 * once: what is not is an error with counts, since the rows that happen to match are other rows than those asked about.
 */
export async function joinByKey(first: Scan, second: Scan, question: JoinQuestion): Promise<JoinedFiles> {
  const { keys } = question
  if (keys.length === 0) {
    const hint = 'name the columns that say which rows belong together (key)'
    throw new ScanError('option_invalid', 'two files were given, and no key to join them by', hint)
  }
  const before = await side('file', first, keys, question.first)
  const after = await side('other', second, keys, question.second)
  await refuseUnmatched(before, after)
  await refuseUnmatched(after, before)
  const names = (one: Side, letter: string): string[] =>
    one.columns.map((_, index) => `${letter}.c${index} AS ${letter}${index}`)
  const kept = keys.map((_, index) => `a.k${index} AS k${index}`)
  await first.connection.run(
    `CREATE TEMP TABLE joined AS SELECT ${[...names(before, 'a'), ...names(after, 'b'), ...kept].join(', ')} ` +
      `FROM ${before.table} a JOIN ${after.table} b USING (${keyNames(keys.length)})`,
  )
  for (const { table } of [before, after]) await first.connection.run(`DROP TABLE ${table}`)
  const joined = (one: Side, letter: string): Column[] =>
    one.columns.map(({ name, type, reference }, index) => {
      return {
        name,
        type,
        reference: `${letter}${index}`,
        from: { relation: one.scan.relation, reference, role: one.role },
      }
    })
  const [a, b] = [joined(before, 'a'), joined(after, 'b')]
  const scan: Scan = { connection: first.connection, format: first.format, relation: 'joined', columns: distinct(a) }
  return { scan, first: a, second: b }
}

/** A column may be asked for twice, as a slice and as the label: it is found once. */
const distinct = (columns: readonly Column[]): Column[] =>
  columns.filter(({ name }, index) => columns.findIndex((one) => one.name === name) === index)

const keyNames = (count: number): string => Array.from({ length: count }, (_, index) => `k${index}`).join(', ')
/** Loads what is needed of one file into a table: its keys as text, its columns as they are. Refuses lost and repeated keys. */
async function side(role: Side['role'], scan: Scan, keys: readonly string[], names: readonly string[]): Promise<Side> {
  return withFile(role, async () => {
    const found = keys.map((name) => findColumn(scan.columns, name))
    const columns = names.map((name) => findColumn(scan.columns, name))
    const table = `rows_of_${role}`
    const wanted = [
      ...found.map((column, index) => `${textOf(column)} AS k${index}`),
      ...columns.map(({ reference }, index) => `${reference} AS c${index}`),
    ]
    await scan.connection.run(`CREATE TEMP TABLE ${table} AS SELECT ${wanted.join(', ')} FROM ${scan.relation}`)
    const one: Side = { role, table, scan, keys: found, columns }
    await refuseLostKeys(one)
    await refuseRepeatedKeys(one)
    return one
  })
}

async function refuseLostKeys({ scan, table, keys }: Side): Promise<void> {
  for (const [index, column] of keys.entries()) {
    const [found] = await rowsFrom(scan.connection, `SELECT count(*) AS n FROM ${table} WHERE k${index} IS NULL`)
    const lost = Number(found?.['n'] ?? 0)
    if (lost === 0) continue
    const { row } = await firstRowWhere(scan, column, 'text', 'value IS NULL')
    const message = `${counted(lost, 'row')} without a value in the key ${quoted(column.name)}, the first is row ${row}`
    throw new ScanError('value_missing', message, 'give every row its key')
  }
}

async function refuseRepeatedKeys({ scan, table, keys }: Side): Promise<void> {
  const names = keyNames(keys.length)
  const [found] = await rowsFrom(
    scan.connection,
    `SELECT count(*) AS keys, sum(n) AS rows FROM (SELECT count(*) AS n FROM ${table} GROUP BY ${names} HAVING n > 1)`,
  )
  const repeated = Number(found?.['keys'] ?? 0)
  if (repeated === 0) return
  const [first] = await rowsFrom(
    scan.connection,
    `SELECT ${names}, count(*) AS n FROM ${table} GROUP BY ${names} HAVING n > 1 ORDER BY ${names} LIMIT 1`,
  )
  const message =
    `${counted(repeated, 'key')} ${repeated === 1 ? 'stands' : 'stand'} in ${grouped(Number(found?.['rows'] ?? 0))} rows, ` +
    `${keyText(keys, first)} in ${grouped(Number(first?.['n'] ?? 0))}`
  throw new ScanError('keys_repeated', message, 'give each row a key of its own, or name more columns as the key')
}

async function refuseUnmatched(one: Side, other: Side): Promise<void> {
  const names = keyNames(one.keys.length)
  const unmatched = `FROM ${one.table} ANTI JOIN ${other.table} USING (${names})`
  const [found] = await rowsFrom(one.scan.connection, `SELECT count(*) AS n ${unmatched}`)
  const count = Number(found?.['n'] ?? 0)
  if (count === 0) return
  const [all] = await rowsFrom(one.scan.connection, `SELECT count(*) AS n FROM ${one.table}`)
  const [first] = await rowsFrom(one.scan.connection, `SELECT ${names} ${unmatched} ORDER BY ${names} LIMIT 1`)
  const error = new ScanError(
    'keys_differ',
    `${grouped(count)} of ${counted(Number(all?.['n'] ?? 0), 'row')} have a key that the ${one.role === 'file' ? 'other' : 'first'} file lacks, such as ${keyText(one.keys, first)}`,
    'give the same rows in both files; leave out of both what only one of them has',
  )
  error.role = one.role
  throw error
}

/** The keys of a row in words: their names and values. */
export function keyText(keys: readonly Column[], row: Readonly<Record<string, unknown>> | undefined): string {
  return keys.map(({ name }, index) => `${quoted(name)} = ${quoted(textIn(row, `k${index}`))}`).join(', ')
}

/** The text of a field of a row. */
export function textIn(row: Readonly<Record<string, unknown>> | undefined, name: string): string {
  const value = row?.[name]
  return typeof value === 'string' ? value : ''
}
