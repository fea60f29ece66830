import type { PostgresServer } from '@muster/testkit'
import { actingOn, openedWorkspace, startPostgres } from '@muster/testkit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Database } from './database.ts'
import { StoreUnavailable } from './database.ts'
import { migrate } from './migrate.ts'
import { openPostgres } from './postgres.ts'

describe('a PostgreSQL server that is away for a while', () => {
  let server: PostgresServer
  let database: Database
  beforeAll(async () => {
    server = await startPostgres()
    database = openPostgres(server.url('postgres'))
    await migrate(database)
    await openedWorkspace(database)
  })
  afterAll(async () => {
    await database.close()
    await server.remove()
  })

  test('is answered at once with StoreUnavailable, and used again when it is back', { timeout: 120_000 }, async () => {
    const acting = actingOn(database)
    for (let round = 0; round < 2; round += 1) {
      await acting.do('service.register', { name: 'before' })
      await server.halt()
      for (const attempt of [
        () => acting.try('service.register', { name: 'away' }),
        () => database.query('select 1'),
      ]) {
        const start = performance.now()
        await expect(attempt()).rejects.toBeInstanceOf(StoreUnavailable)
        expect(performance.now() - start).toBeLessThan(6_000)
      }
      await server.start()
      await acting.do('service.register', { name: 'back' })
    }
    expect(await database.query('select count(*) as n from ledger_entry')).toEqual([{ n: 6 }])
  })

  test(
    'breaks the acts that were under way, keeps nothing of them, and frees their connections',
    { timeout: 120_000 },
    async () => {
      const [before] = await database.query<{ n: number }>('select count(*) as n from ledger_entry')
      const slow = Array.from({ length: 10 }, () =>
        database.transaction(async (tx) => {
          await tx.query('select pg_sleep(30)')
        }),
      )
      const settled = Promise.allSettled(slow)
      await new Promise((resolve) => setTimeout(resolve, 500))
      await server.halt()
      for (const outcome of await settled)
        expect(outcome).toMatchObject({ status: 'rejected', reason: { name: 'StoreUnavailable' } })
      await server.start()
      // All ten connections of the pool are usable again.
      const again = await Promise.all(Array.from({ length: 30 }, () => database.query('select 1 as one')))
      expect(again.flat()).toHaveLength(30)
      expect(await database.query('select count(*) as n from ledger_entry')).toEqual([before])
    },
  )

  test('that is not there at the start is told as such', async () => {
    const nowhere = openPostgres('postgres://muster:x@127.0.0.1:1/none')
    await expect(nowhere.query('select 1')).rejects.toBeInstanceOf(StoreUnavailable)
    await expect(nowhere.transaction((tx) => tx.query('select 1'))).rejects.toBeInstanceOf(StoreUnavailable)
    await expect(migrate(nowhere)).rejects.toBeInstanceOf(StoreUnavailable)
    await nowhere.close()
  })
})
