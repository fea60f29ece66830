import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { accuracy } from './accuracy.ts'
import { balancedAccuracy } from './balanced-accuracy.ts'
import { bootstrapIntervals } from './bootstrap.ts'
import type { CountFormula } from './bootstrap.ts'
import { brier } from './brier.ts'
import { classAverage } from './class-average.ts'
import { confusionMatrix, eachAgainstRest, oneAgainstRest } from './confusion.ts'
import { f1 } from './f1.ts'
import { logLoss } from './log-loss.ts'
import { multinomial } from './multinomial.ts'
import { percentile } from './percentile.ts'
import { precision } from './precision.ts'
import { Random } from './random.ts'
import { recall } from './recall.ts'
import { RankTally, rankTallyOf, rocAuc } from './roc-auc.ts'

const classes = fc.constantFrom('a', 'b', 'c')
const pairs = fc.array(fc.tuple(classes, classes), { minLength: 1, maxLength: 60 })
const scored = fc.array(fc.tuple(fc.constantFrom(0, 0.2, 0.25, 0.5, 0.9, 1), fc.integer({ min: 0, max: 1 })), {
  minLength: 1,
  maxLength: 60,
})
const split = <A, B>(list: readonly (readonly [A, B])[]): [A[], B[]] => [list.map(([a]) => a), list.map(([, b]) => b)]
const isNear = (found: number | null, wanted: number | null): boolean =>
  found === null || wanted === null ? found === wanted : Math.abs(found - wanted) < 1e-12
const swap = (name: string): string => ({ a: 'x', b: 'a', c: 'm' })[name] ?? name

describe('measures over counts', () => {
  test('do not depend on the order of the rows', () => {
    fc.assert(
      fc.property(pairs, fc.integer(), (list, seed) => {
        const random = new Random(seed)
        const shuffled = list.map((row) => [random.uniform(), row] as const).sort((x, y) => x[0] - y[0])
        expect(confusionMatrix(...split(shuffled.map(([, row]) => row)))).toEqual(confusionMatrix(...split(list)))
      }),
    )
  })

  test('do not depend on the names of the classes', () => {
    fc.assert(
      fc.property(pairs, (list) => {
        const named = confusionMatrix(...split(list))
        const renamed = confusionMatrix(...split(list.map(([x, y]) => [swap(x), swap(y)] as const)))
        expect(accuracy(renamed)).toEqual(accuracy(named))
        expect(balancedAccuracy(renamed).value).toBeCloseTo(balancedAccuracy(named).value ?? Number.NaN, 12)
        expect(classAverage(renamed, f1, 'macro').value).toBeCloseTo(classAverage(named, f1, 'macro').value!, 12)
      }),
    )
  })

  test('micro averages of precision, recall and F1 are the accuracy', () => {
    fc.assert(
      fc.property(pairs, (list) => {
        const matrix = confusionMatrix(...split(list))
        for (const formula of [precision, recall, f1]) {
          expect(classAverage(matrix, formula, 'micro').value).toBeCloseTo(accuracy(matrix).value!, 12)
        }
      }),
    )
  })

  test('of each class against the rest are those of one class at a time', () => {
    fc.assert(
      fc.property(pairs, (list) => {
        const matrix = confusionMatrix(...split(list))
        expect(eachAgainstRest(matrix)).toEqual(matrix.labels.map((_, index) => oneAgainstRest(matrix, index)))
      }),
    )
  })

  test('answer with a reason and never with NaN when there is nothing to count', () => {
    const empty = {
      labels: ['a', 'b'],
      counts: [
        [0, 0],
        [0, 0],
      ],
    }
    expect(accuracy(empty)).toEqual({ value: null, reason: 'there are no rows' })
    expect(balancedAccuracy({ labels: [], counts: [] }).value).toBeNull()
    expect(classAverage(empty, f1, 'macro').value).toBeNull()
    expect(precision(oneAgainstRest(empty, 1)).value).toBeNull()
  })

  test.each([
    [
      [Number.NaN, 1],
      [0, 1],
    ],
    [
      [-1, 1],
      [0, 1],
    ],
    [
      [1, Infinity],
      [0, 1],
    ],
    [[1, 1]],
  ])('refuse counts that cannot be counts: %j', (...counts) => {
    const matrix = { labels: ['a', 'b'], counts }
    expect(accuracy(matrix).value).toBeNull()
    expect(balancedAccuracy(matrix).value).toBeNull()
    expect(classAverage(matrix, precision, 'weighted').value).toBeNull()
  })

  test('recall has no figure without positive rows, precision none without positive predictions', () => {
    const none = { truePositives: 0, falsePositives: 0, falseNegatives: 0, trueNegatives: 5 }
    expect(recall(none)).toEqual({ value: null, reason: 'no row is actually positive' })
    expect(precision(none)).toEqual({ value: null, reason: 'no row was predicted positive' })
    expect(f1(none).value).toBeNull()
    expect(f1({ ...none, falsePositives: 1 })).toEqual({ value: 0 })
  })
})

describe('ROC AUC', () => {
  test('is the share of pairs ranked right, a tie counting half', () => {
    fc.assert(
      fc.property(scored, (list) => {
        const positives = list.filter(([, y]) => y === 1)
        const negatives = list.filter(([, y]) => y === 0)
        let won = 0
        for (const [p] of positives) for (const [n] of negatives) won += p > n ? 1 : p === n ? 0.5 : 0
        const pairs = positives.length * negatives.length
        expect(isNear(rocAuc(...split(list)).value, pairs === 0 ? null : won / pairs)).toBe(true)
      }),
    )
  })

  test('becomes one minus itself when the classes change places', () => {
    fc.assert(
      fc.property(scored, (list) => {
        const [scores, positive] = split(list)
        const found = rocAuc(scores, positive).value
        const mirrored = rocAuc(
          scores,
          positive.map((y) => 1 - y),
        ).value
        expect(isNear(mirrored, found === null ? null : 1 - found)).toBe(true)
      }),
    )
  })

  test('lies within its interval, and the interval within 0 to 1', () => {
    fc.assert(
      fc.property(scored, (list) => {
        const tally = rankTallyOf(...split(list))
        if (!(tally instanceof RankTally)) throw new Error('these scores are finite')
        const { low, high } = tally.interval(0.95)
        if (low === null || high === null) return
        expect(low).toBeGreaterThanOrEqual(0)
        expect(high).toBeLessThanOrEqual(1)
        expect(low).toBeLessThanOrEqual(tally.area().value! + 1e-12)
        expect(high).toBeGreaterThanOrEqual(tally.area().value! - 1e-12)
      }),
    )
  })

  test('says why it has no figure', () => {
    expect(rocAuc([], [])).toEqual({ value: null, reason: 'there are no rows' })
    expect(rocAuc([1, Number.NaN], [0, 1])).toMatchObject({ reason: expect.stringContaining('row 1') })
    expect(rocAuc([1], [0, 1]).value).toBeNull()
  })
})

describe('log loss and Brier score', () => {
  test.each([[[1.01]], [[-0.01]], [[Number.NaN]], [[]]])('have no figure for the scores %j', (scores) => {
    expect(
      logLoss(
        scores,
        scores.map(() => 1),
      ).value,
    ).toBeNull()
    expect(
      brier(
        scores,
        scores.map(() => 1),
      ).value,
    ).toBeNull()
  })

  test('stay finite when the model was certain and wrong', () => {
    expect(logLoss([0], [1]).value).toBeCloseTo(36.04, 2)
    expect(brier([0], [1])).toEqual({ value: 1 })
  })
})

describe('the bootstrap', () => {
  const settings = { draws: 4000, level: 0.95 }

  test('gives the same interval for the same seed and another for another', () => {
    const matrix = {
      labels: ['no', 'yes'],
      counts: [
        [70_311, 10_207],
        [5_021, 15_009],
      ],
    }
    const run = (seed: number): object =>
      bootstrapIntervals(matrix, { accuracy }, { ...settings, random: new Random(seed) })
    expect(run(1)).toEqual(run(1))
    expect(run(1)).not.toEqual(run(2))
  })

  test('agrees with the normal interval of a proportion where that is good', () => {
    const large = {
      labels: ['no', 'yes'],
      counts: [
        [7000, 1000],
        [500, 1500],
      ],
    }
    const { low, high } = bootstrapIntervals(large, { accuracy }, { ...settings, random: new Random(3) }).accuracy
    const reach = 1.96 * Math.sqrt((0.85 * 0.15) / 10_000)
    expect(low).toBeCloseTo(0.85 - reach, 3)
    expect(high).toBeCloseTo(0.85 + reach, 3)
  })

  test('contains the point for matrices that are not tiny', () => {
    const cell = fc.integer({ min: 5, max: 500 })
    fc.assert(
      fc.property(cell, cell, cell, cell, fc.integer(), (tn, fp, fn, tp, seed) => {
        const counts = [
          [tn, fp],
          [fn, tp],
        ]
        const sane = { labels: ['no', 'yes'], counts }
        const formulas = { accuracy, balancedAccuracy }
        const found = bootstrapIntervals(sane, formulas, { draws: 300, level: 0.95, random: new Random(seed) })
        for (const [name, { low, high }] of Object.entries(found)) {
          const { value } = formulas[name as keyof typeof formulas](sane)
          expect(low).toBeLessThanOrEqual(value!)
          expect(high).toBeGreaterThanOrEqual(value!)
        }
      }),
      { numRuns: 50 },
    )
  })

  test('gives no interval where most draws have no figure', () => {
    const lone = {
      labels: ['no', 'yes'],
      counts: [
        [99, 0],
        [1, 0],
      ],
    }
    const rare: CountFormula = (of) => precision(oneAgainstRest(of, 1))
    expect(bootstrapIntervals(lone, { rare }, { ...settings, random: new Random(1) }).rare).toEqual({
      low: null,
      high: null,
    })
  })

  test('draws as many rows as there are, from occupied cells only', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 5000 }), { minLength: 1, maxLength: 12 }),
        fc.integer(),
        (counts, seed) => {
          const into = counts.map(() => 0)
          multinomial(new Random(seed), counts, into)
          expect(into.reduce((x, y) => x + y, 0)).toBe(counts.reduce((x, y) => x + y, 0))
          for (const [index, drawn] of into.entries()) {
            expect(drawn).toBeGreaterThanOrEqual(0)
            expect(drawn).toBeLessThanOrEqual(counts[index] === 0 ? 0 : Infinity)
          }
        },
      ),
    )
  })
})

test('random numbers are uniform enough, in [0, 1), and of their own in each stream', () => {
  const random = new Random(5)
  const bins = Array.from({ length: 10 }, () => 0)
  for (let draw = 0; draw < 20_000; draw++) bins[Math.floor(random.uniform() * 10)]! += 1
  for (const bin of bins) expect(Math.abs(bin - 2000)).toBeLessThan(200)
  expect(new Random(5, 'a').bits()).not.toBe(new Random(5, 'b').bits())
  expect(new Random(5, 'a').bits()).toBe(new Random(5, 'a').bits())
})

test('the percentile interpolates between order statistics', () => {
  expect(percentile([1, 2, 3, 4], 0.5)).toBe(2.5)
  expect(percentile([1, 2, 3, 4], 0)).toBe(1)
  expect(percentile([1, 2, 3, 4], 1)).toBe(4)
  expect(percentile([7], 0.85)).toBe(7)
})
