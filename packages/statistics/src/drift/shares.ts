/** Shares of a whole from counts. All zero when there are no counts. */
export function sharesOf(counts: ArrayLike<number>): Float64Array {
  let total = 0
  for (let index = 0; index < counts.length; index++) total += counts[index] ?? 0
  return Float64Array.from({ length: counts.length }, (_, index) => (total === 0 ? 0 : (counts[index] ?? 0) / total))
}

/**
 * What stands for an empty share where a logarithm needs one. `fixed`: 0.0001. `evidently`: 0.0001 as well, unless the
 * smallest share that is there is no larger than that; then a millionth of it.
 */
export type Floor = 'fixed' | 'evidently'

/** Shares with the empty ones raised to a floor. The sum is then a little above 1, as in the tools that do this. */
export function floored(shares: ArrayLike<number>, floor: Floor): Float64Array {
  let smallest = Infinity
  for (let index = 0; index < shares.length; index++) {
    const share = shares[index] ?? 0
    if (share > 0 && share < smallest) smallest = share
  }
  const least = floor === 'evidently' && smallest <= FIXED_FLOOR ? smallest / 1e6 : FIXED_FLOOR
  return Float64Array.from({ length: shares.length }, (_, index) => (shares[index] ?? 0) || least)
}

const FIXED_FLOOR = 0.0001
