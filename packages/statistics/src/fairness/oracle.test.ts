import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { FairnessTable } from './cells.ts'
import { fairnessTable } from './cells.ts'
import type { Estimate, FairnessGrouping } from '../index.ts'
import { measureFairness } from './measure-fairness.ts'

type Numbers = Record<string, number | null>
type Frame = {
  overall: Record<string, unknown>
  by_group: Record<string, Numbers>
  [aggregate: string]: Record<string, unknown>
}
type Expected = {
  case: string
  attributes: string[]
  weight: string | null
  control: string | null
  controlled?: { by: string; metricframe: Frame }
  aequitas?: Record<string, number | string | null>[]
  aif360?: Record<string, Record<string, number | string>>
  [section: string]: unknown
}

/** The synthetic cases are in the checkout; the real ones stay where they are and are read when they are there. */
const folders = [
  new URL('../../../../fixtures/statistics/fairness/', import.meta.url),
  new URL('../../../../../shared/oracle/fairness/', import.meta.url),
  new URL('../../../../../../shared/oracle/fairness/', import.meta.url),
]
const cases = folders
  .filter((folder) => existsSync(folder))
  .flatMap((folder, at) =>
    readdirSync(folder)
      .filter((name) => name.endsWith('.csv') && (at === 0 || name.startsWith('real-')))
      .map((name) => ({ name: name.replace('.csv', ''), folder })),
  )

function read(folder: URL, name: string): { expected: Expected; table: FairnessTable } {
  const expected = JSON.parse(readFileSync(new URL(`${name}.expected.json`, folder), 'utf8')) as Expected
  const [header = '', ...lines] = readFileSync(new URL(`${name}.csv`, folder), 'utf8')
    .trim()
    .split(/\r?\n/)
  const names = header.split(',')
  const column = (wanted: string): string[] => lines.map((line) => line.split(',')[names.indexOf(wanted)] ?? '')
  const texts = (wanted: readonly string[]): Record<string, (string | null)[]> =>
    Object.fromEntries(wanted.map((one) => [one, column(one).map((value) => (value === '' ? null : value))]))
  return {
    expected,
    table: fairnessTable({
      actual: column('y_true').map(Number),
      predicted: column('y_pred').map(Number),
      attributes: texts(expected.attributes),
      control: texts(expected.control === null ? [] : [expected.control]),
      ...(expected.weight === null ? {} : { weights: column(expected.weight).map(Number) }),
    }),
  }
}

const same = (found: number | null | undefined, wanted: number | null | undefined): boolean =>
  found === null || wanted === null || found === undefined || wanted === undefined
    ? found === wanted
    : Math.abs(found - wanted) <= Math.max(1e-12, 1e-9 * Math.abs(wanted))

/** Which numbers of `found` are not those of `wanted`; `count` is no metric here, it is the size of the group. */
function off(where: string, found: (name: string) => number | null | undefined, wanted: Numbers): string[] {
  return Object.entries(wanted)
    .filter(([name, value]) => name !== 'count' && !same(found(name), value))
    .map(([name, value]) => `${where} ${name}: ${found(name)} and not ${value}`)
}

const metricOf =
  (metrics: readonly (Estimate & { name: string })[] | undefined) =>
  (name: string): number | null | undefined =>
    metrics?.find((metric) => metric.name === name)?.value

/** The keys of the frame that are levels of a control feature lead to numbers; without one the frame is the numbers. */
function frameOff(where: string, grouping: FairnessGrouping, frame: Frame, level?: string): string[] {
  const at = (aggregate: string): Numbers => {
    const whole = frame[aggregate] as Record<string, unknown>
    return (level === undefined ? whole : whole[level]) as Numbers
  }
  const wrong = off(`${where} overall`, metricOf(grouping.overall.metrics), at('overall'))
  for (const [key, wanted] of Object.entries(frame.by_group)) {
    if (level !== undefined && !key.startsWith(`${level}|`)) continue
    const name = level === undefined ? key : key.slice(level.length + 1)
    const group = grouping.groups.find((one) => one.name === name)
    if (wanted['count'] === null) expect(group).toBeUndefined()
    else {
      expect(group?.rows).toBe(wanted['count'])
      wrong.push(...off(`${where} ${name}`, metricOf(group?.metrics), wanted))
    }
  }
  for (const kind of ['difference', 'ratio'] as const) {
    for (const [against, key] of [
      ['groups', 'between_groups'],
      ['overall', 'to_overall'],
    ] as const) {
      const found = (name: string): number | null | undefined =>
        grouping.disparities.find((d) => d.metric === name && d.kind === kind && d.against === against)?.value
      wrong.push(...off(`${where} ${kind} ${key}`, found, at(`${kind}_${key}`)))
    }
  }
  return wrong
}

describe.each(cases)('$name', ({ name, folder }) => {
  const { expected, table } = read(folder, name)
  const settings = { draws: 100, tau: 0.8 }

  test('gives Fairlearn’s numbers by its convention', async () => {
    const { groupings } = await measureFairness(table, { ...settings, convention: 'fairlearn' })
    const wrong = groupings.flatMap((grouping) => {
      const key = grouping.attributes.length > 1 ? 'intersection' : grouping.attributes[0]!
      const level = Object.values(grouping.control)[0]
      if (level !== undefined) {
        const { controlled } = expected
        return controlled?.by === key ? frameOff(`${key} in ${level}`, grouping, controlled.metricframe, level!) : []
      }
      const section = expected[key] as { metricframe: Frame; named: Numbers }
      const named = Object.entries(section.named).flatMap(([full, wanted]) => {
        const [which, against, aggregate] = full.split('.')
        const found = grouping.named.find(
          (one) =>
            one.name === which &&
            one.against === (against === 'to_overall' ? 'overall' : 'groups') &&
            one.aggregate === aggregate,
        )
        return same(found?.value, wanted) ? [] : [`${key} ${full}: ${found?.value} and not ${wanted}`]
      })
      return [...frameOff(key, grouping, section.metricframe), ...named]
    })
    expect(wrong).toEqual([])
  })

  test('gives the numbers of Aequitas by its convention', async () => {
    const { groupings } = await measureFairness(table, { ...settings, convention: 'aequitas' })
    const names: Record<string, string> = {
      ppr: 'predicted_positive_share',
      pprev: 'selection_rate',
      prev: 'prevalence',
    }
    const wrong = (expected.aequitas ?? []).flatMap((row) => {
      const grouping = groupings.find((one) => one.attributes.join() === row['attribute_name'])
      const group = grouping?.groups.find((one) => one.name === row['attribute_value'])
      expect(group?.rows).toBe(row['group_size'])
      return Object.entries(row).flatMap(([key, wanted]) => {
        if (typeof wanted === 'string' || ['group_size', 'pp', 'pn', 'fp', 'fn', 'tp', 'tn'].includes(key)) return []
        const short = key.replace('_disparity', '')
        const metric = names[short] ?? short
        if (!key.endsWith('_disparity')) {
          return same(metricOf(group?.metrics)(metric), wanted) ? [] : [`${group?.name} ${key}`]
        }
        const comparison = grouping?.comparisons.find((one) => one.metric === metric && one.group === group?.name)
        const isReference = comparison === undefined
        const own = metricOf(group?.metrics)(metric)
        const found = isReference ? (own === 0 || own === null ? null : 1) : comparison.ratio.value
        return same(found, wanted) ? [] : [`${group?.name} ${key}: ${found} and not ${wanted}`]
      })
    })
    expect(wrong).toEqual([])
  })

  test.runIf(expected.aif360 !== undefined)('gives the numbers of AIF360', async () => {
    const entries = Object.entries(expected.aif360 ?? {})
    for (const [attribute, { privileged, ...wanted }] of entries) {
      const { groupings } = await measureFairness(table, {
        ...settings,
        reference: { [attribute]: String(privileged) },
      })
      const grouping = groupings.find(({ attributes }) => attributes.join() === attribute)!
      const rest = grouping.againstRest!
      expect(rest.reference).toBe(privileged)
      const found: Record<string, number | null | undefined> = {
        statistical_parity_difference: metricOf(rest.differences)('selection_rate'),
        disparate_impact: metricOf(rest.ratios)('selection_rate'),
        equal_opportunity_difference: metricOf(rest.differences)('tpr'),
        average_odds_difference: rest.averageOddsDifference.value,
        average_abs_odds_difference: rest.averageAbsoluteOddsDifference.value,
        theil_index: grouping.inequality?.theil.value,
        generalized_entropy_index: grouping.inequality?.entropy.value,
        false_positive_rate_ratio: metricOf(rest.ratios)('fpr'),
        false_omission_rate_difference: metricOf(rest.differences)('for'),
      }
      expect(off(attribute, (name) => found[name], wanted as Numbers)).toEqual([])
    }
  })
})

test('the cases of the checkout are all there', () => {
  expect(cases.length).toBeGreaterThanOrEqual(9)
})
