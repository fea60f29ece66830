import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { Random } from '../evaluation/random.ts'
import { estimateOfFiles } from './estimate-files.ts'

const folder = mkdtempSync(join(tmpdir(), 'estimate-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
let made = 0
const file = (header: string, rows: readonly string[]): string => {
  const path = join(folder, `${made++}.csv`)
  writeFileSync(path, `${header}\n${rows.join('\n')}\n`)
  return path
}

test('a classifier’s accuracy is estimated for a file without labels', async () => {
  const random = new Random(1, 'files')
  const rows = Array.from({ length: 5000 }, () => {
    const score = random.uniform()
    return `${score.toFixed(4)},${random.uniform() < score ? 'yes' : 'no'}`
  })
  const reference = file('score,churned', rows)
  const current = file(
    'score',
    rows.slice(0, 3000).map((row) => row.split(',')[0]!),
  )
  const question = {
    kind: 'classification' as const,
    reference,
    current,
    label: 'churned',
    score: 'score',
    positive: 'yes',
  }
  const estimate = await estimateOfFiles(question)
  expect(estimate).toMatchObject({ kind: 'classification', estimated: true })
  const accuracy = estimate.measures.find(({ name }) => name === 'accuracy')!
  expect(accuracy.value!).toBeGreaterThan(0.72)
  expect(accuracy.value!).toBeLessThan(0.79)
  await expect(estimateOfFiles({ ...question, positive: 'maybe' })).rejects.toMatchObject({ code: 'class_unknown' })
  await expect(estimateOfFiles({ ...question, score: 'scor' })).rejects.toMatchObject({ code: 'column_missing' })
  await expect(estimateOfFiles({ ...question, level: 1 })).rejects.toMatchObject({ code: 'option_invalid' })
})

test('a regression’s error is estimated for a file without labels', async () => {
  const random = new Random(2, 'files')
  const draw = (rows: number, far: boolean): string[] =>
    Array.from({ length: rows }, () => {
      const region = random.uniform() < (far ? 0.9 : 0.2) ? 'far' : 'near'
      const actual = 10 + (region === 'far' ? 8 : 1) * (random.uniform() - 0.5)
      return `10,${region},${actual.toFixed(4)}`
    })
  const reference = file('predicted,region,actual', draw(3000, false))
  const current = file('predicted,region,actual', draw(3000, true))
  const question = { kind: 'regression' as const, reference, current, label: 'actual', prediction: 'predicted' }
  const [mae] = (await estimateOfFiles({ ...question, features: ['region'] })).measures
  // 0.9 · 2 + 0.1 · ¼ = 1.825, against 0.6 in the reference.
  expect(Math.abs(mae!.value! - 1.825)).toBeLessThan(0.15)
  expect(mae!.estimated).toBe(true)
})
