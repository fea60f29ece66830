import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ScanError } from '../scan/scan-error.ts'
import { evaluateFile } from './evaluate-file.ts'
import type { Evaluation, EvaluationQuestion, Measure } from './evaluation.ts'
import { Random } from './random.ts'

type Case = {
  name: string
  labels: string[]
  predictions: string[]
  scores?: number[]
  expected: Record<string, number | null>
}

let folder: string
let vectors: { binary: Case[]; multiclass: Case[] }

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'evaluate-test-'))
  const file = new URL('../../../../fixtures/statistics/evaluation-vectors.json', import.meta.url)
  vectors = JSON.parse(await readFile(file, 'utf8')) as typeof vectors
})
afterAll(async () => {
  await rm(folder, { recursive: true, force: true })
})

async function measure(
  rows: readonly (readonly (string | number)[])[],
  more: Partial<EvaluationQuestion> = {},
  header = 'label,prediction,score,site',
): Promise<Evaluation> {
  const path = join(folder, 'predictions.csv')
  await writeFile(path, `${header}\n${rows.map((row) => row.join(',')).join('\n')}\n`)
  return evaluateFile({ path, label: 'label', prediction: 'prediction', draws: 200, ...more })
}

const rowsOf = ({ labels, predictions, scores = [] }: Case): (string | number)[][] =>
  labels.map((label, index) => [label, predictions[index]!, scores[index] ?? 0.5, `site ${index % 3}`])

const named = (measures: readonly Measure[], name: string, value?: string | null): Measure => {
  const found = measures.find((measure) => measure.name === name && measure.slice?.value === value)
  if (found === undefined) throw new Error(`no ${name} of ${value}`)
  return found
}

const isSame = (found: number | null, wanted: number | null): boolean =>
  found === null || wanted === null ? found === wanted : Math.abs(found - wanted) <= 1e-12

test('files of two classes give what scikit-learn gives', async () => {
  for (const vector of vectors.binary) {
    const { measures } = await measure(rowsOf(vector), { score: 'score', positive: 'yes' })
    const off = Object.entries(vector.expected).filter(([name, wanted]) => !isSame(named(measures, name).value, wanted))
    expect(off).toEqual([])
  }
})

test('files of more classes give what scikit-learn gives, and say why they have no ROC AUC', async () => {
  for (const vector of vectors.multiclass) {
    const { measures, classes } = await measure(rowsOf(vector), { score: 'score' })
    expect(classes.length).toBeGreaterThan(2)
    const off = measures.filter(({ name, value }) => name in vector.expected && !isSame(value, vector.expected[name]!))
    expect(off).toEqual([])
    expect(named(measures, 'roc_auc')).toMatchObject({ value: null, reason: expect.stringContaining('two classes') })
  }
})

describe('an evaluation', () => {
  const question = { score: 'score', slices: ['site'] }

  test('is the same to the last bit for the rows in any order, and survives JSON', async () => {
    const rows = rowsOf(vectors.binary[2]!)
    const random = new Random(9)
    const shuffled = rows
      .map((row) => [random.uniform(), row] as const)
      .sort((a, b) => a[0] - b[0])
      .map(([, row]) => row)
    const { source: before, ...first } = await measure(rows, question)
    const { source: after, ...second } = await measure(shuffled, question)
    expect(after.digest).not.toBe(before.digest)
    expect(second).toEqual(first)
    expect(JSON.parse(JSON.stringify(first))).toEqual(first)
  })

  test('changes its bootstrap with the seed, and nothing else', async () => {
    const rows = rowsOf(vectors.binary[0]!)
    const one = await measure(rows, { ...question, seed: 1 })
    const two = await measure(rows, { ...question, seed: 2 })
    expect(two.measures.map(({ value }) => value)).toEqual(one.measures.map(({ value }) => value))
    expect(two.measures).not.toEqual(one.measures)
    expect(named(two.measures, 'roc_auc')).toEqual(named(one.measures, 'roc_auc'))
  })

  test('of a slice does not depend on the other slices asked for', async () => {
    const rows = rowsOf(vectors.binary[0]!).map((row, index) => [...row, index % 2])
    const header = 'label,prediction,score,site,half'
    const one = await measure(rows, question, header)
    const both = await measure(rows, { ...question, slices: ['half', 'site'] }, header)
    const ofSite = ({ measures }: Evaluation): Measure[] => measures.filter(({ slice }) => slice?.column === 'site')
    expect(ofSite(both)).toEqual(ofSite(one))
  })

  test('of a slice is the evaluation of a file with only its rows', async () => {
    const rows = rowsOf(vectors.binary[0]!)
    const { measures, slices } = await measure(rows, question)
    const alone = await measure(
      rows.filter((row) => row[3] === 'site 1'),
      question,
    )
    for (const { name, value } of alone.measures.filter(({ slice }) => slice === undefined)) {
      expect(named(measures, name, 'site 1').value).toBe(value)
    }
    expect(slices.map(({ rows }) => rows)).toEqual([100, 100, 100])
  })

  test('has intervals that contain their value', async () => {
    const { measures } = await measure(rowsOf(vectors.binary[0]!), question)
    for (const { value, low, high } of measures) {
      expect(low).toBeLessThanOrEqual(value!)
      expect(high).toBeGreaterThanOrEqual(value!)
    }
  })

  test('flags small groups and intervals without a width, and keeps rows without a slice value', async () => {
    const rows = [
      ...Array.from({ length: 40 }, (_, i) => [i % 2 ? 'yes' : 'no', i % 2 ? 'yes' : 'no', i % 2 ? 0.9 : 0.1, 'big']),
      ['yes', 'no', 0.4, ''],
      ['no', 'no', 0.2, ''],
    ]
    const { slices, caveats, measures } = await measure(rows, question)
    expect(slices).toMatchObject([
      { column: 'site', value: 'big', rows: 40, small: false },
      { column: 'site', value: null, rows: 2, small: true },
    ])
    expect(named(measures, 'accuracy', null)).toMatchObject({ value: 0.5, n: 2 })
    expect(caveats.join(' ')).toContain(
      'Groups with fewer than 30 rows, where no number is reliable: site without a value (2)',
    )
    // All 40 rows are right: resampling them would say that none can be wrong.
    expect(named(measures, 'recall', 'big')).toMatchObject({
      value: 1,
      low: expect.closeTo(0.832, 3) as number,
      high: 1,
      method: 'clopper-pearson',
    })
    expect(named(measures, 'f1', 'big')).toMatchObject({ low: expect.closeTo((2 * 0.8316) / 1.8316, 3) as number })
    expect(named(measures, 'balanced_accuracy', 'big')).toMatchObject({ method: 'wilson-mover', high: 1 })
    expect(named(measures, 'mcc', 'big')).toMatchObject({ value: 1, low: null, high: null })
    expect(caveats.join(' ')).toContain('No interval, because nothing varied')
  })

  test('flags a slice in which a class hardly occurs', async () => {
    const rows = Array.from({ length: 60 }, (_, i) => [i < 3 ? 'yes' : 'no', 'no', 0.2, 'one'])
    const { caveats } = await measure(rows, question)
    expect(caveats.join(' ')).toContain('site = one (3 yes of 60)')
  })

  test('of one class has values where there are any, and reasons where there are none', async () => {
    const { measures, positive } = await measure(
      [
        ['1', '1', 0.9, 'a'],
        ['1', '1', 0.8, 'a'],
      ],
      question,
    )
    expect(positive).toBe('1')
    expect(named(measures, 'recall').value).toBe(1)
    expect(named(measures, 'roc_auc')).toMatchObject({ value: null, low: null, high: null })
    expect(named(measures, 'specificity').reason).toBe('no row is actually negative')
  })

  test('takes the class predicted at high scores as positive and says so', async () => {
    const rows = rowsOf(vectors.binary[0]!).map(([label, predicted, score, site]) => {
      const name = (text: unknown): string => (text === 'yes' ? 'acute' : 'benign')
      return [name(label), name(predicted), score!, site!]
    })
    const { positive, caveats } = await measure(rows, question)
    expect(positive).toBe('acute')
    expect(caveats[0]).toContain('The positive class was not given; "acute" was taken')
  })

  test('decides by a threshold when one is given', async () => {
    const rows = rowsOf(vectors.binary[0]!)
    const found = await measure(rows, { score: 'score', threshold: 0.6 })
    const atLeast = rows.filter(([, , score]) => Number(score) >= 0.6).length
    expect(found.confusion.counts.reduce((sum, line) => sum + line[1]!, 0)).toBe(atLeast)
    expect(found.caveats.join(' ')).toMatch(/threshold 0.6 decides \d+ rows otherwise/)
    const alone = await measure(rows, { prediction: undefined, score: 'score', threshold: 0.6 })
    expect(alone.measures).toEqual(found.measures)
  })

  test.each([
    [{ draws: 0 }],
    [{ draws: 1.5 }],
    [{ level: 1 }],
    [{ level: Number.NaN }],
    [{ seed: 0.1 }],
    [{ minimumGroup: -1 }],
    [{ threshold: 0.5 }],
    [{ threshold: 2, score: 'score' }],
    [{ slices: ['site', 'site'] }],
    [{ prediction: undefined }],
  ])('with the settings %j is refused', async (more) => {
    const error = await measure([['yes', 'yes', 0.9, 'a']], more).catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(ScanError)
    expect((error as ScanError).code).toBe('option_invalid')
  })
})
