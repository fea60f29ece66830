import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Random } from '../evaluation/random.ts'
import { numericSample } from './numeric-sample.ts'
import { sampleDistances } from './sample-distances.ts'
import { distinctCounts, valueCounts } from './binning.ts'
import { streamedDistances } from './streamed-distances.ts'
import { MOST_TALLIED, valueTally } from './value-tally.ts'

const normal = (random: Random): number =>
  Math.sqrt(-2 * Math.log(1 - random.uniform())) * Math.cos(2 * Math.PI * random.uniform())

/** Shapes that a careless count gets wrong: far outliers, few distinct values, lumps, gaps, a constant with exceptions. */
const SHAPES: Record<string, (random: Random) => number> = {
  normal,
  'far outliers': (random) => normal(random) / Math.max(1e-9, random.uniform()) ** 2,
  'whole numbers': (random) => Math.floor(90 * random.uniform()),
  'two lumps far apart': (random) => (random.uniform() < 0.5 ? normal(random) : 1e6 + normal(random)),
  'a constant with exceptions': (random) => (random.uniform() < 0.995 ? 7 : normal(random)),
  'large offset': (random) => 1e12 + Math.round(1000 * normal(random)) / 8,
  exponential: (random) => -Math.log(1 - random.uniform()),
}

test.each(Object.keys(SHAPES).flatMap((a) => Object.keys(SHAPES).map((b) => [a, b])))(
  'counting %s against %s gives what sorting gives',
  (a, b) => {
    const draw = (shape: string, n: number, seed: number): Float64Array => {
      const random = new Random(seed, shape)
      return Float64Array.from({ length: n }, () => SHAPES[shape]!(random))
    }
    const reference = numericSample(draw(a, 20_000, 1))
    const current = numericSample(draw(b, 27_001, 2))
    const counted = streamedDistances(reference, current)
    const sorted = sampleDistances(reference.sorted(), current.sorted())
    expect(Math.abs(counted.kolmogorovSmirnov - sorted.kolmogorovSmirnov)).toBeLessThan(1e-12)
    expect(Math.abs(counted.wasserstein / sorted.wasserstein - 1)).toBeLessThan(1e-9)
  },
)

test.each(['whole numbers', 'a constant with exceptions', 'hundredths'])(
  'a million %s are counted value by value, as sorting gives it',
  (shape) => {
    const draw = (n: number, seed: number): Float64Array => {
      const random = new Random(seed, shape)
      const of = shape === 'hundredths' ? () => Math.round(100 * random.uniform()) / 100 : SHAPES[shape]!
      return Float64Array.from({ length: n }, () =>
        shape === 'a constant with exceptions' ? Math.round(of(random)) : of(random),
      )
    }
    const reference = numericSample(draw(700_000, 1))
    const current = numericSample(draw(600_000, 2))
    const never = (): never => {
      throw new Error('all values are in memory')
    }
    const counted = streamedDistances({ ...reference, sorted: never }, { ...current, sorted: never })
    const sorted = sampleDistances(reference.sorted(), current.sorted())
    expect(counted.kolmogorovSmirnov).toBeCloseTo(sorted.kolmogorovSmirnov, 12)
    expect(Math.abs(counted.wasserstein / sorted.wasserstein - 1)).toBeLessThan(1e-9)
    expect(distinctCounts(reference, current)).toEqual(valueCounts(reference.sorted(), current.sorted()))
  },
)

test('a tally has each value with its count, or is none where there are many', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(-3, -1e-300, 0, 0.1, 2 ** 40, 7), { maxLength: 50 }), (values) => {
      const tally = valueTally([Float64Array.from(values), Float64Array.of()])
      const distinct = [...new Set(values)].sort((a, b) => a - b)
      expect([...tally!.values]).toEqual(distinct)
      expect([...tally!.counts]).toEqual(distinct.map((one) => values.filter((value) => value === one).length))
    }),
  )
  const many = Float64Array.from({ length: MOST_TALLIED + 1 }, (_, index) => index / 7)
  expect(valueTally([many.subarray(1)])?.values).toHaveLength(MOST_TALLIED)
  expect(valueTally([many])).toBeUndefined()
})

test('samples of any order, shift, scale and side have the distances that follow', () => {
  const values = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 40 })
  fc.assert(
    fc.property(values, values, fc.double({ min: 0.01, max: 100, noNaN: true }), (a, b, factor) => {
      const of = (x: number[], y: number[]): ReturnType<typeof sampleDistances> =>
        sampleDistances(numericSample(x).sorted(), numericSample(y).sorted())
      const found = of(a, b)
      const turned = of(b.toReversed(), a.toReversed())
      expect(turned.kolmogorovSmirnov).toBeCloseTo(found.kolmogorovSmirnov, 12)
      expect(turned.wasserstein).toBeCloseTo(found.wasserstein, 6)
      const scaled = of(
        a.map((x) => x * factor),
        b.map((x) => x * factor),
      )
      expect(Math.abs(scaled.wasserstein - factor * found.wasserstein)).toBeLessThan(
        1e-6 * (1 + factor * found.wasserstein),
      )
      expect(of(a, a).wasserstein).toBe(0)
      expect(found.kolmogorovSmirnov).toBeLessThanOrEqual(1)
    }),
    { numRuns: 200 },
  )
})
