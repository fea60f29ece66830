import { Buffer } from 'node:buffer'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decodeBase64, decodeUtf8, encodeBase64, encodeHex, encodeUtf8, utf8Reuser } from './encoding.ts'

const anyText = fc.string({ unit: 'binary', maxLength: 80 })

describe('UTF-8', () => {
  test('is what Node writes, for any string', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(encodeHex(encodeUtf8(text))).toBe(Buffer.from(text, 'utf8').toString('hex'))
        expect(decodeUtf8(encodeUtf8(text))).toBe(text)
      }),
    )
  })

  test('a lone surrogate becomes U+FFFD', () => {
    expect(encodeHex(encodeUtf8('a\ud800b'))).toBe('61efbfbd62')
    expect(encodeHex(encodeUtf8('\udc00'))).toBe('efbfbd')
  })

  test('is accepted exactly where a strict decoder accepts it, for any bytes', () => {
    const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
    const native = (bytes: Uint8Array): string | undefined => {
      try {
        return strict.decode(bytes)
      } catch {
        return undefined
      }
    }
    const byte = fc.oneof(
      fc.nat(255),
      fc.constantFrom(0x80, 0xbf, 0xc1, 0xc2, 0xe0, 0xed, 0x9f, 0xa0, 0xef, 0xf0, 0x8f, 0x90, 0xf4),
    )
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 8 }), fc.array(byte, { maxLength: 6 }), (plain, hostile) => {
        for (const bytes of [plain, Uint8Array.from(hostile)]) expect(decodeUtf8(bytes)).toBe(native(bytes))
      }),
      { numRuns: 2000 },
    )
  })

  test('a long text survives being decoded piece by piece', () => {
    const text = 'é😀x'.repeat(5000)
    expect(decodeUtf8(encodeUtf8(text))).toBe(text)
  })

  test('a prefix is left free, and the reused buffer says the same', () => {
    const encode = utf8Reuser(1)
    for (const text of ['plain', 'é', 'x'.repeat(5000), '']) {
      const expected = encodeHex(encodeUtf8(text, 1))
      expect(expected.slice(0, 2)).toBe('00')
      expect(encodeHex(encode(text))).toBe(expected)
      expect(encodeHex(encode(encodeUtf8(text)))).toBe(expected)
    }
  })
})

describe('base64', () => {
  test('is what Node writes, and reads back, for any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 70 }), (bytes) => {
        const text = encodeBase64(bytes)
        expect(text).toBe(Buffer.from(bytes).toString('base64'))
        expect(decodeBase64(text)).toEqual(bytes)
      }),
    )
  })

  test('has one text for any bytes: whatever else is read back is refused', () => {
    const char = fc.constantFrom(...'ABCDabyz0189+/=-_ \n'.split(''))
    fc.assert(
      fc.property(fc.string({ unit: char, maxLength: 9 }), (text) => {
        const bytes = decodeBase64(text)
        expect(bytes === undefined ? text : encodeBase64(bytes)).toBe(text)
      }),
      { numRuns: 3000 },
    )
    for (const text of ['A', 'AQ', 'AQ=', 'AR==', 'AAB=', '====', 'AQ==AQ==', 'A Q=', 'AQ=\n', 'é===']) {
      expect(decodeBase64(text)).toBeUndefined()
    }
  })
})
