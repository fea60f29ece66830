import { randomBytes } from 'node:crypto'
import type { LedgerEntry } from '@muster/core'
import { FOLDING } from '@muster/core'
import { lockHead, project, recordedEvent } from './commit.ts'
import type { Database, Queries, Transaction } from './database.ts'
import { foresee } from './foresight.ts'
import { NOUN_NAMES } from './perform.ts'
import { Work } from './work.ts'

/** Records that the replay made differently from the live tables. */
export interface ReplayVerdict {
  readonly ok: boolean
  readonly size: number
  readonly findings: readonly { readonly code: string; readonly message: string }[]
}

class Done extends Error {
  readonly verdict: ReplayVerdict
  constructor(verdict: ReplayVerdict) {
    super('done')
    this.verdict = verdict
  }
}

const BATCH = 1_000
const MOST_NAMED = 20

/**
 * Rebuilds all projections from the ledger into an empty schema and compares them with the live tables row by row. It
 * runs in one transaction that is undone at the end: the live tables are only read, and nothing stays behind.
 */
export async function replay(database: Database): Promise<ReplayVerdict> {
  try {
    return await database.transaction(async (tx) => {
      await tx.query('set transaction isolation level repeatable read')
      throw new Done(await within(tx))
    })
  } catch (error) {
    if (error instanceof Done) return error.verdict
    throw error
  }
}

async function within(tx: Transaction): Promise<ReplayVerdict> {
  const { live, shadow, size } = await folded(tx)
  const findings: { code: string; message: string }[] = []
  // One after the other: they share the transaction's one connection.
  for (const table of TABLES) findings.push(...(await compare(tx, live, shadow, table)))
  return { ok: findings.length === 0, size, findings }
}

const TABLES = [...NOUN_NAMES, 'notice']

/** Everything that follows from the ledger, made in a schema of its own, which comes first in the search path now. */
async function folded(tx: Transaction): Promise<{ live: string; shadow: string; size: number }> {
  const [row] = await tx.query<{ live: string }>('select current_schema() as live')
  const live = row?.live ?? 'public'
  const shadow = `muster_replay_${randomBytes(6).toString('hex')}`
  await tx.query(`create schema ${shadow}`)
  // Indexes come along, the guards do not: they watch the live tables alone.
  for (const table of TABLES)
    await tx.query(`create table ${shadow}.${table} (like ${live}.${table} including generated including indexes)`)
  await tx.query(`set local search_path to ${shadow}, ${live}`)
  return { live, shadow, size: await rebuild(tx, live) }
}

const FOLDED_BY = 'folded-by'

/**
 * Makes every record again from the ledger where a program with other rules of folding made them: says whether it did.
 * All of it happens or nothing; what was acknowledged is in the entries and is not touched.
 */
export async function foldAnew(database: Database, folding: number = FOLDING): Promise<boolean> {
  const known = async (queries: Queries): Promise<string | undefined> => {
    const [row] = await queries.query<{ value: string }>('select value from setting where key = $1', [FOLDED_BY])
    return row?.value
  }
  if ((await known(database)) === String(folding)) return false
  return database.transaction(async (tx) => {
    // Nobody acts meanwhile, and of several nodes that start at once one does it.
    const { size } = await lockHead(tx)
    if ((await known(tx)) === String(folding)) return false
    if (size > 0) {
      const { live, shadow } = await folded(tx)
      await tx.query(`select set_config('search_path', $1, true)`, [live])
      await tx.query('select muster_take_folded($1)', [shadow])
    }
    await tx.query(
      'insert into setting (key, value) values ($1, $2) on conflict (key) do update set value = excluded.value',
      [FOLDED_BY, String(folding)],
    )
    return size > 0
  })
}

/** Runs the projections of every entry again; the shadow tables come first in the search path. */
export async function rebuild(queries: Queries, ledger: string): Promise<number> {
  const work = new Work(queries)
  let next = 0
  for (;;) {
    const rows = await queries.query<{ seq: number; entry: string }>(
      `select seq, entry from ${ledger}.ledger_entry where seq >= $1 order by seq limit ${BATCH}`,
      [next],
    )
    if (rows.length === 0) return next
    const events = rows.map((row) => recordedEvent(JSON.parse(row.entry) as LedgerEntry))
    await foresee(work, events)
    await project(work, events)
    work.clear()
    next = Number(rows.at(-1)?.seq) + 1
  }
}

async function compare(
  queries: Queries,
  live: string,
  shadow: string,
  table: string,
): Promise<{ code: string; message: string }[]> {
  const key = table === 'notice' ? `person || '/' || seq` : 'id'
  const rows = await queries.query<{ key: string; side: string }>(
    `select ${key} as key, 'is missing or differs in the live tables' as side from (select * from ${shadow}.${table} except all select * from ${live}.${table}) a
     union all
     select ${key}, 'does not follow from the ledger' from (select * from ${live}.${table} except all select * from ${shadow}.${table}) b
     order by 1, 2 limit ${MOST_NAMED}`,
  )
  return rows.map((row) => ({ code: 'projection-differs', message: `${table} ${row.key} ${row.side}` }))
}
