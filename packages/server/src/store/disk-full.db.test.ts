import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
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
    const ballast = join(mount, `${name}.ballast`)
    const database = await openPglite(folder)
    await database.script('create table t (n integer, pad text)')
    const { bavail, bsize } = statfsSync(mount)
    writeFileSync(ballast, Buffer.alloc(bavail * bsize - leaveBytes))
    const kept: number[] = []
    let refusal: unknown
    for (let n = 0; n < 400 && refusal === undefined; n += 1) {
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
    return { folder, database, kept, refusal, free: () => rmSync(ballast) }
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
    'where the log cannot grow: DiskFull, then StoreUnavailable at once, and nothing lost after a restart',
    { timeout: 120_000 },
    async () => {
      const log = `select pg_logical_emit_message(true, 'x', repeat('y', 1000000))`
      const { folder, database, kept, refusal, free } = await filledUp('log', 8_000_000, log)
      expect(refusal).toBeInstanceOf(DiskFull)
      expect(kept.length).toBeGreaterThan(0)
      for (const attempt of [
        () => database.query('select 1'),
        () => database.transaction((tx) => tx.query('select 1')),
        () => database.script('select 1'),
      ])
        expect(await outcome(attempt())).toBeInstanceOf(StoreUnavailable)
      free()
      expect(await outcome(database.query('select 1'))).toMatchObject({
        message: expect.stringContaining('start Muster again'),
      })
      await database.close()
      const again = await openPglite(folder)
      expect(await stored(again)).toEqual(kept)
      await again.query('insert into t (n) values (1000)')
      await again.close()
    },
  )
})
