import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Random } from '../evaluation/random.ts'
import { wilsonInterval } from '../hypothesis/proportions.ts'
import { krippendorffAlpha } from './alpha.ts'
import type { Level } from './alpha.ts'
import { chanceCorrected } from './chance-corrected.ts'
import { cohenKappa, scottPi } from './cohen-kappa.ts'
import { dawidSkene } from './dawid-skene.ts'
import { goldQuality } from './gold.ts'
import { labelCost } from './label-cost.ts'
import { labelTable } from './label-table.ts'
import type { LabelTable } from './label-table.ts'
import { majorityLabels } from './majority.ts'
import { daviesFleissKappa, lightKappa } from './rater-pairs.ts'
import { ratioDistance, ratioPairs } from './ratio-pairs.ts'
import { unitPatterns } from './unit-patterns.ts'
import { weightOf } from './weights.ts'

/** Rows of [item, rater, label]. */
const tableOf = (rows: readonly (readonly [string, string, string])[], order?: readonly string[]): LabelTable =>
  labelTable({
    items: rows.map(([item]) => item),
    raters: rows.map(([, rater]) => rater),
    labels: rows.map(([, , label]) => label),
    order,
  })

/** Labels of `raters` raters who give the true label with a chance of `skill` each, otherwise any. */
function simulated(items: number, skills: readonly number[], categories: number, seed = 1): [string, string, string][] {
  const random = new Random(seed, 'labels')
  return Array.from({ length: items }, (_, item) => {
    const truth = random.below(categories)
    return skills.map((skill, rater): [string, string, string] => [
      `u${item}`,
      `r${rater}`,
      String(1 + (random.uniform() < skill ? truth : random.below(categories))),
    ])
  }).flat()
}

const LEVELS: readonly Level[] = ['nominal', 'ordinal', 'interval', 'ratio']
const alphaOf = (table: LabelTable, level: Level): number | null =>
  krippendorffAlpha(unitPatterns(table), level, table.values).alpha.value

const rowsArbitrary = fc.uniqueArray(
  fc.tuple(fc.integer({ min: 0, max: 6 }), fc.integer({ min: 0, max: 3 }), fc.integer({ min: 1, max: 4 })),
  { minLength: 2, maxLength: 28, selector: ([item, rater]) => `${item} ${rater}` },
)
const named = (rows: readonly (readonly [number, number, number])[]): [string, string, string][] =>
  rows.map(([item, rater, label]) => [`u${item}`, `r${rater}`, String(label)])

describe('the formulas', () => {
  test('of the doc comments answer what they say', () => {
    const kappa = cohenKappa([
      [20, 5],
      [10, 15],
    ])
    expect(kappa.kappa.value).toBeCloseTo(0.4, 14)
    expect(
      scottPi([
        [20, 5],
        [10, 15],
      ]).value,
    ).toBeCloseTo(0.3939393939393939, 14)
    const pairs = [
      {
        one: 0,
        other: 1,
        counts: [
          [20, 5],
          [10, 15],
        ],
      },
    ]
    expect(lightKappa(pairs).value).toBeCloseTo(0.4, 14)
    expect(daviesFleissKappa(pairs).value).toBeCloseTo(0.4, 14)
    expect(ratioPairs([1, 3])?.([1, 1])).toBe(0.5)
    expect(weightOf('linear', null, 3)(0, 1)).toBe(0.5)
    const interval = wilsonInterval(8, 10, 0.95)
    expect(interval.low).toBeCloseTo(0.49016247153664183, 12)
    expect(interval.high).toBeCloseTo(0.9433178485456247, 12)
    expect(labelCost({ raters: ['a'], rater: [0, 0], seconds: [90, 270], rates: 20, consensus: 1 }).costPerLabel).toBe(
      1,
    )
    expect(
      tableOf([
        ['u', 'a', '1'],
        ['u', 'b', '2'],
      ]).categories,
    ).toEqual(['1', '2'])
  })

  test('of alpha equal the sum over all pairs, at every level', () => {
    fc.assert(
      fc.property(rowsArbitrary, (rows) => {
        const table = tableOf(named(rows))
        for (const level of LEVELS) {
          const found = alphaOf(table, level)
          const wanted = alphaByPairs(table, level)
          if (wanted === null) expect(found).toBeNull()
          else expect(found).toBeCloseTo(wanted, 10)
        }
      }),
      { numRuns: 60 },
    )
  })

  test('of alpha at the interval level give the same for few and for very many different items', () => {
    const random = new Random(12, 'many')
    const rows = Array.from({ length: 12_000 }, (_, item) => {
      const truth = 1e6 + 10 * random.uniform()
      return ['a', 'b'].map((rater): [string, string, string] => [`u${item}`, rater, String(truth + random.uniform())])
    }).flat()
    const table = tableOf(rows)
    const patterns = unitPatterns(table)
    expect(patterns.size.length).toBeGreaterThan(10_000)
    const pairs = Array.from({ length: 12_000 }, (_, item) => table.category.subarray(2 * item, 2 * item + 2))
    const all = [...table.category].map((at) => table.values![at]!)
    const mean = all.reduce((sum, value) => sum + value, 0) / all.length
    const expected = (2 * all.reduce((sum, value) => sum + (value - mean) ** 2, 0)) / (all.length - 1)
    const observed = pairs.reduce((sum, [a, b]) => sum + (table.values![a!]! - table.values![b!]!) ** 2, 0) / 12_000
    expect(alphaOf(table, 'interval')).toBeCloseTo(1 - observed / expected, 9)
  })

  test('of ratio disagreement by interpolation equal the sum over all pairs', () => {
    for (const [spread, zeros] of [
      [8, 1],
      [0.001, 0],
      [60, 0],
    ] as const) {
      const random = new Random(4, String(spread))
      const values = Float64Array.from({ length: 2000 }, () => Math.exp(spread * (random.uniform() - 0.5)))
      if (zeros > 0) values[0] = 0
      const weights = values.map(() => 1 + random.below(3))
      let wanted = 0
      for (let one = 0; one < values.length; one++) {
        for (let other = 0; other < values.length; other++) {
          wanted += weights[one]! * weights[other]! * ratioDistance(values[one]!, values[other]!)
        }
      }
      expect(Math.abs(ratioPairs(values)!(weights) / wanted - 1)).toBeLessThan(1e-10)
    }
    expect(ratioPairs(Float64Array.from({ length: 6000 }, (_, at) => at - 3000))).toBeUndefined()
  })
})

/** Alpha from its definition: all ordered pairs, which costs their number squared. */
function alphaByPairs({ start, category, values }: LabelTable, level: Level): number | null {
  const units: number[][] = []
  for (let item = 0; item + 1 < start.length; item++) {
    const labels = [...category.subarray(start[item], start[item + 1])]
    if (labels.length > 1) units.push(labels)
  }
  const all = units.flat()
  const frequency = (label: number): number => all.filter((other) => other === label).length
  const distance = (a: number, b: number): number => {
    const [x, y] = [values![a]!, values![b]!]
    if (level === 'nominal') return a === b ? 0 : 1
    if (level === 'interval') return (x - y) ** 2
    if (level === 'ratio') return ((x - y) / (x + y)) ** 2
    const [low, high] = a < b ? [a, b] : [b, a]
    let between = 0
    for (let label = low; label <= high; label++) between += frequency(label)
    return a === b ? 0 : (between - (frequency(a) + frequency(b)) / 2) ** 2
  }
  const pairs = (labels: readonly number[]): number =>
    labels.reduce((sum, a) => labels.reduce((part, b) => part + distance(a, b), sum), 0)
  const expected = pairs(all) / (all.length * (all.length - 1))
  if (all.length === 0 || new Set(all).size < 2) return null
  return 1 - units.reduce((sum, labels) => sum + pairs(labels) / (labels.length - 1), 0) / all.length / expected
}

describe('agreement does not change', () => {
  test('with the order of the rows', () => {
    fc.assert(
      fc.property(rowsArbitrary, fc.integer(), (rows, seed) => {
        const random = new Random(seed)
        const shuffled = rows
          .map((row) => [random.uniform(), row] as const)
          .sort((a, b) => a[0] - b[0])
          .map(([, row]) => row)
        expect(tableOf(named(shuffled))).toEqual(tableOf(named(rows)))
      }),
      { numRuns: 60 },
    )
  })

  test('with the names of items, raters and (nominal) labels', () => {
    fc.assert(
      fc.property(rowsArbitrary, (rows) => {
        const renamed = named(rows).map(([item, rater, label]): [string, string, string] => [
          `x${item}`,
          `${rater}${rater}`,
          ['', 'q', 'd', 'z', 'a'][Number(label)]!,
        ])
        const [one, other] = [tableOf(named(rows)), tableOf(renamed)]
        expect(alphaOf(other, 'nominal') ?? -9).toBeCloseTo(alphaOf(one, 'nominal') ?? -9, 12)
        const gwet = (table: LabelTable): number => chanceCorrected(unitPatterns(table), 'gwet').value.value ?? -9
        expect(gwet(other)).toBeCloseTo(gwet(one), 12)
      }),
      { numRuns: 60 },
    )
  })

  test('at the interval level with a shift and a scale, at the ratio level with a scale', () => {
    const rows = simulated(40, [0.8, 0.6, 0.7], 4)
    const changed = (change: (value: number) => number): LabelTable =>
      tableOf(rows.map(([item, rater, label]) => [item, rater, String(change(Number(label)))]))
    expect(
      alphaOf(
        changed((x) => 1000 - 3 * x),
        'interval',
      ),
    ).toBeCloseTo(alphaOf(tableOf(rows), 'interval')!, 10)
    expect(
      alphaOf(
        changed((x) => 250 * x),
        'ratio',
      ),
    ).toBeCloseTo(alphaOf(tableOf(rows), 'ratio')!, 10)
    expect(
      alphaOf(
        changed((x) => x ** 3),
        'ordinal',
      ),
    ).toBeCloseTo(alphaOf(tableOf(rows), 'ordinal')!, 10)
  })
})

describe('a table of labels', () => {
  test('forgets empty labels and labels given twice, and refuses two different ones', () => {
    const table = tableOf([
      ['u', 'a', '1'],
      ['u', 'a', '1'],
      ['u', 'b', ''],
      ['v', 'a', '2'],
    ])
    expect([table.category.length, table.items, table.raters]).toEqual([2, ['u', 'v'], ['a']])
    expect(() =>
      tableOf([
        ['u', 'a', '1'],
        ['u', 'a', '2'],
      ]),
    ).toThrow('a gave u two different labels')
    expect(() => labelTable({ items: ['u'], raters: [], labels: ['1'] })).toThrow(RangeError)
  })

  test('orders numbers by value, other labels by code unit or as it is told', () => {
    const same = tableOf([
      ['u', 'a', '1'],
      ['u', 'b', '1.0'],
      ['v', 'a', '2'],
    ])
    expect([same.categories, [...same.category]]).toEqual([
      ['1', '2'],
      [0, 0, 1],
    ])
    expect(
      tableOf([
        ['u', 'a', '10'],
        ['u', 'b', '9'],
      ]).categories,
    ).toEqual(['9', '10'])
    expect(
      tableOf([
        ['u', 'a', 'low'],
        ['u', 'b', 'high'],
      ]).categories,
    ).toEqual(['high', 'low'])
    const ordered = tableOf(
      [
        ['u', 'a', 'low'],
        ['u', 'b', 'high'],
      ],
      ['low', 'medium', 'high'],
    )
    expect(ordered.categories).toEqual(['low', 'high'])
    expect(() => tableOf([['u', 'a', 'none']], ['low'])).toThrow('not in the given order')
  })
})

describe('consensus', () => {
  test('by majority leaves ties open', () => {
    const table = tableOf([
      ['u', 'a', 'x'],
      ['u', 'b', 'y'],
      ['v', 'a', 'x'],
      ['v', 'b', 'x'],
      ['v', 'c', 'y'],
    ])
    expect(majorityLabels(table)).toEqual([
      { label: null, tied: [0, 1], votes: 1, labels: 2 },
      { label: 0, tied: [], votes: 2, labels: 3 },
    ])
  })

  test('by Dawid and Skene believes the better raters, says that it came to rest, and knows who errs', () => {
    const rows = simulated(600, [0.95, 0.9, 0.1, 0.1, 0.1], 3, 7)
    const random = new Random(7, 'labels')
    const truth = Array.from({ length: 600 }, () => {
      const own = random.below(3)
      for (const skill of [0.95, 0.9, 0.1, 0.1, 0.1]) if (random.uniform() >= skill) random.below(3)
      return String(own + 1)
    })
    const table = tableOf(rows)
    const model = dawidSkene(table)
    const place = new Map(table.items.map((item, index) => [item, index]))
    const right = (label: (item: number) => number | null): number =>
      truth.filter((wanted, item) => table.categories[label(place.get(`u${item}`)!) ?? -1] === wanted).length
    const majority = majorityLabels(table)
    expect(model.hasConverged).toBe(true)
    expect(right((item) => model.labels[item]!)).toBeGreaterThan(right((item) => majority[item]!.label) + 50)
    expect(model.accuracy[0]).toBeGreaterThan(0.9)
    expect(model.accuracy[3]).toBeLessThan(0.6)
    expect(dawidSkene(table, { mostRounds: 2 }).hasConverged).toBe(false)
  })
})

test('quality on gold items counts what was right, with the mistakes, and has none where nothing was labelled', () => {
  const table = tableOf([
    ['u', 'a', 'x'],
    ['v', 'a', 'y'],
    ['w', 'b', 'x'],
  ])
  const [first, second] = goldQuality(
    table,
    new Map([
      ['u', 'x'],
      ['v', 'z'],
    ]),
    0.95,
  )
  expect(first).toMatchObject({
    rater: 'a',
    labels: 2,
    right: 1,
    share: 0.5,
    mistakes: [{ truth: 'z', given: 'y', count: 1 }],
  })
  expect(second).toMatchObject({ rater: 'b', labels: 0, share: null, interval: { low: null, high: null } })
})

test('cost counts labels without a lead time at the mean of the rater, and says how many there are', () => {
  const cost = labelCost({
    raters: ['a', 'b'],
    rater: [0, 0, 0, 1],
    seconds: [3600, 1800, Number.NaN, -5],
    rates: { a: 10, b: 20 },
    consensus: 2,
  })
  expect(cost.raters[0]).toMatchObject({ labels: 3, hours: 2.25, cost: 22.5, medianSeconds: 2700 })
  expect(cost.raters[1]).toMatchObject({ hours: 0.75, cost: 15, medianSeconds: null })
  expect(cost).toMatchObject({ untimed: 2, cost: 37.5, costPerConsensus: 18.75 })
})
