import { readFileSync } from 'node:fs'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { sha256, testKey, verifyEd25519 as verify } from '../../../../../fixtures/ledger/node-crypto.ts'
import { signCheckpoint } from './checkpoint.ts'
import { encodeHex, encodeUtf8 } from './encoding.ts'
import { type LedgerEntry, entryLeaf, entryText, isPlainEntry, ledgerEntry } from './entry.ts'
import { type ExportVerdict, exportVerifier, parseExportHeader, verifyExport } from './export.ts'
import { findingCodes } from './findings.ts'
import { formatVerifierKey, parseVerifierKey } from './note.ts'
import { watchSequence } from './sequence.ts'
import { type TreeNode, pushLeaf, rootOf } from './tree.ts'
import { type LedgerVerifierOptions, verifyLedger } from './verify.ts'

const read = (name: string): string =>
  readFileSync(new URL(`../../../../../fixtures/ledger/${name}`, import.meta.url), 'utf8')
const { origin, seed, verifierKey } = JSON.parse(read('good/key.json')) as {
  origin: string
  seed: string
  verifierKey: string
}
type Case = {
  file: string
  about: string
  trustedKey: string
  checkpoints: string[]
  stored?: string
  codes: string[]
  seq?: number
}
const cases = JSON.parse(read('tampered/index.json')) as Case[]
type StoredNode = { level: number; index: number; hash: string }

const log = read('good/log.jsonl')
const entryLines = log.split('\n').slice(1, -2)
const checkpoint = read('good/checkpoint.txt')
const signer = testKey(origin, seed)
const trusted = parseVerifierKey(sha256, formatVerifierKey(sha256, origin, signer.publicKey))
if (!trusted.ok) throw new Error(trusted.problem)
const options: LedgerVerifierOptions = { sha256, verify, origin, keys: [trusted.value] }

const verifyBytes = (bytes: Uint8Array, checkpoints: string[] = [], key = verifierKey): ExportVerdict => {
  const verifier = exportVerifier({ sha256, verify, key, checkpoints })
  verifier.bytes(bytes)
  return verifier.finish()
}
const codesOf = (verdict: { findings: readonly { code: string }[] }): string[] =>
  [...new Set(verdict.findings.map(({ code }) => code))].sort()
const exportOf = (entries: readonly string[]): Uint8Array => {
  const [header = ''] = log.split('\n')
  return encodeUtf8([header, ...entries, log.split('\n').at(-2) ?? '', ''].join('\n'))
}
const treeOf = (texts: readonly string[]): { root: Uint8Array; nodes: TreeNode[][] } => {
  const peaks: Uint8Array[] = []
  const nodes = texts.map((text, i) => pushLeaf(sha256, i, peaks, entryLeaf(sha256, text)))
  return { root: rootOf(sha256, { size: texts.length, peaks }), nodes }
}
const signed = (texts: readonly string[]): string =>
  signCheckpoint(sha256, { origin, size: texts.length, root: treeOf(texts).root, extensions: [] }, signer)

describe('the good log', () => {
  test('verifies, whole and cut into chunks anywhere, with the older checkpoint that was kept', () => {
    const checkpoints = [read('good/checkpoint-8.txt'), checkpoint]
    const whole = verifyExport(log.slice(0, -1).split('\n'), { sha256, verify, key: verifierKey, checkpoints })
    expect(whole).toMatchObject({
      ok: true,
      findings: [],
      entries: 20,
      covered: 20,
      origin,
      key: verifierKey,
      trusted: true,
    })
    for (const size of [1, 7, 64, 1000]) {
      const verifier = exportVerifier({ sha256, verify, key: verifierKey })
      const bytes = encodeUtf8(log)
      for (let at = 0; at < bytes.length; at += size) verifier.bytes(bytes.subarray(at, at + size))
      expect(verifier.finish()).toMatchObject({ ok: true, entries: 20, root: whole.root })
    }
  })

  test('verifies against its own key too, but says that nobody vouched for that key', () => {
    const verdict = verifyExport(log.slice(0, -1).split('\n'), { sha256, verify })
    expect(verdict).toMatchObject({ ok: true, trusted: false })
  })

  test('of a ledger without entries verifies', () => {
    const lines = [log.split('\n')[0] ?? '', JSON.stringify({ checkpoint: signed([]) })]
    expect(verifyExport(lines, { sha256, verify, key: verifierKey })).toMatchObject({ ok: true, entries: 0 })
  })
})

describe('a tampered log', () => {
  const plain = cases.filter(({ stored }) => stored === undefined)

  test.each(plain)('is found and named: $file', ({ file, trustedKey, checkpoints, codes, seq }) => {
    const verdict = verifyBytes(encodeUtf8(read(file)), checkpoints, trustedKey)
    expect(verdict.ok).toBe(false)
    expect(codesOf(verdict)).toEqual(codes)
    const places = verdict.findings.map((finding) => finding.seq)
    expect(seq === undefined || places.includes(seq)).toBe(true)
  })

  const withStore = cases.filter(({ stored }) => stored !== undefined)

  test.each(withStore)('is found and named, with its store: $file', ({ file, stored, checkpoints, codes, seq }) => {
    const leaves = (JSON.parse(read(stored ?? '')) as StoredNode[]).filter(({ level }) => level === 0)
    const verifier = verifyLedger({ ...options, checkpoints: [checkpoint, ...checkpoints] })
    for (const [i, line] of read(file).split('\n').slice(1, -2).entries()) {
      verifier.entry(line, { leaf: new Uint8Array(Buffer.from(leaves[i]?.hash ?? '', 'hex')) })
    }
    const verdict = verifier.finish()
    expect(codesOf(verdict)).toEqual(codes)
    expect(verdict.findings.find(({ code }) => code === 'entry-changed')?.seq).toBe(seq)
  })

  test('is among the vectors for every code but the one that only a store can have', () => {
    const covered = new Set(cases.flatMap(({ codes }) => codes))
    const missing = Object.keys(findingCodes).filter((code) => !covered.has(code))
    expect(missing).toEqual(['node-changed'])
  })

  test('is found whichever single byte differs', () => {
    const bytes = encodeUtf8(log)
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, flip) => {
        const changed = bytes.slice()
        changed[at] = (changed[at] ?? 0) ^ flip
        expect(verifyBytes(changed).ok).toBe(false)
        const untrusting = exportVerifier({ sha256, verify })
        untrusting.bytes(changed)
        expect(untrusting.finish().ok).toBe(false)
      }),
      { numRuns: 600 },
    )
  })

  test('is found whichever single byte is added or removed', () => {
    const bytes = encodeUtf8(log)
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.nat(255), (at, byte) => {
        const removed = Uint8Array.from([...bytes.subarray(0, at), ...bytes.subarray(at + 1)])
        const added = Uint8Array.from([...bytes.subarray(0, at), byte, ...bytes.subarray(at)])
        expect(verifyBytes(removed).ok).toBe(false)
        expect(verifyBytes(added).ok).toBe(false)
      }),
      { numRuns: 300 },
    )
  })

  test('is found and named whichever entry is removed, doubled anywhere, or swapped with another', () => {
    const index = fc.nat(entryLines.length - 1)
    fc.assert(
      fc.property(index, index, (i, j) => {
        const entry = entryLines[i] ?? ''
        const dropped = codesOf(verifyBytes(exportOf(entryLines.toSpliced(i, 1))))
        expect(dropped).toEqual([i === entryLines.length - 1 ? 'truncated' : 'entry-dropped'])
        expect(codesOf(verifyBytes(exportOf(entryLines.toSpliced(j, 0, entry))))).toContain('entry-doubled')
        if (i === j) return
        const swapped = exportOf(entryLines.with(i, entryLines[j] ?? '').with(j, entry))
        expect(codesOf(verifyBytes(swapped))).toEqual(['entry-swapped', 'root-mismatch'])
      }),
      { numRuns: 300 },
    )
  })

  test('fills memory with no more findings than asked for', () => {
    const verifier = verifyLedger({ ...options, mostFindings: 5 })
    for (let i = 0; i < 50; i++) verifier.entry('nonsense')
    expect(verifier.finish()).toMatchObject({ ok: false, findings: { length: 5 }, omitted: 45 })
  })

  test('with anything behind its last newline, or without one, is cut short', () => {
    expect(codesOf(verifyBytes(encodeUtf8(`${log}x`)))).toEqual(['truncated'])
    expect(codesOf(verifyBytes(encodeUtf8(log.slice(0, -1))))).toEqual(['truncated'])
  })

  test('that is hostile in form is refused, never thrown at', () => {
    const lines = [log.split('\n')[0] ?? '', '', '{', '[]', 'null', '"\ud800"', '{"checkpoint":1}', '{"__proto__":{}}']
    const deep = `${'['.repeat(20_000)}${']'.repeat(20_000)}`
    for (const hostile of [[''], ['{}'], lines, [lines[0] ?? '', deep], [lines[0] ?? '', '{"checkpoint":"x"}', 'y']]) {
      expect(verifyExport(hostile, { sha256, verify, key: verifierKey }).ok).toBe(false)
    }
    expect(codesOf(verifyBytes(new Uint8Array(0)))).toEqual(['export-malformed'])
    expect(codesOf(verifyBytes(new Uint8Array(17 * 1024 * 1024)))).toContain('export-malformed')
    expect(codesOf(verifyBytes(Uint8Array.of(0xff, 0x0a)))).toContain('export-malformed')
    expect(parseExportHeader('{"format":"x"}')).toMatchObject({ ok: false })
  })
})

describe('a stored ledger', () => {
  test('may be ahead of its last checkpoint, and says how far it is vouched for', () => {
    const verifier = verifyLedger({ ...options, checkpoints: [read('good/checkpoint-8.txt')] })
    for (const line of entryLines) verifier.entry(line)
    expect(verifier.finish()).toMatchObject({ ok: true, entries: 20, covered: 8 })
  })

  test('is checked node by node against the tree that is stored with it', () => {
    const { nodes } = treeOf(entryLines)
    const check = (stored: TreeNode[][]) => {
      const verifier = verifyLedger({ ...options, checkpoints: [checkpoint] })
      for (const [i, line] of entryLines.entries()) verifier.entry(line, { nodes: stored[i] })
      return verifier.finish()
    }
    expect(check(nodes).ok).toBe(true)
    const [leaf, parent] = nodes[7] ?? []
    if (leaf === undefined || parent === undefined) throw new Error('entry 7 completes a node')
    const wrong = check(nodes.with(7, [leaf, { ...parent, hash: leaf.hash }]))
    expect(wrong.findings).toMatchObject([
      { code: 'node-changed', seq: 7 },
      { code: 'node-changed' },
      { code: 'node-changed' },
    ])
    expect(codesOf(check(nodes.with(6, [leaf])))).toEqual(['entry-changed'])
  })

  test('that is still empty may have a checkpoint already', () => {
    const verifier = verifyLedger(options)
    verifier.checkpoint(signed([]))
    expect(verifier.finish()).toMatchObject({ ok: true, entries: 0 })
    const rewritten = verifyLedger({ ...options, checkpoints: [signed([]), signed(['x'])] })
    expect(codesOf(rewritten.finish())).toEqual(['truncated'])
  })
})

describe('an entry', () => {
  const example = JSON.parse(entryLines[3] ?? '') as LedgerEntry

  test('has the text that its keys sort to, without the fields that are not there', () => {
    const { project: _, ...rest } = example
    expect(entryText({ ...rest, project: undefined, onBehalfOf: undefined })).toBe(entryText(rest))
    expect(entryText({ ...example, onBehalfOf: 'p-1' })).toContain('"onBehalfOf":"p-1","project":')
    for (const line of entryLines) expect(entryText(JSON.parse(line) as LedgerEntry)).toBe(line)
    expect(encodeHex(entryLeaf(sha256, entryText(example)))).toBe(encodeHex(sha256(encodeUtf8(`\0${entryLines[3]}`))))
  })

  test.each([
    ['v', 2],
    ['v', '1'],
    ['seq', -1],
    ['seq', 1.5],
    ['seq', 2 ** 53],
    ['seq', '3'],
    ['at', '2026-02-30T00:00:00.000Z'],
    ['at', '2026-03-01T09:30:00Z'],
    ['at', '2026-03-01T09:30:00.000+01:00'],
    ['at', '2026-03-01T24:00:00.000Z'],
    ['at', 1],
    ['type', 'experimentProposed'],
    ['type', ''],
    ['act', 'propose'],
    ['act', 'Experiment.Propose'],
    ['act', 'a.b-'],
    ['actor', ''],
    ['actor', null],
    ['onBehalfOf', ''],
    ['project', 7],
    ['subject', ''],
    ['grant', []],
    ['grant', null],
    ['data', 'x'],
    ['data', undefined],
    ['extra', 1],
  ])('with %s = %j is refused, by the quick check too', (field, value) => {
    const entry = { ...example, [field]: value }
    expect(ledgerEntry.safeParse(entry).success).toBe(false)
    expect(isPlainEntry(entry)).toBe(false)
  })

  test('that the quick check accepts is one that the schema accepts', () => {
    const odd = fc.oneof(
      fc.jsonValue(),
      fc.constantFrom('2026-02-29T00:00:00.000Z', '2028-02-29T23:59:59.999Z', 'A', 'a.b', 0, 1, {}),
    )
    const field = fc.constantFrom(
      'v',
      'seq',
      'at',
      'type',
      'act',
      'actor',
      'onBehalfOf',
      'project',
      'subject',
      'grant',
      'data',
    )
    fc.assert(
      fc.property(field, odd, (name, value) => {
        const entry = { ...example, [name]: value }
        expect(!isPlainEntry(entry) || ledgerEntry.safeParse(entry).success).toBe(true)
      }),
      { numRuns: 2000 },
    )
    expect(isPlainEntry(example)).toBe(true)
  })
})

describe('the order of sequence numbers', () => {
  const codes = (...seqs: number[]): string[] => {
    const watch = watchSequence()
    for (const seq of seqs) watch.next(seq)
    return watch.findings().map(({ code, seq }) => `${code} ${seq}`)
  }

  test.each([
    [[0, 1, 2, 3], []],
    [[], []],
    [[0, 2, 3], ['entry-dropped 1']],
    [
      [0, 3, 4, 7],
      ['entry-dropped 1', 'entry-dropped 5'],
    ],
    [[0, 1, 1, 2], ['entry-doubled 1']],
    [[0, 1, 2, 0], ['entry-doubled 0']],
    [[0, 2, 1, 3], ['entry-swapped 1']],
    [[1, 2, 3, 0], ['entry-swapped 0']],
    [
      [0, 5, 2, 3, 4, 1, 6, 7],
      ['entry-swapped 5', 'entry-swapped 1'],
    ],
    [
      [0, 1, 5, 4],
      ['entry-dropped 2', 'entry-swapped 4'],
    ],
  ])('%j is %j', (seqs, expected) => {
    expect(codes(...seqs).toSorted()).toEqual(expected.toSorted())
  })

  test('broken everywhere is refused without being explained', () => {
    const seqs = Array.from({ length: 5000 }, (_, i) => 2 * i)
    expect(codes(...seqs)).toHaveLength(1)
  })
})
