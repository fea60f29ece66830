import { createHash, generateKeyPairSync, sign } from 'node:crypto'
import {
  assembleProof,
  encodeUtf8,
  formatTlogProof,
  formatVerifierKey,
  inclusionPlan,
  leafHash,
  nodeHash,
  signCheckpoint,
} from '@muster/core'
import { expect, test } from 'vitest'
import { verifyEntry } from './verify-entry.ts'

const sha256 = (data: Uint8Array): Uint8Array => new Uint8Array(createHash('sha256').update(data).digest())
const { publicKey, privateKey } = generateKeyPairSync('ed25519')
const origin = 'test.example/log'
const raw = new Uint8Array(publicKey.export({ format: 'der', type: 'spki' }).subarray(-32))
const signer = {
  name: origin,
  publicKey: raw,
  sign: (data: Uint8Array) => new Uint8Array(sign(null, data, privateKey)),
}

/** A log of two entries, and the proof of the second. */
const entries = ['{"seq":0}', '{"seq":1}']
const leaves = entries.map((text) => leafHash(sha256, encodeUtf8(text)))
const root = nodeHash(sha256, leaves[0]!, leaves[1]!)
const checkpoint = signCheckpoint(sha256, { origin, size: 2, root, extensions: [] }, signer)
const hashes = assembleProof(sha256, inclusionPlan(1, 2), ({ index }) => leaves[index])
const proved = { text: entries[1]!, proof: formatTlogProof({ index: 1, hashes, checkpoint }), origin }
const key = formatVerifierKey(sha256, origin, raw)

test('an entry verifies with the key of its log, by nothing but the cryptography of browsers', async () => {
  expect(await verifyEntry(proved, key)).toMatchObject({ ok: true, index: 1, checkpoint: { size: 2 } })
  expect(await verifyEntry(proved, ` ${key}\n`)).toMatchObject({ ok: true })
})

test('what was changed does not verify: the entry, the head, the key, the log', async () => {
  const other = new Uint8Array(
    generateKeyPairSync('ed25519').publicKey.export({ format: 'der', type: 'spki' }).subarray(-32),
  )
  expect(await verifyEntry({ ...proved, text: '{"seq":2}' }, key)).toMatchObject({ code: 'proof-not-of-entry' })
  const forged = proved.proof.replace(`${origin}\n2\n`, `${origin}\n3\n`)
  expect(await verifyEntry({ ...proved, proof: forged }, key)).toMatchObject({ code: 'signature-forged' })
  expect(await verifyEntry(proved, formatVerifierKey(sha256, origin, other))).toMatchObject({
    code: 'signature-missing',
  })
  expect((await verifyEntry({ ...proved, origin: 'other.example/log' }, key)).ok).toBe(false)
  expect(await verifyEntry({ ...proved, proof: 'x' }, key)).toMatchObject({ code: 'proof-malformed' })
})

test('a key that is none, and a browser that cannot compute, are told apart from a forgery', async () => {
  expect(await verifyEntry(proved, 'nonsense')).toMatchObject({ code: 'key-malformed' })
  expect(await verifyEntry(proved, key, null)).toMatchObject({ code: 'no-cryptography' })
})
