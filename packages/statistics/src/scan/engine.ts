import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { DuckDBConnection } from '@duckdb/node-api'

/** A text constant of SQL. */
export function sqlText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}

/** An identifier of SQL. */
export function sqlName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

/** A path as a text constant; characters that would make it a pattern for many files stand for themselves. */
export function sqlPath(path: string): string {
  return sqlText(path.replaceAll(/[*?[]/g, '[$&]'))
}

/** What tables take in memory before they go to the disk, so that a hundred times the rows take no more. */
const USUAL_MEMORY = '192MB'

/**
 * Runs `work` on a DuckDB of its own, in memory, that can open the files at `paths` (absolute) and nothing else: no other
 * file, no network, no extension from elsewhere. What takes more than some memory goes to a temporary folder that is removed
 * at the end. Where that does not help, as with very wide files, `work` is begun once more with all the memory that there
 * is. Aborting the signal interrupts the running query.
 */
export async function withEngine<Result>(
  paths: readonly string[],
  signal: AbortSignal | undefined,
  work: (connection: DuckDBConnection) => Promise<Result>,
): Promise<Result> {
  try {
    return await withMemory(USUAL_MEMORY, paths, signal, work)
  } catch (error) {
    if (!(error instanceof Error) || !isOutOfMemory(error)) throw error
    signal?.throwIfAborted()
    return withMemory(undefined, paths, signal, work)
  }
}

/** Also where somebody has explained the error since. */
function isOutOfMemory(error: Error): boolean {
  return error.message.startsWith('Out of Memory Error') || (error.cause instanceof Error && isOutOfMemory(error.cause))
}

async function withMemory<Result>(
  memory: string | undefined,
  paths: readonly string[],
  signal: AbortSignal | undefined,
  work: (connection: DuckDBConnection) => Promise<Result>,
): Promise<Result> {
  // Loaded with the first file: whoever only wants a formula or a forecast does not pay for the engine.
  const { DuckDBInstance } = await import('@duckdb/node-api')
  const folder = await mkdtemp(join(tmpdir(), 'statistics-'))
  try {
    const instance = await DuckDBInstance.create(':memory:', {
      autoinstall_known_extensions: 'false',
      autoload_known_extensions: 'false',
      temp_directory: folder,
      preserve_insertion_order: 'false',
      ...(memory === undefined ? {} : { memory_limit: memory }),
    })
    try {
      return await withConnection(await instance.connect(), paths, signal, work)
    } finally {
      instance.closeSync()
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function withConnection<Result>(
  connection: DuckDBConnection,
  paths: readonly string[],
  signal: AbortSignal | undefined,
  work: (connection: DuckDBConnection) => Promise<Result>,
): Promise<Result> {
  const interrupt = (): void => connection.interrupt()
  signal?.addEventListener('abort', interrupt)
  try {
    const allowed = paths.flatMap((path) => [sqlText(path), sqlPath(path)])
    await connection.run(`SET allowed_paths = [${allowed.join(', ')}]`)
    await connection.run('SET enable_external_access = false')
    signal?.throwIfAborted()
    return await work(connection)
  } catch (error) {
    signal?.throwIfAborted()
    throw error
  } finally {
    signal?.removeEventListener('abort', interrupt)
    connection.closeSync()
  }
}

/** All rows of a query; numbers wider than 53 bits come as bigint. */
export async function rowsFrom(connection: DuckDBConnection, sql: string): Promise<Record<string, unknown>[]> {
  return (await connection.runAndReadAll(sql)).getRowObjectsJS()
}
