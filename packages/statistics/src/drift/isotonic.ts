/** A step function that never falls: `values[i]` from `places[i]` on. */
export type Isotonic = { readonly places: Float64Array; readonly values: Float64Array }

/**
 * Isotonic regression by pooling adjacent violators (Ayer et al. 1955): the rising function of the score nearest to the
 * outcomes in squared error. As a calibration it makes probabilities of any scores that rank well.
 *
 * @example
 * isotonic([0.1, 0.4, 0.35, 0.8], [0, 0, 1, 1]).values // 0, ½, 1
 */
export function isotonic(scores: ArrayLike<number>, outcomes: ArrayLike<number>): Isotonic {
  const order = Int32Array.from({ length: scores.length }, (_, index) => index).sort(
    (a, b) => (scores[a] ?? 0) - (scores[b] ?? 0),
  )
  const places: number[] = []
  const sums: number[] = []
  const weights: number[] = []
  for (const row of order) {
    const score = scores[row] ?? 0
    if (places.at(-1) === score) {
      const last = sums.length - 1
      sums[last] = (sums[last] ?? 0) + (outcomes[row] ?? 0)
      weights[last] = (weights[last] ?? 0) + 1
    } else {
      places.push(score)
      sums.push(outcomes[row] ?? 0)
      weights.push(1)
    }
  }
  const blocks: { place: number; sum: number; weight: number }[] = []
  for (const [index, place] of places.entries()) {
    let block = { place, sum: sums[index] ?? 0, weight: weights[index] ?? 1 }
    for (let before = blocks.at(-1); before !== undefined; before = blocks.at(-1)) {
      if (before.sum / before.weight < block.sum / block.weight) break
      blocks.pop()
      block = { place: before.place, sum: before.sum + block.sum, weight: before.weight + block.weight }
    }
    blocks.push(block)
  }
  return {
    places: Float64Array.from(blocks, (block) => block.place),
    values: Float64Array.from(blocks, (block) => block.sum / block.weight),
  }
}

/** The value of the step function at a score; below the first place its first value. */
export function isotonicAt({ places, values }: Isotonic, score: number): number {
  let [low, high] = [0, places.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((places[middle] ?? 0) <= score) low = middle + 1
    else high = middle
  }
  return values[Math.max(0, low - 1)] ?? Number.NaN
}
