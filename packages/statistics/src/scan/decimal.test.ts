import fc from 'fast-check'
import { expect, test } from 'vitest'
import { nearestDecimal } from './decimal.ts'

/** Digits as they stand in a file, first nine and the others, over a power of ten. */
function parsed(digits: string, scale: number): { found: number; wanted: number } {
  const [head, rest] = [digits.slice(0, 9), digits.slice(9)]
  return {
    found: nearestDecimal(Number(head), rest.length, Number(rest), scale),
    wanted: Number(`${digits}e-${scale}`),
  }
}

test('a decimal of up to 18 digits is the nearest double, or left to others', () => {
  let known = 0
  fc.assert(
    fc.property(fc.stringMatching(/^[1-9][0-9]{9,17}$/), fc.integer({ min: 0, max: 22 }), (digits, scale) => {
      const { found, wanted } = parsed(digits, scale)
      if (Number.isNaN(found)) return
      known += 1
      expect(found).toBe(wanted)
    }),
    { numRuns: 20_000 },
  )
  expect(known).toBeGreaterThan(19_900)
})

test('what programs write of a double is that double', () => {
  let known = 0
  fc.assert(
    fc.property(fc.double({ min: 1e-5, max: 1e15, noNaN: true }), (value) => {
      const [whole = '', part = ''] = value.toPrecision(17).split('.')
      const digits = `${whole}${part}`.replace(/^0+/, '')
      if (value.toPrecision(17).includes('e') || digits.length < 10 || part.length > 22) return
      const { found } = parsed(digits, part.length)
      if (Number.isNaN(found)) return
      known += 1
      expect(found).toBe(value)
    }),
    { numRuns: 20_000 },
  )
  expect(known).toBeGreaterThan(10_000)
})

test('the middle between two doubles is not decided, and what lies beside it rightly', () => {
  // 2⁵³ + 1 lies between two doubles.
  expect(parsed('9007199254740993', 0).found).toBeNaN()
  expect(parsed('9007199254740992', 0)).toEqual({ found: 9007199254740992, wanted: 9007199254740992 })
  expect(parsed('9007199254740995', 0).found).toBeNaN()
  for (const digits of ['90071992547409931', '90071992547409929', '900719925474099301', '900719925474099299']) {
    const { found, wanted } = parsed(digits, digits.length - 16)
    expect(found).toBe(wanted)
  }
})
