import { figure, noFigure } from '../evaluation/figure.ts'
import type { Figure } from '../evaluation/figure.ts'
import { ratioDistance, ratioPairs } from './ratio-pairs.ts'
import type { PairSum } from './ratio-pairs.ts'
import type { UnitPatterns } from './unit-patterns.ts'

/** The level of measurement: what it means for two labels to differ much. */
export type Level = 'nominal' | 'ordinal' | 'interval' | 'ratio'

/** Agreement beyond chance with what it is made of; the disagreements are per pair of labels. */
export type AlphaParts = {
  readonly alpha: Figure
  readonly observed: number
  readonly expected: number
  /** Labels in items that have at least two. */
  readonly pairable: number
}

/**
 * Krippendorff's alpha: 1 − observed / expected disagreement (Krippendorff 2011, "Computing Krippendorff's
 * alpha-reliability"). Items with fewer than two labels are left out; missing labels cost nothing.
 *
 * Disagreement is 0 or 1 at the nominal level, the squared difference at the interval level, the squared difference of
 * mid-ranks at the ordinal level, and ((a − b) / (a + b))² at the ratio level. None of these needs a table of pairs of
 * values: sums of squares around means serve the first three, and the last is summed by interpolation where there are
 * many values. So alpha costs O(n log n) at every level.
 *
 * `values` are the categories as ascending numbers; the nominal and the ordinal level can do without. No figure when no
 * item has two labels, when all labels are the same (there is no disagreement to expect), or when a level needs numbers
 * and there are none.
 *
 * @example
 * krippendorffAlpha(unitPatterns(table), 'interval', table.values)
 */
export function krippendorffAlpha(patterns: UnitPatterns, level: Level, values: Float64Array | null): AlphaParts {
  const kernel = alphaKernel(patterns, level, values)
  return typeof kernel === 'string' ? { alpha: noFigure(kernel), ...NO_PARTS } : kernel(patterns.units)
}

const NO_PARTS = { observed: 0, expected: 0, pairable: 0 }

/** Computes alpha for numbers of items of each pattern; made once, asked for each bootstrap draw. */
export type AlphaKernel = (units: ArrayLike<number>) => AlphaParts

/** The kernel of a level, or the reason why there is none. */
export function alphaKernel(patterns: UnitPatterns, level: Level, values: Float64Array | null): AlphaKernel | string {
  if (level !== 'nominal' && level !== 'ordinal' && values === null) {
    return `the ${level} level needs labels that are numbers`
  }
  const numbers = values ?? new Float64Array(0)
  switch (level) {
    case 'nominal': {
      return kernelOf(patterns, withinNominal(patterns), (counts, total) => total * total - sumOfSquares(counts))
    }
    case 'interval': {
      if (patterns.size.length > MANY_PATTERNS) return intervalKernel(patterns, numbers)
      const within = withinPositions(patterns, numbers)
      return kernelOf(patterns, within, (counts, total) => 2 * total * squaresAround(counts, numbers, total))
    }
    case 'ordinal': {
      const ranks = new Float64Array(patterns.categories)
      const within = new Float64Array(patterns.size.length)
      return kernelOf(patterns, within, (counts, total) => {
        midRanks(counts, ranks)
        withinPositions(patterns, ranks, within)
        return 2 * total * squaresAround(counts, ranks, total)
      })
    }
    case 'ratio': {
      const sum: PairSum | undefined = ratioPairs(numbers)
      if (sum === undefined) return 'there are too many different values of both signs for the ratio level'
      return kernelOf(patterns, withinRatio(patterns, numbers), sum)
    }
    default:
      return level satisfies never
  }
}

function kernelOf(
  { start, category, count, size, categories }: UnitPatterns,
  within: Float64Array,
  expectedPairs: (counts: Float64Array, total: number) => number,
): AlphaKernel {
  const counts = new Float64Array(categories)
  return (units) => {
    counts.fill(0)
    let pairable = 0
    for (let pattern = 0; pattern < size.length; pattern++) {
      const times = units[pattern] ?? 0
      const labels = size[pattern] ?? 0
      if (times === 0 || labels < 2) continue
      pairable += times * labels
      for (let entry = start[pattern] ?? 0; entry < (start[pattern + 1] ?? 0); entry++) {
        const at = category[entry] ?? 0
        counts[at] = (counts[at] ?? 0) + times * (count[entry] ?? 0)
      }
    }
    if (pairable === 0) return { alpha: noFigure('no item has two labels'), ...NO_PARTS }
    // Asked of the counts and not of a sum of squares, which rounding may leave a hair above 0.
    if (counts.every((some) => some === 0 || some === pairable)) {
      return { alpha: noFigure('all labels are the same'), observed: 0, expected: 0, pairable }
    }
    const pairs = expectedPairs(counts, pairable)
    let disagreement = 0
    for (let pattern = 0; pattern < size.length; pattern++) {
      const times = units[pattern] ?? 0
      if (times > 0 && (size[pattern] ?? 0) >= 2) disagreement += times * (within[pattern] ?? 0)
    }
    const observed = disagreement / pairable
    const expected = pairs / pairable / (pairable - 1)
    return { alpha: figure(1 - observed / expected), observed, expected, pairable }
  }
}

/** With more patterns, items hardly share any, and what is summed for each pattern saves going through its labels. */
const MANY_PATTERNS = 10_000

/** The interval level from the sums and sums of squares of each pattern, around the mean of all labels. */
function intervalKernel(patterns: UnitPatterns, values: Float64Array): AlphaKernel {
  const { start, category, count, size, units } = patterns
  const within = withinPositions(patterns, values)
  let labels = 0
  let total = 0
  for (let pattern = 0; pattern < size.length; pattern++) {
    if ((size[pattern] ?? 0) < 2) continue
    for (let entry = start[pattern] ?? 0; entry < (start[pattern + 1] ?? 0); entry++) {
      const times = (units[pattern] ?? 0) * (count[entry] ?? 0)
      labels += times
      total += times * (values[category[entry] ?? 0] ?? 0)
    }
  }
  const centre = labels === 0 ? 0 : total / labels
  const sums = new Float64Array(size.length)
  const squares = new Float64Array(size.length)
  for (let pattern = 0; pattern < size.length; pattern++) {
    if ((size[pattern] ?? 0) < 2) continue
    for (let entry = start[pattern] ?? 0; entry < (start[pattern + 1] ?? 0); entry++) {
      const distance = (values[category[entry] ?? 0] ?? 0) - centre
      sums[pattern] = (sums[pattern] ?? 0) + (count[entry] ?? 0) * distance
      squares[pattern] = (squares[pattern] ?? 0) + (count[entry] ?? 0) * distance * distance
    }
  }
  return (drawn) => {
    let pairable = 0
    let sum = 0
    let ofSquares = 0
    let disagreement = 0
    for (let pattern = 0; pattern < size.length; pattern++) {
      const times = drawn[pattern] as number
      if (times === 0 || (size[pattern] as number) < 2) continue
      pairable += times * (size[pattern] as number)
      sum += times * (sums[pattern] as number)
      ofSquares += times * (squares[pattern] as number)
      disagreement += times * (within[pattern] as number)
    }
    if (pairable === 0) return { alpha: noFigure('no item has two labels'), ...NO_PARTS }
    const pairs = 2 * (pairable * ofSquares - sum * sum)
    // So many different labels cannot all be the same but by drawing one item again and again.
    if (!(pairs > 1e-12 * pairable * ofSquares)) {
      return { alpha: noFigure('all labels are the same'), observed: 0, expected: 0, pairable }
    }
    const observed = disagreement / pairable
    const expected = pairs / pairable / (pairable - 1)
    return { alpha: figure(1 - observed / expected), observed, expected, pairable }
  }
}

function sumOfSquares(counts: Float64Array): number {
  let sum = 0
  for (let at = 0; at < counts.length; at++) sum += (counts[at] ?? 0) ** 2
  return sum
}

function squaresAround(counts: Float64Array, positions: Float64Array, total: number): number {
  let mean = 0
  for (let at = 0; at < counts.length; at++) mean += ((counts[at] ?? 0) / total) * (positions[at] ?? 0)
  let squares = 0
  for (let at = 0; at < counts.length; at++) squares += (counts[at] ?? 0) * ((positions[at] ?? 0) - mean) ** 2
  return squares
}

/** The rank in the middle of the labels of each category, as if all were lined up in order. */
function midRanks(counts: Float64Array, ranks: Float64Array): void {
  let before = 0
  for (let at = 0; at < counts.length; at++) {
    const count = counts[at] ?? 0
    ranks[at] = before + count / 2
    before += count
  }
}

function withinNominal({ start, count, size }: UnitPatterns): Float64Array {
  return size.map((labels, pattern) => {
    let same = 0
    for (let entry = start[pattern] ?? 0; entry < (start[pattern + 1] ?? 0); entry++) same += (count[entry] ?? 0) ** 2
    return labels < 2 ? 0 : (labels * labels - same) / (labels - 1)
  })
}

function withinPositions(
  { start, category, count, size }: UnitPatterns,
  positions: Float64Array,
  into: Float64Array = new Float64Array(size.length),
): Float64Array {
  for (let pattern = 0; pattern < size.length; pattern++) {
    const labels = size[pattern] ?? 0
    const from = start[pattern] ?? 0
    const to = start[pattern + 1] ?? 0
    if (labels < 2) continue
    let mean = 0
    for (let entry = from; entry < to; entry++) {
      mean += ((count[entry] ?? 0) / labels) * (positions[category[entry] ?? 0] ?? 0)
    }
    let squares = 0
    for (let entry = from; entry < to; entry++) {
      squares += (count[entry] ?? 0) * ((positions[category[entry] ?? 0] ?? 0) - mean) ** 2
    }
    into[pattern] = (2 * labels * squares) / (labels - 1)
  }
  return into
}

/** An item with more different labels than this is summed by interpolation. */
const MANY_LABELS = 1500

function withinRatio({ start, category, count, size }: UnitPatterns, values: Float64Array): Float64Array {
  return size.map((labels, pattern) => {
    const from = start[pattern] ?? 0
    const to = start[pattern + 1] ?? 0
    if (labels < 2) return 0
    const own = category.subarray(from, to)
    if (own.length > MANY_LABELS) {
      const sum = ratioPairs(Float64Array.from(own, (at) => values[at] ?? 0))
      return (sum?.(count.subarray(from, to)) ?? Number.NaN) / (labels - 1)
    }
    let pairs = 0
    for (let one = from; one < to; one++) {
      for (let other = one + 1; other < to; other++) {
        const distance = ratioDistance(values[category[one] ?? 0] ?? 0, values[category[other] ?? 0] ?? 0)
        pairs += 2 * (count[one] ?? 0) * (count[other] ?? 0) * distance
      }
    }
    return pairs / (labels - 1)
  })
}
