import { expect, test } from 'vitest'
import { Random } from '../evaluation/random.ts'
import { estimateClassification } from './estimated-classification.ts'
import { estimateRegression } from './estimated-regression.ts'
import { isotonic, isotonicAt } from './isotonic.ts'

test('isotonic regression pools what falls', () => {
  const fitted = isotonic([0.1, 0.4, 0.35, 0.8], [0, 0, 1, 1])
  expect([...fitted.values]).toEqual([0, 0.5, 1])
  expect([0, 0.1, 0.34, 0.35, 0.5, 0.8, 9].map((score) => isotonicAt(fitted, score))).toEqual([0, 0, 0, 0.5, 0.5, 1, 1])
  expect([...isotonic([1, 1, 1], [0, 1, 1]).values]).toEqual([2 / 3])
})

/** Scores that are overconfident: the real chance is nearer to one half. */
function scored(seed: number, rows: number, lift: number): { scores: number[]; labels: number[] } {
  const random = new Random(seed, 'scored')
  const scores = Array.from({ length: rows }, () => Math.min(0.999, random.uniform() ** lift))
  return { scores, labels: scores.map((score) => (random.uniform() < 0.2 + 0.6 * score ? 1 : 0)) }
}

test('the estimated performance of a classifier is what labels would have shown, when chances stay', () => {
  const reference = scored(1, 20_000, 1)
  const current = scored(2, 20_000, 2)
  const found = estimateClassification({
    referenceScores: reference.scores,
    referenceLabels: reference.labels,
    currentScores: current.scores,
    threshold: 0.5,
  })
  const right = current.scores.filter((score, index) => (score >= 0.5 ? 1 : 0) === current.labels[index]).length
  const accuracy = found.find(({ name }) => name === 'accuracy')!
  expect(accuracy.estimated).toBe(true)
  expect(Math.abs(accuracy.value! - right / 20_000)).toBeLessThan(0.01)
  expect(accuracy.low!).toBeLessThan(accuracy.value!)
  expect(accuracy.high! - accuracy.low!).toBeLessThan(0.03)
  // The raw scores say more: 0.5 + |score − 0.5| on average, which calibration takes back.
  const naive = current.scores.reduce((sum, score) => sum + Math.max(score, 1 - score), 0) / 20_000
  expect(accuracy.value!).toBeLessThan(naive - 0.05)
  expect(found.every(({ caveats }) => caveats[0]!.startsWith('Estimated without labels'))).toBe(true)
})

test('without rows or with one class there is no estimate, and a reason', () => {
  const one = { referenceScores: [0.1, 0.9], referenceLabels: [1, 1], currentScores: [0.5], threshold: 0.5 }
  expect(estimateClassification(one)[0]).toMatchObject({ value: null, low: null })
  const none = { ...one, referenceLabels: [0, 1], currentScores: [] }
  expect(estimateClassification(none)[0]!.caveats).toEqual(['There are no rows to estimate for.'])
  expect(() => estimateClassification({ ...one, referenceLabels: [1] })).toThrow(RangeError)
})

test('the estimated error of a regression follows the features that make it large', () => {
  const random = new Random(3, 'regression')
  const draw = (rows: number, more: number): { x: Float64Array; errors: Float64Array } => {
    const x = Float64Array.from({ length: rows }, () => random.uniform() ** (1 / more))
    return { x, errors: x.map((value) => (random.uniform() - 0.5) * 4 * value) }
  }
  const reference = draw(4000, 1)
  const current = draw(4000, 3)
  const found = estimateRegression({
    referenceFeatures: [reference.x],
    referenceErrors: reference.errors,
    currentFeatures: [current.x],
  })
  const mean = (of: Float64Array): number => of.reduce((sum, error) => sum + Math.abs(error), 0) / of.length
  const mae = found.find(({ name }) => name === 'mae')!
  const real = mean(current.errors)
  expect(real).toBeGreaterThan(1.3 * mean(reference.errors))
  expect(mae.low!).toBeLessThan(real)
  expect(mae.high!).toBeGreaterThan(real)
  expect(found.find(({ name }) => name === 'rmse')!.value!).toBeCloseTo(Math.sqrt(found[1]!.value!), 12)
  expect(
    estimateRegression({ referenceFeatures: [[1]], referenceErrors: [1], currentFeatures: [[1]] })[0]!.value,
  ).toBeNull()
})
