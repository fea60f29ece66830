import { eachDatabase, openedWorkspace } from '@muster/testkit'
import { expect, test } from 'vitest'
import type { Database, Queries } from './database.ts'
import { remembering } from './remembering.ts'
import { Work } from './work.ts'

const PEOPLE = new Set(['PersonRegistered'])
const people = (queries: Queries) => async (): Promise<number> => {
  const [row] = await queries.query<{ n: number }>('select count(*)::int as n from person')
  return row?.n ?? 0
}
const peopleNow = async (queries: Queries): Promise<number> =>
  (await remembering(queries)).one('people', { types: PEOPLE }, people(queries))

/** Writes an entry of a type, as an act would, about a project or none. */
const wrote = (database: Database, type: string, project?: string): Promise<unknown> =>
  database.transaction(async (tx) => {
    await tx.query(
      `insert into ledger_entry (seq, at, type, act, actor, project, subject, entry) select size, 't', $1, 'a', 'p', $2, 's', '{}' from ledger_head`,
      [type, project ?? null],
    )
    await tx.query('update ledger_head set size = size + 1, writer = pg_current_xact_id()')
  })

eachDatabase((open) => {
  test('what no entry can have changed is read once, by its name', async () => {
    const { database } = await open()
    let reads = 0
    const read = (): Promise<number> => Promise.resolve((reads += 1))
    const ask = async (name: string, project?: string): Promise<number> =>
      (await remembering(database)).one(
        name,
        { types: new Set(['T']), ...(project === undefined ? {} : { project }) },
        read,
      )
    expect(await ask('a')).toBe(1)
    expect(await ask('of one', 'prj_1')).toBe(2)
    expect(await ask('of two', 'prj_2')).toBe(3)
    await wrote(database, 'Other', 'prj_1')
    expect([await ask('a'), await ask('of one', 'prj_1'), await ask('of two', 'prj_2')]).toEqual([1, 2, 3])
    await wrote(database, 'T', 'prj_1')
    expect(await ask('of two', 'prj_2')).toBe(3)
    expect(await ask('of one', 'prj_1')).toBe(4)
    expect(await ask('a')).toBe(5)
    // What belongs to no project may be about any.
    await wrote(database, 'T')
    expect([await ask('of one', 'prj_1'), await ask('of two', 'prj_2'), await ask('a')]).toEqual([6, 7, 8])
  })

  test('of many projects, those that an entry was about are read again, together', async () => {
    const { database } = await open()
    const asked: (readonly string[])[] = []
    const read = (missing: readonly string[]): Promise<Map<string, number>> => {
      asked.push(missing)
      return Promise.resolve(new Map(missing.filter((p) => p !== 'c').map((p) => [p, asked.length])))
    }
    const ask = async (projects: readonly string[]): Promise<Record<string, number>> =>
      Object.fromEntries(await (await remembering(database)).each('n', new Set(['T']), projects, read))
    expect(await ask(['a', 'b', 'c'])).toEqual({ a: 1, b: 1 })
    expect(await ask(['a', 'b', 'c'])).toEqual({ a: 1, b: 1 })
    await wrote(database, 'T', 'b')
    await wrote(database, 'T', 'c')
    expect(await ask(['a', 'b', 'c'])).toEqual({ a: 1, b: 2 })
    expect(asked).toEqual([
      ['a', 'b', 'c'],
      ['b', 'c'],
    ])
  })

  test('after an act it is what the act made of it', async () => {
    const { database } = await open()
    const acting = await openedWorkspace(database)
    const before = await peopleNow(database)
    await acting.do('service.register', { name: 'ci' })
    expect(await peopleNow(database)).toBe(before + 1)
  })

  test('what was read while an act was on its way is read again after it', async () => {
    const { database } = await open()
    const acting = await openedWorkspace(database)
    const before = await people(database)()
    await peopleNow(database)
    await acting.do('service.register', { name: 'first' })
    await (
      await remembering(database)
    ).one('people', { types: PEOPLE }, async () => {
      const seen = await people(database)()
      await acting.do('service.register', { name: 'ci' })
      return seen
    })
    expect(await peopleNow(database)).toBe(before + 2)
  })

  test('what a transaction saw that was undone is not remembered', async () => {
    const { database } = await open()
    await openedWorkspace(database)
    const before = await people(database)()
    const undone = database.transaction(async (tx) => {
      await tx.query(
        `insert into ledger_entry (seq, at, type, act, actor, subject, entry) select size, 't', 'T', 'a', 'p', 's', '{}' from ledger_head`,
      )
      await tx.query('update ledger_head set size = size + 1, writer = pg_current_xact_id()')
      await tx.query(`insert into person (id, seq, doc) values ('per_x', 1, '{}')`)
      expect(await peopleNow(tx)).toBe(before + 1)
      throw new Error('undone')
    })
    await expect(undone).rejects.toThrow('undone')
    expect(await peopleNow(database)).toBe(before)
  })

  test('inside an act nothing is remembered', async () => {
    const { database } = await open()
    await openedWorkspace(database)
    let reads = 0
    const read = (): Promise<number> => Promise.resolve((reads += 1))
    const work = new Work(database)
    await (await remembering(work)).one('a', { types: PEOPLE }, read)
    expect(await (await remembering(work)).one('a', { types: PEOPLE }, read)).toBe(2)
  })
})
