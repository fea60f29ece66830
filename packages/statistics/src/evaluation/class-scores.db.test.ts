import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { evaluateFile } from './evaluate-file.ts'
import type { Evaluation, EvaluationQuestion } from './evaluation.ts'

type Case = {
  classes: string[]
  labels: string[]
  predictions: string[]
  scores: number[][]
  expected: Record<string, number>
  auc: Record<string, number>
}

let folder: string
let vectors: { multiclass: Case[]; binary: { labels: number[]; predictions: number[]; scores: number[] }[] }

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'class-scores-'))
  const file = new URL('../../../../fixtures/statistics/measure-vectors.json', import.meta.url)
  vectors = JSON.parse(await readFile(file, 'utf8')) as typeof vectors
})
afterAll(async () => {
  await rm(folder, { recursive: true, force: true })
})

const columnsOf = ({ classes }: Case): Record<string, string> =>
  Object.fromEntries(classes.map((name) => [name, `p_${name}`]))

async function measure(
  found: Case,
  more: Partial<EvaluationQuestion> = {},
  change: (row: number[]) => number[] = (row) => row,
): Promise<Evaluation> {
  const path = join(folder, 'classes.csv')
  const rows = found.labels.map((label, row) =>
    [label, found.predictions[row], row % 2, ...change(found.scores[row]!)].join(','),
  )
  const header = `label,prediction,half,${found.classes.map((name) => `p_${name}`).join(',')}`
  await writeFile(path, `${header}\n${rows.join('\n')}\n`)
  return evaluateFile({ path, label: 'label', prediction: 'prediction', draws: 200, scores: columnsOf(found), ...more })
}

test('probabilities of more classes give what scikit-learn gives, class by class', async () => {
  for (const vector of vectors.multiclass) {
    const { measures, classDetails, findings, curves } = await measure(vector)
    for (const [name, wanted] of Object.entries(vector.expected)) {
      const found = measures.find((one) => one.name === name)
      expect(found?.value, name).toBeCloseTo(wanted, 12)
      expect(found!.low!, name).toBeLessThanOrEqual(wanted)
      expect(found!.high!, name).toBeGreaterThanOrEqual(wanted)
    }
    for (const { label, rocAuc } of classDetails) expect(rocAuc?.value).toBeCloseTo(vector.auc[label]!, 12)
    expect(findings.map(({ title }) => title)).toContain('The model is right more often than the simplest guess')
    expect(curves!.calibration.reduce((sum, bin) => sum + bin.rows, 0)).toBe(vector.labels.length)
  }
})

test('a slice of a file with probabilities is the evaluation of its rows alone', async () => {
  const [vector] = vectors.multiclass
  const { measures } = await measure(vector!, { slices: ['half'] })
  const keep = vector!.labels.map((_, row) => row % 2 === 1)
  const pick = <T>(all: T[]): T[] => all.filter((_, row) => keep[row])
  const alone = await measure({
    ...vector!,
    labels: pick(vector!.labels),
    predictions: pick(vector!.predictions),
    scores: pick(vector!.scores),
  })
  for (const { name, value } of alone.measures) {
    expect(measures.find((one) => one.name === name && one.slice?.value === '1')?.value).toBe(value)
  }
})

test('probabilities that do not sum to 1, or a class without a column, are refused', async () => {
  const [vector] = vectors.multiclass
  await expect(measure(vector!, {}, ([first = 0, ...rest]) => [first / 2, ...rest])).rejects.toMatchObject({
    code: 'score_out_of_range',
  })
  await expect(measure(vector!, { scores: { a: 'p_a', b: 'p_b' } })).rejects.toMatchObject({ code: 'class_unknown' })
  await expect(measure(vector!, { scores: { a: 'p_a', b: 'p_b', c: 'p_x' } })).rejects.toMatchObject({
    code: 'column_missing',
  })
})

test('shares have exact intervals where they are asked, and utility follows the values of the cells', async () => {
  const { labels, predictions, scores } = vectors.binary[0]!
  const path = join(folder, 'binary.csv')
  const rows = labels.map((label, row) => `${label},${predictions[row]},${scores[row]}`)
  await writeFile(path, `label,prediction,score\n${rows.join('\n')}\n`)
  const question = { path, label: 'label', prediction: 'prediction', score: 'score', draws: 200 }
  const values = [{ actual: '1', predicted: '0', value: -5 }]
  const exact = await evaluateFile({ ...question, interval: 'clopper-pearson', values })
  const methods = Object.fromEntries(exact.measures.map(({ name, method }) => [name, method]))
  expect(methods).toMatchObject({ accuracy: 'clopper-pearson', recall: 'clopper-pearson', f1: 'bootstrap-bca' })
  const missed = labels.filter((label, row) => label === 1 && predictions[row] === 0).length
  expect(exact.measures.find(({ name }) => name === 'utility')?.value).toBeCloseTo((-5 * missed) / labels.length, 12)
  const wilson = await evaluateFile({ ...question, interval: 'wilson' })
  const lengthOf = ({ measures }: Evaluation): number => {
    const { low, high } = measures.find(({ name }) => name === 'accuracy')!
    return high! - low!
  }
  expect(lengthOf(wilson)).toBeLessThan(lengthOf(exact))
  expect(exact.curves!.thresholds.length).toBeGreaterThan(100)
})
