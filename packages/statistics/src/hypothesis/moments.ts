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
  return momentsOfBlocks(() => [values])
}

/** The same for values in blocks that can be read twice. */
export function momentsOfBlocks(blocks: () => Iterable<ArrayLike<number>>): Moments {
  let n = 0
  let sum = 0
  let lost = 0
  for (const block of blocks()) {
    n += block.length
    for (let index = 0; index < block.length; index++) {
      const value = block[index] ?? 0
      const next = sum + value
      lost += Math.abs(sum) >= Math.abs(value) ? sum - next + value : value - next + sum
      sum = next
    }
  }
  if (n === 0) return { n, mean: Number.NaN, squares: 0 }
  const mean = (sum + lost) / n
  // Squares and what is left of the mean's rounding (Chan, Golub and LeVeque 1983).
  let rest = 0
  let squares = 0
  let squaresLost = 0
  for (const block of blocks()) {
    for (let index = 0; index < block.length; index++) {
      const distance = (block[index] ?? 0) - mean
      rest += distance
      const square = distance * distance
      const next = squares + square
      squaresLost += squares >= square ? squares - next + square : square - next + squares
      squares = next
    }
  }
  return { n, mean: mean + rest / n, squares: Math.max(0, squares + squaresLost - (rest * rest) / n) }
}
