import { eachDatabase, stores } from '@muster/testkit'
import { expect, test } from 'vitest'
import type { Migration } from './migrate.ts'
import { SchemaTooNew, migrate, shippedMigrations } from './migrate.ts'

const newest = shippedMigrations().at(-1)!.number
const later = (number: number, breaking: boolean, sql: string): Migration => ({
  number,
  name: `later-${number}`,
  breaking,
  sql,
})

eachDatabase((open) => {
  test('a fresh database gets every migration, and a second start none', async () => {
    const { database } = await open.empty()
    expect(await migrate(database)).toBe(newest)
    expect(await migrate(database)).toBe(0)
    expect(await database.query('select number from muster_migration order by number')).toEqual(
      shippedMigrations().map(({ number }) => ({ number })),
    )
  })

  test('a later migration runs once, after those that ran before', async () => {
    const { database } = await open()
    const more = [...shippedMigrations(), later(newest + 1, false, 'create table extra (n integer);')]
    expect(await migrate(database, more)).toBe(1)
    expect(await migrate(database, more)).toBe(0)
    expect(await database.query('select * from extra')).toEqual([])
  })

  test('a store of the first schema keeps its records, its guards and its ledger when it is brought to this one', async () => {
    const { database } = await open.empty()
    const [first, ...rest] = shippedMigrations()
    await migrate(database, [first!])
    await database.transaction(async (tx) => {
      await tx.query(
        `insert into ledger_entry (seq, at, type, act, actor, subject, entry) values (0, 't', 'T', 'a.b', 'p', 'per_1', '{}')`,
      )
      await tx.query(`update ledger_head set size = 1, last_at = 't', writer = pg_current_xact_id()`)
      await tx.query(`insert into person (id, seq, doc) values ('per_1', 0, '{}')`)
    })
    expect(await migrate(database)).toBe(rest.length)
    expect(await database.query('select id from person')).toEqual([{ id: 'per_1' }])
    await expect(database.query(`update person set doc = '{"administrator": true}'`)).rejects.toMatchObject({
      code: 'MU001',
    })
    expect(await database.query('select doc from person')).toEqual([{ doc: {} }])
  })

  test('an older program refuses a database that a newer one changed in a breaking way, and says which change', async () => {
    const { database } = await open()
    await migrate(database, [...shippedMigrations(), later(newest + 1, true, 'create table extra (n integer);')])
    const start = migrate(database)
    await expect(start).rejects.toBeInstanceOf(SchemaTooNew)
    await expect(start).rejects.toThrow(`migration ${newest + 1} later-${newest + 1}`)
  })

  test('an older program accepts a newer change that is not breaking', async () => {
    const { database } = await open()
    await migrate(database, [...shippedMigrations(), later(newest + 1, false, 'create table extra (n integer);')])
    expect(await migrate(database)).toBe(0)
  })

  test('a migration that fails leaves nothing of itself nor of those before it in the same start', async () => {
    const { database } = await open()
    const broken = [
      ...shippedMigrations(),
      later(newest + 1, false, 'create table extra (n integer);'),
      later(newest + 2, false, 'create table broken (n nonsense);'),
    ]
    await expect(migrate(database, broken)).rejects.toThrow(/nonsense/)
    expect(await database.query(`select to_regclass('extra') as there`)).toEqual([{ there: null }])
    expect(await database.query('select count(*) as n from muster_migration')).toEqual([{ n: newest }])
  })

  test('a start that lost the connection in the middle can be repeated', async () => {
    const store = await open.empty()
    await store.database.script(
      'create table muster_migration (number integer primary key, name text not null, breaking boolean not null, at timestamptz not null default now())',
    )
    const database = await store.reopen()
    expect(await migrate(database)).toBe(newest)
  })
})

const onServer = stores('postgres')
test('twenty nodes that start at once on a fresh server migrate it once', async () => {
  const store = await onServer.empty()
  const nodes = Array.from({ length: 20 }, () => store.anotherNode())
  const run = await Promise.all(nodes.map((node) => migrate(node)))
  expect(run.filter((n) => n > 0)).toEqual([newest])
  expect(await store.database.query('select count(*) as n from muster_migration')).toEqual([{ n: newest }])
})
