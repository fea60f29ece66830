import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Database, Row } from './database.ts'
import { DiskFull, StoreUnavailable } from './database.ts'
import type { Opened } from './pglite-recovery.ts'
import { recovering } from './pglite-recovery.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'muster-recovery-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const PANIC = new StoreUnavailable('The embedded database stopped.')

/** An instance that answers its number until it stops, and refuses from then on. */
function instance(number: number, pg: PGlite): Opened & { stop: () => void } {
  let stopped: StoreUnavailable | undefined
  const query = <T extends Row>(): Promise<T[]> =>
    stopped === undefined ? Promise.resolve([{ number }] as unknown as T[]) : Promise.reject(stopped)
  const database = { kind: 'pglite', home: {}, query, close: () => Promise.resolve() } as unknown as Database
  return { database, pg, stopped: () => stopped, stop: () => (stopped = PANIC) }
}

describe('an embedded database that stopped', () => {
  test('is opened again once for all who ask; an attempt that fails is told, and made again after a pause', async () => {
    const pg = await PGlite.create()
    const made: ReturnType<typeof instance>[] = []
    let broken: Error | undefined
    let attempts = 0
    const open = (): Promise<Opened> => {
      attempts += 1
      if (broken !== undefined) return Promise.reject(broken)
      const next = instance(made.length + 1, pg)
      made.push(next)
      return Promise.resolve(next)
    }
    const database = await recovering(open, folder, 200)
    const number = async (): Promise<unknown> =>
      (await database.query<{ number: number }>('select 1').catch((error: unknown) => [{ number: error }]))[0]?.number
    expect(await number()).toBe(1)

    made[0]?.stop()
    broken = new Error('cannot be opened')
    expect(await number()).toMatchObject({ name: 'StoreUnavailable', cause: broken })
    // Within the pause nothing is tried: the reason why it stopped is told.
    expect(await number()).toBe(PANIC)
    expect(attempts).toBe(2)
    await new Promise((resolve) => setTimeout(resolve, 250))
    broken = new DiskFull('full again')
    expect(await number()).toBe(broken)
    broken = undefined
    // A full disk needs no pause, and whoever asks at the same moment waits for the same opening.
    expect(await Promise.all([number(), number(), number()])).toEqual([2, 2, 2])
    expect(attempts).toBe(4)
    expect(readdirSync(join(folder, '..')).filter((name) => name.includes('room-for'))).toEqual([])

    made[1]?.stop()
    await database.close()
    expect(await number()).toBe(PANIC)
    expect(attempts).toBe(4)
    await pg.close()
  })
})
