import { generateKeyPairSync } from 'node:crypto'
import type { LedgerEntry } from '@muster/core'
import {
  decodeBase64,
  entryText,
  openCheckpoint,
  parseVerifierKey,
  verifyConsistency,
  verifyTlogProof,
} from '@muster/core'
import { eachDatabase } from '@muster/testkit'
import { expect, test } from 'vitest'
import { append, lockHead, sha256 } from '../../store/commit.ts'
import type { Database } from '../../store/database.ts'
import { consistencyOf, proofOf, signedHead, storedEntries } from './log.ts'
import { agreeOnKey, ledgerKeyFromPem, verifySignature } from './signing.ts'

const pem = (): string => generateKeyPairSync('ed25519').privateKey.export({ format: 'pem', type: 'pkcs8' }).toString()
const key = ledgerKeyFromPem(pem(), 'test.example/log')
const parsed = parseVerifierKey(sha256, key.verifierKey)
if (!parsed.ok) throw new Error(parsed.problem)
const verifierKey = parsed.value
const crypto = { sha256, verify: verifySignature }

const entry = (seq: number): LedgerEntry => ({
  ...{ v: 1, seq, at: '2026-03-01T09:30:00.000Z', type: 'NoteMade', act: 'note.make', actor: 'per_a' },
  ...{ subject: `s${seq}`, grant: {}, data: { n: seq } },
})
const grow = (database: Database, by = 1): Promise<unknown> =>
  database.transaction(async (tx) => {
    const head = await lockHead(tx)
    return append(
      tx,
      head,
      Array.from({ length: by }, (_, i) => entry(head.size + i)),
    )
  })

eachDatabase((open) => {
  test(
    'every entry of a log of every size from 1 to 70 has a proof that others can verify',
    { timeout: 120_000 },
    async () => {
      const { database } = await open()
      for (let size = 1; size <= 70; size += 1) {
        await grow(database)
        for (let seq = 0; seq < size; seq += 1) {
          const proof = await proofOf(database, key, seq)
          const outcome = verifyTlogProof(proof!, entryText(entry(seq)), 'test.example/log', [verifierKey], crypto)
          if (!outcome.ok) expect.fail(`entry ${seq} of ${size}: ${JSON.stringify(outcome)}`)
          expect(outcome).toMatchObject({ ok: true })
        }
      }
      expect(await proofOf(database, key, 70)).toBeUndefined()
      const other = verifyTlogProof(
        (await proofOf(database, key, 3))!,
        entryText(entry(4)),
        'test.example/log',
        [verifierKey],
        crypto,
      )
      expect(other.ok).toBe(false)
    },
  )

  test('each size from 0 to 70 is proved to be a prefix of each later one', { timeout: 120_000 }, async () => {
    const { database } = await open()
    const roots: Uint8Array[] = [(await signedHead(database, key)).root]
    for (let size = 1; size <= 70; size += 1) {
      await grow(database)
      roots.push((await signedHead(database, key)).root)
    }
    for (let newerSize = 0; newerSize <= 70; newerSize += 1) {
      for (let olderSize = 0; olderSize <= newerSize; olderSize += 1) {
        const proof = (await consistencyOf(database, olderSize, newerSize)).map((text) => decodeBase64(text)!)
        const claim = { olderSize, newerSize, olderRoot: roots[olderSize]!, newerRoot: roots[newerSize]!, proof }
        if (!verifyConsistency(sha256, claim)) expect.fail(`${olderSize} is not proved a prefix of ${newerSize}`)
        if (olderSize > 0 && olderSize < newerSize)
          expect(verifyConsistency(sha256, { ...claim, olderRoot: roots[olderSize - 1]! })).toBe(false)
      }
    }
  })

  test('a log grows the same whether entries come one by one or together', async () => {
    const [single, together] = [await open(), await open()]
    for (let i = 0; i < 37; i += 1) await grow(single.database)
    await grow(together.database, 5)
    await grow(together.database, 32)
    expect((await signedHead(single.database, key)).root).toEqual((await signedHead(together.database, key)).root)
  })

  test('a signed head opens with the key and with no other, and is kept', async () => {
    const { database } = await open()
    await grow(database, 3)
    const { note, root } = await signedHead(database, key)
    expect(openCheckpoint(note, 'test.example/log', [verifierKey], crypto)).toMatchObject({
      ok: true,
      checkpoint: { size: 3, root },
    })
    const stranger = parseVerifierKey(sha256, ledgerKeyFromPem(pem(), 'test.example/log').verifierKey)
    expect(stranger.ok && openCheckpoint(note, 'test.example/log', [stranger.value], crypto).ok).toBe(false)
    expect(openCheckpoint(note, 'other.example/log', [verifierKey], crypto).ok).toBe(false)
    expect(await database.query('select size, note from ledger_checkpoint')).toEqual([{ size: 3, note }])
  })

  test('the stored entries are read in order, from and up to any of them', async () => {
    const { database } = await open()
    await grow(database, 4_100)
    const seen: number[] = []
    for await (const batch of storedEntries(database, 1_999, 4_050)) seen.push(...batch.map((e) => e.seq))
    expect(seen).toEqual(Array.from({ length: 2_051 }, (_, i) => 1_999 + i))
  })

  test('a store refuses a signing key that is not the one it was made with', async () => {
    const { database } = await open()
    await agreeOnKey(database, key)
    await agreeOnKey(database, key)
    await expect(agreeOnKey(database, ledgerKeyFromPem(pem(), 'test.example/log'))).rejects.toThrow(
      'belongs to the ledger',
    )
    await expect(agreeOnKey(database, ledgerKeyFromPem(key.pem, 'renamed.example'))).rejects.toThrow('MUSTER_NAME')
  })
})
