import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { evaluateMultilabelFile, setOf } from './evaluate-multilabel.ts'

type Vector = { truth: string[][]; predicted: string[][]; expected: Record<string, number> }
let folder: string
let vector: Vector

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'multilabel-'))
  const file = new URL('../../../../fixtures/statistics/measure-vectors.json', import.meta.url)
  vector = (JSON.parse(await readFile(file, 'utf8')) as { multilabel: Vector }).multilabel
})
afterAll(async () => {
  await rm(folder, { recursive: true, force: true })
})

test('sets of labels give what scikit-learn gives, as text and as JSON lists, in any order of rows', async () => {
  const csv = join(folder, 'labels.csv')
  const rows = vector.truth.map((truth, row) => `${truth.join('|')},${vector.predicted[row]!.toReversed().join('|')}`)
  await writeFile(csv, `truth,predicted\n${rows.join('\n')}\n`)
  const jsonl = join(folder, 'labels.jsonl')
  const lines = vector.truth.map((truth, row) => JSON.stringify({ truth, predicted: vector.predicted[row] }))
  await writeFile(jsonl, `${lines.toReversed().join('\n')}\n`)
  const question = { label: 'truth', prediction: 'predicted', draws: 200 }
  for (const path of [csv, jsonl]) {
    const { measures, labels, findings } = await evaluateMultilabelFile({ path, ...question })
    for (const [name, wanted] of Object.entries(vector.expected)) {
      const found = measures.find((one) => one.name === name)!
      expect(found.value, name).toBeCloseTo(wanted, 12)
      expect(found.low!, name).toBeLessThanOrEqual(wanted)
      expect(found.high!, name).toBeGreaterThanOrEqual(wanted)
    }
    expect(labels.map(({ label }) => label)).toEqual(['art', 'news', 'sport', 'tech'])
    expect(labels[0]!.rows).toBe(vector.truth.filter((truth) => truth.includes('art')).length)
    expect(findings[0]?.title).toContain('exactly their labels')
  }
})

test('a value is a set of labels: blanks, repetition and order do not matter', () => {
  expect(setOf(' b |a|b||', '|')).toEqual(['a', 'b'])
  expect(setOf('["b","a"]', '|')).toEqual(['a', 'b'])
  expect(setOf('', '|')).toEqual([])
  expect(setOf('a;b', ';')).toEqual(['a', 'b'])
})
