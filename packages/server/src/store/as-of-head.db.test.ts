import { eachDatabase, openedWorkspace } from '@muster/testkit'
import { expect, test } from 'vitest'
import { asOfHead } from './as-of-head.ts'
import type { Queries } from './database.ts'
import { Work } from './work.ts'

const people = (queries: Queries) => async (): Promise<number> => {
  const [row] = await queries.query<{ n: number }>('select count(*)::int as n from person')
  return row?.n ?? 0
}

eachDatabase((open) => {
  test('what no entry changed is read once, by its name', async () => {
    const { database } = await open()
    const acting = await openedWorkspace(database)
    let reads = 0
    const counted = (): Promise<number> => Promise.resolve((reads += 1))
    expect(await asOfHead(database, 'a', counted)).toBe(1)
    expect(await asOfHead(database, 'a', counted)).toBe(1)
    expect(await asOfHead(database, 'b', counted)).toBe(2)
    await acting.do('service.register', { name: 'ci' })
    expect(await asOfHead(database, 'a', counted)).toBe(3)
  })

  test('after an act it is what the act made of it', async () => {
    const { database } = await open()
    const acting = await openedWorkspace(database)
    const before = await asOfHead(database, 'people', people(database))
    await acting.do('service.register', { name: 'ci' })
    expect(await asOfHead(database, 'people', people(database))).toBe(before + 1)
  })

  test('what was read while an act was on its way is read again after it', async () => {
    const { database } = await open()
    const acting = await openedWorkspace(database)
    const before = await people(database)()
    await asOfHead(database, 'people', async () => {
      const seen = await people(database)()
      await acting.do('service.register', { name: 'ci' })
      return seen
    })
    expect(await asOfHead(database, 'people', people(database))).toBe(before + 1)
  })

  test('what a transaction saw that was undone is not recalled', async () => {
    const { database } = await open()
    await openedWorkspace(database)
    const before = await people(database)()
    const undone = database.transaction(async (tx) => {
      await tx.query(
        `insert into ledger_entry (seq, at, type, act, actor, subject, entry) select size, 't', 'T', 'a', 'p', 's', '{}' from ledger_head`,
      )
      await tx.query('update ledger_head set size = size + 1, writer = pg_current_xact_id()')
      await tx.query(`insert into person (id, seq, doc) values ('per_x', 1, '{}')`)
      expect(await asOfHead(tx, 'people', people(tx))).toBe(before + 1)
      throw new Error('undone')
    })
    await expect(undone).rejects.toThrow('undone')
    expect(await asOfHead(database, 'people', people(database))).toBe(before)
  })

  test('inside an act nothing is recalled', async () => {
    const { database } = await open()
    await openedWorkspace(database)
    let reads = 0
    const counted = (): Promise<number> => Promise.resolve((reads += 1))
    const work = new Work(database)
    await asOfHead(work, 'a', counted)
    expect(await asOfHead(work, 'a', counted)).toBe(2)
  })
})
