import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isSparse, moverDifference, moverMean, moverRatio, pairedShareDifference } from './mover.ts'
import type { Bounded } from './mover.ts'
import { shareDifference, wilsonInterval } from './proportions.ts'

const wilson = (count: number, n: number): Bounded => ({ value: count / n, ...wilsonInterval(count, n) })

/** The chances of 0 to n hits. */
function binomial(n: number, p: number): number[] {
  const found = [(1 - p) ** n]
  for (let k = 1; k <= n; k++) found.push(((found[k - 1] ?? 0) * ((n - k + 1) / k) * p) / (1 - p))
  return found
}

describe('intervals from the intervals of two values', () => {
  test('of two shares, the difference is that of Newcombe', () => {
    const { low, high } = shareDifference(10, 100, 20, 100)
    expect(moverDifference(wilson(10, 100), wilson(20, 100))).toEqual({ low, high })
  })

  // Newcombe (1998) gives method 10 for 56/70 against 48/80: 0.0524 to 0.3339.
  test('give the published interval of 56 of 70 against 48 of 80', () => {
    const { low, high } = moverDifference(wilson(48, 80), wilson(56, 70))
    expect([low, high]).toEqual([expect.closeTo(0.0524, 4), expect.closeTo(0.3339, 4)])
  })

  test.each([
    [8, 60, 0.2, 0.3],
    [10, 200, 0.05, 0.3],
    [5, 200, 0.5, 0.5],
    [20, 20, 0.1, 0.2],
    [2, 300, 0.9, 0.8],
  ])('cover the ratio of shares of %d and %d rows nearly as often as they say', (n, m, p, q) => {
    const [first, second] = [binomial(n, p), binomial(m, q)]
    let [covered, all] = [0, 0]
    for (const [a, chance] of first.entries()) {
      for (const [b, other] of second.entries()) {
        if (b === 0) continue
        const { low, high } = moverRatio(wilson(a, n), wilson(b, m))
        all += chance * other
        if (low !== null && high !== null && low <= p / q && p / q <= high) covered += chance * other
      }
    }
    expect(covered / all).toBeGreaterThan(0.92)
  })

  test('hold the ratio, and turn with it', () => {
    const share = fc.tuple(fc.nat({ max: 60 }), fc.integer({ min: 61, max: 100 }))
    fc.assert(
      fc.property(share, share, ([a, n], [b, m]) => {
        fc.pre(a > 0 && b > 0)
        const { low, high } = moverRatio(wilson(a, n), wilson(b, m))
        const back = moverRatio(wilson(b, m), wilson(a, n))
        const ratio = a / n / (b / m)
        expect(low).toBeLessThan(ratio)
        expect(high).toBeGreaterThan(ratio)
        expect(back.low).toBeCloseTo(1 / (high ?? 0), 8)
        expect(back.high).toBeCloseTo(1 / (low ?? 0), 8)
      }),
    )
  })

  test('have a width where a group of one row had no hit, and none where nothing may be below the line', () => {
    expect(moverRatio(wilson(0, 1), wilson(19, 100))).toEqual({ low: 0, high: expect.closeTo(4.4, 0) as number })
    expect(moverRatio(wilson(1, 1), wilson(0, 100))).toEqual({ low: null, high: null })
    const { value, low, high } = moverMean([wilson(4, 4), wilson(9, 9)])
    expect([value, high]).toEqual([1, 1])
    expect(low).toBeCloseTo(1 - Math.hypot(1 - wilsonInterval(4, 4).low, 1 - wilsonInterval(9, 9).low) / 2, 12)
  })

  test('are asked for where few hits or few misses were seen', () => {
    expect([isSparse(4, 100), isSparse(5, 100), isSparse(96, 100), isSparse(95, 100)]).toEqual([
      true,
      false,
      true,
      false,
    ])
  })
})

describe('a difference of two shares of the same rows', () => {
  test('has a width where the sides never differ, which shrinks with the rows', () => {
    expect(pairedShareDifference(0, 0, 100)).toEqual({
      value: 0,
      low: expect.closeTo(-0.0272, 4) as number,
      high: expect.closeTo(0.0272, 4) as number,
    })
    expect(pairedShareDifference(0, 0, 10_000).high).toBeLessThan(0.0003)
    expect(pairedShareDifference(0, 0, 0)).toEqual({ value: null, low: null, high: null })
  })

  test.each([
    [30, 0.02, 0.05],
    [100, 0.01, 0.01],
    [100, 0.05, 0.1],
    [20, 0.2, 0.05],
  ])('of %d rows is covered nearly as often as it says', (n, onlyFirst, onlySecond) => {
    let covered = 0
    for (const [a, chance] of binomial(n, onlyFirst).entries()) {
      // Given that a rows differ one way, the others differ the other way with this chance.
      for (const [b, other] of binomial(n - a, onlySecond / (1 - onlyFirst)).entries()) {
        const { low, high } = pairedShareDifference(a, b, n)
        const real = onlySecond - onlyFirst
        if ((low ?? 1) <= real && real <= (high ?? -1)) covered += chance * other
      }
    }
    expect(covered).toBeGreaterThan(0.93)
  })
})
