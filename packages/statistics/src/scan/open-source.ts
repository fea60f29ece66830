import type { DuckDBConnection } from '@duckdb/node-api'
import type { Column } from './columns.ts'
import { nearestNames } from './columns.ts'
import { readCsvHeader } from './csv-header.ts'
import { rowsFrom, sqlName, sqlPath, sqlText } from './engine.ts'
import { formatOf } from './format.ts'
import type { FileFormat } from './format.ts'
import { quoted, ScanError } from './scan-error.ts'
import type { SourceFile } from './source-files.ts'

/** An open source: `relation` stands in the FROM of a query on `connection`. */
export type Scan = {
  readonly connection: DuckDBConnection
  readonly columns: readonly Column[]
  readonly relation: string
  readonly format: FileFormat
}

/**
 * Opens files as one table. All must be of one kind and have the same columns; in text formats their order may differ from
 * file to file. Throws `files_differ` where they do not, with the file and the column.
 */
export async function openSource(connection: DuckDBConnection, files: readonly SourceFile[]): Promise<Scan> {
  const [first] = files
  if (first === undefined) throw new Error('a source has at least one file')
  const format = formatOf(first.name)
  const other = files.find(({ name }) => formatOf(name).kind !== format.kind)
  if (other !== undefined) {
    const message = `${quoted(first.name)} and ${quoted(other.name)} are of different kinds`
    throw new ScanError('files_differ', message, 'give files of one kind, such as *.parquet')
  }
  switch (format.kind) {
    case 'parquet':
      return { connection, format, ...(await openParquet(connection, files)) }
    case 'jsonl':
      return { connection, format, ...(await openJsonLines(connection, files)) }
    case 'csv':
      return { connection, format, ...(await openCsv(files)) }
    default:
      return format.kind satisfies never
  }
}

type Opened = Pick<Scan, 'relation' | 'columns'>

const listOf = (files: readonly SourceFile[]): string => `[${files.map(({ path }) => sqlPath(path)).join(', ')}]`

async function openParquet(connection: DuckDBConnection, files: readonly SourceFile[]): Promise<Opened> {
  const of = (some: readonly SourceFile[]): string => `read_parquet(${listOf(some)}, hive_partitioning = false)`
  const [first, ...rest] = files
  const columns = await describe(connection, of(files.slice(0, 1)))
  for (const file of rest) {
    const own = await describe(connection, of([file]))
    refuseOther(first, columns, file, own)
    const odd = own.find(({ name, type }) => columns.some((column) => column.name === name && column.type !== type))
    if (odd === undefined) continue
    const type = columns.find(({ name }) => name === odd.name)?.type ?? ''
    const message = `column ${quoted(odd.name)} is ${type} in ${quoted(first?.name ?? '')} and ${odd.type} in ${quoted(file.name)}`
    throw new ScanError('files_differ', message, 'write the column with one type in all files')
  }
  return { relation: files.length === 1 ? of(files) : united(files.map((file) => of([file]))), columns }
}

async function openJsonLines(connection: DuckDBConnection, files: readonly SourceFile[]): Promise<Opened> {
  const start = `${listOf(files)}, format = 'newline_delimited', hive_partitioning = false`
  const guessed = await describe(connection, `read_json(${start}, union_by_name = true)`)
  if (guessed.length === 1 && guessed[0]?.name === 'json') {
    throw new ScanError('json_broken', 'the lines are not JSON objects', 'write one JSON object on each line')
  }
  // Types are not guessed from a sample: a later line may differ. Everything is text until it is measured.
  const columns = guessed.map((column) => ({ ...column, type: 'VARCHAR' }))
  return { relation: `read_json(${start}, columns = ${textColumns(columns.map(({ name }) => name))})`, columns }
}

async function openCsv(files: readonly SourceFile[]): Promise<Opened> {
  const groups = new Map<string, { files: SourceFile[]; delimiter: string; distinct: string[] }>()
  let [first, columns]: [SourceFile | undefined, Column[]] = [undefined, []]
  for (const file of files) {
    const format = formatOf(file.name)
    const { delimiter, names } = await readCsvHeader(file.path, format)
    const distinct = distinctNames(names)
    const own = names.map((name, index) => ({
      name,
      type: 'VARCHAR',
      reference: sqlName(distinct[index] ?? name),
    }))
    if (first === undefined) [first, columns] = [file, own]
    else refuseOther(first, columns, file, own)
    const key = JSON.stringify([delimiter, names, format.compression])
    const group = groups.get(key) ?? { files: [], delimiter, distinct }
    group.files.push(file)
    groups.set(key, group)
  }
  const relations = [...groups.values()].map(
    ({ files, delimiter, distinct }) =>
      `read_csv(${listOf(files)}, auto_detect = false, header = true, skip = 0, delim = ${sqlText(delimiter)}, ` +
      `quote = '"', escape = '"', buffer_size = 4194304, hive_partitioning = false, columns = ${textColumns(distinct)})`,
  )
  return { relation: united(relations), columns }
}

/** Several readers as one table, by the names of the columns. */
function united(relations: readonly string[]): string {
  const [only = '', ...more] = relations
  if (more.length === 0) return only
  return `(${relations.map((relation) => `SELECT * FROM ${relation}`).join(' UNION ALL BY NAME ')})`
}

function refuseOther(
  first: SourceFile | undefined,
  columns: readonly Column[],
  file: SourceFile,
  own: readonly Column[],
): void {
  const names = columns.map(({ name }) => name)
  const others = own.map(({ name }) => name)
  const lacking = names.find((name) => !others.includes(name))
  const surplus = others.find((name) => !names.includes(name))
  const odd = lacking ?? surplus
  if (odd === undefined && names.length === others.length) return
  const [has, lacks] = lacking === undefined ? [file, first] : [first, file]
  const near = nearestNames(odd ?? '', lacking === undefined ? names : others)
  const hint =
    near.length > 0 ? `there it may be called ${near.map(quoted).join(' or ')}` : 'give files with the same columns'
  const message = `${quoted(has?.name ?? '')} has a column ${quoted(odd ?? '')} that ${quoted(lacks?.name ?? '')} lacks`
  throw new ScanError('files_differ', message, hint)
}

async function describe(connection: DuckDBConnection, relation: string): Promise<Column[]> {
  const rows = await rowsFrom(connection, `DESCRIBE SELECT * FROM ${relation}`)
  return rows.map((row) => {
    const name = String(row['column_name'])
    return { name, type: String(row['column_type']), reference: sqlName(name) }
  })
}

function textColumns(names: readonly string[]): string {
  return `{${names.map((name) => `${sqlText(name)}: 'VARCHAR'`).join(', ')}}`
}

/** The reader wants distinct names, whatever their case; a column that repeats one or has none is renamed for it. */
function distinctNames(names: readonly string[]): string[] {
  const seen = new Set<string>()
  return names.map((name, index) => {
    let unique = name === '' ? `column ${index + 1}` : name
    while (seen.has(unique.toLowerCase())) unique = `${unique} (column ${index + 1})`
    seen.add(unique.toLowerCase())
    return unique
  })
}
