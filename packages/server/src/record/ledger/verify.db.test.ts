import { generateKeyPairSync } from 'node:crypto'
import type { LedgerEntry } from '@muster/core'
import {
  canonicalJson,
  decodeBase64,
  entryText,
  openCheckpoint,
  parseVerifierKey,
  verifyConsistency,
  verifyLedger,
} from '@muster/core'
import { eachDatabase } from '@muster/testkit'
import { expect, test } from 'vitest'
import { append, lockHead, sha256 } from '../../store/commit.ts'
import type { Database } from '../../store/database.ts'
import { consistencyOf, signedHead, storedEntries } from './log.ts'
import { ledgerKeyFromPem, verifySignature } from './signing.ts'
import { verifyStore } from './verify.ts'

const key = ledgerKeyFromPem(
  generateKeyPairSync('ed25519').privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(),
  'test.example',
)
const parsed = parseVerifierKey(sha256, key.verifierKey)
if (!parsed.ok) throw new Error(parsed.problem)
const verifierKey = parsed.value
const SIZE = 21

const entry = (seq: number, n = seq): LedgerEntry => ({
  ...{ v: 1, seq, at: `2026-03-01T09:30:00.${String(seq).padStart(3, '0')}Z`, type: 'NoteMade', act: 'note.make' },
  ...{ actor: 'per_a', subject: `s${seq}`, grant: {}, data: { n } },
})
const write = (database: Database, entries: readonly LedgerEntry[]): Promise<unknown> =>
  database.transaction(async (tx) => append(tx, await lockHead(tx), entries))

/** Changes the ledger as the owner of the database can: with the triggers off. */
async function asOwner(database: Database, ...statements: (string | [string, unknown[]])[]): Promise<void> {
  const tables = ['ledger_entry', 'ledger_node', 'ledger_head', 'ledger_checkpoint']
  for (const table of tables) await database.query(`alter table ${table} disable trigger user`)
  for (const statement of statements)
    await (typeof statement === 'string' ? database.query(statement) : database.query(...statement))
  for (const table of tables) await database.query(`alter table ${table} enable trigger user`)
}

eachDatabase((open) => {
  const filled = async (checkpoint = true): Promise<Database> => {
    const { database } = await open()
    await write(
      database,
      Array.from({ length: SIZE }, (_, i) => entry(i)),
    )
    if (checkpoint) await signedHead(database, key)
    return database
  }
  const codes = async (database: Database): Promise<string[]> =>
    (await verifyStore(database, key)).findings.map((f) => (f.seq === undefined ? f.code : `${f.code} ${f.seq}`))

  test('an untouched ledger verifies, an empty one too', async () => {
    expect(await verifyStore((await open()).database, key)).toMatchObject({ ok: true, size: 0 })
    const database = await filled()
    expect(await verifyStore(database, key)).toMatchObject({ ok: true, size: SIZE, findings: [] })
    await write(database, [entry(SIZE)])
    expect(await verifyStore(database, key)).toMatchObject({ ok: true, size: SIZE + 1, findings: [] })
  })

  test('a changed byte in an entry is found and its number named', async () => {
    const database = await filled()
    await asOwner(database, `update ledger_entry set entry = replace(entry, '"n":7', '"n":8') where seq = 7`)
    expect(await codes(database)).toEqual(['entry-changed 7', 'node-changed 15', 'root-mismatch 0'])
  })

  test('a dropped entry is found', async () => {
    const database = await filled()
    await asOwner(database, 'delete from ledger_entry where seq = 7')
    expect(await codes(database)).toContain('entry-dropped 7')
  })

  test('an entry that was written into the row of the one before it is found', async () => {
    const database = await filled()
    await asOwner(
      database,
      `update ledger_entry set entry = entry || e'\\n' || (select entry from ledger_entry where seq = 8) where seq = 7`,
      'delete from ledger_entry where seq = 8',
    )
    const found = await codes(database)
    expect(found).toContain('entry-malformed 7')
    expect(found).toContain('entry-dropped 8')
  })

  test('entries behind a wide gap, and entries too long to be read together, are all read', async () => {
    const database = await filled()
    const long = 'x'.repeat(5 * 1024 * 1024)
    await asOwner(
      database,
      'update ledger_entry set seq = seq + 7000 where seq >= 11',
      ['update ledger_entry set entry = $1 || entry where seq in (3, 4, 7012)', [long]],
      ['update ledger_entry set entry = $1 || $1 || entry where seq = 7014', [long]],
    )
    const read: { seq: number; text: string }[] = []
    for await (const batch of storedEntries(database)) read.push(...batch)
    const rows = await database.query<{ seq: number; length: number }>(
      'select seq, length(entry) as length from ledger_entry order by seq',
    )
    expect(rows).toHaveLength(SIZE)
    expect(read.map(({ seq, text }) => [seq, text.length])).toEqual(
      rows.map(({ seq, length }) => [Number(seq), Number(length)]),
    )
  })

  test('two swapped entries are found', async () => {
    const database = await filled()
    await asOwner(
      database,
      'update ledger_entry set seq = 1000 where seq = 7',
      'update ledger_entry set seq = 7 where seq = 9',
      'update ledger_entry set seq = 9 where seq = 1000',
    )
    const found = await codes(database)
    expect(found).toContain('entry-changed 7')
    expect(found).toContain('entry-changed 9')
    expect(found.some((code) => code.startsWith('entry-swapped'))).toBe(true)
  })

  test('a changed stored leaf is found', async () => {
    const database = await filled()
    await asOwner(
      database,
      `update ledger_node set hash = decode(repeat('ab', 32), 'hex') where level = 0 and index = 5`,
    )
    expect(await codes(database)).toEqual(['entry-changed 5'])
  })

  test('leaves whose bytes lie in the neighbour are found', async () => {
    const database = await filled()
    await asOwner(
      database,
      'update ledger_node set hash = hash || (select substr(hash, 1, 1) from ledger_node where level = 0 and index = 6) where level = 0 and index = 5',
      'update ledger_node set hash = substr(hash, 2) where level = 0 and index = 6',
    )
    expect((await verifyStore(database, key)).ok).toBe(false)
  })

  test.each([
    ['changed', `update ledger_node set hash = decode(repeat('ab', 32), 'hex') where level = 2 and index = 1`],
    ['removed', 'delete from ledger_node where level = 2 and index = 1'],
    ['shortened', 'update ledger_node set hash = substr(hash, 2) where level = 2 and index = 1'],
  ])('an inner node of the tree that was %s is found, for proofs are made of it', async (_how, sql) => {
    const database = await filled()
    await asOwner(database, sql)
    expect([...new Set(await codes(database))]).toEqual(['node-changed 7'])
  })

  test('entries cut off at the end are found against the heads that were given out', async () => {
    const database = await filled()
    const shorter = await open()
    await write(
      shorter.database,
      Array.from({ length: 15 }, (_, i) => entry(i)),
    )
    const [head] = await shorter.database.query<{ peaks: string }>('select peaks from ledger_head')
    await asOwner(
      database,
      'delete from ledger_entry where seq >= 15',
      'delete from ledger_node where (index + 1) * (1::bigint << level::int) > 15',
      ['update ledger_head set size = 15, peaks = $1', [head!.peaks]],
    )
    expect(await codes(database)).toEqual(['truncated 15'])
  })

  test('a frontier that is not that of the entries is found, for the next append builds on it', async () => {
    const database = await filled(false)
    await asOwner(database, `update ledger_head set peaks = replace(peaks, left(peaks, 2), 'ff')`)
    expect((await verifyStore(database, key)).ok).toBe(false)
  })

  test('a whole log rewritten with all hashes recomputed is found against an older signed head', async () => {
    const database = await filled()
    const kept = (await signedHead(database, key)).note
    const forged = await open()
    await write(
      forged.database,
      Array.from({ length: SIZE }, (_, i) => entry(i, i === 3 ? 99 : i)),
    )
    await asOwner(forged.database, ['insert into ledger_checkpoint (size, note) values ($1, $2)', [SIZE, kept]])
    expect(await codes(forged.database)).toEqual([expect.stringMatching(/^(fork|root-mismatch)/)])
  })

  test('a rewritten log that also forgot its heads is found by whoever kept one outside', async () => {
    const database = await filled()
    const kept = (await signedHead(database, key)).note
    const forged = (await open()).database
    await write(
      forged,
      Array.from({ length: SIZE + 4 }, (_, i) => entry(i, i === 3 ? 99 : i)),
    )
    expect((await verifyStore(forged, key)).ok).toBe(true)
    const verifier = verifyLedger({
      sha256,
      verify: verifySignature,
      origin: 'test.example',
      keys: [verifierKey],
      checkpoints: [kept],
    })
    for await (const batch of storedEntries(forged)) for (const { text } of batch) verifier.entry(text)
    expect(verifier.finish().findings.map((f) => f.code)).toEqual(['root-mismatch'])
    const older = openCheckpoint(kept, 'test.example', [verifierKey], { verify: verifySignature })
    const newer = await signedHead(forged, key)
    const proof = (await consistencyOf(forged, SIZE, newer.size)).map((text) => decodeBase64(text)!)
    expect(
      older.ok &&
        verifyConsistency(sha256, {
          olderSize: SIZE,
          olderRoot: older.checkpoint.root,
          newerSize: newer.size,
          newerRoot: newer.root,
          proof,
        }),
    ).toBe(false)
  })

  test('an entry that is not canonical JSON, or no entry at all, is found', async () => {
    const database = await filled()
    const spaced = entryText(entry(4)).replace(':', ': ')
    await asOwner(
      database,
      ['update ledger_entry set entry = $1 where seq = 4', [spaced]],
      ['update ledger_entry set entry = $1 where seq = 5', [canonicalJson({ nothing: true })]],
    )
    const found = await codes(database)
    expect(found).toContain('entry-not-canonical 4')
    expect(found).toContain('entry-malformed 5')
  })

  test('a forged signature on a kept head is found', async () => {
    const database = await filled()
    const stranger = ledgerKeyFromPem(
      generateKeyPairSync('ed25519').privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(),
      'test.example',
    )
    const note = (await signedHead((await open()).database, stranger)).note
    await asOwner(database, ['insert into ledger_checkpoint (size, note) values (0, $1)', [note]])
    expect((await codes(database)).some((code) => code.startsWith('signature-'))).toBe(true)
  })
})
