import fc from 'fast-check'
import { expect, test } from 'vitest'
import { binomial } from '../evaluation/binomial.ts'
import { Random } from '../evaluation/random.ts'
import { chiSquareTest } from '../hypothesis/chi-square-test.ts'
import { fisherExact } from '../hypothesis/fisher-exact.ts'
import { kruskalWallis } from '../hypothesis/kruskal-wallis.ts'
import { mannWhitney } from '../hypothesis/mann-whitney.ts'
import { tTest } from '../hypothesis/t-test.ts'
import { categoricalColumn } from './column.ts'
import { verdictOf } from './column-drift.ts'
import { distributionReach, shareReach, withReach } from './drift-interval.ts'
import { evidentlyDrift, EVIDENTLY_TESTS } from './evidently.ts'
import type { EvidentlyTest } from './evidently.ts'
import { hellinger } from './hellinger.ts'
import { jensenShannon } from './jensen-shannon.ts'
import { numericSample } from './numeric-sample.ts'
import { psi } from './psi.ts'
import { numericDrift } from './recommended.ts'
import { sampleDistances } from './sample-distances.ts'
import { totalVariation } from './total-variation.ts'

const counts = fc
  .array(fc.tuple(fc.nat(50), fc.nat(50)), { minLength: 2, maxLength: 8 })
  .filter((pairs) => pairs.some(([a]) => a > 0) && pairs.some(([, b]) => b > 0))
const values = fc.array(fc.double({ min: -100, max: 100, noNaN: true }), { minLength: 2, maxLength: 30 })

test('distances of shares are symmetric, 0 for the same shares, and blind to names and order', () => {
  fc.assert(
    fc.property(counts, fc.integer({ min: 2, max: 9 }), (pairs, times) => {
      const [a, b] = [pairs.map(([x]) => x), pairs.map(([, y]) => y)]
      for (const distance of [jensenShannon, hellinger, totalVariation, psi]) {
        expect(distance(a, b)).toBeCloseTo(distance(b, a), 12)
        expect(distance(a.toReversed(), b.toReversed())).toBeCloseTo(distance(a, b), 12)
        expect(distance(a, a)).toBe(0)
        expect(
          distance(
            a,
            a.map((count) => count * times),
          ),
        ).toBeCloseTo(0, 12)
      }
      expect(jensenShannon(a, b, '2')).toBeLessThanOrEqual(1 + 1e-12)
      expect(totalVariation(a, b)).toBeLessThanOrEqual(1)
      // Hellinger bounds total variation from both sides.
      expect(hellinger(a, b) ** 2).toBeLessThanOrEqual(totalVariation(a, b) + 1e-12)
      expect(totalVariation(a, b)).toBeLessThanOrEqual(Math.SQRT2 * hellinger(a, b) + 1e-12)
    }),
  )
})

test('tests of tables are blind to the order of rows and columns', () => {
  fc.assert(
    fc.property(counts, (pairs) => {
      const [a, b] = [pairs.map(([x]) => x), pairs.map(([, y]) => y)]
      const found = chiSquareTest([a, b])
      for (const other of [chiSquareTest([b, a]), chiSquareTest([a.toReversed(), b.toReversed()])]) {
        expect(other.pValue ?? 2).toBeCloseTo(found.pValue ?? 2, 10)
        expect(other.effect.value ?? 2).toBeCloseTo(found.effect.value ?? 2, 10)
      }
    }),
  )
})

test('Fisher’s test is blind to the order of rows and columns, and its interval holds its odds ratio', () => {
  const cell = fc.integer({ min: 0, max: 12 })
  fc.assert(
    fc.property(cell, cell, cell, cell, (a, b, c, d) => {
      const found = fisherExact([
        [a, b],
        [c, d],
      ])
      const turned = fisherExact([
        [d, c],
        [b, a],
      ])
      expect(turned.pValue ?? 2).toBeCloseTo(found.pValue ?? 2, 9)
      const { value, low, high } = found.effect
      if (value === null) return
      expect(low ?? 0).toBeLessThanOrEqual(value + 1e-9)
      expect(high ?? Infinity).toBeGreaterThanOrEqual(value - 1e-9)
    }),
  )
})

test('rank tests see ranks only, and swapping the samples turns the effect around', () => {
  fc.assert(
    fc.property(values, values, (a, b) => {
      const found = mannWhitney(a, b)
      const swapped = mannWhitney(b, a)
      expect(swapped.pValue).toBeCloseTo(found.pValue!, 10)
      expect(swapped.effect.value!).toBeCloseTo(1 - found.effect.value!, 10)
      const cubed = (list: number[]): number[] => list.map((x) => (x / 64) ** 3)
      const distinct = new Set([...a, ...b]).size
      if (new Set([...cubed(a), ...cubed(b)]).size === distinct) {
        expect(mannWhitney(cubed(a), cubed(b)).pValue).toBeCloseTo(found.pValue!, 10)
        expect(kruskalWallis([cubed(a), cubed(b)]).pValue ?? 2).toBeCloseTo(kruskalWallis([a, b]).pValue ?? 2, 10)
      }
    }),
  )
})

test('Welch’s test is blind to shift and scale, and its interval holds the effect', () => {
  const some = fc.array(fc.integer({ min: -100, max: 100 }), { minLength: 3, maxLength: 12 })
  fc.assert(
    fc.property(
      some,
      some,
      fc.integer({ min: 1, max: 50 }),
      fc.integer({ min: -1000, max: 1000 }),
      (a, b, k, shift) => {
        const found = tTest(a, b)
        const moved = tTest(
          a.map((x) => k * x + shift),
          b.map((x) => k * x + shift),
        )
        expect(moved.pValue ?? 2).toBeCloseTo(found.pValue ?? 2, 9)
        const { value, low, high } = found.effect
        if (value === null) return
        expect(low!).toBeLessThanOrEqual(value + 1e-9)
        expect(high!).toBeGreaterThanOrEqual(value - 1e-9)
      },
    ),
    { numRuns: 30 },
  )
})

test('every one of Evidently’s tests answers any two samples with a score or null, never with NaN', () => {
  fc.assert(
    fc.property(values, values, (a, b) => {
      const column = { kind: 'numeric' as const, name: 'x', reference: numericSample(a), current: numericSample(b) }
      for (const test of Object.keys(EVIDENTLY_TESTS) as EvidentlyTest[]) {
        const found = evidentlyDrift(column, { test })
        expect(found!.score === null || !Number.isNaN(found!.score), test).toBe(true)
      }
    }),
    { numRuns: 30 },
  )
  expect(() => evidentlyDrift(categoricalColumn('x', ['a'], ['a']), { test: 'ks' })).toThrow(RangeError)
})

test('the order of the rows changes nothing', () => {
  fc.assert(
    fc.property(values, values, (a, b) => {
      const drift = (x: number[], y: number[]): unknown =>
        numericDrift(
          { kind: 'numeric', name: 'x', reference: numericSample(x), current: numericSample(y) },
          { margin: 0.1, alpha: 0.05 },
        ).effects
      expect(
        drift(
          a.toReversed(),
          b.toSorted((x, y) => x - y),
        ),
      ).toEqual(drift(a, b))
    }),
  )
})

test('the intervals hold the true distance at least as often as they say, and cry wolf no more often', () => {
  const random = new Random(11, 'coverage')
  const runs = 500
  const [n, m, alpha] = [800, 1100, 0.1]
  let alarms = 0
  let missed = 0
  // Shares 0.5, 0.3, 0.2 against 0.4, 0.3, 0.3: the total variation is exactly the margin, so an alarm is false.
  const draw = (rows: number, first: number, second: number): number[] => {
    const a = binomial(random, rows, first)
    const b = binomial(random, rows - a, second / (1 - first))
    return [a, b, rows - a - b]
  }
  for (let run = 0; run < runs; run++) {
    const reach = shareReach(n, 3, alpha / 2) + shareReach(m, 3, alpha / 2)
    const { low, high } = withReach(totalVariation(draw(n, 0.5, 0.3), draw(m, 0.4, 0.3)), reach)
    if (verdictOf(low, high, 0.1 + 1e-12) === 'drift') alarms += 1
    if (low > 0.1 || high < 0.1) missed += 1
    // Uniform on 0..1 against uniform on 0.15..1.15: the distance of the distributions is 0.15.
    const uniform = (rows: number, from: number): Float64Array =>
      Float64Array.from({ length: rows }, () => from + random.uniform()).sort()
    const { kolmogorovSmirnov } = sampleDistances(uniform(300, 0), uniform(400, 0.15))
    const band = withReach(kolmogorovSmirnov, distributionReach(300, alpha / 2) + distributionReach(400, alpha / 2))
    if (band.low > 0.15 || band.high < 0.15) missed += 1
  }
  expect(alarms / runs).toBeLessThanOrEqual(alpha)
  expect(missed / runs / 2).toBeLessThanOrEqual(alpha)
})
