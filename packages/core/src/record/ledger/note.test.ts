import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { sha256, testKey, verifyEd25519 as verify } from '../../../../../fixtures/ledger/node-crypto.ts'
import { formatCheckpoint, isFork, openCheckpoint, parseCheckpoint, signCheckpoint } from './checkpoint.ts'
import { encodeBase64, encodeHex } from './encoding.ts'
import {
  type VerifierKey,
  formatNote,
  formatVerifierKey,
  openNote,
  parseNote,
  parseVerifierKey,
  signNote,
} from './note.ts'
import { formatTlogProof, parseTlogProof, verifyTlogProof } from './tlog-proof.ts'

const read = (name: string): string =>
  readFileSync(new URL(`../../../../../fixtures/ledger/${name}`, import.meta.url), 'utf8')
const notes = JSON.parse(read('notes.json')) as { malformed: { name: string; note: string }[] }
const goodKey = JSON.parse(read('good/key.json')) as {
  origin: string
  verifierKey: string
  seed: string
  publicKey: string
}
const crypto = { sha256, verify }

const goKey = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW'
const keyOf = (text: string): VerifierKey => {
  const key = parseVerifierKey(sha256, text)
  if (!key.ok) throw new Error(key.problem)
  return key.value
}
const ada = testKey('ada.example', '11'.repeat(32))
const bob = testKey('bob.example', '22'.repeat(32))
const adaKey = keyOf(formatVerifierKey(sha256, ada.name, ada.publicKey))
const bobKey = keyOf(formatVerifierKey(sha256, bob.name, bob.publicKey))

describe('a verifier key', () => {
  test('of the Go implementation is read, and written the same', () => {
    const key = keyOf(goKey)
    expect([key.name, key.keyId]).toEqual(['PeterNeumann', 'c74f20a3'])
    expect(formatVerifierKey(sha256, key.name, key.publicKey)).toBe(goKey)
  })

  test.each([
    ['another name', goKey.replace('Peter', 'Petra')],
    ['another id', goKey.replace('c74f20a3', 'c74f20a4')],
    ['an id in capitals', goKey.replace('c74f20a3', 'C74F20A3')],
    ['a short id', goKey.replace('c74f20a3', 'c74f20a')],
    ['another key', goKey.replace('ARpc', 'ARpd')],
    ['another algorithm', goKey.replace('ARpc', 'Ahpc')],
    ['a longer key', `${goKey}AAAA`],
    ['no key', 'PeterNeumann+c74f20a3+'],
    ['no name', goKey.replace('PeterNeumann', '')],
    ['a space in the name', goKey.replace('Peter', 'Peter ')],
    ['a newline at the end', `${goKey}\n`],
    ['nothing', ''],
  ])('with %s is refused', (_, text) => {
    expect(parseVerifierKey(sha256, text)).toMatchObject({ ok: false })
  })

  test('is not written for a name that cannot be one', () => {
    for (const name of ['', 'a b', 'a+b', 'a\nb', 'a\u00a0b', '\ud800']) {
      expect(() => formatVerifierKey(sha256, name, ada.publicKey)).toThrow(RangeError)
    }
    expect(() => formatVerifierKey(sha256, 'a', new Uint8Array(31))).toThrow(/32 bytes/)
  })
})

describe('a signed note', () => {
  test('of the specification parses, with an empty line in its text', () => {
    const note = parseNote(read('spec/signed-note.txt'))
    if (!note.ok) throw new Error(note.problem)
    expect(note.value.text.split('\n')).toHaveLength(5)
    const [signature] = note.value.signatures
    expect(signature).toMatchObject({ name: 'quasimodo.example/salvatore', keyId: '367ba04b' })
    expect(signature?.signature).toHaveLength(64)
    expect(formatNote(note.value.text, note.value.signatures)).toBe(read('spec/signed-note.txt'))
  })

  test('of the Go implementation verifies with its key, and not when a byte differs', () => {
    const note = read('spec/go-note.txt')
    expect(openNote(note, [keyOf(goKey)], crypto)).toMatchObject({ ok: true, unknown: 0 })
    expect(openNote(note.replace('answer', 'Answer'), [keyOf(goKey)], crypto)).toMatchObject({
      code: 'signature-forged',
    })
  })

  test.each(notes.malformed)('is refused: $name', ({ note }) => {
    expect(parseNote(note)).toMatchObject({ ok: false })
    expect(openNote(note, [adaKey], crypto)).toMatchObject({ ok: false, code: 'note-malformed' })
  })

  test('with a lone surrogate or of endless length is refused', () => {
    expect(parseNote('\ud800\n\n— a.example AAAAAAE=\n')).toMatchObject({ problem: expect.stringContaining('UTF-8') })
    expect(parseNote('x'.repeat(1_000_001))).toMatchObject({ problem: expect.stringContaining('longer') })
  })

  test('may carry signatures by unknown keys, which count for nothing', () => {
    const byAda = signNote(sha256, 'text\n', ada)
    const both = byAda + signNote(sha256, 'text\n', bob).split('\n\n')[1]
    expect(openNote(both, [adaKey], crypto)).toMatchObject({ ok: true, unknown: 1, signers: [adaKey] })
    expect(openNote(both, [bobKey, adaKey], crypto)).toMatchObject({ ok: true, unknown: 0, signers: [adaKey, bobKey] })
    expect(openNote(byAda, [bobKey], crypto)).toMatchObject({ ok: false, code: 'signature-missing' })
    expect(openNote(byAda, [], crypto)).toMatchObject({ ok: false, code: 'signature-missing' })
  })

  test('is condemned by one known signature that fails, whatever the others say', () => {
    const note = signNote(sha256, 'text\n', ada)
    const forged = signNote(sha256, 'other\n', bob).split('\n\n')[1]
    expect(openNote(note + forged, [adaKey, bobKey], crypto)).toMatchObject({ ok: false, code: 'signature-forged' })
    expect(openNote(note + forged, [adaKey], crypto)).toMatchObject({ ok: true })
  })

  test('is unknown when only the name or only the id is that of a key', () => {
    const note = signNote(sha256, 'text\n', ada)
    expect(openNote(note, [{ ...adaKey, name: 'eve.example' }], crypto)).toMatchObject({ code: 'signature-missing' })
    expect(openNote(note, [{ ...adaKey, keyId: '00000000' }], crypto)).toMatchObject({ code: 'signature-missing' })
  })

  test('with a signature of another length than 64 bytes is forged, whatever the verifier would say', () => {
    const note = formatNote('text\n', [{ ...adaKey, signature: new Uint8Array(63) }])
    expect(openNote(note, [adaKey], { verify: () => true })).toMatchObject({ code: 'signature-forged' })
  })

  test('is not signed over a text that cannot be one', () => {
    for (const text of ['no newline', 'a\tb\n', '\ud800\n'])
      expect(() => signNote(sha256, text, ada)).toThrow(RangeError)
  })
})

describe('a checkpoint', () => {
  const text = (root: string, size = '20852163', origin = 'example.com/behind-the-sofa'): string =>
    `${origin}\n${size}\n${root}\n`
  const root = 'CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I='

  test('of the specification parses, and is written the same', () => {
    const note = parseNote(read('spec/checkpoint.txt'))
    if (!note.ok) throw new Error(note.problem)
    const checkpoint = parseCheckpoint(note.value.text)
    if (!checkpoint.ok) throw new Error(checkpoint.problem)
    expect(checkpoint.value).toMatchObject({ origin: 'example.com/behind-the-sofa', size: 20_852_163, extensions: [] })
    expect(encodeBase64(checkpoint.value.root)).toBe(root)
    expect(formatCheckpoint(checkpoint.value)).toBe(note.value.text)
  })

  test('may carry extension lines, which are kept', () => {
    const checkpoint = parseCheckpoint(`${text(root)}one\ntwo\n`)
    if (!checkpoint.ok) throw new Error(checkpoint.problem)
    expect(checkpoint.value.extensions).toEqual(['one', 'two'])
    expect(formatCheckpoint(checkpoint.value)).toBe(`${text(root)}one\ntwo\n`)
  })

  test.each([
    ['no final newline', text(root).slice(0, -1)],
    ['two lines', 'origin\n1\n'],
    ['an empty origin', text(root, '1', '')],
    ['a leading zero', text(root, '01')],
    ['a sign', text(root, '+1')],
    ['a size that is no safe integer', text(root, '9007199254740993')],
    ['a hexadecimal size', text(root, '0x10')],
    ['a short root', text('AAAA')],
    ['a root that is not base64', text(root.replace('=', ''))],
    ['an empty extension', `${text(root)}\nx\n`],
  ])('with %s is refused', (_, bad) => {
    expect(parseCheckpoint(bad)).toMatchObject({ ok: false })
  })

  test('is not written where it could not be read back', () => {
    const good = { origin: 'o', size: 1, root: new Uint8Array(32), extensions: [] }
    for (const bad of [
      { origin: 'a\nb' },
      { origin: '' },
      { size: 1.5 },
      { size: -1 },
      { extensions: ['x\ny'] },
      { root: new Uint8Array(3) },
    ]) {
      expect(() => formatCheckpoint({ ...good, ...bad })).toThrow(RangeError)
    }
  })

  test('is believed only with a signature by a trusted key, and of the log that was asked for', () => {
    const note = read('good/checkpoint.txt')
    const key = keyOf(goodKey.verifierKey)
    expect(openCheckpoint(note, goodKey.origin, [key], crypto)).toMatchObject({ ok: true, checkpoint: { size: 20 } })
    expect(openCheckpoint(note, 'muster.example/other', [key], crypto)).toMatchObject({ code: 'origin-mismatch' })
    expect(openCheckpoint(note, goodKey.origin, [adaKey], crypto)).toMatchObject({ code: 'signature-missing' })
    expect(openCheckpoint(signNote(sha256, 'hello\n', ada), 'hello', [adaKey], crypto)).toMatchObject({
      code: 'checkpoint-malformed',
    })
  })

  test('is signed to the same bytes as the vector', () => {
    const opened = openCheckpoint(read('good/checkpoint.txt'), goodKey.origin, [keyOf(goodKey.verifierKey)], crypto)
    if (!opened.ok) throw new Error(opened.problem)
    const signer = testKey(goodKey.origin, goodKey.seed)
    expect(encodeHex(signer.publicKey)).toBe(goodKey.publicKey)
    expect(signCheckpoint(sha256, opened.checkpoint, signer)).toBe(read('good/checkpoint.txt'))
    expect(isFork(opened.checkpoint, { ...opened.checkpoint, root: new Uint8Array(32) })).toBe(true)
    expect(isFork(opened.checkpoint, opened.checkpoint)).toBe(false)
  })
})

describe('a proof', () => {
  const key = keyOf(goodKey.verifierKey)
  const proof = read('good/entry-18.tlog-proof')
  const entry = read('good/entry-18.json')
  const prove = (p: string, e = entry, origin = goodKey.origin, keys = [key]) =>
    verifyTlogProof(p, e, origin, keys, crypto)

  test('of the specification parses once the signatures that it elides are filled in', () => {
    const printed = read('spec/tlog-proof-as-printed.txt')
    expect(parseTlogProof(printed)).toMatchObject({ ok: false, problem: expect.stringContaining('signature line 1') })
    const filled = printed.replaceAll(/(— \S+) .*\n/g, `$1 ${encodeBase64(new Uint8Array(68).fill(1))}\n`)
    const read1 = parseTlogProof(filled)
    if (!read1.ok) throw new Error(read1.problem)
    expect(read1.value.index).toBe(73_894)
    expect(read1.value.hashes).toHaveLength(5)
    expect(Buffer.from(read1.value.extra ?? []).toString('latin1')).toContain('age-v1.2.1-darwin-arm64')
    expect(formatTlogProof(read1.value)).toBe(filled)
  })

  test('of the good log proves its entry, offline', () => {
    expect(prove(proof)).toMatchObject({ ok: true, index: 18, checkpoint: { size: 20 } })
    const read1 = parseTlogProof(proof)
    if (!read1.ok) throw new Error(read1.problem)
    expect(formatTlogProof(read1.value)).toBe(proof)
  })

  test('proves no other entry, index, log or key', () => {
    expect(prove(proof, entry.replace('champion', 'shadow'))).toMatchObject({ code: 'proof-not-of-entry' })
    expect(prove(proof, `${entry}\n`)).toMatchObject({ code: 'proof-not-of-entry' })
    expect(prove(proof.replace('index 18', 'index 17'))).toMatchObject({ code: 'proof-not-of-entry' })
    expect(prove(proof.replace('index 18', 'index 20'))).toMatchObject({ code: 'proof-not-of-entry' })
    expect(prove(proof, entry, 'muster.example/other')).toMatchObject({ code: 'origin-mismatch' })
    expect(prove(proof, entry, goodKey.origin, [adaKey])).toMatchObject({ code: 'signature-missing' })
  })

  test('with any single character changed proves nothing', () => {
    for (let i = 0; i < proof.length; i++) {
      const changed = proof.slice(0, i) + (proof[i] === 'A' ? 'B' : 'A') + proof.slice(i + 1)
      expect(prove(changed).ok).toBe(false)
    }
  })

  test.each([
    ['another first line', proof.replace('@v1', '@v2')],
    ['no index', proof.replace('index 18\n', '')],
    ['a leading zero', proof.replace('index 18', 'index 018')],
    ['a bad extra', proof.replace('index', 'extra *\nindex')],
    ['a short hash', proof.replace('index 18\n', 'index 18\nAAAA\n')],
    ['no empty line', proof.replaceAll('\n\n', '\n')],
    ['too many hashes', proof.replace('index 18\n', `index 18\n${`${encodeBase64(new Uint8Array(32))}\n`.repeat(61)}`)],
  ])('with %s is refused', (_, bad) => {
    expect(prove(bad)).toMatchObject({ ok: false, code: 'proof-malformed' })
  })
})
