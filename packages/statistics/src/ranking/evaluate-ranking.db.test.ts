import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { evaluateRankingFile } from './evaluate-ranking.ts'
import type { RankingEvaluation, RankingQuestion } from './evaluate-ranking.ts'

type Ranked = { scores: number[]; gains: number[]; expected: Record<string, number> }
let folder: string
let lists: Ranked[]

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ranking-'))
  const file = new URL('../../../../fixtures/statistics/measure-vectors.json', import.meta.url)
  lists = (JSON.parse(await readFile(file, 'utf8')) as { ranking: Ranked[] }).ranking
})
afterAll(async () => {
  await rm(folder, { recursive: true, force: true })
})

async function measure(rows: readonly string[], more: Partial<RankingQuestion> = {}): Promise<RankingEvaluation> {
  const path = join(folder, 'lists.csv')
  await writeFile(path, `query,score,grade,site\n${rows.join('\n')}\n`)
  const question = { path, query: 'query', score: 'score', relevance: 'grade', cut: 2, draws: 200 }
  return evaluateRankingFile({ ...question, ...more })
}
const rowsOf = (all: readonly Ranked[]): string[] =>
  all.flatMap(({ scores, gains }, list) =>
    scores.map((score, item) => `q${list},${score},${gains[item]},${list % 2 === 0 ? 'a' : 'b'}`),
  )
const meanOf = (all: readonly Ranked[], name: string): number =>
  all.reduce((sum, { expected }) => sum + expected[name]!, 0) / all.length

test('the means over lists are those of scikit-learn, for all lists and for the lists of a slice', async () => {
  const { measures, queries, findings } = await measure(rowsOf(lists), { slices: ['site'] })
  expect(queries).toBe(lists.length)
  const names = { ndcg: 'ndcg', 'ndcg@2': 'ndcg_cut', map: 'map', mrr: 'mrr', 'precision@2': 'precision' }
  for (const [name, wanted] of Object.entries({ ...names, 'recall@2': 'recall', 'hit_rate@2': 'hit' })) {
    const of = (slice?: string): number => measures.find((m) => m.name === name && m.slice?.value === slice)!.value!
    expect(of(), name).toBeCloseTo(meanOf(lists, wanted), 12)
    expect(of('a'), name).toBeCloseTo(
      meanOf(
        lists.filter((_, list) => list % 2 === 0),
        wanted,
      ),
      12,
    )
  }
  expect(findings[0]?.sentence).toContain('40 lists')
})

test('rows in any order are the same lists', async () => {
  const { source: before, ...first } = await measure(rowsOf(lists))
  const { source: after, ...second } = await measure(rowsOf(lists).toReversed())
  expect(after.digest).not.toBe(before.digest)
  expect(second).toEqual(first)
})

test('lists without a relevant item are told, and rows that belong to no list are refused', async () => {
  const { caveats, measures } = await measure(['q1,0.5,1,a', 'q2,0.5,0,a'])
  expect(caveats.join(' ')).toContain('1 list without a relevant item')
  expect(measures.find(({ name }) => name === 'map')?.value).toBe(1)
  expect(measures.find(({ name }) => name === 'hit_rate@2')?.value).toBe(0.5)
  await expect(measure(['q1,0.5,1,a', ',0.5,0,a'])).rejects.toMatchObject({
    code: 'value_missing',
    message: expect.stringContaining('row 2'),
  })
  await expect(measure(['q1,0.5,-1,a'])).rejects.toMatchObject({ code: 'score_out_of_range' })
})
