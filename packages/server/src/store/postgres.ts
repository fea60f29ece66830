import { PostgresDialect } from 'kysely'
import pg from 'pg'
import type { Database, Queries, Row, Transaction } from './database.ts'
import { StoreUnavailable, TransactionUndone, classify } from './database.ts'

const { Pool, types } = pg
// int8 as a number: every such column here counts entries or bytes, far below 2^53.
types.setTypeParser(types.builtins.INT8, Number)

/** Opens a PostgreSQL server. Connections are made when they are needed; the first query tells whether it answers. */
export function openPostgres(url: string, connections = 10): Database {
  const pool = new Pool({
    connectionString: url,
    max: connections,
    connectionTimeoutMillis: 5_000,
    application_name: 'muster',
  })
  // An idle connection that breaks must not end the process: the next query gets a new one.
  pool.on('error', () => {})
  const run = async <T extends Row>(
    on: Pick<pg.PoolClient, 'query'>,
    sql: string,
    values: readonly unknown[],
  ): Promise<T[]> => {
    try {
      return (await on.query<T>(sql, [...values])).rows
    } catch (error) {
      throw classify(error)
    }
  }
  const queries = (on: Pick<pg.PoolClient, 'query'>): Queries => ({
    home: pool,
    query: (sql, values = []) => run(on, sql, values),
  })
  return {
    kind: 'postgres',
    ...queries(pool),
    transaction: (work) =>
      inTransaction(pool, (client) => work({ ...queries(client), inTransaction: true } satisfies Transaction)),
    script: async (sql) => {
      await pool.query(sql)
    },
    dialect: new PostgresDialect({ pool }),
    close: () => pool.end(),
  }
}

async function inTransaction<T>(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  let client: pg.PoolClient
  try {
    client = await pool.connect()
  } catch (error) {
    throw classify(error)
  }
  let broken: Error | undefined
  const onError = (error: Error): void => {
    broken = error
  }
  client.on('error', onError)
  try {
    await client.query('BEGIN')
    const result = await work(client)
    // A transaction in which a statement failed is undone by COMMIT, which says so in its tag alone.
    const { command } = await client.query('COMMIT')
    if (command !== 'COMMIT') throw new TransactionUndone()
    return result
  } catch (error) {
    const known = classify(error)
    if (known instanceof StoreUnavailable) broken = known
    else await client.query('ROLLBACK').catch((failure: Error) => (broken = failure))
    throw known
  } finally {
    client.removeListener('error', onError)
    client.release(broken)
  }
}
