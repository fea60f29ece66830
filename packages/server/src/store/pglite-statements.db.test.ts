import { eachDatabase, stores } from '@muster/testkit'
import { describe, expect, test } from 'vitest'
import type { Queries } from './database.ts'

describe('prepared statements of the embedded database', () => {
  const open = stores('pglite')

  test('give the same rows however often they run, and after the table changed', async () => {
    const { database } = await open.empty()
    await database.query('create table t (id bigint primary key, doc jsonb)')
    for (let id = 1; id <= 1_100; id += 1) {
      await database.query('insert into t values ($1, $2)', [id, JSON.stringify({ id })])
      const rows = await database.query('select id, doc, null as nothing from t where id = $1', [id])
      expect(rows).toEqual([{ id, doc: { id }, nothing: null }])
    }
    await database.query('alter table t alter column doc type text')
    await database.query('alter table t add column more boolean not null default true')
    expect(await database.query('select id, more from t where id = $1', [7])).toEqual([{ id: 7, more: true }])
  })

  test('leave the connection usable when one of them fails, in a transaction and outside', async () => {
    const { database } = await open.empty()
    await database.query('create table t (id bigint primary key)')
    const insert = (id: unknown) => database.query('insert into t values ($1)', [id])
    await insert(1)
    await insert(2)
    await expect(insert(2)).rejects.toMatchObject({ code: '23505' })
    await expect(insert('x')).rejects.toMatchObject({ code: '22P02' })
    const swallowed = database.transaction(async (tx) => {
      await tx.query('insert into t values ($1)', [3])
      await tx.query('insert into t values ($1)', [3]).catch(() => {})
    })
    await expect(swallowed).rejects.toThrow('nothing of it was kept')
    expect(await database.query('select id from t order by id')).toEqual([{ id: 1 }, { id: 2 }])
  })

  test('are refused to a transaction that has ended', async () => {
    const { database } = await open.empty()
    const late = await database.transaction(async (tx) => ({ again: () => tx.query('select 1 as one') }))
    await expect(late.again()).rejects.toThrow('the transaction of this statement has ended')
  })

  test('are forgotten one by one when there are too many', async () => {
    const { database } = await open.empty()
    for (let round = 0; round < 3; round += 1)
      for (let i = 0; i < 320; i += 1) expect(await database.query(`select ${i} as n`)).toEqual([{ n: i }])
    const [row] = await database.query<{ n: number }>('select count(*)::int as n from pg_prepared_statements')
    expect(row?.n).toBeLessThanOrEqual(300)
  })
})

eachDatabase((open) => {
  describe('a statement that is planned once', () => {
    const planned = async (queries: Queries, id: unknown) =>
      queries.query('select id from t where id >= $1', [id], 'once')
    const mode = async (queries: Queries) => {
      const [row] = await queries.query<{ mode: string }>(`select current_setting('plan_cache_mode') as mode`)
      return row?.mode
    }

    test('gives the rows of the values it is sent with, however often', async () => {
      const { database } = await open.empty()
      await database.query('create table t (id integer primary key)')
      await database.query('insert into t select n from generate_series(1, 20) n')
      for (let id = 1; id <= 20; id += 1) expect(await planned(database, id)).toHaveLength(21 - id)
      await database.query('insert into t values (21)')
      expect(await planned(database, 20)).toEqual([{ id: 20 }, { id: 21 }])
      expect(await mode(database)).toBe('auto')
    })

    test('leaves the connection as it was when it fails, in a transaction and outside', async () => {
      const { database } = await open.empty()
      await database.query('create table t (id integer primary key)')
      await expect(planned(database, 'x')).rejects.toMatchObject({ code: '22P02' })
      expect(await mode(database)).toBe('auto')
      await database.transaction(async (tx) => {
        await tx.query('insert into t values (1)')
        expect(await planned(tx, 1)).toEqual([{ id: 1 }])
        expect(await mode(tx)).toBe('auto')
      })
      const failing = database.transaction(async (tx) => {
        await tx.query('insert into t values (2)')
        return planned(tx, 'x')
      })
      await expect(failing).rejects.toMatchObject({ code: '22P02' })
      expect(await mode(database)).toBe('auto')
      expect(await planned(database, 0)).toEqual([{ id: 1 }])
    })
  })
})
