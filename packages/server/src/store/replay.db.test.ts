import type { Row } from './database.ts'
import type { LedgerEntry } from '@muster/core'
import { eachDatabase, openedWorkspace } from '@muster/testkit'
import { expect, test } from 'vitest'
import { append, lockHead, project, recordedEvent } from './commit.ts'
import type { Database } from './database.ts'
import { foldAnew, replay } from './replay.ts'
import { Work } from './work.ts'

/** Changes a projection as the owner of the database can: with the guards off. */
async function behindItsBack(database: Database, table: string, sql: string): Promise<void> {
  await database.query(`alter table ${table} disable trigger user`)
  await database.query(sql)
  await database.query(`alter table ${table} enable trigger user`)
}
const messages = async (database: Database): Promise<string[]> =>
  (await replay(database)).findings.map((f) => f.message)

eachDatabase((open) => {
  test('the projections made anew from the ledger equal the live ones, and nothing stays behind', async () => {
    const { database } = await open()
    const acting = await openedWorkspace(database)
    const { subject } = await acting.do('service.register', { name: 'ci' })
    await acting.do('person.deactivate', { person: subject, reason: 'done' })
    expect(await replay(database)).toEqual({ ok: true, size: 4, findings: [] })
    expect(await database.query(`select nspname from pg_namespace where nspname like 'muster_replay%'`)).toEqual([])
    expect(await database.query('select current_schema() as now')).toEqual([{ now: 'public' }])
  })

  test('a record changed behind the ledger’s back is named', async () => {
    const { database } = await open()
    const acting = await openedWorkspace(database)
    const { subject } = await acting.do('service.register', { name: 'ci' })
    await behindItsBack(
      database,
      'person',
      `update person set doc = doc || '{"administrator": true}' where id = '${subject}'`,
    )
    expect(await messages(database)).toEqual([
      `person ${subject} does not follow from the ledger`,
      `person ${subject} is missing or differs in the live tables`,
    ])
  })

  test('a record that was removed, and one that was made up, are named', async () => {
    const { database } = await open()
    const acting = await openedWorkspace(database)
    const { subject } = await acting.do('service.register', { name: 'ci' })
    await behindItsBack(database, 'person', `delete from person where id = '${subject}'`)
    await behindItsBack(database, 'waiver', `insert into waiver (id, seq, doc) values ('wai_1', 2, '{}')`)
    expect(await messages(database)).toEqual([
      `person ${subject} is missing or differs in the live tables`,
      'waiver wai_1 does not follow from the ledger',
    ])
  })

  test('a program with other rules of folding folds everything anew, once, and the guards are back', async () => {
    const { database } = await open()
    const acting = await openedWorkspace(database)
    const { subject } = await acting.do('service.register', { name: 'ci' })
    expect(await foldAnew(database, 7)).toBe(true)
    expect(await foldAnew(database, 7)).toBe(false)
    // As the program before left it, without what the rules say of it now.
    await behindItsBack(database, 'person', `update person set doc = doc - 'kind' where id = '${subject}'`)
    expect((await replay(database)).ok).toBe(false)
    expect(await foldAnew(database, 7)).toBe(false)
    expect(await foldAnew(database, 8)).toBe(true)
    expect(await replay(database)).toEqual({ ok: true, size: 3, findings: [] })
    await expect(database.query(`update person set doc = doc - 'kind'`)).rejects.toThrow('holds governed facts')
    expect(await database.query(`select nspname from pg_namespace where nspname like 'muster_replay%'`)).toEqual([])
    await acting.do('person.deactivate', { person: subject, reason: 'done' })
    expect((await replay(database)).ok).toBe(true)
  })

  test('a notice that nothing caused is named', async () => {
    const { database } = await open()
    await openedWorkspace(database)
    await behindItsBack(database, 'notice', `insert into notice values (1, 'per_x', 'prj', 'a', 't', 't', 's')`)
    expect(await messages(database)).toEqual(['notice per_x/1 does not follow from the ledger'])
  })

  test(
    'a log of 5,000 entries is replayed in batches: no read holds more than a thousand',
    { timeout: 120_000 },
    async () => {
      const { database } = await open()
      const pad = 'x'.repeat(4_000)
      for (let batch = 0; batch < 10; batch += 1) {
        await database.transaction(async (tx) => {
          const head = await lockHead(tx)
          const entries = Array.from({ length: 500 }, (_, i): LedgerEntry => ({
            ...{ v: 1, seq: head.size + i, at: '2026-03-01T09:30:00.000Z', type: 'PackApplied', act: 'pack.apply' },
            ...{ actor: 'system', subject: `sha256:${head.size + i}`, grant: {} },
            data: { kind: 'k', id: `p${head.size + i}`, version: '1', title: 't', content: { pad } },
          }))
          await append(tx, head, entries)
          await project(new Work(tx), entries.map(recordedEvent))
        })
      }
      let most = 0
      const counted: typeof database = {
        ...database,
        transaction: (work) =>
          database.transaction((tx) =>
            work({
              ...tx,
              query: async <T extends Row>(sql: string, values?: readonly unknown[]) => {
                const rows = await tx.query<T>(sql, values)
                most = Math.max(most, rows.length)
                return rows
              },
            }),
          ),
      }
      expect(await replay(counted)).toEqual({ ok: true, size: 5_000, findings: [] })
      expect(most).toBe(1_000)
    },
  )
})
