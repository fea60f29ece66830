import { createHash } from 'node:crypto'
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
  const queries = (on: Pick<pg.PoolClient, 'query'>): Queries => ({
    home: pool,
    query: (sql, values = [], plan = 'for-its-values') =>
      plan === 'once' ? planned(on, sql, values, 'another') : run(on, sql, values),
  })
  return {
    kind: 'postgres',
    home: pool,
    query: (sql, values = [], plan = 'for-its-values') =>
      plan === 'once' ? onOne(pool, (client) => planned(client, sql, values, 'own')) : run(pool, sql, values),
    transaction: (work, first) => inTransaction(pool, queries, work, first),
    script: async (sql) => {
      await pool.query(sql)
    },
    dialect: new PostgresDialect({ pool }),
    close: () => pool.end(),
  }
}

/** Runs a statement; under a name, its connection keeps it and its plan. */
async function run<T extends Row>(
  on: Pick<pg.PoolClient, 'query'>,
  text: string,
  values: readonly unknown[],
  name?: string,
): Promise<T[]> {
  try {
    return (await on.query<T>({ text, values: [...values], ...(name === undefined ? {} : { name }) })).rows
  } catch (error) {
    throw classify(error)
  }
}

/**
 * Runs a statement by the plan that its connection made of it once, for any values, in a transaction of its own or in
 * another. All of it is sent together; where the statement fails, the transaction and with it the mode is undone.
 */
async function planned<T extends Row>(
  on: Pick<pg.PoolClient, 'query'>,
  sql: string,
  values: readonly unknown[],
  transaction: 'own' | 'another',
): Promise<T[]> {
  const name = `muster_${createHash('sha256').update(sql).digest('hex').slice(0, 32)}`
  const before = [
    ...(transaction === 'own' ? [on.query('BEGIN')] : []),
    on.query('set local plan_cache_mode = force_generic_plan'),
  ]
  const answer = run<T>(on, sql, values, name)
  const after = transaction === 'own' ? on.query('COMMIT') : on.query('set local plan_cache_mode = auto')
  // Their failures are those of the statement, or of the connection.
  const [rows] = await Promise.allSettled([answer, after, ...before])
  if (rows.status === 'rejected') throw rows.reason
  return rows.value
}

/** Lends a connection of the pool; one that broke does not go back into it. */
async function onOne<T>(
  pool: pg.Pool,
  work: (client: pg.PoolClient, breaks: (error: Error) => void) => Promise<T>,
): Promise<T> {
  const client = await pool.connect().catch((error: unknown) => {
    throw classify(error)
  })
  let broken: Error | undefined
  const onError = (error: Error): void => {
    broken = error
  }
  client.on('error', onError)
  try {
    return await work(client, onError)
  } catch (error) {
    const known = classify(error)
    if (known instanceof StoreUnavailable) broken = known
    throw known
  } finally {
    client.removeListener('error', onError)
    client.release(broken)
  }
}

type Run = (on: Pick<pg.PoolClient, 'query'>) => Queries

async function inTransaction<T>(
  pool: pg.Pool,
  queries: Run,
  work: (tx: ShortTransaction) => Promise<T>,
  first?: string,
): Promise<T> {
  return onOne(pool, async (client, breaks) => {
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
      if (known instanceof StoreUnavailable) throw known
      await client.query('ROLLBACK').catch(breaks)
      throw known
    }
  })
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
