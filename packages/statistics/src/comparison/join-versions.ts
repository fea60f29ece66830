import type { Column } from '../scan/columns.ts'
import { findColumn } from '../scan/columns.ts'
import { firstRowWhere, textOf } from '../scan/encode.ts'
import { rowsFrom } from '../scan/engine.ts'
import { counted, grouped } from '../findings/finding.ts'
import type { Scan } from '../scan/open-source.ts'
import { quoted, ScanError, withFile } from '../scan/scan-error.ts'
import type { ComparisonQuestion, VersionColumns } from './comparison.ts'

/** Where the columns of a comparison are: in one file, or in two that were joined. */
export type ComparedColumns = {
  readonly scan: Scan
  readonly label: Column
  readonly first: Column
  readonly second: Column
  /** Those of the first and the second version, or none. */
  readonly scores: readonly Column[]
}

/** The columns of one file that has the predictions of both versions. */
export function columnsOfOne(scan: Scan, question: ComparisonQuestion): ComparedColumns {
  const named = (name: string): Column => findColumn(scan.columns, name)
  refuseOneScore(question)
  if ((question.key ?? []).length > 0) {
    const hint = 'give the file of the second version (otherPath), or no key'
    throw new ScanError('option_invalid', 'there is a key, and no second file to join by it', hint)
  }
  return {
    scan,
    label: named(question.label),
    first: named(question.first.prediction),
    second: named(question.second.prediction),
    scores: [question.first.score, question.second.score].filter((name) => name !== undefined).map(named),
  }
}

function refuseOneScore({ first, second }: ComparisonQuestion): void {
  if ((first.score === undefined) === (second.score === undefined)) return
  throw new ScanError('option_invalid', 'only one version has a score column', 'name both or none')
}

type Side = {
  readonly role: 'file' | 'other'
  readonly table: string
  readonly scan: Scan
  readonly keys: readonly Column[]
  readonly columns: readonly Column[]
}

/**
 * Joins two files by key, so that each row has the predictions of both versions. Label and slices are those of the first
 * file; where the second has the label too, it must be the same. Keys are compared as text, whole numbers without a
 * fraction. Every key must be in both files, once: what is not is an error with counts, since a comparison of the rows that
 * happen to match is one of other rows.
 */
export async function joinVersions(first: Scan, second: Scan, question: ComparisonQuestion): Promise<ComparedColumns> {
  const keys = question.key ?? []
  if (keys.length === 0) {
    const hint = 'name the columns that say which rows belong together (key)'
    throw new ScanError('option_invalid', 'two files were given, and no key to join them by', hint)
  }
  refuseOneScore(question)
  const slices = question.slices ?? []
  const before = await side('file', first, keys, [question.label, ...of(question.first), ...slices])
  const hasLabel = second.columns.some(({ name }) => name === question.label)
  const after = await side('other', second, keys, [...of(question.second), ...(hasLabel ? [question.label] : [])])
  await refuseUnmatched(before, after)
  await refuseUnmatched(after, before)
  const names = (one: Side, letter: string): string =>
    one.columns.map((_, index) => `${letter}.c${index} AS ${letter}${index}`).join(', ')
  await first.connection.run(
    `CREATE TEMP TABLE joined AS SELECT ${names(before, 'a')}, ${names(after, 'b')}, a.k0 AS k0 ` +
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
  if (hasLabel) await refuseOtherLabels(scan, a[0], b.at(-1), keys)
  const [label, prediction] = a
  const [otherPrediction] = b
  if (label === undefined || prediction === undefined || otherPrediction === undefined)
    throw new Error('columns are lost')
  const scores = question.first.score === undefined ? [] : [a[2], b[1]]
  return { scan, label, first: prediction, second: otherPrediction, scores: scores.filter((one) => one !== undefined) }
}

const of = ({ prediction, score }: VersionColumns): string[] => [prediction, ...(score === undefined ? [] : [score])]
const keyNames = (count: number): string => Array.from({ length: count }, (_, index) => `k${index}`).join(', ')
/** A column may be asked for twice, as a slice and as the label: it is found once. */
const distinct = (columns: readonly Column[]): Column[] =>
  columns.filter(({ name }, index) => columns.findIndex((one) => one.name === name) === index)

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
    'predict the same rows with both versions; leave out of both what only one of them has',
  )
  error.role = one.role
  throw error
}

async function refuseOtherLabels(
  scan: Scan,
  label: Column | undefined,
  other: Column | undefined,
  keys: readonly string[],
): Promise<void> {
  if (label === undefined || other === undefined) return
  const differ = `FROM joined WHERE ${textOf(label)} IS DISTINCT FROM ${textOf(other)}`
  const [found] = await rowsFrom(scan.connection, `SELECT count(*) AS n, min(k0) AS k0 ${differ}`)
  const count = Number(found?.['n'] ?? 0)
  if (count === 0) return
  const message = `${counted(count, 'row')} of both files ${count === 1 ? 'has' : 'have'} another ${quoted(label.name)} in each, such as ${quoted(keys[0] ?? '')} = ${quoted(textIn(found, 'k0'))}`
  throw new ScanError('labels_differ', message, 'compare both versions with the same truth')
}

function keyText(keys: readonly Column[], row: Readonly<Record<string, unknown>> | undefined): string {
  return keys.map(({ name }, index) => `${quoted(name)} = ${quoted(textIn(row, `k${index}`))}`).join(', ')
}

function textIn(row: Readonly<Record<string, unknown>> | undefined, name: string): string {
  const value = row?.[name]
  return typeof value === 'string' ? value : ''
}
