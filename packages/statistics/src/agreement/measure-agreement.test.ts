import { describe, expect, test } from 'vitest'
import { Random } from '../evaluation/random.ts'
import type { Agreement } from './agreement.ts'
import { krippendorffAlpha } from './alpha.ts'
import { labelTable } from './label-table.ts'
import type { LabelTable } from './label-table.ts'
import { measureAgreement } from './measure-agreement.ts'
import { unitPatterns } from './unit-patterns.ts'

/** Rows of [item, rater, label]. */
const tableOf = (rows: readonly (readonly [string, string, string])[]): LabelTable =>
  labelTable({
    items: rows.map(([item]) => item),
    raters: rows.map(([, rater]) => rater),
    labels: rows.map(([, , label]) => label),
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

describe('the whole answer', () => {
  const valueOf = (answer: Agreement, wanted: string): Agreement['coefficients'][number] =>
    answer.coefficients.find(({ name }) => name === wanted)!

  test.each([
    [12, 'Reliability of the labels is uncertain'],
    [300, 'Labels are reliable'],
  ])('of %d items that nobody disputes says how low alpha may still be', async (items, title) => {
    const rows = Array.from({ length: items }, (_, item) =>
      ['a', 'b'].map((rater): [string, string, string] => [`u${item}`, rater, item % 2 === 0 ? 'x' : 'y']),
    ).flat()
    const answer = await measureAgreement(tableOf(rows), { draws: 100 })
    const { low, high } = valueOf(answer, 'alpha')
    // One in 40 would not see a disputed item although this share of them is.
    const share = 1 - 0.025 ** (1 / items)
    const expected = (items * items * 2) / (2 * items) / (2 * items - 1)
    expect(low).toBeCloseTo(1 - share / expected, 9)
    expect(high).toBe(1)
    expect(valueOf(answer, 'gwet_ac1')).toMatchObject({ value: 1, low: null, high: null })
    expect(answer.findings[0]?.title).toBe(title)
    const ranks = await measureAgreement(tableOf(rows), { draws: 100, level: 'ordinal' })
    expect(ranks.findings[0]?.title).toBe('Reliability of the labels is uncertain')
    expect(ranks.findings[0]?.sentence).toContain('nothing varied')
  })

  test.each([
    ['no labels at all', [], 'no item has two labels'],
    [
      'one label an item',
      [
        ['u', 'a', '1'],
        ['v', 'b', '2'],
      ],
      'no item has two labels',
    ],
    [
      'one category',
      [
        ['u', 'a', '1'],
        ['u', 'b', '1'],
      ],
      'all labels are the same',
    ],
  ] as const)('of %s has no coefficient but a reason', async (_, rows, reason) => {
    const answer = await measureAgreement(tableOf(rows), { draws: 100 })
    for (const name of ['alpha', 'fleiss_kappa', 'gwet_ac1', 'randolph_kappa']) {
      expect(valueOf(answer, name)).toMatchObject({ value: null, low: null, reason })
    }
    expect(answer.findings[0]?.title).toBe('Agreement cannot be told')
    expect(answer.caveats.join()).toContain(reason)
  })

  test('of text at the interval level says that it needs numbers', async () => {
    const answer = await measureAgreement(
      tableOf([
        ['u', 'a', 'x'],
        ['u', 'b', 'y'],
      ]),
      { level: 'interval', draws: 0 },
    )
    expect(valueOf(answer, 'alpha').reason).toContain('needs labels that are numbers')
  })

  test('has intervals that hold the alpha of very many items, and the same for the same seed', async () => {
    const skills = [0.8, 0.7, 0.6]
    const truth = krippendorffAlpha(unitPatterns(tableOf(simulated(40_000, skills, 3, 99))), 'nominal', null).alpha
      .value!
    let held = 0
    for (let trial = 0; trial < 60; trial++) {
      const answer = await measureAgreement(tableOf(simulated(150, skills, 3, trial)), { draws: 200, detail: false })
      const { low, high } = valueOf(answer, 'alpha')
      if (low! <= truth && truth <= high!) held += 1
    }
    expect(held).toBeGreaterThanOrEqual(52)
    const table = tableOf(simulated(50, skills, 3))
    expect(await measureAgreement(table, { draws: 100 })).toEqual(await measureAgreement(table, { draws: 100 }))
  })

  test('draws items one by one where hardly two are alike, and every level has its interval', async () => {
    const random = new Random(2, 'continuous')
    const rows = Array.from({ length: 60 }, (_, item) => {
      const truth = random.uniform() * 10
      return ['a', 'b', 'c'].map((rater): [string, string, string] => [
        `u${item}`,
        rater,
        String(truth + random.uniform()),
      ])
    }).flat()
    for (const level of ['ordinal', 'interval', 'ratio'] as const) {
      const alpha = valueOf(await measureAgreement(tableOf(rows), { level, draws: 100, detail: false }), 'alpha')
      expect(alpha.low).toBeLessThan(alpha.value!)
      expect(alpha.high).toBeGreaterThan(alpha.value!)
    }
  })

  test('finds the rater who labels otherwise, in numbers that are those of the answer', async () => {
    const answer = await measureAgreement(tableOf(simulated(200, [0.95, 0.95, 0.95, 0.05], 3)), { draws: 100 })
    const odd = answer.findings.find(({ title }) => title.startsWith('r3'))
    const rater = answer.byRater?.find(({ rater }) => rater === 'r3')
    expect(odd?.sentence).toContain(`alpha would be ${rater?.alphaWithout?.toFixed(2)}`)
    expect(odd?.sentence).toContain(`instead of ${valueOf(answer, 'alpha').value?.toFixed(2)}`)
    const { low, high } = valueOf(answer, 'alpha')
    expect(answer.findings[0]?.sentence).toContain(`(${low?.toFixed(2)} to ${high?.toFixed(2)})`)
    expect(answer.findings[0]?.title).toBe('Labels are not reliable')
    expect(answer.disputed?.[0]?.agreement).toBeLessThan(1)
    expect(answer.pairs).toHaveLength(6)
  })

  test('says that labels are reliable only when the whole interval is', async () => {
    const good = await measureAgreement(tableOf(simulated(300, [0.99, 0.99, 0.99], 3)), { draws: 200 })
    expect(good.findings[0]?.title).toBe('Labels are reliable')
    const few = await measureAgreement(tableOf(simulated(12, [0.93, 0.93, 0.93], 3)), { draws: 200 })
    expect(few.findings[0]?.title).toContain('uncertain')
    expect(few.caveats[0]).toContain('Only 12 items')
  })

  test('warns of the paradox of kappa when nearly all labels are of one category', async () => {
    const rows = Array.from({ length: 100 }, (_, item): [string, string, string][] => [
      [`u${item}`, 'a', item < 4 ? '2' : '1'],
      [`u${item}`, 'b', item >= 4 && item < 8 ? '2' : '1'],
    ]).flat()
    const { caveats } = await measureAgreement(tableOf(rows), { draws: 100 })
    expect(caveats.join()).toContain('AC1 is not affected')
  })

  test('tells cost and gold quality in findings', async () => {
    const table = tableOf(simulated(20, [0.9, 0.9], 2))
    const answer = await measureAgreement(
      table,
      { draws: 0 },
      {
        gold: new Map([['u0', '1']]),
        times: { rater: table.rater, seconds: Array.from(table.rater, () => 36) },
        rates: 50,
      },
    )
    expect(answer.cost).toMatchObject({ hours: 0.4, cost: 20 })
    const sentences = answer.findings.map(({ sentence }) => sentence).join()
    expect(sentences).toContain('40 labels took 0.40 hours; a label costs 0.50')
    const right = answer.gold!.reduce((sum, { right }) => sum + right, 0)
    expect(sentences).toContain(`${Number(((100 * right) / 2).toFixed(1))} % of 2 labels on gold items`)
  })
})
