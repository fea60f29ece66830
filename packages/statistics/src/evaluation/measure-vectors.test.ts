import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { discountedGain, listPrecision, normalisedGain, reciprocalRank, topOf } from '../ranking/rank-list.ts'
import type { Run } from '../ranking/rank-list.ts'
import { normalCrps } from '../regression/crps.ts'
import { averagePrecision } from './average-precision.ts'
import { accelerationOf } from './bca.ts'
import { bootstrapIntervals } from './bootstrap.ts'
import { CalibrationTally } from './calibration.ts'
import { classKappa } from './class-kappa.ts'
import { confusionMatrix } from './confusion.ts'
import type { ConfusionMatrix } from './confusion.ts'
import { lift, TopTally } from './lift.ts'
import { matthews } from './matthews.ts'
import { bootstrapParts, Parts } from './parts.ts'
import { Random } from './random.ts'
import { ThresholdCurve } from './threshold-curve.ts'
import { utility } from './utility.ts'

type Binary = {
  name: string
  labels: number[]
  predictions: number[]
  scores: number[]
  expected: Record<string, number>
  parts: { reliability: number; resolution: number; uncertainty: number; brier: number }
  roc: [number, number, number][]
}
type Ranked = { scores: number[]; gains: number[]; cut: number; expected: Record<string, number> }
type Vectors = {
  binary: Binary[]
  regression: { crps_of_standard_normal: [number[], number[]] }
  ranking: Ranked[]
  bca: { sample: number[]; acceleration: number; low: number; high: number }
}
const file = new URL('../../../../fixtures/statistics/measure-vectors.json', import.meta.url)
const vectors = JSON.parse(readFileSync(file, 'utf8')) as Vectors

/** Runs of equal scores in ascending order: the score, then positive and negative rows. */
function runsOf(scores: readonly number[], labels: readonly number[]): [number, number, number][] {
  return [...new Set(scores)]
    .sort((a, b) => a - b)
    .map((score) => {
      const at = labels.filter((_, row) => scores[row] === score)
      const positives = at.filter((label) => label === 1).length
      return [score, positives, at.length - positives]
    })
}

const matrixOf = (labels: readonly number[], predictions: readonly number[]): ConfusionMatrix =>
  confusionMatrix(labels.map(String), predictions.map(String), ['0', '1'])

describe.each(vectors.binary)('two classes, $name', ({ labels, predictions, scores, expected, parts, roc }) => {
  const positives = labels.filter((label) => label === 1).length
  const negatives = labels.length - positives
  const runs = runsOf(scores, labels)

  test('agree with scikit-learn and NumPy to 1e-12', () => {
    const calibration = new CalibrationTally()
    const top = new TopTally(labels.length)
    for (const [score, p, n] of runs) {
      calibration.add(score, p, n)
      top.add(p, n)
    }
    const values = [
      { actual: '1', predicted: '0', value: -5 },
      { actual: '0', predicted: '1', value: -1 },
      { actual: '1', predicted: '1', value: 2 },
    ]
    const matrix = matrixOf(labels, predictions)
    const found: Record<string, number | null> = {
      mcc: matthews(matrix).value,
      kappa: classKappa(matrix).value,
      average_precision: averagePrecision(scores, labels).value,
      ece: calibration.error().value,
      'lift@10': lift(top.counts()).value,
      utility: utility(matrix, values).value,
    }
    for (const [name, wanted] of Object.entries(expected)) expect(found[name], name).toBeCloseTo(wanted, 12)
    const own = calibration.brierParts()!
    expect(own.reliability).toBeCloseTo(parts.reliability, 12)
    expect(own.resolution).toBeCloseTo(parts.resolution, 12)
    expect(own.uncertainty).toBeCloseTo(parts.uncertainty, 12)
    expect(own.reliability - own.resolution + own.uncertainty + own.within).toBeCloseTo(parts.brier, 12)
  })

  test('have the points of scikit-learn’s ROC curve', () => {
    const curve = new ThresholdCurve(positives, negatives, 10_000)
    for (const run of runs) curve.add(...run)
    const points = curve.points().map((point) => [point.falsePositiveRate!, point.recall!, point.threshold])
    expect(points.length).toBe(roc.length)
    for (const [index, point] of points.toReversed().entries()) {
      for (const [at, value] of point.entries()) expect(value).toBeCloseTo(roc[index]![at]!, 12)
    }
  })

  test('have few points on the curve where that is asked, from the first on', () => {
    const curve = new ThresholdCurve(positives, negatives, 5)
    for (const run of runs) curve.add(...run)
    expect(curve.points().length).toBeLessThan(10)
    expect(curve.points()[0]).toMatchObject({ truePositives: positives, falsePositives: negatives })
  })
})

test('each ranked list agrees with the mean over all orders of its ties, and with scikit-learn', () => {
  for (const { scores, gains, cut, expected } of vectors.ranking) {
    const runs: Run[] = [...new Set(scores)]
      .sort((a, b) => b - a)
      .map((score) => ({ gains: gains.filter((_, item) => scores[item] === score) }))
    const found = {
      map: listPrecision(runs),
      mrr: reciprocalRank(runs),
      precision: topOf(runs, cut).precision,
      recall: topOf(runs, cut).recall,
      hit: topOf(runs, cut).hit,
      ndcg: normalisedGain(runs, Infinity),
      ndcg_cut: normalisedGain(runs, cut),
    }
    for (const [name, wanted] of Object.entries(expected))
      expect(found[name as keyof typeof found], name).toBeCloseTo(wanted, 12)
  }
})

test('the score of a normal forecast agrees with the integral that defines it', () => {
  const [values, integrals] = vectors.regression.crps_of_standard_normal
  for (const [index, value] of values.entries()) expect(normalCrps(value, 0, 1)).toBeCloseTo(integrals[index]!, 8)
})

test('BCa has the acceleration of its definition and the ends that SciPy finds', () => {
  const { sample, acceleration, low, high } = vectors.bca
  const parts = new Parts(2, sample.length, 1, '')
  for (const value of sample) {
    const at = parts.next()
    parts.add(at, 0, value)
    parts.add(at, 1, 1)
  }
  const sum = sample.reduce((total, value) => total + value, 0)
  const leftOut = sample.map((value) => ({ value: (sum - value) / (sample.length - 1), times: 1 }))
  expect(accelerationOf(leftOut)).toBeCloseTo(acceleration, 12)
  const mean = ([total = 0, n = 0]: Float64Array): number => total / n
  const settings = { draws: 40_000, level: 0.95, kind: 'bca', random: new Random(5) } as const
  const interval = bootstrapParts(parts, { mean }, settings).mean
  expect(interval.low).toBeCloseTo(low, 1)
  expect(interval.high).toBeCloseTo(high, 1)
})

describe('invariants', () => {
  const cells = fc.array(fc.array(fc.nat(40), { minLength: 3, maxLength: 3 }), { minLength: 3, maxLength: 3 })

  test('MCC and kappa do not depend on the names and the order of the classes, nor on a multiple of the rows', () => {
    fc.assert(
      fc.property(cells, fc.shuffledSubarray([0, 1, 2], { minLength: 3, maxLength: 3 }), (counts, order) => {
        const matrix = { labels: ['a', 'b', 'c'], counts }
        const relabelled = { labels: ['z', 'y', 'x'], counts: order.map((row) => order.map((to) => counts[row]![to]!)) }
        const multiple = { labels: matrix.labels, counts: counts.map((line) => line.map((count) => 7 * count)) }
        for (const formula of [matthews, classKappa]) {
          const { value } = formula(matrix)
          if (value === null) {
            expect(formula(relabelled).value).toBeNull()
            continue
          }
          expect(formula(relabelled).value).toBeCloseTo(value, 10)
          expect(formula(multiple).value).toBeCloseTo(value, 10)
          expect(Math.abs(value)).toBeLessThanOrEqual(1 + 1e-12)
        }
      }),
    )
  })

  test('the order of rows, and any growing change of the scores, leave average precision as it is', () => {
    const rows = fc.array(fc.tuple(fc.nat(8), fc.boolean()), { minLength: 1, maxLength: 40 })
    fc.assert(
      fc.property(rows, (rows) => {
        const scores = rows.map(([score]) => score / 8)
        const labels = rows.map(([, label]) => label)
        const { value } = averagePrecision(scores, labels)
        const moved = scores.map((score) => Math.exp(3 * score))
        expect(averagePrecision(moved.toReversed(), labels.toReversed()).value).toEqual(value)
      }),
    )
  })

  test('the gain of a list grows in proportion to the gains, and its normalised gain does not change', () => {
    const runs = fc.array(fc.array(fc.nat(4), { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 5 })
    fc.assert(
      fc.property(runs, fc.integer({ min: 2, max: 9 }), (gains, factor) => {
        const list = gains.map((one) => ({ gains: one }))
        const scaled = gains.map((one) => ({ gains: one.map((gain) => gain * factor) }))
        expect(discountedGain(scaled, 5)).toBeCloseTo(factor * discountedGain(list, 5), 9)
        const { 0: before, 1: after } = [normalisedGain(list, 5), normalisedGain(scaled, 5)]
        expect(after === null ? null : after.toFixed(9)).toBe(before === null ? null : before.toFixed(9))
      }),
    )
  })

  test('sums of parts are those of the rows, however many parts there are', () => {
    for (const rows of [1, 999, 1000, 5000]) {
      const parts = new Parts(1, rows, 3, 'x')
      for (let row = 0; row < rows; row++) parts.add(parts.next(), 0, row)
      expect(parts.totals()[0]).toBe((rows * (rows - 1)) / 2)
      expect(parts.count).toBe(Math.min(rows, 1000))
    }
  })

  test('parts of many rows give the standard error of the rows', () => {
    const rows = 50_000
    const random = new Random(12, 'values')
    const parts = new Parts(2, rows, 1, '')
    for (let row = 0; row < rows; row++) {
      const at = parts.next()
      parts.add(at, 0, random.uniform())
      parts.add(at, 1, 1)
    }
    const mean = ([total = 0, n = 0]: Float64Array): number => total / n
    const settings = { draws: 4000, level: 0.95, kind: 'percentile', random: new Random(2) } as const
    const { low, high } = bootstrapParts(parts, { mean }, settings).mean
    const wanted = 2 * 1.96 * Math.sqrt(1 / 12 / rows)
    expect((high! - low!) / wanted).toBeGreaterThan(0.92)
    expect((high! - low!) / wanted).toBeLessThan(1.08)
  })

  test('BCa over counts contains the value and differs from percentiles where the measure is skewed', () => {
    const matrix = matrixOf(
      [...Array<number>(30).fill(1), ...Array<number>(70).fill(0)],
      [...Array<number>(27).fill(1), ...Array<number>(73).fill(0)],
    )
    const settings = { draws: 2000, level: 0.95 }
    const bca = bootstrapIntervals(matrix, { matthews }, { ...settings, kind: 'bca', random: new Random(1) }).matthews
    const plain = bootstrapIntervals(matrix, { matthews }, { ...settings, random: new Random(1) }).matthews
    const { value } = matthews(matrix)
    expect(bca.low!).toBeLessThan(value!)
    expect(bca.high!).toBeGreaterThan(value!)
    expect(bca).not.toEqual(plain)
  })
})

describe('what cannot be told has no value', () => {
  test('where one class is alone, or nothing is positive, or there are no rows', () => {
    expect(matthews(matrixOf([1, 1], [1, 0])).value).toBeNull()
    expect(matthews(matrixOf([1, 0], [1, 1])).value).toBeNull()
    expect(classKappa(matrixOf([1, 1], [1, 1])).value).toBeNull()
    expect(averagePrecision([0.2], [0]).value).toBeNull()
    expect(averagePrecision([], []).value).toBeNull()
    expect(averagePrecision([Number.NaN], [1]).value).toBeNull()
    expect(lift(new TopTally(10).counts()).value).toBeNull()
    expect(new CalibrationTally().error().value).toBeNull()
    expect(new CalibrationTally().brierParts()).toBeNull()
    expect(normalisedGain([{ gains: [0, 0] }], 3)).toBeNull()
    expect(listPrecision([{ gains: [0] }])).toBeNull()
    expect(reciprocalRank([])).toBeNull()
  })
})
