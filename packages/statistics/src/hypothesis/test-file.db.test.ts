import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { measure } from '../analyses/table.ts'
import { testFile } from './test-file.ts'
import type { HypothesisQuestion, TestedFile } from './test-file.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'test-file-'))
})
afterAll(async () => {
  await rm(folder, { recursive: true, force: true })
})

/** Three groups by a rule: in b the values are larger by 1.5, and yes is more frequent. */
const ROWS = Array.from({ length: 240 }, (_, i) => {
  const isB = i % 3 === 1
  return [
    'abc'[i % 3],
    ((i * 37) % 101) / 10 + (isB ? 1.5 : 0),
    (i * 7) % 10 < (isB ? 5 : 3) ? 'yes' : 'no',
    i % 7,
  ].join(',')
})

async function tested(more: Partial<HypothesisQuestion> = {}, rows: readonly string[] = ROWS): Promise<TestedFile> {
  const path = join(folder, 'rows.csv')
  await writeFile(path, `group,value,answer,chance\n${rows.join('\n')}\n`)
  return testFile({ path, group: 'group', values: ['value', 'answer', 'chance'], ...more })
}
const two = ROWS.filter((row) => !row.startsWith('c'))

describe('hypothesis tests of a file', () => {
  test('give the numbers of SciPy, correct them over columns, and say so', async () => {
    const { tested: found, findings, caveats, groups } = await tested()
    expect(groups).toEqual(['a', 'b', 'c'])
    const [value, answer, chance] = found
    // scipy.stats.kruskal and chi2_contingency without correction.
    expect(value?.result).toMatchObject({ test: 'kruskal_wallis', counts: [80, 80, 80] })
    expect(value?.result.pValue).toBeCloseTo(0.003685707586740762, 10)
    expect(answer?.result.pValue).toBeCloseTo(0.010119394636833803, 10)
    expect(value?.adjusted).toBeCloseTo(3 * (value?.result.pValue ?? 0), 12)
    expect(found.map(({ isShown }) => isShown)).toEqual([true, true, false])
    expect(chance?.result.test).toBe('kruskal_wallis')
    expect(findings[0]?.title).toBe('The groups differ in 2 of 3 columns')
    expect(findings.at(-1)?.title).toBe('chance: no difference was shown')
    expect(caveats.join(' ')).toContain('corrected by Holm')
    expect(answer?.groups[1]?.figures).toEqual([
      { name: 'no', value: 0.5 },
      { name: 'yes', value: 0.5 },
    ])
  })

  test.each([
    ['welch', 'welch_t', 0.0026791404587895155],
    ['student', 'student_t', 0.002679117543860807],
    ['mann-whitney', 'mann_whitney', 0.003824173280074407],
    ['kolmogorov-smirnov', 'kolmogorov_smirnov', 0.3306962478058585],
  ] as const)('of two groups by %s agree with SciPy', async (asked, name, p) => {
    const { tested: found } = await tested({ test: asked, values: ['value'] }, two)
    expect(found[0]?.result.test).toBe(name)
    expect(Math.abs((found[0]?.result.pValue ?? 0) / p - 1)).toBeLessThan(1e-9)
  })

  test('do not depend on the order of the rows, and leave out rows without a group or a value', async () => {
    const { source: _a, ...there } = await tested({ test: 'permutation', values: ['value'] }, two)
    const { source: _b, ...back } = await tested({ test: 'permutation', values: ['value'] }, two.toReversed())
    expect(back).toEqual(there)
    const { caveats, tested: found } = await tested({ values: ['value', 'answer'] }, [...ROWS, ',1,yes,0', 'a,,,0'])
    expect(caveats).toContain('1 row without a group was left out.')
    expect(caveats).toContain('value is missing in 1 row, which were left out.')
    expect(found.map(({ result }) => result.counts)).toEqual([
      [80, 80, 80],
      [80, 80, 80],
    ])
  })

  test('are refused for what they cannot compare', async () => {
    const wrong: [Partial<HypothesisQuestion>, readonly string[], string][] = [
      [{ test: 'welch', values: ['value'] }, ROWS, 'option_invalid'],
      [{ test: 'welch', values: ['answer'] }, two, 'column_type'],
      [{ values: ['group'] }, ROWS, 'option_invalid'],
      [{ values: ['valu'] }, ROWS, 'column_missing'],
      [{ values: ['value'] }, ROWS.filter((row) => row.startsWith('a')), 'class_unknown'],
      [{ alpha: 0 }, ROWS, 'option_invalid'],
      [{ group: 'value', values: ['chance'] }, ROWS, 'classes_too_many'],
    ]
    for (const [more, rows, code] of wrong) {
      await expect(tested(more, rows), JSON.stringify(more)).rejects.toMatchObject({ code })
    }
  })

  test('of a column that never varies have no answer, and a reason', async () => {
    const { tested: found, findings } = await tested(
      { values: ['value'] },
      two.map((row) => row.replace(/,[^,]+/, ',1')),
    )
    expect(found[0]).toMatchObject({ isShown: false, adjusted: null, result: { pValue: null } })
    expect(findings[0]?.title).toBe('value: nothing could be tested')
  })
})

test('the report has facts for gates, effect sizes drawn against no difference, and what each group is like', async () => {
  await tested()
  const report = await measure({
    analysis: 'test',
    files: { file: join(folder, 'rows.csv') },
    options: { group: 'group', value: ['value', 'answer', 'chance'] },
    program: { name: 'muster-statistics', version: '1' },
  })
  expect(report.facts).toMatchObject({ tests: 3, different: 2, differentColumns: ['value', 'answer'], groups: 3 })
  expect(report.measures).toContainEqual(
    expect.objectContaining({ name: 'p_value_holm', slice: 'column=value', n: 240 }),
  )
  expect(report.sections.map(({ title }) => title)).toEqual([
    'Tests',
    'Effect size: epsilon_squared',
    'Effect size: cramer_v',
    'value by group',
    'answer by group',
    'chance by group',
  ])
})
