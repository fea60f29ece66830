import { randomBytes } from 'node:crypto'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Database } from '@muster/server'
import { migrate, openPglite, openPostgres } from '@muster/server'
import { afterAll, describe, inject } from 'vitest'

/** A database of one suite's own, and the folder beside it for files and keys. */
export interface TestStore {
  readonly database: Database
  /** An empty folder for what a data folder holds; deleted with the store. */
  readonly folder: string
  /** As the configuration names the store: the data folder alone, or the server's address too. */
  readonly place: { readonly data: string; readonly databaseUrl?: string }
  /** Closes the database and opens it again, as a restart does. */
  reopen(): Promise<Database>
  /** A second pool on the same database: another node. PostgreSQL only. */
  anotherNode(): Database
}

/** Opens fresh stores on one of the two databases. All are closed and deleted when the suite ends. */
export interface Open {
  readonly kind: Database['kind']
  /** A migrated, empty store. */
  (): Promise<TestStore>
  /** A database without any table. */
  empty(): Promise<TestStore>
}

/** Runs a suite on the embedded database and on a PostgreSQL server. */
export function eachDatabase(suite: (open: Open) => void): void {
  for (const kind of ['pglite', 'postgres'] as const)
    describe(`on ${kind}`, () => {
      suite(stores(kind))
    })
}

/** Opens fresh stores of one kind, for suites that are about one of the two. Call it inside `describe`. */
export function stores(kind: Database['kind']): Open {
  const endings: (() => Promise<void>)[] = []
  afterAll(async () => {
    for (const end of endings.reverse()) await end()
  })
  const make = kind === 'pglite' ? onPglite : onPostgres
  return Object.assign(() => make(endings, true), { kind, empty: () => make(endings, false) })
}

function temporaryFolder(endings: (() => Promise<void>)[]): string {
  const folder = mkdtempSync(join(tmpdir(), `muster-test-${process.pid}-`))
  endings.push(async () => rmSync(folder, { recursive: true, force: true }))
  return folder
}

async function onPglite(endings: (() => Promise<void>)[], migrated: boolean): Promise<TestStore> {
  const folder = temporaryFolder(endings)
  const path = join(folder, 'database')
  cpSync(join(inject('pgliteTemplate'), migrated ? 'migrated' : 'empty'), path, { recursive: true })
  let database = await openPglite(path)
  endings.push(async () => database.close())
  return {
    get database() {
      return database
    },
    folder,
    place: { data: folder },
    reopen: async () => {
      await database.close()
      return (database = await openPglite(path))
    },
    anotherNode: () => {
      throw new Error('the embedded database has one node')
    },
  }
}

async function onPostgres(endings: (() => Promise<void>)[], migrated: boolean): Promise<TestStore> {
  const folder = temporaryFolder(endings)
  const url = await freshPostgres(endings)
  const nodes: Database[] = []
  const another = (): Database => {
    const node = openPostgres(url)
    nodes.push(node)
    return node
  }
  endings.push(async () => void (await Promise.all(nodes.map((node) => node.close()))))
  let database = another()
  if (migrated) await migrate(database)
  return {
    get database() {
      return database
    },
    folder,
    place: { data: folder, databaseUrl: url },
    reopen: async () => {
      nodes.splice(nodes.indexOf(database), 1)
      await database.close()
      return (database = another())
    },
    anotherNode: another,
  }
}

/** Makes a database on the shared server and returns its address; it is dropped at the end. */
async function freshPostgres(endings: (() => Promise<void>)[]): Promise<string> {
  const server = inject('postgresUrl')
  const name = `test_${randomBytes(6).toString('hex')}`
  const run = async (sql: string): Promise<void> => {
    const database = openPostgres(server, 1)
    try {
      await database.query(sql)
    } finally {
      await database.close()
    }
  }
  await run(`create database ${name}`)
  endings.push(() => run(`drop database ${name} with (force)`))
  return server.replace(/\/postgres$/, `/${name}`)
}
