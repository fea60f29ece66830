import { expect, test } from 'vitest'
import { averagePrecision } from '../evaluation/average-precision.ts'
import { Random } from '../evaluation/random.ts'
import { precisionDifference } from './precision-difference.ts'

const settings = { draws: 4000, seed: 1, level: 0.95, kind: 'percentile' } as const

/** Rows by a rule, so that another language can make the same. */
function madeRows(): { first: Float64Array; second: Float64Array; positive: Uint8Array } {
  const rows = Array.from({ length: 400 }, (_, index) => index)
  const positive = Uint8Array.from(rows, (i) => ((i * 7) % 10 < 3 ? 1 : 0))
  const hundredths = (value: number): number => Number(value.toFixed(2))
  const of = (factor: number, prime: number, lift: number): Float64Array =>
    Float64Array.from(rows, (i) => hundredths((((i * factor) % prime) / prime) * 0.6 + lift * (positive[i] ?? 0)))
  return { first: of(37, 101, 0.2), second: of(53, 97, 0.4), positive }
}

test('areas and interval are those of scikit-learn and SciPy on the same rows', () => {
  // average_precision_score of both; percentiles of 20,000 paired draws by NumPy;
  // scipy.stats.bootstrap(paired, BCa, 9,999 draws), whose ends moved by 0.003 and 0.004 over three seeds: their means.
  const found = precisionDifference(madeRows(), settings)
  expect(found.first).toBeCloseTo(0.6756840425488169, 12)
  expect(found.second).toBeCloseTo(0.9084460634741005, 12)
  expect(found.difference.low).toBeCloseTo(0.1598, 2)
  expect(found.difference.high).toBeCloseTo(0.3105, 2)
  const bca = precisionDifference(madeRows(), { ...settings, draws: 20_000, kind: 'bca' }).difference
  expect(Math.abs(bca.low! - 0.1597)).toBeLessThan(0.005)
  expect(Math.abs(bca.high! - 0.3123)).toBeLessThan(0.005)
})

test('beyond 10⁸ rows × draws the influences give nearly the same interval', () => {
  const random = new Random(3, 'rows')
  const rows = 2000
  const positive = Uint8Array.from({ length: rows }, () => (random.uniform() < 0.3 ? 1 : 0))
  const of = (lift: number): Float64Array =>
    Float64Array.from(positive, (one) => Math.round(50 * (random.uniform() + lift * one)) / 50)
  const scored = { first: of(0.3), second: of(0.35), positive }
  const drawn = precisionDifference(scored, { ...settings, draws: 2000 })
  const influenced = precisionDifference(scored, { ...settings, draws: 60_000 })
  expect([drawn.method, influenced.method]).toEqual([
    'paired bootstrap-percentile',
    'normal with the variance of influences',
  ])
  const length = ({ low, high }: { low: number | null; high: number | null }): number => (high ?? 0) - (low ?? 0)
  expect(length(influenced.difference) / length(drawn.difference)).toBeGreaterThan(0.93)
  expect(length(influenced.difference) / length(drawn.difference)).toBeLessThan(1.07)
})

test('the influences are the derivative of the area: a row that counts a little more moves it by that much', () => {
  const { first, second, positive } = madeRows()
  const { difference } = precisionDifference({ first, second, positive }, { ...settings, draws: 1_000_000 })
  const deviation = (difference.high! - difference.low!) / 2 / 1.959963984540054
  // The jackknife of whole rows, by the plain formula.
  const areaOf = (scores: Float64Array, without: number): number =>
    averagePrecision(
      scores.filter((_, row) => row !== without),
      positive.filter((_, row) => row !== without),
    ).value!
  const rows = positive.length
  const left = Array.from(positive, (_, row) => areaOf(second, row) - areaOf(first, row))
  const mean = left.reduce((sum, one) => sum + one, 0) / rows
  const jackknife = Math.sqrt(((rows - 1) / rows) * left.reduce((sum, one) => sum + (one - mean) ** 2, 0))
  expect(deviation / jackknife).toBeGreaterThan(0.98)
  expect(deviation / jackknife).toBeLessThan(1.02)
})

test('equal scores differ by exactly nothing, and without a positive row there is no value', () => {
  const { first, positive } = madeRows()
  expect(precisionDifference({ first, second: first, positive }, settings).difference).toEqual({
    value: 0,
    low: 0,
    high: 0,
  })
  const none = precisionDifference({ first, second: first, positive: new Uint8Array(400) }, settings)
  expect(none).toMatchObject({ first: null, difference: { value: null, low: null, high: null } })
})
