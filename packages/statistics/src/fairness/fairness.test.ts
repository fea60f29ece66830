import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { percentile } from '../evaluation/percentile.ts'
import { Random } from '../evaluation/random.ts'
import { benjaminiHochberg, holm } from '../hypothesis/corrections.ts'
import { fairnessTable } from './cells.ts'
import type { FairnessRows } from './cells.ts'
import { combine, differenceOf, disparityTo, ratioOf } from './disparity.ts'
import type { Fairness } from './fairness.ts'
import { metricFormula } from './group-metrics.ts'
import { entropyIndex } from './inequality.ts'
import { measureFairness } from './measure-fairness.ts'
import { twoSidedNormal } from '../distributions/normal.ts'
import { isWithinBand } from './parities.ts'
import { quantilePair } from './quantile-pair.ts'
import { twoProportions } from '../hypothesis/two-proportions.ts'

/** `sizes` is group → [true positives, false positives, false negatives, true negatives]. */
function rowsOf(
  sizes: Record<string, readonly [number, number, number, number]>,
): Required<Pick<FairnessRows, 'actual' | 'predicted'>> & { attributes: { group: string[] } } {
  const rows = Object.entries(sizes).flatMap(([group, counts]) =>
    counts.flatMap((count, place) =>
      Array.from({ length: count }, () => ({ group, actual: place % 2 === 0, predicted: place < 2 })),
    ),
  )
  return {
    actual: rows.map(({ actual }) => actual),
    predicted: rows.map(({ predicted }) => predicted),
    attributes: { group: rows.map(({ group }) => group) },
  }
}

const EVEN = { a: [60, 20, 20, 100], b: [58, 22, 19, 101] } as const
const measured = (sizes: Parameters<typeof rowsOf>[0], more = {}): Promise<Fairness> =>
  measureFairness(fairnessTable(rowsOf(sizes)), { draws: 200, ...more })

describe('the formulas', () => {
  test('of the doc comments answer what they say', () => {
    expect(metricFormula('tpr')(8, 2, 4, 6, 10)).toBe(0.6666666666666666)
    expect(differenceOf([0.5, 0.75, 0.25], 0.5, 'groups', 'recommended')).toBe(0.5)
    expect(ratioOf([0.5, 0.75, 0.25], 0.5, 'groups', 'recommended')).toBe(0.3333333333333333)
    expect(disparityTo(0.4, 0.5, 'recommended')).toBe(0.8)
    expect(combine(0.2, 0.4, 'difference', 'mean', 'recommended')).toBe(0.30000000000000004)
    expect(holm([0.01, 0.04, 0.03])).toEqual([0.03, 0.06, 0.06])
    expect(benjaminiHochberg([0.01, 0.04, 0.03])).toEqual([0.03, 0.04, 0.04])
    expect(isWithinBand(0.85, 0.8)).toBe(true)
    const counts = { truePositives: 1, falsePositives: 1, falseNegatives: 0, trueNegatives: 0 }
    expect(entropyIndex(counts, 2)).toBeCloseTo(1 / 18, 15)
    expect(quantilePair(Float64Array.of(4, 1, 3, 2), 0, 0.5)).toEqual([1, 2.5])
    expect(fairnessTable({ actual: [1, 0], predicted: [1, 1], attributes: { sex: ['x', 'y'] } }).cells).toHaveLength(2)
  })

  test('leave comparisons without a p-value out of the corrections', () => {
    expect(holm([0.01, null, 0.04])).toEqual([0.02, null, 0.04])
    expect(benjaminiHochberg([0.01, null, 0.04])).toEqual([0.02, null, 0.04])
    expect(holm([])).toEqual([])
  })

  test('of the normal tail agree with tables', () => {
    expect(twoSidedNormal(1.959963984540054)).toBeCloseTo(0.05, 14)
    expect(twoSidedNormal(0)).toBe(1)
    // scipy.stats.norm.sf, doubled.
    expect(twoSidedNormal(3)).toBeCloseTo(0.0026997960632601866, 15)
    expect(Math.abs(twoSidedNormal(-8) / 1.244192114854348e-15 - 1)).toBeLessThan(1e-12)
  })

  test('of the test of two shares are Pearson’s where rows are many and Fisher’s where they are few', () => {
    // Pearson’s chi-square of 30/100 and 45/100 is 4.8; R gives fisher.test p = 0.0286 for the tea-tasting table 4 0 0 4.
    expect(twoProportions({ part: 30, whole: 100 }, { part: 45, whole: 100 })).toEqual({
      test: 'score',
      p: expect.closeTo(0.028459736916310596, 14),
    })
    expect(twoProportions({ part: 4, whole: 4 }, { part: 0, whole: 4 })?.p).toBeCloseTo(2 / 70, 12)
    expect(twoProportions({ part: 3, whole: 4 }, { part: 1, whole: 4 })?.p).toBeCloseTo(34 / 70, 12)
    expect(twoProportions({ part: 0, whole: 9 }, { part: 0, whole: 9 })).toEqual({ test: 'fisher', p: 1 })
    expect(twoProportions({ part: 0, whole: 0 }, { part: 1, whole: 9 })).toBeNull()
  })

  test('of two quantiles by selecting agree with sorting', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 1, maxLength: 60 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (numbers, one, other) => {
          const [low, high] = one < other ? [one, other] : [other, one]
          const sorted = Float64Array.from(numbers).sort()
          const found = quantilePair(Float64Array.from(numbers), low, high)
          expect(found).toEqual([percentile(sorted, low), percentile(sorted, high)])
        },
      ),
    )
  })
})

describe('a rate without a denominator', () => {
  const sizes = { a: [30, 10, 10, 50], b: [32, 8, 9, 51], c: [0, 20, 0, 40] } as const

  test('is undefined with a reason, and its group is left out of the comparison', async () => {
    const { groupings, caveats } = await measured(sizes)
    const [grouping] = groupings
    const tpr = grouping?.groups[2]?.metrics.find(({ name }) => name === 'tpr')
    expect(tpr).toMatchObject({ value: null, reason: 'no row of the group is actually positive' })
    const odds = grouping?.named.find(
      ({ name, against }) => name === 'equal_opportunity_difference' && against === 'groups',
    )
    expect(odds?.value).toBeCloseTo(32 / 41 - 30 / 40, 12)
    expect(caveats.join()).toContain('group = c (tpr, fnr, balanced_accuracy)')
    const parities = grouping?.parities.find(({ group }) => group === 'c')?.parities
    expect(parities?.find(({ name }) => name === 'equalized_odds')?.isWithin).not.toBe(true)
  })

  test('is 0 by the convention of Fairlearn, which so reports a difference that is not there', async () => {
    const { groupings } = await measured(sizes, { convention: 'fairlearn' })
    const odds = groupings[0]?.named.find(
      ({ name, against }) => name === 'equal_opportunity_difference' && against === 'groups',
    )
    expect(odds?.value).toBeCloseTo(32 / 41, 12)
  })
})

describe('degenerate tables have defined answers', () => {
  test('one group: nothing to compare', async () => {
    const { groupings, findings, caveats } = await measured({ a: [3, 1, 1, 3] })
    expect(groupings[0]?.disparities.every(({ value }) => value === null)).toBe(true)
    expect(groupings[0]?.comparisons).toEqual([])
    expect(groupings[0]?.againstRest).toBeNull()
    expect(findings[0]?.title).toContain('Nothing to compare')
    expect(caveats.join()).toContain('one group at most')
  })

  test('nobody selected: the ratio is undefined, the difference 0', async () => {
    const { groupings } = await measured({ a: [0, 0, 10, 30], b: [0, 0, 10, 30] })
    const named = (wanted: string): unknown =>
      groupings[0]?.named.find(({ name, against }) => name === wanted && against === 'groups')
    expect(named('demographic_parity_difference')).toMatchObject({ value: 0 })
    expect(named('demographic_parity_ratio')).toMatchObject({
      value: null,
      reason: expect.stringContaining('0 in all'),
    })
  })

  test('no labels: selection alone', async () => {
    const { groupings, caveats } = await measureFairness(
      fairnessTable({ predicted: [1, 0, 1, 0], attributes: { sex: ['x', 'x', 'y', 'y'] } }),
      { draws: 100 },
    )
    expect(groupings[0]?.groups[0]?.metrics.map(({ name }) => name)).toEqual([
      'selection_rate',
      'predicted_positive_share',
    ])
    expect(groupings[0]?.parities[0]?.parities.map(({ name }) => name)).toEqual([
      'statistical',
      'impact',
      'unsupervised',
    ])
    expect(groupings[0]?.inequality).toBeNull()
    expect(caveats.join()).toContain('no labels')
  })

  test('no rows at all: no group, no number, no error', async () => {
    const { groupings, rows } = await measureFairness(fairnessTable({ predicted: [], attributes: { sex: [] } }))
    expect(rows).toBe(0)
    expect(groupings[0]?.overall.metrics.every(({ value }) => value === null)).toBe(true)
  })

  test('missing values: in no group, but counted for everybody', async () => {
    const table = fairnessTable({ actual: [1, 1, 0], predicted: [1, 0, 0], attributes: { sex: ['x', 'y', null] } })
    const { groupings, caveats } = await measureFairness(table, { draws: 100 })
    expect(groupings[0]).toMatchObject({ missing: 1, overall: { rows: 3 } })
    expect(groupings[0]?.groups.map(({ name, rows }) => [name, rows])).toEqual([
      ['x', 1],
      ['y', 1],
    ])
    expect(caveats.join()).toContain('sex (1 row)')
  })

  test('bad arrays and settings are refused', async () => {
    expect(() => fairnessTable({ predicted: [1], attributes: { sex: [] } })).toThrow('one of each')
    expect(() => fairnessTable({ predicted: [1], attributes: {}, weights: [-1] })).toThrow('weight of row 0')
    await expect(measured(EVEN, { tau: 0 })).rejects.toMatchObject({ code: 'option_invalid' })
    await expect(measured(EVEN, { reference: { group: 'z' } })).rejects.toMatchObject({ code: 'option_invalid' })
    await expect(measured(EVEN, { reference: { sex: 'a' } })).rejects.toThrow('no attribute')
    const many = Array.from({ length: 3000 }, (_, row) => `g${row}`)
    const table = fairnessTable({ predicted: many.map(() => 1), attributes: { many } })
    await expect(measureFairness(table, { draws: 10_000 })).rejects.toMatchObject({ code: 'option_invalid' })
    await expect(measureFairness(table, { draws: 100, interval: 'bca' })).rejects.toThrow('cells in 3000 groups')
  })
})

describe('the answer', () => {
  const sizes = { a: [60, 20, 20, 100], b: [20, 10, 30, 60], c: [5, 2, 2, 9] } as const

  test('is the same for rows in any order', async () => {
    const { actual, predicted, attributes } = rowsOf(sizes)
    const random = new Random(5)
    const order = actual
      .map((_, row) => [random.uniform(), row] as const)
      .sort((x, y) => x[0] - y[0])
      .map(([, row]) => row)
    const shuffled = fairnessTable({
      actual: order.map((row) => actual[row]!),
      predicted: order.map((row) => predicted[row]!),
      attributes: { group: order.map((row) => attributes.group[row]!) },
    })
    expect(await measureFairness(shuffled, { draws: 200 })).toEqual(await measured(sizes))
  })

  test('has the same disparities when groups are renamed in the same order', async () => {
    const renamed = { p: sizes.a, q: sizes.b, r: sizes.c }
    const numbers = ({ groupings }: Fairness): unknown =>
      groupings.map(({ disparities }) => disparities.map(({ value, low, high }) => [value, low, high]))
    expect(numbers(await measured(renamed))).toEqual(numbers(await measured(sizes)))
  })

  test('mirrors the rates when the classes change places', async () => {
    const swapped = Object.fromEntries(
      Object.entries(sizes).map(([name, [tp, fp, fn, tn]]) => [name, [tn, fn, fp, tp]] as const),
    ) as unknown as Parameters<typeof rowsOf>[0]
    const rate = ({ groupings }: Fairness, wanted: string): (number | null | undefined)[] =>
      groupings[0]!.groups.map(({ metrics }) => metrics.find(({ name }) => name === wanted)?.value)
    expect(rate(await measured(swapped), 'tpr')).toEqual(rate(await measured(sizes), 'tnr'))
    expect(rate(await measured(swapped), 'npv')).toEqual(rate(await measured(sizes), 'precision'))
  })

  test('does not change when every weight is 2, nor its widths', async () => {
    const rows = rowsOf(sizes)
    const weighted = await measureFairness(fairnessTable({ ...rows, weights: rows.actual.map(() => 2) }), {
      draws: 200,
    })
    const plain = await measured(sizes)
    for (const [index, { value, low, high }] of plain.groupings[0]!.disparities.entries()) {
      const other = weighted.groupings[0]!.disparities[index]!
      expect([other.value, other.low, other.high].map((x) => x?.toFixed(9))).toEqual(
        [value, low, high].map((x) => x?.toFixed(9)),
      )
    }
  })

  test('compares with the largest, the best, the smallest value or the named group', async () => {
    const reference = async (given: object): Promise<string | undefined> =>
      (await measured(sizes, given)).groupings[0]?.comparisons.find(({ metric }) => metric === 'fpr')?.reference
    expect(await reference({})).toBe('a')
    expect(await reference({ reference: 'best' })).toBe('b')
    expect(await reference({ reference: 'minimum' })).toBe('b')
    expect(await reference({ reference: { group: 'c' } })).toBe('c')
  })

  test('has intervals that hold the value of large groups 95 times in a hundred, by either method', async () => {
    for (const interval of ['percentile', 'bca'] as const) {
      let held = 0
      const random = new Random(3, interval)
      for (let trial = 0; trial < 200; trial++) {
        const drawn = Array.from({ length: 80 }, () => random.uniform() < 0.3)
        const table = fairnessTable({ predicted: drawn, attributes: { g: drawn.map(() => 'a') } })
        const { groupings } = await measureFairness(table, { draws: 200, seed: trial, interval })
        const rate = groupings[0]!.groups[0]!.metrics[0]!
        if (rate.low! <= 0.3 && rate.high! >= 0.3) held += 1
      }
      expect(held).toBeGreaterThanOrEqual(180)
      expect(held).toBeLessThanOrEqual(199)
    }
  })

  test('corrects over all comparisons of rates, and gives complements the same p-value', async () => {
    const { groupings, method } = await measured(sizes)
    const of = (metric: string, group: string): { pHolm: number | null; p: number | null } =>
      groupings[0]!.comparisons.find((one) => one.metric === metric && one.group === group)!
    expect(method).toContain('corrected over 12 comparisons')
    expect(of('tpr', 'b').pHolm).toBe(of('fnr', 'b').pHolm)
    expect(of('tpr', 'b').pHolm).toBeGreaterThan(of('tpr', 'b').p!)
    expect(of('f1', 'b').p).toBeNull()
  })
})

describe('a finding', () => {
  test('names the group that is treated otherwise, with the numbers of the answer', async () => {
    const { findings, groupings } = await measured({ a: [300, 100, 100, 500], b: [50, 20, 150, 280] })
    const worst = groupings[0]!.comparisons.find(({ metric }) => metric === 'tpr')!
    expect(findings[0]?.title).toBe('Unequal between groups of group')
    expect(findings[0]?.sentence).toContain('25 % of b are recognised when they should be against 75 % of a')
    expect(findings[0]?.sentence).toContain(`a ratio of ${worst.ratio.value?.toFixed(2)}`)
    expect(findings[0]?.sentence).toContain(`${worst.ratio.low?.toFixed(2)} to ${worst.ratio.high?.toFixed(2)}`)
  })

  test('does not call a group unequal for what its two rows did', async () => {
    // One of b is positive and was recognised, one is negative and was rejected: every draw says the same.
    const { groupings, findings } = await measured({ a: [300, 100, 100, 500], b: [1, 0, 0, 1] })
    const { comparisons, groups } = groupings[0]!
    const of = (metric: string) => comparisons.find((one) => one.metric === metric)!
    expect(of('fpr').ratio).toMatchObject({ value: 0, low: 0 })
    expect(of('fpr').ratio.high).toBeGreaterThan(4)
    // A small group has a small part of all who are selected: that is its size.
    const rates = comparisons.filter(({ metric }) => metric !== 'predicted_positive_share')
    expect(new Set(rates.map(({ verdict }) => verdict))).toEqual(new Set(['uncertain']))
    expect(findings[0]?.title).toContain('Not yet clear')
    const recall = groups.find(({ name }) => name === 'b')!.metrics.find(({ name }) => name === 'tpr')!
    expect(recall).toMatchObject({ value: 1, low: expect.closeTo(0.2065, 4) as number, high: 1 })
  })

  test('calls a group unequal where even few rows show it', async () => {
    const { findings } = await measured({ a: [500, 100, 100, 300], b: [0, 0, 30, 0] })
    expect(findings[0]?.title).toContain('Unequal between')
  })

  test('of every group that has a metric, the interval has a width and holds the value', async () => {
    const count = fc.nat({ max: 12 })
    const sizes = fc.tuple(count, count, count, count)
    await fc.assert(
      fc.asyncProperty(sizes, sizes, async (a, b) => {
        fc.pre(a.some((n) => n > 0) && b.some((n) => n > 0))
        const { groupings } = await measured({ a, b }, { draws: 100 })
        for (const { value, low, high, name } of groupings[0]!.groups.flatMap(({ metrics }) => metrics)) {
          if (value === null || low === null || high === null) continue
          expect([name, low < high, low <= value + 1e-12, value - 1e-12 <= high]).toEqual([name, true, true, true])
        }
      }),
      { numRuns: 60 },
    )
  })

  test('says that all is equal only when every interval is inside the band', async () => {
    const large = { a: [6000, 2000, 2000, 10000], b: [5990, 2010, 2020, 9980] } as const
    expect((await measured(large)).findings[0]?.title).toContain('Equal between')
    const { findings, groupings } = await measured({ a: [60, 20, 20, 100], b: [6, 2, 2, 10] })
    expect(findings[0]?.title).toContain('Not yet clear')
    expect(findings[0]?.caveats.join()).toContain('b (20)')
    const judged = groupings[0]!.comparisons.filter(({ metric }) =>
      ['selection_rate', 'tpr', 'fpr', 'precision'].includes(metric),
    )
    const open = judged.filter(({ verdict }) => verdict !== 'within').length
    expect(findings[0]?.sentence).toContain(`Of ${judged.length} comparisons`)
    expect(findings[0]?.sentence).toContain(`but ${open} cannot be told`)
  })
})
