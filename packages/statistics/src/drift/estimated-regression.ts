import { normal } from '../distributions/normal.ts'
import { binned, cutsOf, fitBoostedTrees, predictTrees } from './boosted-trees.ts'
import type { EstimatedMeasure } from './estimated-classification.ts'

export type RegressionRows = {
  /** Features by column (NaN where missing) of the reference, whose errors are known; the prediction is one of them. */
  readonly referenceFeatures: readonly ArrayLike<number>[]
  /** Prediction less actual value of each reference row. */
  readonly referenceErrors: ArrayLike<number>
  readonly currentFeatures: readonly ArrayLike<number>[]
}

const LEAST_ROWS = 100

/**
 * Direct loss estimation (as NannyML's DLE): how large the errors of a regression are to be expected on rows without
 * labels. A second model learns the absolute and the squared error from the features of the reference, and predicts both
 * for the current rows.
 *
 * The interval is that of the mean of the predicted losses, with the spread of the losses around what the second model
 * says of rows it has not seen (two halves). It does not know whether features relate to errors as they did.
 *
 * @example
 * estimateRegression(rows).find(({ name }) => name === 'mae')
 */
export function estimateRegression(
  { referenceFeatures, referenceErrors, currentFeatures }: RegressionRows,
  { level = 0.95 }: { level?: number } = {},
): EstimatedMeasure<'mae' | 'mse' | 'rmse'>[] {
  const n = referenceErrors.length
  const m = currentFeatures[0]?.length ?? 0
  if (referenceFeatures.length !== currentFeatures.length || referenceFeatures.length === 0) {
    throw new RangeError('both sides must have the same features')
  }
  const names = ['mae', 'mse', 'rmse'] as const
  if (n < LEAST_ROWS || m === 0) {
    const reason = m === 0 ? 'There are no rows to estimate for.' : `The reference has fewer than ${LEAST_ROWS} rows.`
    return names.map((name) => ({
      name,
      estimated: true,
      value: null,
      low: null,
      high: null,
      level,
      n: m,
      caveats: [reason],
    }))
  }
  const cuts = referenceFeatures.map(cutsOf)
  const codesOf = (features: readonly ArrayLike<number>[]): Uint8Array[] =>
    features.map((values, index) => binned(values, cuts[index] ?? new Float64Array()))
  const [known, open] = [codesOf(referenceFeatures), codesOf(currentFeatures)]
  const z = normal.upperQuantile((1 - level) / 2)
  const estimate = (power: 1 | 2): { value: number; low: number; high: number } => {
    const loss = Float64Array.from(referenceErrors, (error) => Math.abs(error) ** power)
    const rows = Int32Array.from({ length: n }, (_, index) => index)
    const model = fitBoostedTrees(known, loss, rows, 'numbers')
    const predicted = Float64Array.from({ length: m }, (_, row) => Math.max(0, predictTrees(model, open, row)))
    const value = predicted.reduce((sum, part) => sum + part, 0) / m
    const spread = predicted.reduce((sum, part) => sum + (part - value) ** 2, 0) / m
    const noise = unseenVariance(known, loss, rows)
    // What was drawn now, and what the second model learnt from.
    const reach = z * Math.sqrt((spread + noise) / m + noise / n)
    return { value, low: Math.max(0, value - reach), high: value + reach }
  }
  const caveats = [
    'Estimated without labels: it holds only while errors depend on the features as they did in the reference.',
  ]
  const mse = estimate(2)
  const root = { value: Math.sqrt(mse.value), low: Math.sqrt(mse.low), high: Math.sqrt(mse.high) }
  return [
    { name: 'mae', estimated: true, ...estimate(1), level, n: m, caveats },
    { name: 'mse', estimated: true, ...mse, level, n: m, caveats },
    { name: 'rmse', estimated: true, ...root, level, n: m, caveats },
  ]
}

/** The mean squared miss of the second model on rows that it has not learnt from. */
function unseenVariance(codes: readonly Uint8Array[], loss: Float64Array, rows: Int32Array): number {
  let sum = 0
  for (const part of [0, 1]) {
    const model = fitBoostedTrees(
      codes,
      loss,
      rows.filter((row) => row % 2 === part),
      'numbers',
    )
    for (const row of rows) if (row % 2 !== part) sum += (predictTrees(model, codes, row) - (loss[row] ?? 0)) ** 2
  }
  return sum / rows.length
}
