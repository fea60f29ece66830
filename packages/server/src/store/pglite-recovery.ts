import { closeSync, fsyncSync, openSync, rmSync, statfsSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import type { PGlite } from '@electric-sql/pglite'
import { PGliteDialect } from 'kysely'
import type { Database } from './database.ts'
import { DiskFull, StoreUnavailable, classify } from './database.ts'

/** The embedded database as it was opened once, and why it has stopped since, if it has. */
export interface Opened {
  readonly database: Database
  readonly pg: PGlite
  readonly stopped: () => StoreUnavailable | undefined
}

/** Recovery writes: the pages that the log holds, a checkpoint, and a new segment of the log (16 MiB). */
const ROOM_BYTES = 64 * 1024 * 1024
const PROBE_BYTES = 17 * 1024 * 1024
const PAUSE_MS = 5_000

/**
 * The embedded database, opened again from its folder after it stopped (a PANIC, as on a full disk), once the folder can be
 * written: what a restart of Muster would do. It is safe for the reasons for which a restart is: PostgreSQL recovers from
 * its log what was acknowledged, and the instance that stopped writes nothing more, for every later statement of it is
 * refused and it has no process of its own. The lock on the data folder belongs to this process and stays.
 *
 * Until then each request is answered at once: the disk is full, or the database does not answer.
 *
 * @param pauseMs how long nothing is tried after an attempt that failed
 */
export async function recovering(open: () => Promise<Opened>, folder: string, pauseMs = PAUSE_MS): Promise<Database> {
  let current = await open()
  let reopening: Promise<Opened> | undefined
  let failedAt = Number.NEGATIVE_INFINITY
  let isClosed = false

  const reopen = async (because: StoreUnavailable): Promise<Opened> => {
    if (performance.now() - failedAt < pauseMs) throw because
    try {
      refuseWithoutRoom(folder, because)
      const stopped = current
      current = await open()
      releaseFiles(stopped.pg)
      return current
    } catch (error) {
      // Looking for room costs little and is done each time: whoever frees some need not wait.
      if (!(error instanceof DiskFull)) failedAt = performance.now()
      const known = classify(error)
      if (known instanceof DiskFull || known instanceof StoreUnavailable) throw known
      throw new StoreUnavailable('The embedded database could not be opened again yet.', { cause: error })
    }
  }
  const live = async (): Promise<Opened> => {
    const because = current.stopped()
    if (because === undefined || isClosed) return current
    return (reopening ??= reopen(because).finally(() => (reopening = undefined)))
  }
  return {
    kind: 'pglite',
    get home() {
      return current.database.home
    },
    query: async (sql, values, plan) => (await live()).database.query(sql, values, plan),
    transaction: async (work, first) => (await live()).database.transaction(work, first),
    script: async (sql) => (await live()).database.script(sql),
    dialect: new PGliteDialect({
      pglite: {
        closed: false,
        ready: true,
        waitReady: Promise.resolve(),
        query: async (sql, values, options) => (await live()).pg.query(sql, values, options),
        transaction: async (work) => (await live()).pg.transaction(async (tx) => work(tx)),
        // Whoever brings their own queries does not close the store under the others.
        close: () => Promise.resolve(),
      },
    }),
    close: async () => {
      isClosed = true
      await reopening?.catch(() => undefined)
      await current.database.close()
    },
  }
}

/** Refuses while the disk has no room for recovery. The probe finds what the numbers do not tell, such as a quota. */
function refuseWithoutRoom(folder: string, because: StoreUnavailable): void {
  const { bavail, bsize } = statfsSync(folder)
  if (bavail * bsize < ROOM_BYTES) throw new DiskFull(`${folder} has no room for recovery`, { cause: because })
  const probe = join(folder, '..', '.room-for-recovery')
  try {
    const handle = openSync(probe, 'w', 0o600)
    try {
      const zeros = Buffer.alloc(1024 * 1024)
      for (let written = 0; written < PROBE_BYTES; written += writeSync(handle, zeros)) continue
      fsyncSync(handle)
    } finally {
      closeSync(handle)
    }
  } catch (error) {
    throw classify(error)
  } finally {
    rmSync(probe, { force: true })
  }
}

interface Streams {
  readonly FS?: { readonly streams?: readonly ({ nfd?: number } | null | undefined)[] }
}

/**
 * Closes the files of an instance that stopped, which nothing else would do: each recovery would leave a hundred open, and
 * the space of those that are deleted meanwhile would never be free.
 */
function releaseFiles(pg: PGlite): void {
  const { FS } = pg.Module as unknown as Streams
  for (const stream of FS?.streams ?? []) {
    if (stream?.nfd === undefined) continue
    const { nfd } = stream
    // Forgotten first: the number may be that of another file from now on.
    delete stream.nfd
    try {
      closeSync(nfd)
    } catch {
      // It was closed already.
    }
  }
}
