import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { accuracy } from './accuracy.ts'
import { balancedAccuracy } from './balanced-accuracy.ts'
import { binomial } from './binomial.ts'
import { brier } from './brier.ts'
import { classAverage } from './class-average.ts'
import { confusionMatrix, oneAgainstRest } from './confusion.ts'
import { f1 } from './f1.ts'
import type { Figure } from './figure.ts'
import { logLoss } from './log-loss.ts'
import { normalQuantile } from '../distributions/normal-quantile.ts'
import { precision } from './precision.ts'
import { Random } from './random.ts'
import { recall } from './recall.ts'
import { rankTallyOf, RankTally, rocAuc } from './roc-auc.ts'
import { specificity } from './specificity.ts'

type Vectors = {
  tolerance: number
  binary: {
    name: string
    labels: string[]
    predictions: string[]
    scores: number[]
    positive: string
    expected: Record<string, number | null>
    delong_variance: number | null
  }[]
  multiclass: { name: string; labels: string[]; predictions: string[]; expected: Record<string, number> }[]
  normal_quantile: [number, number][]
  binomial_mass: { trials: number; probability: number; mass: number[] }[]
}

const file = new URL('../../../../fixtures/statistics/evaluation-vectors.json', import.meta.url)
const vectors = JSON.parse(readFileSync(file, 'utf8')) as Vectors

/** The measures that differ by more than the tolerance, or have a value where there should be none, or no reason. */
function differing(found: Record<string, Figure>, expected: Record<string, number | null>): string[] {
  return Object.entries(expected).flatMap(([name, wanted]) => {
    const figure = found[name]
    if (figure === undefined) return [`${name} is missing`]
    const same =
      wanted === null
        ? figure.value === null && figure.reason.length > 0
        : figure.value !== null && Math.abs(figure.value - wanted) <= vectors.tolerance
    return same ? [] : [`${name} is ${figure.value} and should be ${wanted}`]
  })
}

describe('two classes agree with scikit-learn to 1e-12', () => {
  test.each(vectors.binary)('$name', ({ labels, predictions, scores, positive, expected, delong_variance }) => {
    const matrix = confusionMatrix(labels, predictions, ['no', 'yes'])
    const counts = oneAgainstRest(matrix, matrix.labels.indexOf(positive))
    const isPositive = labels.map((label) => (label === positive ? 1 : 0))
    const found: Record<string, Figure> = {
      accuracy: accuracy(matrix),
      balanced_accuracy: balancedAccuracy(matrix),
      precision: precision(counts),
      recall: recall(counts),
      specificity: specificity(counts),
      f1: f1(counts),
      roc_auc: rocAuc(scores, isPositive),
      log_loss: logLoss(scores, isPositive),
      brier: brier(scores, isPositive),
    }
    expect(Object.keys(found).sort()).toEqual(Object.keys(expected).sort())
    expect(differing(found, expected)).toEqual([])
    const tally = rankTallyOf(scores, isPositive)
    const variance = tally instanceof RankTally ? tally.variance() : null
    expect(variance === null).toBe(delong_variance === null)
    expect(variance ?? 0).toBeCloseTo(delong_variance ?? 0, 13)
  })
})

describe('more classes agree with scikit-learn to 1e-12', () => {
  test.each(vectors.multiclass)('$name', ({ labels, predictions, expected }) => {
    const matrix = confusionMatrix(labels, predictions)
    const found: Record<string, Figure> = { accuracy: accuracy(matrix), balanced_accuracy: balancedAccuracy(matrix) }
    for (const [name, formula] of Object.entries({ precision, recall, f1 })) {
      for (const averaging of ['macro', 'micro', 'weighted'] as const) {
        found[`${name}_${averaging}`] = classAverage(matrix, formula, averaging)
      }
    }
    expect(Object.keys(found).sort()).toEqual(Object.keys(expected).sort())
    expect(differing(found, expected)).toEqual([])
  })
})

test('the normal quantile agrees with SciPy', () => {
  for (const [probability, wanted] of vectors.normal_quantile) {
    expect(Math.abs(normalQuantile(probability) - wanted)).toBeLessThanOrEqual(1e-13 * Math.max(1, Math.abs(wanted)))
  }
})

test.each(vectors.binomial_mass)(
  'binomial draws of $trials trials at $probability fit their distribution',
  (vector) => {
    const draws = 40_000
    const random = new Random(7, `${vector.trials}`)
    const seen = vector.mass.map(() => 0)
    for (let draw = 0; draw < draws; draw++) seen[binomial(random, vector.trials, vector.probability)]! += 1
    let chiSquare = 0
    let cells = 0
    for (const [successes, mass] of vector.mass.entries()) {
      if (mass * draws < 8) continue
      chiSquare += (seen[successes]! - mass * draws) ** 2 / (mass * draws)
      cells += 1
    }
    // Five standard deviations above the mean of the chi-square distribution; the seed is fixed.
    expect(chiSquare).toBeLessThan(cells + 5 * Math.sqrt(2 * cells))
  },
)
