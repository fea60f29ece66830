import { sizeQuestion } from '@muster/contract'
import { describe, expect, test } from 'vitest'
import { sizeOf } from './size.ts'

const ask = (typed: Readonly<Record<string, string>>) => sizeOf(sizeQuestion.parse(typed))

describe('the size of an experiment', () => {
  // R: power.t.test(delta = 0.5)$n, power.prop.test(p1 = .5, p2 = .6)$n, both rounded up.
  test('is what R answers', () => {
    expect(ask({ compare: 'means', effect: '0.5' }).rows).toBe(64)
    expect(ask({ compare: 'proportions', first: '0.5', second: '0.6' }).rows).toBe(388)
  })

  test('can be asked the other way round: what so many rows show, and how surely', () => {
    expect(ask({ compare: 'means', rows: '64' }).detectable).toBeCloseTo(0.499, 3)
    expect(ask({ compare: 'proportions', first: '0.5', rows: '388' }).detectable).toBeCloseTo(0.6, 3)
    expect(ask({ compare: 'means', rows: '64', effect: '0.5' }).power).toBeCloseTo(0.8015, 4)
    expect(ask({ compare: 'proportions', first: '0.99', rows: '5' })).toMatchObject({ detectable: null })
  })

  test('is said in a sentence with its numbers', () => {
    expect(ask({ compare: 'paired', first: '0.05', second: '0.1' }).sentence).toMatch(
      /^469 rows, .* 5 % .* 10 %, .* 80 %\.$/,
    )
  })

  test.each([
    [{ compare: 'means' }, /effect: must be given/],
    [{ compare: 'proportions' }, /first: must be given/],
    [{ compare: 'proportions', first: '0.5', second: '0.5' }, /No number of rows/],
    [{ compare: 'paired', first: '0.9', second: '0.3' }, /no shares of the same rows/],
    [{ compare: 'means', effect: '0' }, /No number of rows/],
  ])('%j is refused in words', (typed, message) => {
    expect(() => ask(typed)).toThrow(message)
  })
})
