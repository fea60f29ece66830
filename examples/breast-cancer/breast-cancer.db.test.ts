import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { evaluateFile, measure } from '@muster/statistics'
import type { Evaluation, VersionComparison } from '@muster/statistics'
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

test('what the story tells of contract and comparison is what is measured', async () => {
  const program = { name: 'muster-statistics', version: '1' }
  const [forest, logistic] = ['forest', 'logistic'].map((name) => pathOf(`data/predictions-${name}.csv`))
  const quality = await measure({
    analysis: 'quality',
    files: { file: logistic!, contract: pathOf('predictions-contract.yaml') },
    options: {},
    program,
  })
  expect(quality.facts).toMatchObject({ passed: true, tests: 19, failed: 0, skipped: 0, columnsTested: 1 })
  const columns = { first: 'prediction', second: 'prediction', firstScore: 'score', secondScore: 'score' }
  const options = { key: ['row_id'], label: 'label', positive: 'malignant', measure: 'recall', margin: 0.02 }
  const compared = await measure({
    analysis: 'compare',
    files: { file: forest!, other: logistic! },
    options: { ...columns, ...options },
    program,
  })
  expect(compared.facts).toMatchObject({ verdict: 'unclear', rows: 228 })
  const { differenceLow: low, differenceHigh: high } = compared.facts
  expect([Number(low).toFixed(2), Number(high).toFixed(2)]).toEqual(['-0.04', '0.09'])
  const { comparisons } = compared.result as VersionComparison
  const better = comparisons.filter(({ verdict }) => verdict === 'better').map(({ name }) => name)
  expect(better).toEqual(expect.arrayContaining(['precision', 'log_loss', 'brier']))
})

test('the evaluation says that small tumours were hardly measured', async () => {
  const { caveats } = await evaluate('data/predictions-logistic.csv')
  expect(caveats.join(' ')).toContain('tumour_size = small (1 malignant of 79)')
})
