import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { Figure } from '../evaluation/figure.ts'
import { krippendorffAlpha } from './alpha.ts'
import type { Level } from './alpha.ts'
import { chanceCorrected } from './chance-corrected.ts'
import { cohenKappa, scottPi } from './cohen-kappa.ts'
import { labelTable } from './label-table.ts'
import type { LabelTable } from './label-table.ts'
import { daviesFleissKappa, lightKappa, raterPairs } from './rater-pairs.ts'
import { unitPatterns } from './unit-patterns.ts'

type Number = number | null
type Pair = {
  n: number
  observed_agreement: Number
  sklearn_unweighted: Number
  sklearn_linear: Number
  sklearn_quadratic: Number
  statsmodels?: {
    kappa: Number
    std_kappa: Number
    std_kappa0: Number
    ci95: [Number, Number]
    z: Number
    p_two_sided: Number
    max_kappa: Number
  }
}
type Expected = {
  krippendorff_alpha: Partial<Record<Level, number | { error: string }>>
  nltk?: Record<string, number | { error: string }>
  cohen_pairs: Record<string, Pair>
  fleiss_complete_units?: { units_used: number; fleiss: Number; randolph: Number }
}

/** The synthetic cases are in the checkout; the real ones stay where they are and are read when they are there. */
const folders = [
  new URL('../../../../fixtures/statistics/agreement/', import.meta.url),
  new URL('../../../../../shared/oracle/agreement/', import.meta.url),
  new URL('../../../../../../shared/oracle/agreement/', import.meta.url),
]
const cases = folders
  .filter((folder) => existsSync(folder))
  .flatMap((folder, at) =>
    readdirSync(folder)
      .filter((name) => name.endsWith('.csv') && (at === 0 || name.startsWith('real-')))
      .map((name) => ({ name: name.replace('.csv', ''), folder })),
  )

function read(folder: URL, name: string): { expected: Expected; table: LabelTable } {
  const expected = JSON.parse(readFileSync(new URL(`${name}.expected.json`, folder), 'utf8')) as Expected
  const rows = readFileSync(new URL(`${name}.csv`, folder), 'utf8')
    .trim()
    .split(/\r?\n/)
    .slice(1)
  const columns = rows.map((row) => row.split(','))
  const of = (at: number): string[] => columns.map((row) => row[at] ?? '')
  return { expected, table: labelTable({ items: of(0), raters: of(1), labels: of(2) }) }
}

const near = (found: Number, wanted: Number, tolerance = 1e-9): boolean =>
  found === null || wanted === null
    ? found === wanted
    : Math.abs(found - wanted) <= Math.max(1e-12, tolerance * Math.abs(wanted))
const wrong = (what: string, found: Number, wanted: Number, tolerance?: number): string[] =>
  near(found, wanted, tolerance) ? [] : [`${what}: ${found} and not ${wanted}`]

/** Only the items that every rater labelled. */
function completeUnits(table: LabelTable): LabelTable {
  const kept = table.items
    .map((_, item) => item)
    .filter((item) => table.raters.length === table.start[item + 1]! - table.start[item]!)
  const at = kept.flatMap((item) =>
    Array.from({ length: table.raters.length }, (_, rater) => table.start[item]! + rater),
  )
  return labelTable({
    items: kept.flatMap((item) => table.raters.map(() => table.items[item]!)),
    raters: at.map((label) => table.raters[table.rater[label]!]!),
    labels: at.map((label) => table.categories[table.category[label]!]!),
  })
}

describe.each(cases)('$name', ({ name, folder }) => {
  const { expected, table } = read(folder, name)
  const patterns = unitPatterns(table)

  test('gives the alpha of the package krippendorff at every level', () => {
    const off = Object.entries(expected.krippendorff_alpha).flatMap(([level, wanted]) => {
      const { alpha } = krippendorffAlpha(patterns, level as Level, table.values)
      return wrong(level, alpha.value, typeof wanted === 'number' ? wanted : null)
    })
    expect(off).toEqual([])
  })

  test('gives the kappas of scikit-learn and statsmodels for each pair of raters, with errors and intervals', () => {
    const pairs = raterPairs(table)
    const off = Object.entries(expected.cohen_pairs).flatMap(([key, wanted]) => {
      const [one, other] = key.split('-').map((rater) => table.raters.indexOf(rater))
      const pair = pairs.find((found) => [found.one, found.other].every((rater) => rater === one || rater === other))
      const empty = table.categories.map(() => table.categories.map(() => 0))
      const counts = pair === undefined ? empty : pair.one === one ? pair.counts : transpose(pair.counts)
      const plain = cohenKappa(counts)
      const { statsmodels } = wanted
      return [
        ...wrong(`${key} n`, plain.n, wanted.n),
        ...wrong(`${key} agreement`, plain.n === 0 ? null : plain.observed, wanted.observed_agreement ?? null),
        ...wrong(`${key} kappa`, plain.kappa.value, wanted.sklearn_unweighted ?? null),
        ...wrong(`${key} linear`, cohenKappa(counts, 'linear').kappa.value, wanted.sklearn_linear ?? null),
        ...wrong(`${key} quadratic`, cohenKappa(counts, 'quadratic').kappa.value, wanted.sklearn_quadratic ?? null),
        ...(statsmodels === undefined || plain.kappa.value === null
          ? []
          : [
              ...wrong(`${key} error`, plain.standardError, statsmodels.std_kappa, 1e-7),
              ...wrong(`${key} null error`, plain.standardErrorOfNull, statsmodels.std_kappa0, 1e-7),
              ...wrong(`${key} low`, plain.interval.low, statsmodels.ci95[0], 1e-7),
              ...wrong(`${key} high`, plain.interval.high, statsmodels.ci95[1], 1e-7),
              ...wrong(`${key} z`, plain.z, statsmodels.z, 1e-7),
              ...wrong(`${key} p`, plain.p, statsmodels.p_two_sided, 1e-6),
              ...wrong(`${key} maximum`, plain.maximum, statsmodels.max_kappa),
            ]),
      ]
    })
    expect(off).toEqual([])
  })

  test.runIf(expected.nltk?.['S'] !== undefined && table.categories.length > 1)(
    'gives the coefficients of nltk',
    () => {
      const pairs = raterPairs(table)
      const values: Record<string, Figure | { value: number }> = {
        avg_Ao: { value: chanceCorrected(patterns, 'randolph').observed },
        S: chanceCorrected(patterns, 'randolph').value,
        scott_pi: table.raters.length === 2 ? scottPi(pairs[0]!.counts) : chanceCorrected(patterns, 'fleiss').value,
        kappa_mean_pairwise: lightKappa(pairs),
        multi_kappa_davies_fleiss: daviesFleissKappa(pairs),
      }
      const off = Object.entries(values).flatMap(([key, { value }]) =>
        wrong(key, value, expected.nltk?.[key] as Number),
      )
      expect(off).toEqual([])
    },
  )

  test.runIf(expected.fleiss_complete_units !== undefined)(
    'gives the kappas of Fleiss and Randolph of statsmodels',
    () => {
      const { units_used, fleiss, randolph } = expected.fleiss_complete_units!
      const complete = completeUnits(table)
      expect(complete.items).toHaveLength(units_used)
      const found = unitPatterns(complete)
      if (table.categories.length === 1) return
      expect(wrong('fleiss', chanceCorrected(found, 'fleiss').value.value, fleiss)).toEqual([])
      expect(wrong('randolph', chanceCorrected(found, 'randolph').value.value, randolph)).toEqual([])
    },
  )
})

test('the published example of Gwet gives the values and standard errors that irrCAC prints', () => {
  const { table } = read(folders[0]!, 'krippendorff-2011')
  const patterns = unitPatterns(table)
  const found = (['gwet', 'fleiss', 'randolph'] as const).map((coefficient) => {
    const { value, standardError } = chanceCorrected(patterns, coefficient)
    return [value.value?.toFixed(5), standardError?.toFixed(5)]
  })
  expect(found).toEqual([
    ['0.77544', '0.14295'],
    ['0.76117', '0.15302'],
    ['0.77273', '0.14472'],
  ])
})

test('the cases of the checkout are all there', () => {
  expect(cases.length).toBeGreaterThanOrEqual(13)
})

function transpose(counts: readonly (readonly number[])[]): number[][] {
  return counts.map((_, one) => counts.map((line) => line[one] ?? 0))
}
