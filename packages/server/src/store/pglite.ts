import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { PGlite } from '@electric-sql/pglite'
import { PGliteDialect } from 'kysely'
import type { Database, Plan, Queries, Row, ShortTransaction } from './database.ts'
import { StoreUnavailable, classify } from './database.ts'
import { DurableNodeFS, syncFolder, syncTree } from './durable-node-fs.ts'
import type { Opened } from './pglite-recovery.ts'
import { recovering } from './pglite-recovery.ts'
import { Statements } from './pglite-statements.ts'

/**
 * PGlite's own start parameters without `-F` (which turns fsync off); its fdatasync does nothing, its fsync does. Pages
 * that are not among the buffers are in the cache of the operating system.
 */
const START = [
  ...PGlite.defaultStartParams.filter((p) => p !== '-F'),
  '-c',
  'wal_sync_method=fsync',
  '-c',
  'shared_buffers=32MB',
]

/**
 * V8 would compile what is used much a second time, with its optimising compiler. One function of PostgreSQL (its
 * parser) takes that 600 MB of memory and most of a second, and statements are hardly quicker for it.
 */
setFlagsFromString('--liftoff-only')
setFlagsFromString('--no-wasm-tier-up')
setFlagsFromString('--no-wasm-dynamic-tiering')

/**
 * Opens the embedded database in a folder, or in memory when there is none (for tests: nothing survives). One in a folder
 * is opened again when it stopped.
 */
export async function openPglite(folder: string | undefined): Promise<Database> {
  return folder === undefined ? (await openOnce(undefined)).database : recovering(() => openOnce(folder), folder)
}

async function openOnce(folder: string | undefined): Promise<Opened> {
  if (folder !== undefined && !existsSync(join(folder, 'PG_VERSION'))) await initialise(folder)
  const pg = await PGlite.create(folder === undefined ? {} : { fs: new DurableNodeFS(folder), startParams: START })
  const stopped = stopAfterPanic(pg)
  const statements = new Statements(pg)
  const run = async <T extends Row>(sql: string, values: readonly unknown[] = [], plan?: Plan): Promise<T[]> => {
    try {
      return await (plan === 'once' ? statements.runPlanned<T>(sql, values) : statements.run<T>(sql, values))
    } catch (error) {
      throw classify(error)
    }
  }
  const database: Database = {
    kind: 'pglite',
    home: pg,
    query: (sql, values, plan) => exclusively(pg, () => run(sql, values, plan)),
    transaction: (work, first) =>
      exclusively(pg, () =>
        inTransaction(statements, first, (isOpen, short) =>
          work({ ...short, query: whileOpen(run, isOpen), home: pg, inTransaction: true }),
        ),
      ),
    script: async (sql) => {
      await pg.exec(sql)
    },
    dialect: new PGliteDialect({ pglite: pg }),
    close: async () => {
      if (stopped() === undefined) await pg.close()
    },
  }
  return { database, pg, stopped }
}

/** Waits for its turn: the embedded database has one connection, which a transaction has to itself. */
async function exclusively<T>(pg: PGlite, work: () => Promise<T>): Promise<T> {
  if (pg.closed) throw new StoreUnavailable('PGlite is closed')
  return pg._runExclusiveTransaction(work)
}

/** A transaction that ended takes no more statements: they would run on their own, or in somebody else's. */
function whileOpen(query: Queries['query'], isOpen: () => boolean): Queries['query'] {
  return (sql, values, plan) =>
    isOpen() ? query(sql, values, plan) : Promise.reject(new Error('the transaction of this statement has ended'))
}

async function inTransaction<T>(
  statements: Statements,
  first: string | undefined,
  work: (isOpen: () => boolean, short: Pick<ShortTransaction, 'first' | 'last'>) => Promise<T>,
): Promise<T> {
  let open = true
  let last: { sql: string; values: readonly unknown[] } | undefined
  try {
    const short = {
      first: await statements.begin(first),
      last: (sql: string, values: readonly unknown[]): void => void (last = { sql, values }),
    }
    const result = await work(() => open, short).finally(() => (open = false))
    await statements.commit(last)
    return result
  } catch (error) {
    await statements.command('ROLLBACK').catch(() => {})
    throw classify(error)
  }
}

const PROTOCOL = ['execProtocol', 'execProtocolStream', 'execProtocolRaw'] as const

/**
 * A PANIC (the log cannot be written, as on a full disk) ends a PostgreSQL server, which then recovers by starting
 * again. In process nothing ends it: its locks stay taken, and the next statement would wait for ever with the whole
 * program. So every later statement is refused; what was acknowledged is there when the folder is opened again.
 */
function stopAfterPanic(pg: PGlite): () => StoreUnavailable | undefined {
  let stopped: StoreUnavailable | undefined
  for (const name of PROTOCOL) {
    const original = pg[name].bind(pg) as (...given: unknown[]) => Promise<unknown>
    const watched = async (...given: unknown[]): Promise<unknown> => {
      if (stopped !== undefined) throw stopped
      try {
        return await original(...given)
      } catch (error) {
        if (isPanic(error))
          stopped = new StoreUnavailable(
            `The embedded database stopped: ${error.message}. Nothing that was acknowledged is lost.`,
            { cause: error },
          )
        throw error
      }
    }
    Object.defineProperty(pg, name, { value: watched })
  }
  return () => stopped
}

function isPanic(error: unknown): error is Error {
  if (!(error instanceof Error)) return false
  if (error.name === 'RuntimeError') return true // The WebAssembly program trapped.
  return 'severity' in error && (error.severity === 'PANIC' || error.severity === 'FATAL')
}

/** Makes the database beside its place and moves it there when it is complete: a first start may be killed anywhere. */
async function initialise(folder: string): Promise<void> {
  const draft = `${folder}.new`
  mkdirSync(dirname(folder), { recursive: true, mode: 0o700 })
  rmSync(draft, { recursive: true, force: true })
  const pg = await PGlite.create({ fs: new DurableNodeFS(draft), startParams: START })
  await pg.exec('CHECKPOINT')
  await pg.close()
  await syncTree(draft)
  renameSync(draft, folder)
  syncFolder(dirname(folder))
}
