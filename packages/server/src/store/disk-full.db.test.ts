import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Kysely } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Database } from './database.ts'
import { DiskFull, StoreUnavailable } from './database.ts'
import { openPglite } from './pglite.ts'

/** A small file system of its own needs the rights of root; elsewhere these suites cannot run. */
const mount = mkdtempSync(join(tmpdir(), 'muster-tiny-'))
const mounted =
  process.platform === 'linux' && spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=160m', 'tmpfs', mount]).status === 0

describe.skipIf(!mounted)('a full disk under the embedded database (needs root: mounts a small file system)', () => {
  beforeAll(() => mkdirSync(mount, { recursive: true }))
  afterAll(() => {
    // Lazily: the database that stopped still has its files open, as it has in a program that goes on.
    if (mounted) expect(spawnSync('umount', ['-l', mount]).status).toBe(0)
    rmSync(mount, { recursive: true, force: true })
  })

  /** Opens a store and leaves only so many bytes on the disk; then writes until it is refused. */
  async function filledUp(name: string, leaveBytes: number, pad: string) {
    const folder = join(mount, name)
    const database = await openPglite(folder)
    await database.script('create table t (n integer, pad text)')
    return { folder, database, ...(await fillUp(database, leaveBytes, pad)) }
  }
  async function fillUp(database: Database, leaveBytes: number, pad: string, first = 0) {
    const ballast = join(mount, 'ballast')
    const { bavail, bsize } = statfsSync(mount)
    writeFileSync(ballast, Buffer.alloc(bavail * bsize - leaveBytes))
    const kept: number[] = []
    let refusal: unknown
    for (let n = first; n < first + 400 && refusal === undefined; n += 1) {
      try {
        await database.transaction(async (tx) => {
          await tx.query('insert into t (n) values ($1)', [n])
          await tx.query(pad)
        })
        kept.push(n)
      } catch (error) {
        refusal = error
      }
    }
    return { kept, refusal, free: () => rmSync(ballast) }
  }
  const stored = async (database: Database): Promise<number[]> =>
    (await database.query<{ n: number }>('select n from t where n is not null order by n')).map((row) => row.n)
  const outcome = (promise: Promise<unknown>): Promise<unknown> =>
    promise.then(
      () => 'answered',
      (error: unknown) => error,
    )

  test(
    'where a table cannot grow: DiskFull, nothing lost, and acts work again when space is freed',
    { timeout: 120_000 },
    async () => {
      const grow = `insert into t (pad) select string_agg(md5(random()::text), '') from generate_series(1, 400)`
      const { folder, database, kept, refusal, free } = await filledUp('table', 1_000_000, grow)
      expect(refusal).toBeInstanceOf(DiskFull)
      expect(kept.length).toBeGreaterThan(0)
      expect(await stored(database)).toEqual(kept)
      free()
      await database.query('insert into t (n) values (1000)')
      expect(await stored(database)).toEqual([...kept, 1000])
      await database.close()
      const again = await openPglite(folder)
      expect(await stored(again)).toEqual([...kept, 1000])
      await again.close()
      rmSync(folder, { recursive: true })
    },
  )

  test(
    'where the log cannot grow: DiskFull at once until space is freed, then it goes on by itself, and nothing is lost',
    { timeout: 120_000 },
    async () => {
      const { folder, database, kept, refusal, free } = await filledUp('log', 8_000_000, LOG)
      expect(refusal).toBeInstanceOf(DiskFull)
      expect(kept.length).toBeGreaterThan(0)
      const attempts = [
        () => database.query('select 1'),
        () => database.transaction((tx) => tx.query('select 1')),
        () => database.script('select 1'),
      ]
      for (const attempt of attempts) expect(await outcome(attempt())).toBeInstanceOf(DiskFull)
      const before = openFiles()
      const home = database.home
      free()
      // Many at once: it is opened once, and all of them are answered.
      const counts = await Promise.all([1, 2, 3].map(() => stored(database)))
      expect(counts).toEqual([kept, kept, kept])
      expect(openFiles()).toBeLessThanOrEqual(before)
      // What was remembered of the one that stopped is not remembered of this one.
      expect(database.home).not.toBe(home)
      await database.transaction((tx) => tx.query('insert into t (n) values (1000)'))
      expect(
        await new Kysely<{ t: { n: number } }>({ dialect: database.dialect })
          .selectFrom('t')
          .select('n')
          .where('n', '=', 1000)
          .execute(),
      ).toEqual([{ n: 1000 }])
      await database.close()
      const again = await openPglite(folder)
      expect(await stored(again)).toEqual([...kept, 1000])
      await again.close()
      rmSync(folder, { recursive: true })
    },
  )

  test('again and again, and closing while it has stopped', { timeout: 120_000 }, async () => {
    const { folder, database, kept, free } = await filledUp('again', 8_000_000, LOG)
    free()
    expect(await stored(database)).toEqual(kept)
    const second = await fillUp(database, 8_000_000, LOG, 1000)
    expect(second.refusal).toBeInstanceOf(DiskFull)
    await database.close()
    second.free()
    // Closed is closed: nobody opens it again behind the back of whoever closed it.
    expect(await outcome(database.query('select 1'))).toBeInstanceOf(StoreUnavailable)
    const again = await openPglite(folder)
    expect(await stored(again)).toEqual([...kept, ...second.kept])
    await again.close()
    rmSync(folder, { recursive: true })
  })
})

const LOG = `select pg_logical_emit_message(true, 'x', repeat('y', 1000000))`
const openFiles = (): number => readdirSync('/proc/self/fd').length
