import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { LiveWorld, Step, Tried } from '@muster/testkit'
import { RandomPeople, eachDatabase, judgeLedger, world } from '@muster/testkit'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { verifyStore } from '../../record/ledger/verify.ts'
import type { LedgerKey } from '../../record/ledger/signing.ts'
import { ledgerKeyIn } from '../../record/ledger/signing.ts'
import type { Database } from '../../store/database.ts'
import { NOUN_NAMES } from '../../store/perform.ts'
import { replay } from '../../store/replay.ts'

/** Sequences per database; more of them with PROPERTY_RUNS. */
const RUNS = { pglite: 12, postgres: 8 }
const MORE = Number(process.env['PROPERTY_RUNS'] ?? 0)
const SEQUENCES_PER_STORE = 10

const dice = fc.nat({ max: 999 })
const steps: fc.Arbitrary<Step[]> = fc.array(fc.record({ kind: fc.nat({ max: 99 }), a: dice, b: dice, c: dice }), {
  minLength: 60,
  maxLength: 90,
  size: 'max',
})

/**
 * People who do what the gate asks for next, and nothing else: the first sequence of every test, so that promotions are
 * always among what is held to account, whatever the dice of the others say.
 */
const diligent: Step[] = Array.from({ length: 90 }, (_, i) => ({ kind: 0, a: i * 7, b: i, c: 3 * i + 1 }))

/** A number that changes with every row of every table that an act could have touched. */
async function fingerprint(database: Database): Promise<string> {
  const parts = NOUN_NAMES.map(
    (n) => `select count(*), coalesce(sum(seq), 0), coalesce(sum(hashtext(doc::text)::bigint), 0) from ${n}`,
  )
  const others = [
    'select count(*), coalesce(sum(seq), 0), 0 from notice',
    'select size, hashtext(peaks)::bigint, hashtext(last_at)::bigint from ledger_head',
    'select count(*), coalesce(sum(seq), 0), 0 from ledger_entry',
    'select count(*), 0, 0 from ledger_node',
  ]
  const rows = await database.query([...parts, ...others].join(' union all '))
  return JSON.stringify(rows, (_key, value: unknown) => (typeof value === 'bigint' ? String(value) : value))
}

/** Records that an act changed, with the entry that changed each last. */
async function changedSince(database: Database, size: number): Promise<{ id: string; seq: number }[]> {
  const sql = NOUN_NAMES.map((n) => `select id, seq from ${n} where seq >= $1`).join(' union all ')
  return (await database.query<{ id: string; seq: number }>(sql, [size])).map((r) => ({ id: r.id, seq: Number(r.seq) }))
}

const sizeOf = async (database: Database): Promise<number> =>
  Number((await database.query<{ size: number }>('select size from ledger_head'))[0]?.size)

/** One sequence on a project of its own; holds every single act to its entries and its rows. */
async function run(first: LiveWorld, sequence: readonly Step[]): Promise<void> {
  const here = await first.another()
  const { database } = here
  const people = new RandomPeople(here)
  for (const step of sequence) {
    const size = await sizeOf(database)
    const before = await fingerprint(database)
    const tried = await people.step(step)
    if (tried.length === 0) continue
    const answers = tried.flatMap(({ outcome }) => (outcome.ok ? [outcome.answer] : []))
    if (answers.length === 0) expect(await fingerprint(database), refusedAs(tried)).toBe(before)
    const entries = answers.flatMap((answer) => answer.entries)
    for (const answer of answers) expect(answer.entries.length).toBeGreaterThan(0)
    const changed = await changedSince(database, size)
    const known = new Set(entries.map((e) => e.seq))
    expect(await sizeOf(database)).toBe(size + entries.length)
    for (const row of changed) expect(known).toContain(row.seq)
    for (const { subject, seq } of entries)
      expect(
        changed.some((row) => row.id === subject && row.seq >= seq),
        `entry ${seq} changed no record`,
      ).toBe(true)
  }
}

const refusedAs = (tried: readonly Tried[]): string =>
  tried.map(({ act, outcome }) => `${act} ${outcome.ok ? 'done' : (outcome.refusals[0]?.code ?? '')}`).join(', ')

eachDatabase((open) => {
  const folder = mkdtempSync(join(tmpdir(), 'muster-test-'))
  let key: LedgerKey
  beforeAll(() => {
    key = ledgerKeyIn(folder, 'test.example')
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  test('whatever people try, nothing is promoted that must not be, nobody acts without right, and the ledger says it all', async () => {
    let first: LiveWorld | undefined
    let runs = 0
    let promoting = 0
    let seen = 0
    const property = fc.asyncProperty(steps, async (sequence) => {
      if (first === undefined || runs % SEQUENCES_PER_STORE === 0) {
        first = await world((await open()).database, { matrix: 'source-5x8' })
        seen = 0
      }
      runs += 1
      await run(first, sequence)
      const { database } = first
      const verdict = judgeLedger(await first.entries())
      expect(verdict.findings).toEqual([])
      if (verdict.promotions > seen) promoting += 1
      seen = verdict.promotions
      expect((await replay(database)).findings).toEqual([])
      expect((await verifyStore(database, key)).findings).toEqual([])
    })
    await fc.assert(property, {
      numRuns: MORE || RUNS[open.kind],
      endOnFailure: true,
      examples: [[diligent]],
    })
    // A test that never gets as far as a promotion would prove nothing about promotions.
    expect(promoting).toBeGreaterThan(0)
  }, 300_000)
})
