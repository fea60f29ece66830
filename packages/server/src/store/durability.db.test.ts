import type { ChildProcess } from 'node:child_process'
import { spawn } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { PostgresServer } from '@muster/testkit'
import { startPostgres } from '@muster/testkit'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { readConfig } from '../boot/config.ts'
import { openStore } from '../boot/start.ts'
import { ledgerKeyFromPem } from '../record/ledger/signing.ts'
import { verifyStore } from '../record/ledger/verify.ts'
import { replay } from './replay.ts'

const SCRIPT = join(import.meta.dirname, '../../../testkit/src/databases/acting-process.ts')
const key = ledgerKeyFromPem(
  generateKeyPairSync('ed25519').privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(),
  'test.example',
)
const children = new Set<ChildProcess>()
let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'muster-durability-'))
})
afterEach(() => {
  for (const child of children) child.kill('SIGKILL')
  children.clear()
  rmSync(folder, { recursive: true, force: true })
})

interface Acting {
  /** Resolves when the child has answered this many acts. */
  answered(acts: number): Promise<void>
  /** Kills it as `kill -9` does, and returns the numbers of all entries it answered. */
  killed(): Promise<number[]>
  /** Waits until it ends by itself. */
  ended(): Promise<{ seqs: number[]; stderr: string }>
}

function actInAnotherProcess(databaseUrl?: string): Acting {
  const child = spawn(process.execPath, [SCRIPT, folder, ...(databaseUrl === undefined ? [] : [databaseUrl])])
  children.add(child)
  let stdout = ''
  let stderr = ''
  let wake = (): void => {}
  child.stdout.on('data', (text: Buffer) => {
    stdout += text.toString()
    wake()
  })
  child.stderr.on('data', (text: Buffer) => (stderr += text.toString()))
  const closed = new Promise<void>((resolve) => child.on('close', () => resolve()))
  // A line that was cut by the kill was not answered in full.
  const seqs = (): number[] =>
    stdout
      .split('\n')
      .slice(0, -1)
      .filter((l) => /^\d+$/.test(l))
      .map(Number)
  void closed.then(() => wake())
  return {
    answered: async (acts) => {
      while (seqs().length < acts) {
        if (child.exitCode !== null) throw new Error(`the acting process ended: ${stderr}`)
        await new Promise<void>((resolve) => (wake = resolve))
      }
    },
    killed: async () => {
      child.kill('SIGKILL')
      await closed
      return seqs()
    },
    ended: async () => {
      await closed
      return { seqs: seqs(), stderr }
    },
  }
}

async function expectAllThere(answered: readonly number[], databaseUrl?: string): Promise<void> {
  const store = await openStore(readConfig({}, { data: folder, databaseUrl }))
  try {
    const rows = await store.database.query<{ seq: number }>('select seq from ledger_entry order by seq')
    const there = new Set(rows.map((row) => row.seq))
    expect(answered.filter((seq) => !there.has(seq))).toEqual([])
    expect(await verifyStore(store.database, key)).toMatchObject({ ok: true, size: rows.length })
    expect(await replay(store.database)).toMatchObject({ ok: true })
  } finally {
    await store.close()
  }
}

describe('an acknowledged act', () => {
  test(
    'is there after kill -9 at any moment, six times in a row, with the embedded database',
    { timeout: 300_000 },
    async () => {
      const answered: number[] = []
      for (let round = 0; round < 6; round += 1) {
        const child = actInAnotherProcess()
        await child.answered(1)
        await new Promise((resolve) => setTimeout(resolve, Math.random() * 1_200))
        answered.push(...(await child.killed()))
        await expectAllThere(answered)
      }
      expect(new Set(answered).size).toBe(answered.length)
      expect(answered.length).toBeGreaterThan(20)
    },
  )

  test(
    'is possible after a first start that was killed before the database was made',
    { timeout: 120_000 },
    async () => {
      const first = actInAnotherProcess()
      while (!existsSync(join(folder, 'database.new'))) await new Promise((resolve) => setTimeout(resolve, 20))
      await new Promise((resolve) => setTimeout(resolve, 400))
      expect(await first.killed()).toEqual([])
      const second = actInAnotherProcess()
      await second.answered(3)
      await expectAllThere(await second.killed())
    },
  )

  describe('on a PostgreSQL server', () => {
    let server: PostgresServer
    beforeAll(async () => {
      server = await startPostgres({ durable: true })
    })
    afterAll(() => server.remove())

    test('is there after kill -9 of Muster, six times in a row', { timeout: 300_000 }, async () => {
      const url = server.url('postgres')
      const answered: number[] = []
      for (let round = 0; round < 6; round += 1) {
        const child = actInAnotherProcess(url)
        await child.answered(1)
        await new Promise((resolve) => setTimeout(resolve, Math.random() * 600))
        answered.push(...(await child.killed()))
        await expectAllThere(answered, url)
      }
      expect(new Set(answered).size).toBe(answered.length)
      expect(answered.length).toBeGreaterThan(20)
    })

    test(
      'is there after kill -9 of the server, and Muster says that the store is away',
      { timeout: 300_000 },
      async () => {
        const url = server.url('postgres')
        const answered: number[] = []
        for (let round = 0; round < 3; round += 1) {
          const child = actInAnotherProcess(url)
          await child.answered(20)
          await server.kill()
          const { seqs, stderr } = await child.ended()
          expect(stderr).toMatch(/^StoreUnavailable/)
          answered.push(...seqs)
          await server.start()
          await expectAllThere(answered, url)
        }
      },
    )
  })
})
