import { open as openFile } from 'node:fs/promises'
import { basename, resolve } from 'node:path'
import type { DuckDBConnection } from '@duckdb/node-api'
import type { Column } from './columns.ts'
import { readCsvHeader } from './csv-header.ts'
import { rowsFrom, sqlName, sqlPath, sqlText, withEngine } from './engine.ts'
import { explainReadError } from './explain.ts'
import { fingerprint, identify } from './fingerprint.ts'
import type { Fingerprint } from './fingerprint.ts'
import { formatOf } from './format.ts'
import type { FileFormat } from './format.ts'
import { ScanError } from './scan-error.ts'

/** Which file was measured. `digest` is `sha256:` and 64 hexadecimal digits of the bytes on the disk. */
export type Source = { readonly name: string; readonly digest: string; readonly bytes: number; readonly rows: number }

/** An open file: `relation` stands in the FROM of a query on `connection`. */
export type Scan = {
  readonly connection: DuckDBConnection
  readonly columns: readonly Column[]
  readonly relation: string
  readonly format: FileFormat
}

/** How far a scan is: `share` from 0 to 1 within the phase. */
export type Progress = { readonly phase: 'digest' | 'read' | 'measure' | 'verify'; readonly share: number }

export type ScanOptions = {
  readonly onProgress?: ((progress: Progress) => void) | undefined
  readonly signal?: AbortSignal | undefined
}

/**
 * Opens a .parquet, .csv, .jsonl or .ndjson file (the last three also as .gz), lets `work` query it, and makes sure that
 * the file was the same before and after. `work` also says how many rows it saw.
 *
 * Throws a ScanError for anything wrong with the file, or the signal's reason when it is aborted.
 */
export async function scanFile<Result>(
  path: string,
  { onProgress, signal }: ScanOptions,
  work: (scan: Scan) => Promise<{ result: Result; rows: number }>,
): Promise<{ result: Result; source: Source }> {
  const name = basename(path)
  const absolute = resolve(path)
  signal?.throwIfAborted()
  await identify(absolute)
  const format = formatOf(name)
  const before = await fingerprint(absolute, format, signal, (share) => onProgress?.({ phase: 'digest', share }))
  if (before.bytes === 0) throw new ScanError('file_empty', 'the file is empty', 'write at least one row')
  if (format.kind === 'parquet') await checkParquetFrame(absolute, before.bytes)
  const { result, rows } = await withEngine(absolute, signal, async (connection) => {
    onProgress?.({ phase: 'read', share: 0 })
    try {
      return await work(await open(connection, absolute, format))
    } catch (error) {
      if (error instanceof ScanError) {
        await refuseChange(absolute, before, signal)
        throw error
      }
      signal?.throwIfAborted()
      await refuseChange(absolute, before, signal)
      throw error instanceof Error && isFromReader(error) ? explainReadError(error, format) : error
    }
  })
  await refuseChange(absolute, before, signal, (share) => onProgress?.({ phase: 'verify', share }))
  return { result, source: { name, digest: before.digest, bytes: before.bytes, rows } }
}

/** What the file is and how many rows it has, without measuring anything. */
export async function describeFile(path: string, options: ScanOptions = {}): Promise<Source & { columns: Column[] }> {
  const { result, source } = await scanFile(path, options, async ({ connection, columns, relation }) => {
    const [row] = await rowsFrom(connection, `SELECT count(*) AS rows FROM ${relation}`)
    return { result: [...columns], rows: Number(row?.['rows'] ?? 0) }
  })
  return { ...source, columns: result }
}

function isFromReader(error: Error): boolean {
  return /^(?:[A-Z][A-Za-z]*(?: [A-Za-z]+)?) Error: /.test(error.message)
}

async function refuseChange(
  path: string,
  before: Fingerprint,
  signal: AbortSignal | undefined,
  onShare: (share: number) => void = () => undefined,
): Promise<void> {
  const changed = (cause?: unknown): ScanError =>
    new ScanError(
      'file_changed',
      'the file changed while it was read',
      'wait until it is written, then measure again',
      {
        cause,
      },
    )
  let after: Fingerprint
  try {
    after = await fingerprint(path, undefined, signal, onShare)
  } catch (error) {
    signal?.throwIfAborted()
    throw changed(error)
  }
  if (after.digest !== before.digest || after.identity !== before.identity) throw changed()
}

/** Parquet begins and ends with its magic bytes; a copy that stopped early lacks the end. */
async function checkParquetFrame(path: string, bytes: number): Promise<void> {
  const file = await openFile(path)
  try {
    const frame = Buffer.alloc(8)
    await file.read(frame, 0, 4, 0)
    await file.read(frame, 4, 4, Math.max(0, bytes - 4))
    const text = frame.toString('latin1')
    if (text === 'PAR1PAR1' && bytes >= 12) return
    if (text.endsWith('PARE')) {
      throw new ScanError('file_unreadable', 'the Parquet file is encrypted', 'write it without encryption')
    }
    const what = text.startsWith('PAR1')
      ? 'the Parquet file is cut off: its end is missing'
      : 'this is not a Parquet file'
    throw new ScanError('parquet_broken', what, 'write or copy it again')
  } finally {
    await file.close()
  }
}

async function open(connection: DuckDBConnection, path: string, format: FileFormat): Promise<Scan> {
  switch (format.kind) {
    case 'parquet': {
      const relation = `read_parquet(${sqlPath(path)}, hive_partitioning = false)`
      return { connection, format, relation, columns: await describe(connection, relation) }
    }
    case 'jsonl': {
      const start = `${sqlPath(path)}, format = 'newline_delimited', hive_partitioning = false`
      const guessed = await describe(connection, `read_json(${start})`)
      if (guessed.length === 1 && guessed[0]?.name === 'json') {
        throw new ScanError('json_broken', 'the lines are not JSON objects', 'write one JSON object on each line')
      }
      // Types are not guessed from a sample: a later line may differ. Everything is text until it is measured.
      const columns = guessed.map((column) => ({ ...column, type: 'VARCHAR' }))
      const names = columns.map(({ name }) => name)
      return { connection, format, relation: `read_json(${start}, columns = ${textColumns(names)})`, columns }
    }
    case 'csv': {
      const { delimiter, names } = await readCsvHeader(path, format)
      const distinct = distinctNames(names)
      const columns = names.map((name, index) => ({
        name,
        type: 'VARCHAR',
        reference: sqlName(distinct[index] ?? name),
      }))
      const relation =
        `read_csv(${sqlPath(path)}, auto_detect = false, header = true, skip = 0, delim = ${sqlText(delimiter)}, ` +
        `quote = '"', escape = '"', buffer_size = 4194304, hive_partitioning = false, columns = ${textColumns(distinct)})`
      return { connection, format, relation, columns }
    }
    default:
      return format.kind satisfies never
  }
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
