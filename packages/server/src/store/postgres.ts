import { PostgresDialect } from 'kysely'
import pg from 'pg'
import type { Database, Queries, Row, ShortTransaction } from './database.ts'
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
    // What is sent without waiting goes out at once; each statement still ends by itself.
    pipeline: true,
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
    transaction: (work, first) => inTransaction(pool, queries, work, first),
    script: async (sql) => {
      await pool.query(sql)
    },
    dialect: new PostgresDialect({ pool }),
    close: () => pool.end(),
  }
}

type Run = (on: Pick<pg.PoolClient, 'query'>) => Queries

async function inTransaction<T>(
  pool: pg.Pool,
  queries: Run,
  work: (tx: ShortTransaction) => Promise<T>,
  first?: string,
): Promise<T> {
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
    let last: Last | undefined
    const result = await work({
      ...queries(client),
      first: await begin(client, first),
      last: (sql, values) => (last = { sql, values }),
      inTransaction: true,
    })
    await commit(client, last)
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

async function begin(client: pg.PoolClient, first: string | undefined): Promise<readonly Row[]> {
  if (first === undefined) {
    await client.query('BEGIN')
    return []
  }
  // Two statements in one message: where the first fails, the second is not run.
  const answers: unknown = await client.query<Row>(`BEGIN; ${first}`)
  return Array.isArray(answers) ? (answers as pg.QueryResult<Row>[]).flatMap((answer) => answer.rows) : []
}

interface Last {
  readonly sql: string
  readonly values: readonly unknown[]
}

/** Ends the transaction. Where the last statement fails, the server makes a rollback of the commit behind it. */
async function commit(client: pg.PoolClient, last: Last | undefined): Promise<void> {
  const sent = last === undefined ? undefined : client.query(last.sql, [...last.values])
  const [written, ended] = await Promise.allSettled([sent, client.query('COMMIT')])
  if (ended.status === 'rejected') throw ended.reason
  if (written.status === 'rejected') throw new TransactionUndone(classify(written.reason))
  // A transaction in which a statement failed is undone by COMMIT, which says so in its tag alone.
  if (ended.value.command !== 'COMMIT') throw new TransactionUndone()
}
