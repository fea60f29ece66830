import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { forecastDuration } from './reference-class.ts'

const prior = { p50Days: 10, p85Days: 21 }

describe('the forecast of a duration', () => {
  test('rests on past cases when there are enough', () => {
    const forecast = forecastDuration({ pastDays: [4, 6, 7, 9, 20], prior, seed: 1 })
    expect(forecast).toMatchObject({ basis: 'reference-class', n: 5, p50Days: 7, p85Days: 20 })
    expect(forecast.explanation).toBe(
      'Of 5 past cases of this kind (4 days to 20 days), resampled 10000 times, ' +
        'half were done within 7 days and 85 % within 20 days.',
    )
  })

  test('is the prior with too few past cases, and is labelled so', () => {
    const forecast = forecastDuration({ pastDays: [4, 6], prior, seed: 1 })
    expect(forecast).toMatchObject({ basis: 'prior', n: 2, p50Days: 10, p85Days: 21 })
    expect(forecast.explanation).toBe(
      'Prior, not measured: half are expected within 10 days and 85 % within 21 days; ' +
        'only 2 past cases of this kind are on record and 5 are needed for a forecast.',
    )
    expect(forecastDuration({ pastDays: [], prior, minimum: 0, seed: 1 }).basis).toBe('prior')
    expect(forecastDuration({ pastDays: [3], prior, minimum: 1, seed: 1 }).p85Days).toBe(3)
  })

  test('stays within what was seen, has P50 ≤ P85, and ignores the order of past cases', () => {
    const days = fc.array(fc.double({ min: 0, max: 400, noNaN: true }), { minLength: 5, maxLength: 40 })
    fc.assert(
      fc.property(days, fc.integer(), (pastDays, seed) => {
        const found = forecastDuration({ pastDays, prior, seed, draws: 500 })
        expect(found.p50Days).toBeGreaterThanOrEqual(Math.min(...pastDays))
        expect(found.p85Days).toBeLessThanOrEqual(Math.max(...pastDays))
        expect(found.p50Days).toBeLessThanOrEqual(found.p85Days)
        expect(forecastDuration({ pastDays: pastDays.toReversed(), prior, seed, draws: 500 })).toEqual(found)
      }),
      { numRuns: 40 },
    )
  })

  test.each([[[Number.NaN, 1]], [[-1]], [[Infinity]]])('refuses the durations %j', (pastDays) => {
    expect(() => forecastDuration({ pastDays, prior, seed: 1 })).toThrow(RangeError)
  })

  test('refuses a prior that contradicts itself', () => {
    expect(() => forecastDuration({ pastDays: [], prior: { p50Days: 5, p85Days: 4 }, seed: 1 })).toThrow(/prior/)
  })
})
