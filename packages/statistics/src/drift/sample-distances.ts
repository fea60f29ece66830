/** Distances of two samples from one walk over both, which must be sorted, finite and not empty. */
export type SampleDistances = {
  /** The largest distance of the empirical distributions (Kolmogorov and Smirnov), from 0 to 1. */
  readonly kolmogorovSmirnov: number
  /** The first Wasserstein distance: the area between the empirical distributions, in the unit of the values. */
  readonly wasserstein: number
  /** √(2 ∫ (F − G)²), as SciPy's energy_distance (Székely and Rizzo 2013), in the root of the unit of the values. */
  readonly energy: number
  /** The number of distinct values in both together. */
  readonly distinct: number
}

/**
 * All distances of two sorted samples at once. Ties and unequal sizes need no special case; the cost is one pass.
 *
 * @example
 * sampleDistances(Float64Array.of(0, 1), Float64Array.of(1, 2)).wasserstein // 1
 */
export function sampleDistances(reference: Float64Array, current: Float64Array): SampleDistances {
  const [n, m] = [reference.length, current.length]
  let i = 0
  let j = 0
  let largest = 0
  let area = 0
  let lost = 0
  let squared = 0
  let distinct = 0
  let before = 0
  let gap = 0
  while (i < n || j < m) {
    const a = i < n ? (reference[i] ?? 0) : Infinity
    const b = j < m ? (current[j] ?? 0) : Infinity
    const value = a <= b ? a : b
    if (distinct > 0) {
      const width = value - before
      // Neumaier's sum: a million small areas lose nothing.
      const part = gap * width
      const next = area + part
      lost += area >= part ? area - next + part : part - next + area
      area = next
      squared += gap * part
    }
    while (i < n && reference[i] === value) i++
    while (j < m && current[j] === value) j++
    gap = Math.abs(i / n - j / m)
    if (gap > largest) largest = gap
    before = value
    distinct += 1
  }
  return { kolmogorovSmirnov: largest, wasserstein: area + lost, energy: Math.sqrt(2 * squared), distinct }
}

/** How many distinct values a sorted sample has. */
export function distinctOf(sorted: Float64Array): number {
  let distinct = 0
  for (let index = 0; index < sorted.length; index++) if (index === 0 || sorted[index] !== sorted[index - 1]) distinct++
  return distinct
}
