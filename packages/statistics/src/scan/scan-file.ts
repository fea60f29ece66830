import { createHash } from 'node:crypto'
import type { Column } from './columns.ts'
import { rowsFrom, withEngine } from './engine.ts'
import { explainReadError } from './explain.ts'
import { fingerprint, identify } from './fingerprint.ts'
import type { Fingerprint } from './fingerprint.ts'
import { formatOf } from './format.ts'
import { openSource } from './open-source.ts'
import type { Scan } from './open-source.ts'
import { checkParquetFrame } from './parquet-frame.ts'
import { named, nameFile, refuseChange } from './refuse-change.ts'
import { ScanError } from './scan-error.ts'
import type { PlainWork } from './scan-plain.ts'
import { scanPlain } from './scan-plain.ts'
import type { ScanOptions, Source } from './source.ts'
import { sourceFiles } from './source-files.ts'
import type { SourceFile, SourceFiles } from './source-files.ts'

/**
 * Opens a .parquet, .csv, .jsonl or .ndjson file (the last three also as .gz or .zst), or all such files of a folder or a
 * pattern as one table, lets `work` query it, and makes sure that the files were the same before and after. `work` also
 * says how many rows it saw.
 *
 * `plain` does the same work on a plain CSV file without the engine, where it can: see scanPlain.
 *
 * Throws a ScanError for anything wrong with the files, or the signal's reason when it is aborted.
 */
export async function scanFile<Result>(
  path: string,
  options: ScanOptions,
  work: (scan: Scan) => Promise<{ result: Result; rows: number }>,
  plain?: PlainWork<Result>,
): Promise<{ result: Result; source: Source }> {
  const found = plain === undefined ? undefined : await scanPlain(path, options, plain)
  if (found !== undefined) return found
  const { result, sources } = await scanFiles([path], options, async ([scan]) => {
    if (scan === undefined) throw new Error('the path must have been opened')
    const { result, rows } = await work(scan)
    return { result, rows: [rows] }
  })
  const [source] = sources
  if (source === undefined) throw new Error('the path must have been read')
  return { result, source }
}

/** The same for several paths that are queried together: `work` gets one scan for each, on one connection. */
export async function scanFiles<Result>(
  paths: readonly string[],
  { onProgress, signal }: ScanOptions,
  work: (scans: readonly Scan[]) => Promise<{ result: Result; rows: readonly number[] }>,
): Promise<{ result: Result; sources: Source[] }> {
  signal?.throwIfAborted()
  const sources = await Promise.all(paths.map(sourceFiles))
  const files = sources.flatMap((source) => source.files)
  const before = await fingerprints(files, signal, (share) => onProgress?.({ phase: 'digest', share }))
  const refuseAnyChange = (onShare?: (share: number) => void): Promise<void> =>
    refuseChange(files, before, signal, onShare)
  const allowed = files.map(({ path }) => path)
  const { result, rows } = await withEngine(allowed, signal, async (connection) => {
    onProgress?.({ phase: 'read', share: 0 })
    try {
      const scans: Scan[] = []
      for (const source of sources) scans.push(await openSource(connection, source.files))
      return await work(scans)
    } catch (error) {
      if (!(error instanceof ScanError)) signal?.throwIfAborted()
      await refuseAnyChange()
      if (error instanceof ScanError || !(error instanceof Error) || !isFromReader(error)) throw error
      throw explained(error, files)
    }
  })
  await refuseAnyChange((share) => onProgress?.({ phase: 'verify', share }))
  let from = 0
  const told = sources.map((source, index) => {
    const own = before.slice(from, (from += source.files.length))
    return describeSource(source, own, rows[index] ?? 0)
  })
  return { result, sources: told }
}

/** What the file is and how many rows it has, without measuring anything. */
export async function describeFile(path: string, options: ScanOptions = {}): Promise<Source & { columns: Column[] }> {
  const { result, source } = await scanFile(path, options, async ({ connection, columns, relation }) => {
    const [row] = await rowsFrom(connection, `SELECT count(*) AS rows FROM ${relation}`)
    return { result: [...columns], rows: Number(row?.['rows'] ?? 0) }
  })
  return { ...source, columns: result }
}

function describeSource({ name, files }: SourceFiles, found: readonly Fingerprint[], rows: number): Source {
  const [only] = found
  if (files.length === 1 && files[0]?.name === name && only !== undefined) {
    return { name, digest: only.digest, bytes: only.bytes, rows }
  }
  const each = files.map((file, index) => {
    return { name: file.name, digest: found[index]?.digest ?? '', bytes: found[index]?.bytes ?? 0 }
  })
  const list = each.map(({ digest, name }) => `${digest} ${name}\n`).join('')
  const digest = `sha256:${createHash('sha256').update(list).digest('hex')}`
  return { name, digest, bytes: each.reduce((sum, { bytes }) => sum + bytes, 0), rows, files: each }
}

async function fingerprints(
  files: readonly SourceFile[],
  signal: AbortSignal | undefined,
  onShare: (share: number) => void,
): Promise<Fingerprint[]> {
  const found: Fingerprint[] = []
  for (const { path, name } of files) {
    await named(files, name, async () => {
      await identify(path)
      const format = formatOf(name)
      const print = await fingerprint(path, format, signal, (share) => onShare((found.length + share) / files.length))
      if (print.bytes === 0) throw new ScanError('file_empty', 'the file is empty', 'write at least one row')
      if (format.kind === 'parquet') await checkParquetFrame(path, print.bytes)
      found.push(print)
    })
  }
  return found
}

function explained(error: Error, files: readonly SourceFile[]): ScanError {
  const about = files.find(({ path }) => error.message.includes(path)) ?? (files.length === 1 ? files[0] : undefined)
  return nameFile(explainReadError(error, formatOf((about ?? files[0])?.name ?? '')), files, about?.name)
}

function isFromReader(error: Error): boolean {
  return /^(?:[A-Z][A-Za-z]*(?: [A-Za-z]+)?) Error: /.test(error.message)
}
