import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { idMaker } from './ids.ts'

describe('an id', () => {
  test('is its prefix and 26 characters without those that are easily mistaken', () => {
    expect(idMaker(() => 1_772_357_400_000)('exp')).toMatch(/^exp_[0-9A-HJKMNP-TV-Z]{26}$/)
  })

  test('begins with the time it was made', () => {
    const start = (ms: number): string => idMaker(() => ms)('x').slice(2, 12)
    expect(start(0)).toBe('0000000000')
    expect(start(1_469_918_176_385)).toBe('01ARYZ6S41')
    expect(start(2 ** 48 - 1)).toBe('7ZZZZZZZZZ')
  })

  test('is never made twice and sorts in the order of making, wherever the clock goes', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 2 ** 48 - 1 }), { minLength: 1, maxLength: 200 }), (times) => {
        let i = 0
        const newId = idMaker(() => times[i++]!)
        const ids = times.map(() => newId('per'))
        expect(new Set(ids).size).toBe(ids.length)
        expect(ids).toEqual([...ids].toSorted())
        for (const id of ids) expect(id).toMatch(/^per_[0-7][0-9A-HJKMNP-TV-Z]{25}$/)
      }),
    )
  })

  test('is not made twice by two makers at the same time', () => {
    const [one, two] = [idMaker(() => 1_000), idMaker(() => 1_000)]
    const ids = Array.from({ length: 2_000 }, (_, i) => (i % 2 === 0 ? one('x') : two('x')))
    expect(new Set(ids).size).toBe(ids.length)
  })
})
