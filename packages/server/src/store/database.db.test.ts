import { eachDatabase, stores } from '@muster/testkit'
import { describe, expect, test } from 'vitest'
import { sqlState } from './database.ts'

const caught = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  )

eachDatabase((open) => {
  test('values travel as parameters, whatever characters they hold', async () => {
    const { database } = await open.empty()
    const hostile = [`'; drop table x; --`, '$1', '\\', '"', 'é漢😀', '\n\t', '{}', '', ' null ']
    for (const text of hostile) expect(await database.query('select $1::text as t', [text])).toEqual([{ t: text }])
  })

  test('a text with a zero character is refused by the statement, not cut off', async () => {
    const { database } = await open.empty()
    expect(await caught(database.query('select $1::text as t', ['a\0b']))).toBeInstanceOf(Error)
    expect(await database.query('select 1 as one')).toEqual([{ one: 1 }])
  })

  test('a transaction keeps everything when its work returns', async () => {
    const { database } = await open.empty()
    await database.script('create table t (n integer)')
    const answer = await database.transaction(async (tx) => {
      await tx.query('insert into t values ($1)', [1])
      await tx.query('insert into t values ($1)', [2])
      return 'done'
    })
    expect(answer).toBe('done')
    expect(await database.query('select count(*) as n from t')).toEqual([{ n: 2 }])
  })

  test('a transaction keeps nothing when its work throws, and passes the error on', async () => {
    const { database } = await open.empty()
    await database.script('create table t (n integer)')
    const mine = new TypeError('mine')
    const error = await caught(
      database.transaction(async (tx) => {
        await tx.query('insert into t values (1)')
        throw mine
      }),
    )
    expect(error).toBe(mine)
    expect(await database.query('select n from t')).toEqual([])
  })

  test('a failed statement poisons its own transaction and nothing else', async () => {
    const { database } = await open.empty()
    await database.script('create table t (n integer primary key)')
    const error = await caught(
      database.transaction(async (tx) => {
        await tx.query('insert into t values (1)')
        const first = await caught(tx.query('insert into t values (1)'))
        expect(sqlState(first)).toBe('23505')
        await tx.query('insert into t values (2)')
      }),
    )
    expect(sqlState(error)).toBe('25P02')
    expect(await database.query('select n from t')).toEqual([])
    await database.transaction((tx) => tx.query('insert into t values (3)'))
    expect(await database.query('select n from t')).toEqual([{ n: 3 }])
  })

  test('an error that the work swallowed does not let the transaction look kept', async () => {
    const { database } = await open.empty()
    await database.script('create table t (n integer primary key)')
    const outcome = database.transaction(async (tx) => {
      await tx.query('insert into t values (1)')
      await caught(tx.query('insert into t values (1)'))
      return 'kept'
    })
    expect(await caught(outcome)).toBeInstanceOf(Error)
    expect(await database.query('select n from t')).toEqual([])
  })

  test('numbers, JSON, bytes and instants come back as they do on the other database', async () => {
    const { database } = await open.empty()
    const [row] = await database.query<{ bytes: Uint8Array; at: Date }>(
      `select 9007199254740991::int8 as big, (-5)::int8 as small, 7::int4 as four, 1.5::float8 as half, true as yes, null as nothing,
         $1::text::jsonb as doc, decode('00ff10', 'hex') as bytes, '2026-03-01T09:30:00.125Z'::timestamptz as at, (select json_agg(x) from (values (1), (2)) v (x)) as list`,
      [JSON.stringify({ b: [1, 2.5, null], a: { ü: '€' } })],
    )
    const { bytes, at, ...rest } = row!
    expect(rest).toEqual({
      ...{ big: 9007199254740991, small: -5, four: 7, half: 1.5, yes: true, nothing: null },
      ...{ doc: { b: [1, 2.5, null], a: { ü: '€' } }, list: [1, 2] },
    })
    expect([...new Uint8Array(bytes)]).toEqual([0, 255, 16])
    expect(new Date(at).toISOString()).toBe('2026-03-01T09:30:00.125Z')
  })

  test('bytes given as a parameter are stored as they are', async () => {
    const { database } = await open.empty()
    const bytes = Buffer.from(Array.from({ length: 256 }, (_, i) => i))
    const [row] = await database.query<{ b: Uint8Array }>('select $1::bytea as b', [bytes])
    expect([...new Uint8Array(row!.b)]).toEqual([...bytes])
  })

  test('a script runs several statements', async () => {
    const { database } = await open.empty()
    await database.script('create table a (n integer); create table b (n integer); insert into b values (4);')
    expect(await database.query('select n from b')).toEqual([{ n: 4 }])
  })

  test('transactions started at once do not see each other unfinished', async () => {
    const { database } = await open.empty()
    await database.script('create table t (n integer); insert into t values (0)')
    await Promise.all(
      Array.from({ length: 20 }, () =>
        database.transaction(async (tx) => {
          const [row] = await tx.query<{ n: number }>('select n from t for update')
          await tx.query('update t set n = $1', [row!.n + 1])
        }),
      ),
    )
    expect(await database.query('select n from t')).toEqual([{ n: 20 }])
  })

  test('what was written is there after a restart', async () => {
    const store = await open.empty()
    await store.database.script('create table t (n integer); insert into t values (1)')
    const database = await store.reopen()
    expect(await database.query('select n from t')).toEqual([{ n: 1 }])
  })
})

describe('transactions of a PostgreSQL server', () => {
  const open = stores('postgres')
  test('run side by side, each on its own connection', async () => {
    const { database } = await open.empty()
    let together = 0
    let most = 0
    await Promise.all(
      Array.from({ length: 4 }, () =>
        database.transaction(async (tx) => {
          together += 1
          most = Math.max(most, together)
          await tx.query('select pg_sleep(0.2)')
          together -= 1
        }),
      ),
    )
    expect(most).toBe(4)
  })

  test('leave the pool usable when more are waiting than there are connections', async () => {
    const { database } = await open.empty()
    const results = await Promise.all(
      Array.from({ length: 60 }, (_, i) =>
        database.transaction(async (tx) => (await tx.query<{ n: number }>('select $1::int as n', [i]))[0]?.n),
      ),
    )
    expect(results).toEqual(Array.from({ length: 60 }, (_, i) => i))
  })
})
