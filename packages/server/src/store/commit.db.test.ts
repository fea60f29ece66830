import type { LedgerEntry } from '@muster/core'
import type { TestStore } from '@muster/testkit'
import { FIRST, actingOn, eachDatabase, openedWorkspace, stores } from '@muster/testkit'
import { describe, expect, test } from 'vitest'
import { generateKeyPairSync } from 'node:crypto'
import { ledgerKeyFromPem } from '../record/ledger/signing.ts'
import { verifyStore } from '../record/ledger/verify.ts'
import { append, lockHead } from './commit.ts'
import type { Database, Queries } from './database.ts'
import { sqlState } from './database.ts'
import { NOUN_NAMES } from './perform.ts'

const key = ledgerKeyFromPem(
  generateKeyPairSync('ed25519').privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(),
  'test.example',
)
/** Tries statements each in a transaction of its own that is undone. */
class Undone extends Error {}
const attempt = (database: Database, sql: string, before?: (tx: Queries) => Promise<unknown>) =>
  database
    .transaction(async (tx) => {
      await before?.(tx)
      await tx.query(sql)
      throw new Undone()
    })
    .then(
      () => 'kept',
      (error: unknown) => (error instanceof Undone ? 'allowed' : (sqlState(error) ?? String(error))),
    )
const entry = (seq: number): LedgerEntry => ({
  ...{ v: 1, seq, at: '2999-01-01T00:00:00.000Z', type: 'PersonRegistered', act: 'person.register', actor: 'p' },
  ...{ subject: `per_${seq}`, grant: {}, data: { kind: 'human', administrator: false } },
})
const counts = async (database: Database): Promise<unknown> =>
  database.query(
    'select (select count(*) from ledger_entry) as entries, (select count(*) from ledger_node) as nodes, (select size from ledger_head) as size, (select count(*) from person) as people, (select count(*) from person_profile) as profiles',
  )

eachDatabase((open) => {
  test('an entry and the record that follows from it are written by the same transaction', async () => {
    const { database } = await open()
    const acting = await openedWorkspace(database)
    const { subject, entries } = await acting.do('service.register', { name: 'ci' })
    const rows = await database.query(
      `select e.seq, e.xmin::text = p.xmin::text as together, p.seq as of from ledger_entry e join person p on p.id = e.subject where e.subject = $1`,
      [subject],
    )
    expect(rows).toEqual([{ seq: entries[0]!.seq, together: true, of: entries[0]!.seq }])
  })

  test('every governed table refuses insert, update, delete and truncate without an entry of the same transaction', async () => {
    const { database } = await open()
    await openedWorkspace(database)
    const tables = await governedTables(database)
    expect(tables).toEqual([...NOUN_NAMES, 'notice'].toSorted())
    for (const table of tables)
      for (const statement of changesOf(table))
        expect([statement, await attempt(database, statement)]).toEqual([statement, 'MU001'])
  })

  test('every governed table takes the same changes together with an entry', async () => {
    const { database } = await open()
    await openedWorkspace(database)
    const withEntry = async (tx: Queries): Promise<void> => {
      const head = await lockHead(tx)
      await append(tx, head, [entry(head.size)])
    }
    for (const table of await governedTables(database))
      for (const statement of changesOf(table))
        expect([statement, await attempt(database, statement, withEntry)]).toEqual([statement, 'allowed'])
  })

  test('an entry of the transaction before does not license a change in the next', async () => {
    const { database } = await open()
    const acting = await openedWorkspace(database)
    await acting.do('service.register', { name: 'ci' })
    expect(await attempt(database, 'delete from person')).toBe('MU001')
  })

  test.each(['ledger_entry', 'ledger_node', 'ledger_checkpoint'])('%s is append-only', async (table) => {
    const { database } = await open()
    await openedWorkspace(database)
    await verifyStore(database, key)
    const column = { ledger_entry: 'entry', ledger_node: 'hash', ledger_checkpoint: 'note' }[table]
    for (const sql of [`update ${table} set ${column} = ${column}`, `delete from ${table}`, `truncate ${table}`])
      expect([sql, await attempt(database, sql)]).toEqual([sql, 'MU002'])
  })

  test('the head moves forward only, to an entry that is there', async () => {
    const { database } = await open()
    await openedWorkspace(database)
    for (const sql of [
      'update ledger_head set size = size - 1',
      'update ledger_head set size = size',
      'update ledger_head set writer = pg_current_xact_id()',
      'update ledger_head set size = size + 1',
      'update ledger_head set size = 0',
      'delete from ledger_head',
      'truncate ledger_head',
    ])
      expect([sql, await attempt(database, sql)]).toEqual([sql, 'MU002'])
    expect(
      await attempt(
        database,
        `insert into ledger_head (size, last_at, peaks, writer) values (0, '', '', pg_current_xact_id())`,
      ),
    ).toBe('23505')
  })

  test('an act that throws after its entry was written leaves nothing', async () => {
    const { database } = await open()
    await openedWorkspace(database)
    const before = await counts(database)
    const told: unknown[] = []
    const failing = actingOn(database, {
      companions: {
        'person.register': {
          run: async ({ tx, events }) => {
            const [row] = await tx.query('select 1 from ledger_entry where seq = $1', [events[0]!.seq])
            expect(row).toBeDefined()
            throw new Error('the companion broke')
          },
        },
      },
      recorded: (events) => told.push(events),
    })
    await expect(failing.try('person.register', { name: 'X', email: 'x@example.org' })).rejects.toThrow(
      'the companion broke',
    )
    expect(await counts(database)).toEqual(before)
    expect(told).toEqual([])
    expect((await verifyStore(database, key)).ok).toBe(true)
  })

  test('a refused act leaves nothing', async () => {
    const { database } = await open()
    const acting = await openedWorkspace(database)
    const before = await counts(database)
    expect((await acting.try('workspace.open', { name: 'Eve', email: 'eve@example.org' }, 'per_eve')).ok).toBe(false)
    expect((await acting.try('person.register', { name: 'Eve', email: 'no address' })).ok).toBe(false)
    expect((await acting.try('service.register', { name: 'x' }, 'per_stranger')).ok).toBe(false)
    expect(await counts(database)).toEqual(before)
  })

  test('times never go backwards in the ledger although the clock does', async () => {
    const { database } = await open()
    let now = '2026-03-01T12:00:00.000Z'
    const acting = await openedWorkspace(database, { clock: () => now })
    now = '2026-03-01T11:00:00.000Z'
    expect((await acting.do('service.register', { name: 'a' })).at).toBe('2026-03-01T12:00:00.000Z')
    now = '2026-03-01T12:00:00.001Z'
    expect((await acting.do('service.register', { name: 'b' })).at).toBe('2026-03-01T12:00:00.001Z')
    now = '1970-01-01T00:00:00.000Z'
    expect((await acting.do('service.register', { name: 'c' })).at).toBe('2026-03-01T12:00:00.001Z')
    expect(await verifyStore(database, key)).toMatchObject({ ok: true, findings: [] })
  })

  test('numbers have no gap under fifty acts at once, refused ones among them', async () => {
    const { database } = await open()
    await fiftyAtOnce(database, [database])
  })
})

describe('two nodes on one PostgreSQL server', () => {
  const open = stores('postgres')
  test('number their entries without a gap and in commit order under fifty acts at once', async () => {
    const store = await open()
    await fiftyAtOnce(store.database, [store.database, store.anotherNode()])
  })

  test('cannot both open the workspace', async () => {
    const store: TestStore = await open()
    const nodes = [store.database, store.anotherNode()]
    const outcomes = await Promise.all(
      nodes.map((node, i) => actingOn(node).try('workspace.open', { name: 'Ada', email: 'a@example.org' }, `per_${i}`)),
    )
    expect(outcomes.filter((o) => o.ok)).toHaveLength(1)
  })
})

async function fiftyAtOnce(database: Database, nodes: readonly Database[]): Promise<void> {
  await openedWorkspace(database)
  const acting = nodes.map((node) => actingOn(node))
  let running = true
  const reader = (async () => {
    // Whoever reads meanwhile never sees an entry before one with a smaller number.
    for (; running; await new Promise((resolve) => setTimeout(resolve, 1))) {
      const [seen] = await database.query<{ n: number; last: number }>(
        'select count(*) as n, max(seq) as last from ledger_entry',
      )
      if (seen!.n !== seen!.last + 1) return seen
    }
    return 'never a gap'
  })()
  const outcomes = await Promise.all(
    Array.from({ length: 50 }, (_, i) =>
      acting[i % acting.length]!.try('service.register', { name: `s${i}` }, i % 5 === 4 ? 'per_stranger' : FIRST),
    ),
  )
  running = false
  expect(await reader).toBe('never a gap')
  expect(outcomes.filter((o) => o.ok)).toHaveLength(40)
  const told = outcomes.flatMap((o) => (o.ok ? o.answer.entries.map((e) => e.seq) : [])).toSorted((a, b) => a - b)
  expect(told).toEqual(Array.from({ length: 40 }, (_, i) => i + 2))
  expect(await verifyStore(database, key)).toMatchObject({ ok: true, size: 42 })
}

async function governedTables(database: Database): Promise<string[]> {
  const rows = await database.query<{ name: string }>(
    `select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname = 'public' and c.relkind = 'r' and obj_description(c.oid, 'pg_class') like 'governed:%' order by 1`,
  )
  return rows.map((row) => row.name).toSorted()
}

function changesOf(table: string): string[] {
  const insert =
    table === 'notice'
      ? `insert into notice values (999, 'p', 'x', 'a', 't', 't', 's')`
      : `insert into ${table} (id, seq, doc) values ('new', 999, '{}')`
  return [insert, `update ${table} set seq = seq`, `delete from ${table}`, `truncate ${table}`]
}
