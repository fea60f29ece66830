import { readFileSync, readdirSync } from 'node:fs'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Json, JsonObject } from './canonical-json.ts'
import { encodeUtf8 } from './encoding.ts'
import { type LedgerEntry, entryText } from './entry.ts'
import { type ReadEntry, readEntry } from './read-entry.ts'
import { scanEntry } from './scan-entry.ts'

const folder = new URL('../../../../../fixtures/ledger/', import.meta.url)
const linesOf = (file: string): string[] => readFileSync(new URL(file, folder), 'utf8').split('\n')
const [, ...goodLines] = linesOf('good/log.jsonl').slice(0, -2)

/** What the quick look says of some bytes, in the words of the long one. */
const scanned = (bytes: Uint8Array, start = 0): ReadEntry | undefined => {
  const found = scanEntry(bytes, start)
  if (found === undefined) return undefined
  const at = String.fromCharCode(...bytes.subarray(found.at, found.at + 24))
  return { seq: found.seq, at, canonical: true }
}
const agreesOn = (bytes: Uint8Array): void => {
  const quick = scanned(bytes)
  if (quick !== undefined) expect(readEntry(bytes)).toEqual(quick)
}

const oddNumbers = [0, -0, -1, 0.1, -0.5, 1e-6, 1e-7, 1.5e-7, 1e20, 1e21, 2 ** 53, 1 / 3, 0.1 + 0.2, 123456789.012345]
const leaf = fc.oneof(
  { weight: 9, arbitrary: fc.double({ noNaN: true, noDefaultInfinity: true }) },
  { weight: 9, arbitrary: fc.constantFrom<Json>(...oddNumbers, true, false, null, {}, []) },
  { weight: 9, arbitrary: fc.string({ unit: 'grapheme' }) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary' }).filter((s) => s.isWellFormed()) },
)
const key = fc.oneof(
  { weight: 20, arbitrary: fc.stringMatching(/^[a-z][A-Za-z_ -]{0,5}$/) },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme' }) },
)
const { object } = fc.letrec<{ json: Json; object: JsonObject }>((tie) => ({
  json: fc.oneof({ depthSize: 'small' }, leaf, fc.array(tie('json'), { maxLength: 4 }), tie('object')),
  object: fc.dictionary(key, tie('json'), { maxKeys: 4 }) as fc.Arbitrary<JsonObject>,
}))
const entries: fc.Arbitrary<LedgerEntry> = fc.record(
  {
    v: fc.constant(1 as const),
    seq: fc.oneof({ weight: 9, arbitrary: fc.nat() }, { weight: 1, arbitrary: fc.maxSafeNat() }),
    at: fc
      .date({ min: new Date(0), max: new Date('2200-01-01T00:00:00Z'), noInvalidDate: true })
      .map((date) => date.toISOString()),
    type: fc.stringMatching(/^[A-Z][A-Za-z0-9]{0,9}$/),
    act: fc.stringMatching(/^[a-z][a-z0-9]{0,3}(-[a-z0-9]{1,3})?(\.[a-z][a-z0-9]{0,3}(-[a-z0-9]{1,3}){0,2}){1,2}$/),
    actor: fc.string({ unit: 'grapheme', minLength: 1 }),
    onBehalfOf: fc.string({ minLength: 1 }),
    project: fc.string({ minLength: 1 }),
    subject: fc.string({ minLength: 1 }),
    grant: object,
    data: object,
  },
  { requiredKeys: ['v', 'seq', 'at', 'type', 'act', 'actor', 'subject', 'grant', 'data'] },
)

describe('the quick look at an entry', () => {
  test('says yes to every entry of the good log, wherever in the bytes it begins', () => {
    expect(goodLines.length).toBeGreaterThan(10)
    for (const line of goodLines) {
      expect(scanned(encodeUtf8(line))).toEqual(readEntry(line))
      expect(scanned(encodeUtf8(line, 3), 3)).toEqual(readEntry(line))
    }
  })

  test('never says yes to a line of a tampered log that the long look does not', () => {
    for (const file of readdirSync(new URL('tampered/', folder)))
      for (const line of linesOf(`tampered/${file}`)) agreesOn(encodeUtf8(line))
  })

  test('agrees with the long look on entries of any content, and says yes to many', () => {
    let quick = 0
    fc.assert(
      fc.property(entries, (entry) => {
        const text = entryText(entry)
        expect(readEntry(text)).toMatchObject({ canonical: true })
        const bytes = encodeUtf8(text)
        agreesOn(bytes)
        if (scanned(bytes) !== undefined) quick++
      }),
      { numRuns: 500 },
    )
    expect(quick).toBeGreaterThan(150)
  })

  test('agrees with the long look on entries in which bytes were changed, added or removed', () => {
    const byte = fc.oneof(fc.nat(255), fc.constantFrom(...encodeUtf8('"\\{}[]:,0123456789.-+eEtfn \n\u007fé')))
    const change = fc.record({
      at: fc.double({ min: 0, max: 1, noNaN: true }),
      remove: fc.nat(3),
      add: fc.array(byte, { maxLength: 3 }),
    })
    const line = fc.oneof(fc.constantFrom(...goodLines), entries.map(entryText))
    fc.assert(
      fc.property(line, fc.array(change, { minLength: 1, maxLength: 2 }), (text, changes) => {
        let bytes = [...encodeUtf8(text)]
        for (const { at, remove, add } of changes)
          bytes = bytes.toSpliced(Math.floor(at * bytes.length), remove, ...add)
        agreesOn(Uint8Array.from(bytes))
      }),
      { numRuns: 2000 },
    )
  })

  const withData = (data: string): Uint8Array =>
    encodeUtf8(goodLines[0]?.replace(/"data":.*,"grant":/, `"data":${data},"grant":`) ?? '')

  test('agrees with the long look on numbers in any spelling', () => {
    const digits = fc.stringMatching(/^-?[0-9]{1,18}(\.[0-9]{0,18})?([eE][+-]?[0-9]{1,3})?$/)
    fc.assert(
      fc.property(digits, (number) => agreesOn(withData(`{"x":${number}}`))),
      { numRuns: 2000 },
    )
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (number) => {
        const bytes = withData(`{"x":${String(number)}}`)
        expect(scanned(bytes)).toEqual(readEntry(bytes))
      }),
    )
  })

  test.each([
    '0',
    '12',
    '-7',
    '0.5',
    '-0.25',
    '0.000001',
    '1e-7',
    '1e+21',
    '0.30000000000000004',
    '123456789012345680',
  ])('says yes to the number %s', (number) => expect(scanned(withData(`{"x":[${number}]}`))).toBeDefined())

  test.each([
    '-0',
    '01',
    '1.0',
    '1.50',
    '0.0',
    '1.',
    '.5',
    '1e5',
    '1E+21',
    '0.0000001',
    '12345678901234567890',
    '+1',
    '-',
  ])('does not say yes to the number %s', (number) => expect(scanned(withData(`{"x":[${number}]}`))).toBeUndefined())

  test.each([
    '{"b":1,"a":1}',
    '{"a":1,"a":1}',
    '{"ab":1,"a":1}',
    '{"a":1,}',
    '{"a" :1}',
    '{"a":"\\u0041"}',
    '{"a":"\\/"}',
    '{"a":"\t"}',
    '{"a":tru}',
    '{"a":[1,]}',
    '{"a":[1 ]}',
    `{"a":${'['.repeat(300)}${']'.repeat(300)}}`,
    '[]',
  ])('does not say yes to the data %s', (data) => expect(scanned(withData(data))).toBeUndefined())

  test.each([
    '2026-02-29T00:00:00.000Z',
    '2026-00-01T00:00:00.000Z',
    '2026-13-01T00:00:00.000Z',
    '2026-01-00T00:00:00.000Z',
    '2026-01-01T24:00:00.000Z',
    '2026-01-01T00:60:00.000Z',
    '2026-01-01T00:00:60.000Z',
    '2026-01-01 00:00:00.000Z',
    '2026-01-01T00:00:00.00Z',
    '2026-01-01T00:00:00.0000Z',
    '2026-01-01T00:00:00.000+00:00',
    '+026-01-01T00:00:00.000Z',
  ])('does not say yes to the instant %s', (at) => {
    const bytes = encodeUtf8(goodLines[0]?.replace(/"at":"[^"]*"/, `"at":"${at}"`) ?? '')
    expect(scanned(bytes)).toBeUndefined()
    expect(readEntry(bytes)).toMatch('is not a ledger entry')
  })

  test.each([
    [0xc0, 0xaf],
    [0xed, 0xa0, 0x80],
    [0xf4, 0x90, 0x80, 0x80],
    [0xe0, 0x80, 0xaf],
    [0xf0, 0x8f, 0xbf, 0xbf],
    [0xc3],
    [0xff],
    [0x80],
  ])('does not say yes to bytes that are not UTF-8: %j', (...invalid) => {
    const [before = '', behind = ''] = new TextDecoder().decode(withData('{"a":"!"}')).split('!')
    const bytes = Uint8Array.from([...encodeUtf8(before), ...invalid, ...encodeUtf8(behind)])
    expect(scanned(bytes)).toBeUndefined()
    expect(readEntry(bytes)).toBe('is not valid UTF-8')
  })
})
