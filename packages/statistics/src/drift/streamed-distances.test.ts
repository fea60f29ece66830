import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Random } from '../evaluation/random.ts'
import { numericSample } from './numeric-sample.ts'
import { sampleDistances } from './sample-distances.ts'
import { streamedDistances } from './streamed-distances.ts'

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
