import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { evaluateFile } from '@muster/statistics'
import type { Evaluation } from '@muster/statistics'
import { describe, expect, test } from 'vitest'

type Rate = { value: number; count: number; of: number }
type Candidate = {
  model_file: string
  model_digest: string
  predictions_file: string
  predictions_digest: string
  test_accuracy: number
  test_roc_auc: number
}

const pathOf = (name: string): string => fileURLToPath(new URL(name, import.meta.url))
const read = (name: string): unknown => JSON.parse(readFileSync(pathOf(name), 'utf8'))
const digestOf = (name: string): string =>
  `sha256:${createHash('sha256')
    .update(readFileSync(pathOf(name)))
    .digest('hex')}`
const evaluate = (name: string): Promise<Evaluation> =>
  evaluateFile({
    path: pathOf(name),
    label: 'label',
    prediction: 'prediction',
    score: 'score',
    slices: ['tumour_size'],
    positive: 'malignant',
  })
const valueOf = ({ measures }: Evaluation, name: string): number =>
  measures.find((measure) => measure.name === name && measure.slice === undefined)?.value ?? Number.NaN

const { candidates } = read('measurements.json') as { candidates: Record<string, Candidate> }
const safety = read('safety.json') as {
  candidates: Record<string, { false_negative_rate: Rate; false_positive_rate: Rate }>
}

describe.each(Object.entries(candidates))('the %s candidate', (name, candidate) => {
  test('has the files that were measured', () => {
    expect(digestOf(candidate.model_file)).toBe(candidate.model_digest)
    expect(digestOf(candidate.predictions_file)).toBe(candidate.predictions_digest)
  })

  test('is measured here as scikit-learn measured it', async () => {
    const evaluation = await evaluate(candidate.predictions_file)
    expect(evaluation.source.digest).toBe(candidate.predictions_digest)
    expect(valueOf(evaluation, 'accuracy')).toBeCloseTo(candidate.test_accuracy, 12)
    expect(valueOf(evaluation, 'roc_auc')).toBeCloseTo(candidate.test_roc_auc, 12)
    const { false_negative_rate: missed, false_positive_rate: alarms } = safety.candidates[name]!
    expect(evaluation.confusion.labels).toEqual(['benign', 'malignant'])
    expect(evaluation.confusion.counts).toEqual([
      [alarms.of - alarms.count, alarms.count],
      [missed.count, missed.of - missed.count],
    ])
  })
})

test('the Parquet file holds the predictions of the CSV file', async () => {
  const { source: csv, ...fromCsv } = await evaluate('data/predictions-logistic.csv')
  const { source: parquet, ...fromParquet } = await evaluate('data/predictions-logistic.parquet')
  expect(fromParquet).toEqual(fromCsv)
  expect(parquet.rows).toBe(csv.rows)
})

test('the evaluation says that small tumours were hardly measured', async () => {
  const { caveats } = await evaluate('data/predictions-logistic.csv')
  expect(caveats.join(' ')).toContain('tumour_size = small (1 malignant of 79)')
})
