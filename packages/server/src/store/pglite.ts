import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { PGliteDialect } from 'kysely'
import type { Database, Queries, Row, Transaction } from './database.ts'
import { classify } from './database.ts'
import { DurableNodeFS, syncFolder, syncTree } from './durable-node-fs.ts'

/** PGlite's own start parameters without `-F` (which turns fsync off); its fdatasync does nothing, its fsync does. */
const START = [...PGlite.defaultStartParams.filter((p) => p !== '-F'), '-c', 'wal_sync_method=fsync']

/** Opens the embedded database in a folder, or in memory when there is none (for tests: nothing survives). */
export async function openPglite(folder: string | undefined): Promise<Database> {
  if (folder !== undefined && !existsSync(join(folder, 'PG_VERSION'))) await initialise(folder)
  const pg = await PGlite.create(folder === undefined ? {} : { fs: new DurableNodeFS(folder), startParams: START })
  const run = async <T extends Row>(
    on: Pick<PGlite, 'query'>,
    sql: string,
    values: readonly unknown[],
  ): Promise<T[]> => {
    try {
      return (await on.query<T>(sql, [...values])).rows
    } catch (error) {
      throw classify(error)
    }
  }
  const queries = (on: Pick<PGlite, 'query'>): Queries => ({ query: (sql, values = []) => run(on, sql, values) })
  return {
    kind: 'pglite',
    ...queries(pg),
    transaction: async (work) => {
      try {
        return await pg.transaction((tx) =>
          work({ ...queries(tx as Pick<PGlite, 'query'>), inTransaction: true } satisfies Transaction),
        )
      } catch (error) {
        throw classify(error)
      }
    },
    script: async (sql) => {
      await pg.exec(sql)
    },
    dialect: new PGliteDialect({ pglite: pg }),
    close: () => pg.close(),
  }
}

/** Makes the database beside its place and moves it there when it is complete: a first start may be killed anywhere. */
async function initialise(folder: string): Promise<void> {
  const draft = `${folder}.new`
  mkdirSync(dirname(folder), { recursive: true, mode: 0o700 })
  rmSync(draft, { recursive: true, force: true })
  const pg = await PGlite.create({ fs: new DurableNodeFS(draft), startParams: START })
  await pg.exec('CHECKPOINT')
  await pg.close()
  syncTree(draft)
  renameSync(draft, folder)
  syncFolder(dirname(folder))
}
