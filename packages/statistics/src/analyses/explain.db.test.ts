import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Random } from '../evaluation/random.ts'
import { permutationImportance } from '../explanation/permutation-importance.ts'
import type { PermutationImportance } from '../explanation/permutation-importance.ts'
import type { Scorer } from '../explanation/scorer.ts'
import { htmlReport } from '../report/html.ts'
import { markdownReport } from '../report/markdown.ts'
import type { Report } from '../report/report.ts'
import type { ExplainOptions } from './explain.ts'
import { recordScores } from './explain.ts'
import { measure } from './table.ts'

let folder: string
const at = (name: string): string => join(folder, name)
const random = new Random(5, 'rows')
const ROWS = Array.from({ length: 400 }, (_, index) => {
  const [a, b] = [random.uniform(), random.uniform()]
  const site = index % 4 === 0 ? 'north' : 'south'
  return { a, b, site, none: index, y: 3 * a + b + (site === 'north' ? 1 : 0) }
})
const OPTIONS = {
  label: 'y',
  feature: ['a', 'b', 'site', 'none'],
  loss: 'squared_error',
  rows: 200,
  curve: ['a', 'site'],
} satisfies ExplainOptions

let asked = 0
const model: Scorer = ({ rows }) => {
  asked += 1
  return Promise.resolve(rows.map(([a, b, site]) => 3 * Number(a) + Number(b) + (site === 'north' ? 1 : 0)))
}
const explain = (options: object, files: Record<string, string> = {}): Promise<Report> => {
  const program = { name: 'muster-statistics', version: '1' }
  return measure({
    analysis: 'explain',
    files: { file: at('rows.csv'), scores: at('answers.jsonl'), ...files },
    options: { ...OPTIONS, ...options },
    program,
  })
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'explain-'))
  const lines = ROWS.map(({ a, b, site, none, y }) => [a, b, site, none, y].join(','))
  await writeFile(at('rows.csv'), `a,b,site,none,y\n${lines.join('\n')}\n`)
  await recordScores({ files: { file: at('rows.csv') }, options: OPTIONS }, model, at('answers.jsonl'))
})
afterAll(async () => {
  await rm(folder, { recursive: true, force: true })
})

test('a model is explained from its recorded answers, without being asked again', async () => {
  const before = asked
  const report = await explain({})
  expect(asked).toBe(before)
  expect(report.sources.map(({ role, name, rows }) => [role, name, rows])).toEqual([
    ['file', 'rows.csv', 400],
    ['scores', 'answers.jsonl', undefined],
  ])
  expect(report.facts).toMatchObject({ method: 'permutation', features: 4, topFeature: 'a', sampled: 200, rows: 400 })
  // Shuffling costs twice the variance of what a part adds: 9/12 for a, 1/12 for b, 3/16 for the site.
  const parts = [9 / 12, 3 / 16, 1 / 12].map((part) => 2 * part)
  expect(report.facts['topShare']).toBeCloseTo((parts[0] ?? 0) / parts.reduce((sum, part) => sum + part, 0), 1)
  expect(report.facts['important']).toEqual(['a', 'site', 'b'])
  const { importance } = report.result as { importance: PermutationImportance }
  expect(importance.importances.at(-1)).toMatchObject({ features: ['none'], increase: 0 })
  expect(report.measures).toContainEqual(expect.objectContaining({ name: 'importance', slice: 'feature=a', n: 200 }))
  expect(report.measures).toContainEqual(expect.objectContaining({ name: 'dependence_range', slice: 'feature=site' }))
})

test('the report draws bars of importance, a curve over numbers, and points of names', async () => {
  const report = await explain({})
  const kinds = report.sections.map(({ title, chart }) => [title, chart?.kind])
  expect(kinds).toEqual([
    ['Importance of features', 'intervals'],
    ['Mean score by a', 'lines'],
    ['Mean score by site', 'intervals'],
  ])
  const [, curve, sites] = report.sections
  if (curve?.chart?.kind !== 'lines' || sites?.chart?.kind !== 'intervals') throw new Error('other charts')
  const [first, last] = [curve.chart.lines[0]?.points[0], curve.chart.lines[0]?.points.at(-1)]
  expect(((last?.value ?? 0) - (first?.value ?? 0)) / ((last?.x ?? 0) - (first?.x ?? 0))).toBeCloseTo(3, 8)
  const { rows } = sites.chart
  const [south, north] = ['south', 'north'].map((name) => rows.find((row) => row.name === name)?.value)
  expect(Number(north) - Number(south)).toBeCloseTo(1, 8)
  const page = htmlReport(report)
  expect(page).toContain('class="amount"')
  expect(page).toContain('class="spread"')
  expect(markdownReport(report)).toContain('| a | ')
  expect(report.findings[0]?.title).toBe('The model leans most on a')
})

test('equal questions are asked once, several together, and answers survive the file to the last bit', async () => {
  const calls: number[] = []
  const counting: Scorer = (rows, signal) => {
    calls.push(rows.rows.length)
    return model(rows, signal)
  }
  const odd = { ...OPTIONS, feature: ['a', 'b'], curve: [], curves: 0, repeats: 3 }
  await recordScores({ files: { file: at('rows.csv') }, options: odd }, counting, at('more.jsonl'))
  expect(calls).toEqual([200, 600, 600])
  const replayed = await explain({ ...odd }, { scores: at('more.jsonl') })
  const { source: _source, ...live } = await permutationImportance({
    path: at('rows.csv'),
    features: odd.feature,
    score: model,
    label: 'y',
    loss: 'squared_error',
    rows: 200,
    repeats: 3,
  })
  expect((replayed.result as { importance: PermutationImportance }).importance).toMatchObject(live)
})

test('answers to something else are refused: another seed, feature, file; and what is no record', async () => {
  const other = { code: 'scores_differ', role: 'scores' }
  await expect(explain({ seed: 2 })).rejects.toMatchObject(other)
  await expect(explain({ feature: ['b', 'a', 'site', 'none'] })).rejects.toMatchObject(other)
  await writeFile(
    at('fewer.csv'),
    `a,b,site,none,y\n${ROWS.slice(0, 100)
      .map((row) => Object.values(row).join(','))
      .join('\n')}\n`,
  )
  await expect(explain({}, { file: at('fewer.csv') })).rejects.toMatchObject(other)
  const answers = (await readFile(at('answers.jsonl'), 'utf8')).trimEnd().split('\n')
  const broken: [string, string, string][] = [
    ['csv', 'a,b\n1,2\n', 'report_broken'],
    ['other', '{"schema":"muster-scores/2"}\n', 'report_broken'],
    ['text', `${answers[0] ?? ''}\n{"asked":"x","scores":["1"]}\n`, 'report_broken'],
    ['cut', answers.slice(0, -1).join('\n'), 'scores_differ'],
    ['short', answers.map((line) => line.replace(/,[^,\]]+\]/, ']')).join('\n'), 'scores_differ'],
    ['half', answers.join('\n').slice(0, -20), 'report_broken'],
  ]
  for (const [name, text, code] of broken) {
    await writeFile(at(`${name}.jsonl`), text)
    await expect(explain({}, { scores: at(`${name}.jsonl`) }), name).rejects.toMatchObject({ code, role: 'scores' })
  }
})

test('what a person types wrong is told: groups, the label as a feature, a curve of no feature', async () => {
  for (const options of [{ group: ['a+zip'] }, { feature: ['a', 'y'] }, { curve: ['zip'] }]) {
    await expect(explain(options)).rejects.toMatchObject({ code: 'option_invalid' })
  }
})

test('SHAP values are sealed with whether they add up, and with one base value', async () => {
  const lines = ROWS.map(({ a, b }) => [3 * (a - 0.5), b - 0.5, 2, 3 * a + b].join(','))
  await writeFile(at('shap.csv'), `shap_a,shap_b,base,out\n${lines.join('\n')}\n`)
  const shap = (options: object): Promise<Report> =>
    measure({
      analysis: 'shap',
      files: { file: at('shap.csv') },
      options: { answer: 'out', draws: 100, ...options },
      program: { name: 'muster-statistics', version: '1' },
    })
  const report = await shap({ base: 'base' })
  expect(report.facts).toMatchObject({ method: 'shap', additive: true, rowsOff: 0, features: 2, topFeature: 'a' })
  expect(report.sections[0]?.chart).toMatchObject({
    kind: 'intervals',
    bars: true,
    rows: [{ name: 'a' }, { name: 'b' }],
  })
  expect((await shap({ baseValue: 2, feature: ['age=shap_a', 'rest=shap_b'] })).facts).toMatchObject({
    topFeature: 'age',
  })
  expect((await shap({ baseValue: 1.9 })).facts).toMatchObject({ additive: false, rowsOff: 400 })
  await expect(shap({})).rejects.toMatchObject({ code: 'option_invalid' })
  await expect(shap({ base: 'base', baseValue: 2 })).rejects.toMatchObject({ code: 'option_invalid' })
})
