import type { SumMeasure } from '../evaluation/part-groups.ts'
import { clopperPearson } from '../hypothesis/proportions.ts'

/** Places of the sums that a point prediction needs. */
const N = 0
const ERROR = 1
const ABSOLUTE = 2
const SQUARE = 3
const SHARE = 4
const ZEROS = 5
const ACTUAL = 6
const ACTUAL_SQUARE = 7
const ACTUAL_SIZE = 8
export const POINT_SUMS = 9

/**
 * Adds one row to the sums of a point prediction. `centre` is any number near the actual values: variances are summed
 * around it, so that a large common offset costs no digits.
 */
export function addPoint(sums: Float64Array, at: number, actual: number, predicted: number, centre: number): void {
  const error = predicted - actual
  const moved = actual - centre
  put(sums, at + N, 1)
  put(sums, at + ERROR, error)
  put(sums, at + ABSOLUTE, Math.abs(error))
  put(sums, at + SQUARE, error * error)
  if (actual === 0) put(sums, at + ZEROS, 1)
  else put(sums, at + SHARE, Math.abs(error / actual))
  put(sums, at + ACTUAL, moved)
  put(sums, at + ACTUAL_SQUARE, moved * moved)
  put(sums, at + ACTUAL_SIZE, Math.abs(actual))
}

function put(sums: Float64Array, at: number, value: number): void {
  sums[at] = (sums[at] ?? 0) + value
}

const of = (sums: Float64Array, at: number): number => sums[at] ?? 0
const mean = (sums: Float64Array, at: number): number | null => (of(sums, N) > 0 ? of(sums, at) / of(sums, N) : null)

/** The mean absolute error, in units of the label; 0 is best. */
export const mae: SumMeasure = { name: 'mae', of: (sums) => mean(sums, ABSOLUTE), reason: 'there are no rows' }

/** The root of the mean squared error, in units of the label. */
export const rmse: SumMeasure = {
  name: 'rmse',
  of: (sums) => {
    const square = mean(sums, SQUARE)
    return square === null ? null : Math.sqrt(square)
  },
  reason: 'there are no rows',
}

/** The mean of predicted less actual: what is predicted too much on the mean. */
export const bias: SumMeasure = { name: 'bias', of: (sums) => mean(sums, ERROR), reason: 'there are no rows' }

/**
 * The mean absolute error as a share of the actual value (MAPE), 0.1 for 10 %. No value when an actual value is 0, where
 * it is not defined (scikit-learn divides by 2⁻⁵² there).
 */
export const mape: SumMeasure = {
  name: 'mape',
  of: (sums) => (of(sums, ZEROS) > 0 ? null : mean(sums, SHARE)),
  reason: 'an actual value is 0, and no error is a share of that: use wape',
}

/** The sum of absolute errors over the sum of absolute actual values (weighted MAPE). */
export const wape: SumMeasure = {
  name: 'wape',
  of: (sums) => (of(sums, ACTUAL_SIZE) > 0 ? of(sums, ABSOLUTE) / of(sums, ACTUAL_SIZE) : null),
  reason: 'all actual values are 0',
}

/**
 * The share of the variance of the actual values that is explained: 1 − Σ(error²) / Σ(actual − mean)²; 0 is as good as the
 * mean, negative is worse. No value where the actual values do not vary (scikit-learn answers 1 or 0 there).
 */
export const r2: SumMeasure = {
  name: 'r2',
  of: (sums) => {
    const rows = of(sums, N)
    const spread = of(sums, ACTUAL_SQUARE) - of(sums, ACTUAL) ** 2 / rows
    return rows > 1 && spread > 1e-14 * of(sums, ACTUAL_SQUARE) ? 1 - of(sums, SQUARE) / spread : null
  },
  reason: 'the actual values do not vary',
}

/** The measures of a point prediction. */
export const POINT_MEASURES: readonly SumMeasure[] = [mae, rmse, bias, mape, wape, r2]

/**
 * The pinball loss of one quantile forecast (Koenker and Bassett 1978): what is lacking costs `share`, what is too much
 * costs 1 − `share`.
 *
 * @example
 * pinballLoss(10, 8, 0.9) // 1.8
 */
export function pinballLoss(actual: number, quantile: number, share: number): number {
  return actual >= quantile ? share * (actual - quantile) : (1 - share) * (quantile - actual)
}

/**
 * The interval score of Winkler (1972; Gneiting and Raftery 2007): the width of the interval, and 2/(1 − level) times what
 * the actual value lies outside. In units of the label; 0 is best.
 *
 * @example
 * intervalScore(12, 5, 10, 0.8) // 25
 */
export function intervalScore(actual: number, low: number, high: number, level: number): number {
  const outside = Math.max(0, low - actual) + Math.max(0, actual - high)
  return high - low + (2 / (1 - level)) * outside
}

/** A mean of what was summed at a place. */
export function meanMeasure(name: string, at: number): SumMeasure {
  return { name, of: (sums) => mean(sums, at), reason: 'there are no rows' }
}

/** A share of rows, with the exact interval of Clopper and Pearson. */
export function shareMeasure(name: string, at: number): SumMeasure {
  return {
    ...meanMeasure(name, at),
    exact: (sums, level) => clopperPearson(of(sums, at), of(sums, N), level),
    exactMethod: 'clopper-pearson',
  }
}
