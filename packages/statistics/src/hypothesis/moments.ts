/** How many, their mean, and the sum of squared distances from it. */
export type Moments = { readonly n: number; readonly mean: number; readonly squares: number }

/**
 * Count, mean and sum of squared distances from the mean, in two passes with Neumaier's compensated sums (1974), so that
 * a large common offset costs no digits. All values must be finite.
 *
 * @example
 * momentsOf([1, 2, 3]) // { n: 3, mean: 2, squares: 2 }
 */
export function momentsOf(values: ArrayLike<number>): Moments {
  const n = values.length
  if (n === 0) return { n, mean: Number.NaN, squares: 0 }
  const mean = compensatedSum(n, (index) => values[index] ?? 0) / n
  const rest = compensatedSum(n, (index) => (values[index] ?? 0) - mean)
  const squares = compensatedSum(n, (index) => ((values[index] ?? 0) - mean) ** 2)
  // What is left of the mean's rounding is taken back (Chan, Golub and LeVeque 1983).
  return { n, mean: mean + rest / n, squares: Math.max(0, squares - (rest * rest) / n) }
}

/** Neumaier's compensated sum of `n` terms. */
export function compensatedSum(n: number, term: (index: number) => number): number {
  let sum = 0
  let lost = 0
  for (let index = 0; index < n; index++) {
    const value = term(index)
    const next = sum + value
    lost += Math.abs(sum) >= Math.abs(value) ? sum - next + value : value - next + sum
    sum = next
  }
  return sum + lost
}
