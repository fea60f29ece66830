import { readFileSync } from 'node:fs'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { CanonicalJsonError, canonicalJson, isCanonicalText } from './canonical-json.ts'

type Vectors = {
  numbers: { cases: [bits: string, text: string | null][] }
  texts: { name: string; input: string; canonical: string }[]
  refused: { name: string; input: string }[]
}
const file = new URL('../../../../../fixtures/ledger/canonical-json.json', import.meta.url)
const vectors = JSON.parse(readFileSync(file, 'utf8')) as Vectors

const anyJson = fc.jsonValue({ stringUnit: 'binary', maxDepth: 4 })

describe('canonical JSON', () => {
  const double = (bits: string): number => {
    const view = new DataView(new ArrayBuffer(8))
    view.setBigUint64(0, BigInt(`0x${bits}`))
    return view.getFloat64(0)
  }
  const { cases } = vectors.numbers

  test.each(cases.filter(([, text]) => text !== null))('the number %s is written %s', (bits, text) => {
    expect(canonicalJson(double(bits))).toBe(text)
  })

  test.each(cases.filter(([, text]) => text === null))('the number %s is refused', (bits) => {
    expect(() => canonicalJson(double(bits))).toThrow(CanonicalJsonError)
  })

  test.each(vectors.texts)('$name', ({ input, canonical }) => {
    const value: unknown = JSON.parse(input)
    expect(canonicalJson(value)).toBe(canonical)
    expect(isCanonicalText(canonical, JSON.parse(canonical))).toBe(true)
    expect(isCanonicalText(input, value)).toBe(false)
  })

  test.each(vectors.refused)('$name is refused', ({ input }) => {
    const value: unknown = JSON.parse(input)
    expect(() => canonicalJson(value)).toThrow(CanonicalJsonError)
    expect(isCanonicalText(input, value)).toBe(false)
  })

  test('is the same whatever the order of keys, and reads back as the same value', () => {
    const shuffled = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(shuffled)
      if (typeof value !== 'object' || value === null) return value
      return Object.fromEntries(
        Object.entries(value)
          .toReversed()
          .map(([k, v]) => [k, shuffled(v)]),
      )
    }
    fc.assert(
      fc.property(anyJson, (value) => {
        const text = canonicalJson(value)
        expect(canonicalJson(shuffled(value))).toBe(text)
        expect(canonicalJson(JSON.parse(text))).toBe(text)
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)))
      }),
    )
  })

  test('the quick check of a text agrees with writing it again', () => {
    fc.assert(
      fc.property(anyJson, fc.integer({ min: 0, max: 1 }), (value, indent) => {
        for (const text of [canonicalJson(value), JSON.stringify(value, null, indent)]) {
          const back: unknown = JSON.parse(text)
          expect(isCanonicalText(text, back)).toBe(canonicalJson(back) === text)
        }
      }),
    )
  })

  test.each([
    ['undefined in a member', { a: { b: undefined } }, '/a/b'],
    ['NaN in an array', { a: [1, Number.NaN] }, '/a/1'],
    ['a hole in an array', [1, , 2], '/1'], // oxlint-disable-line no-sparse-arrays
    ['a BigInt', { n: 1n }, '/n'],
    ['a lone surrogate', { 'a/b~': '\ud800' }, '/a~1b~0'],
    ['a date', { at: new Date(0) }, '/at'],
    ['a map', [new Map()], '/0'],
    ['a function', { f: () => 1 }, '/f'],
    ['a symbol', Symbol('s'), ''],
    ['undefined itself', undefined, ''],
  ])('%s is refused with its path', (_, value, path) => {
    expect(() => canonicalJson(value)).toThrow(expect.objectContaining({ name: 'CanonicalJsonError', path }))
  })

  test('a value in itself and a very deep one are refused, not followed', () => {
    const loop: Record<string, unknown> = {}
    loop['self'] = loop
    expect(() => canonicalJson(loop)).toThrow(/nested deeper than 200/)
    const deepText = `${'['.repeat(5000)}${']'.repeat(5000)}`
    expect(() => canonicalJson(JSON.parse(deepText))).toThrow(/nested deeper than 200/)
    expect(isCanonicalText(deepText, JSON.parse(deepText))).toBe(false)
  })

  test('a key named __proto__ is a key like any other', () => {
    const text = '{"__proto__":{"x":1},"a":2}'
    expect(canonicalJson(JSON.parse(text))).toBe(text)
  })
})
