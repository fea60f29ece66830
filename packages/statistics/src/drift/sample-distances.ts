import type { ValueTally } from './value-tally.ts'

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
  return walk({ values: reference }, { values: current }, reference.length, current.length)
}

/** The same from how often each value occurs. */
export function tallyDistances(reference: ValueTally, current: ValueTally): SampleDistances {
  const total = ({ counts }: ValueTally): number => counts.reduce((sum, count) => sum + count, 0)
  return walk(reference, current, total(reference), total(current))
}

/** Values in ascending order; without counts each is there once. */
type Points = { readonly values: Float64Array; readonly counts?: Float64Array }

function walk(reference: Points, current: Points, n: number, m: number): SampleDistances {
  const { values: first, counts: firstTimes } = reference
  const { values: second, counts: secondTimes } = current
  let [a, b] = [0, 0]
  let [i, j] = [0, 0]
  let largest = 0
  let area = 0
  let lost = 0
  let squared = 0
  let distinct = 0
  let before = 0
  let gap = 0
  while (a < first.length || b < second.length) {
    const one = a < first.length ? (first[a] ?? 0) : Infinity
    const other = b < second.length ? (second[b] ?? 0) : Infinity
    const value = one <= other ? one : other
    if (distinct > 0) {
      const width = value - before
      // Neumaier's sum: a million small areas lose nothing.
      const part = gap * width
      const next = area + part
      lost += area >= part ? area - next + part : part - next + area
      area = next
      squared += gap * part
    }
    for (; a < first.length && first[a] === value; a++) i += firstTimes?.[a] ?? 1
    for (; b < second.length && second[b] === value; b++) j += secondTimes?.[b] ?? 1
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
