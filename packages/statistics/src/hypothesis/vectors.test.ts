import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { andersonDarling } from './anderson-darling.ts'
import { chiSquareTest } from './chi-square-test.ts'
import { benjaminiHochberg, holm } from './corrections.ts'
import { cramerVonMises } from './cramer-von-mises.ts'
import { deLong } from './delong.ts'
import { fisherExact } from './fisher-exact.ts'
import { kolmogorovSmirnov } from './kolmogorov-smirnov.ts'
import { kruskalWallis } from './kruskal-wallis.ts'
import { mannWhitney } from './mann-whitney.ts'
import { mcNemar } from './mcnemar.ts'
import { powerOfGroups, powerOfMeans } from './sample-size.ts'
import { tTest } from './t-test.ts'
import type { TestResult } from './test-result.ts'

type Pair = { name: string; first: number[]; second: number[] } & Record<string, (number | null)[]>
type Vectors = {
  pairs: Pair[]
  groups: { name: string; samples: number[][]; kruskal: number[]; anderson: number[] }[]
  tables: (Record<string, (number | null)[]> & { table: number[][]; fisher_table?: number })[]
  mcnemar: { first: number; second: number; pvalue: number }[]
  delong: { labels: number[]; first: number[]; second: number[]; difference: number; z: number; pvalue: number }
  corrections: { pvalues: number[]; bh: number[] }
  power: { n: number; effect: number; power: number }[]
  anova: { groups: number; n: number; effect: number; power: number }[]
}
const file = new URL('../../../../fixtures/statistics/hypothesis-vectors.json', import.meta.url)
const vectors = JSON.parse(readFileSync(file, 'utf8')) as Vectors

/** Statistics to 1e-9 and p-values to 1e-6, relative; absolute 1e-12 near zero. */
function wrong(what: string, found: TestResult, wanted: (number | null)[]): string[] {
  const [statistic = null, pValue = null, degrees] = wanted
  return [
    ...differs(`${what} statistic`, found.statistic, statistic, 1e-9),
    ...differs(`${what} p-value`, found.pValue, pValue, 1e-6),
    ...(degrees === undefined ? [] : differs(`${what} degrees`, found.degrees ?? null, degrees, 1e-9)),
  ]
}
function differs(what: string, found: number | null, wanted: number | null, tolerance: number): string[] {
  if (found === null || wanted === null) return found === wanted ? [] : [`${what} is ${found}, wanted ${wanted}`]
  const near = Math.abs(found - wanted) <= tolerance * Math.abs(wanted) + 1e-12
  return near ? [] : [`${what} is ${found}, wanted ${wanted}`]
}

describe('tests of two samples agree with SciPy', () => {
  test.each(vectors.pairs)('$name', (pair) => {
    const { first, second } = pair
    const found = [
      ...wrong('student', tTest(first, second, { variances: 'equal' }), pair['student']!),
      ...wrong('welch', tTest(first, second), pair['welch']!),
      ...wrong('mann-whitney', mannWhitney(first, second), pair['mannwhitney_two-sided']!),
      ...wrong('less', mannWhitney(first, second, { alternative: 'less' }), pair['mannwhitney_less']!),
      ...wrong('greater', mannWhitney(first, second, { alternative: 'greater' }), pair['mannwhitney_greater']!),
      ...wrong('exact U', mannWhitney(first, second, { method: 'exact' }), pair['mannwhitney_exact']!),
      ...wrong('exact D', kolmogorovSmirnov(first, second, { method: 'exact' }), pair['ks_exact']!),
      ...wrong('D', kolmogorovSmirnov(first, second, { method: 'asymptotic' }), pair['ks_asymp']!),
      ...wrong('cvm', cramerVonMises(first, second, { asSciPy: true }), pair['cramervonmises']!),
      ...wrong('anderson', andersonDarling([first, second]), pair['anderson']!),
    ]
    expect(found).toEqual([])
    const { value, low, high } = tTest(first, second).effect
    const [g, from, to] = pair['hedges_g']!
    expect([
      ...differs('g', value, g!, 1e-9),
      ...differs('its lower end', low, from!, 1e-7),
      ...differs('its upper end', high, to!, 1e-7),
    ]).toEqual([])
  })
})

describe('tests of more samples agree with SciPy', () => {
  test.each(vectors.groups)('$name', ({ samples, kruskal, anderson }) => {
    expect([
      ...wrong('kruskal', kruskalWallis(samples), kruskal),
      ...wrong('anderson', andersonDarling(samples), anderson),
    ]).toEqual([])
  })
})

describe('tests of tables agree with SciPy, and with counting all tables', () => {
  test.each(vectors.tables)('$table', (vector) => {
    const { table } = vector
    const found = [
      ...wrong('chi-square', chiSquareTest(table), vector['chi_square']!),
      ...wrong('g', chiSquareTest(table, { kind: 'g' }), vector['g']!),
    ]
    if (vector['yates'] !== undefined)
      found.push(...wrong('yates', chiSquareTest(table, { yates: true }), vector['yates']))
    if (vector['fisher'] !== undefined) {
      const fisher = fisherExact(table)
      const [ratio, pValue] = vector['fisher']
      const finite = fisher.statistic === Infinity ? null : fisher.statistic
      found.push(...differs('odds ratio', finite, ratio!, 1e-9), ...differs('fisher', fisher.pValue, pValue!, 1e-6))
      const [low, high] = vector['odds_interval']!
      found.push(...differs('low', fisher.effect.low, low!, 1e-6), ...differs('high', fisher.effect.high, high!, 1e-6))
    }
    if (vector.fisher_table !== undefined)
      found.push(...differs('fisher', fisherExact(table).pValue, vector.fisher_table, 1e-8))
    expect(found).toEqual([])
  })
})

test('McNemar’s exact test agrees with the binomial distribution of SciPy', () => {
  const found = vectors.mcnemar.flatMap(({ first, second, pvalue }) =>
    differs(`${first}:${second}`, mcNemar(first, second, 100).pValue, pvalue, 1e-9),
  )
  expect(found).toEqual([])
})

test('DeLong’s test agrees with its definition, pair by pair', () => {
  const { labels, first, second, difference, z, pvalue } = vectors.delong
  const found = deLong(first, second, labels)
  expect([
    ...differs('difference', found.effect.value, difference, 1e-9),
    ...wrong('delong', found, [z, pvalue]),
  ]).toEqual([])
})

test('corrections agree with SciPy and with the example of Holm', () => {
  const { pvalues, bh } = vectors.corrections
  const found = benjaminiHochberg(pvalues).flatMap((p, index) => differs(`bh ${index}`, p, bh[index]!, 1e-12))
  expect(found).toEqual([])
  expect(holm([0.01, null, 0.04, 0.03])).toEqual([0.03, null, 0.06, 0.06])
})

test('power agrees with SciPy’s noncentral distributions', () => {
  const found = vectors.power.flatMap(({ n, effect, power }) => differs(`${n}`, powerOfMeans(n, effect), power, 1e-8))
  const groups = vectors.anova.flatMap(({ groups, n, effect, power }) =>
    differs(`${groups} × ${n}`, powerOfGroups(groups, n, effect), power, 1e-8),
  )
  expect([...found, ...groups]).toEqual([])
})
