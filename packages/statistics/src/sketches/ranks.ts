import type { WeightedPoints } from './quantile-sketch.ts'

/**
 * The share of the data at or below each value, by the points of a sketch. `at` must ascend.
 *
 * @example
 * sharesBelow({ values: Float64Array.of(1, 2), weights: Float64Array.of(1, 3) }, [1, 2]) // [0.25, 1]
 */
export function sharesBelow({ values, weights }: WeightedPoints, at: ArrayLike<number>): Float64Array {
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  const shares = new Float64Array(at.length)
  let reached = 0
  let point = 0
  for (let index = 0; index < at.length; index++) {
    while (point < values.length && (values[point] ?? 0) <= (at[index] ?? 0)) reached += weights[point++] ?? 0
    shares[index] = total === 0 ? Number.NaN : reached / total
  }
  return shares
}

/**
 * The value at each share of the data: the least point that at least this share lies at or below. `shares` must ascend.
 *
 * @example
 * quantilesOf({ values: Float64Array.of(1, 2), weights: Float64Array.of(1, 3) }, [0.5]) // [2]
 */
export function quantilesOf({ values, weights }: WeightedPoints, shares: readonly number[]): Float64Array {
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  let reached = weights[0] ?? 0
  let point = 0
  return Float64Array.from(shares, (share) => {
    // A sum of shares may miss its whole by rounding; a billionth of the weight is no value.
    while (point < values.length - 1 && reached < share * total * (1 - 1e-12)) reached += weights[++point] ?? 0
    return values[point] ?? Number.NaN
  })
}
