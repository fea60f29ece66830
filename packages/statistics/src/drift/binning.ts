import { momentsOf } from '../hypothesis/moments.ts'
import type { NumericSample } from './numeric-sample.ts'
import type { ValueTally } from './value-tally.ts'

/**
 * Equal bins from the least to the largest value as NumPy makes them: a constant gets half a unit on either side, the
 * last edge is the largest value itself.
 */
export function equalEdges(least: number, most: number, bins: number): Float64Array {
  const [low, high] = least === most ? [least - 0.5, most + 0.5] : [least, most]
  const step = (high - low) / bins
  const edges = Float64Array.from({ length: bins + 1 }, (_, index) => index * step + low)
  edges[bins] = high
  return edges
}

/**
 * Edges by Sturges' rule (1926) as NumPy's "sturges": bins of width range / (log₂ n + 1). With `integers` no bin is narrower
 * than 1, as NumPy has it for arrays of integers.
 *
 * @example
 * sturgesEdges(0, 8, 128, false) // 0, 1, … 8
 */
export function sturgesEdges(least: number, most: number, n: number, integers: boolean): Float64Array {
  return edgesOfWidth(least, most, (most - least) / (Math.log2(n) + 1), integers)
}

/**
 * Edges by Doane's rule (1976) as NumPy's "doane": Sturges' with more bins for a skewed sample.
 */
export function doaneEdges(sorted: Float64Array, integers: boolean): Float64Array {
  const n = sorted.length
  const least = sorted[0] ?? 0
  const most = sorted[n - 1] ?? 0
  const { mean, squares } = momentsOf(sorted)
  const deviation = Math.sqrt(squares / n)
  if (n <= 2 || !(deviation > 0)) return equalEdges(least, most, 1)
  let cubes = 0
  for (let index = 0; index < n; index++) cubes += (((sorted[index] ?? 0) - mean) / deviation) ** 3
  const error = Math.sqrt((6 * (n - 2)) / ((n + 1) * (n + 3)))
  const width = (most - least) / (1 + Math.log2(n) + Math.log2(1 + Math.abs(cubes / n) / error))
  return edgesOfWidth(least, most, width, integers)
}

function edgesOfWidth(least: number, most: number, width: number, integers: boolean): Float64Array {
  const wide = integers && width > 0 && width < 1 ? 1 : width
  return equalEdges(least, most, wide > 0 ? Math.max(1, Math.ceil((most - least) / wide)) : 1)
}

/** The inner edges that cut a sorted sample into tenths (linear quantiles), each once. */
export function decileEdges(sorted: Float64Array): Float64Array {
  const edges: number[] = []
  for (let tenth = 1; tenth < 10; tenth++) {
    const position = ((sorted.length - 1) * tenth) / 10
    const below = Math.floor(position)
    const low = sorted[below] ?? 0
    const high = sorted[Math.min(below + 1, sorted.length - 1)] ?? 0
    const edge = low + (high - low) * (position - below)
    if (edges.at(-1) !== edge) edges.push(edge)
  }
  return Float64Array.from(edges)
}

/**
 * Counts of a sorted sample in bins [edge, next edge), the last closed, as NumPy's histogram; what lies outside is not
 * counted. With `open` the edges are inner ones and the outer bins take everything beyond them.
 */
export function histogram(sorted: Float64Array, edges: Float64Array, { open = false } = {}): Float64Array {
  const cuts = Array.from(edges, (edge, index) => firstNotBelow(sorted, edge, !open && index === edges.length - 1))
  if (open) {
    cuts.unshift(0)
    cuts.push(sorted.length)
  }
  return Float64Array.from({ length: cuts.length - 1 }, (_, index) => (cuts[index + 1] ?? 0) - (cuts[index] ?? 0))
}

/** Counts of a sample of any size in equal bins [edge, next edge), the last closed: the same numbers as `histogram`. */
export function binCounts(sample: NumericSample, edges: Float64Array): Float64Array {
  const bins = edges.length - 1
  const counts = new Float64Array(bins)
  const low = edges[0] ?? 0
  const high = edges[bins] ?? 0
  const scale = bins / (high - low)
  for (const block of sample.blocks()) {
    for (let index = 0; index < block.length; index++) {
      const value = block[index] ?? 0
      if (value < low || value > high) continue
      let bin = Math.min(bins - 1, Math.floor((value - low) * scale))
      // The division may be one rounding off: the edges decide.
      if (value < (edges[bin] ?? 0)) bin -= 1
      else if (bin < bins - 1 && value >= (edges[bin + 1] ?? 0)) bin += 1
      counts[bin] = (counts[bin] ?? 0) + 1
    }
  }
  return counts
}

/** The position of the first value that is not below an edge, or with `above` the first above it. */
function firstNotBelow(sorted: Float64Array, edge: number, above: boolean): number {
  let [low, high] = [0, sorted.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    const value = sorted[middle] ?? 0
    if (above ? value > edge : value >= edge) high = middle
    else low = middle + 1
  }
  return low
}

/** Two samples as counts of each distinct value, in ascending order. */
export function distinctCounts(
  reference: NumericSample,
  current: NumericSample,
): { values: number[]; reference: number[]; current: number[] } {
  const [mine, theirs] = [reference.tally(), current.tally()]
  if (mine === undefined || theirs === undefined) return valueCounts(reference.sorted(), current.sorted())
  const values = [...new Set([...mine.values, ...theirs.values])].sort((a, b) => a - b)
  const counts = ({ values: own, counts: times }: ValueTally): number[] => {
    const place = new Map(Array.from(own, (value, at) => [value, times[at] ?? 0]))
    return values.map((value) => place.get(value) ?? 0)
  }
  return { values, reference: counts(mine), current: counts(theirs) }
}

/** Two sorted samples as counts of each distinct value, in ascending order. */
export function valueCounts(
  reference: Float64Array,
  current: Float64Array,
): { values: number[]; reference: number[]; current: number[] } {
  const values: number[] = []
  const mine: number[] = []
  const theirs: number[] = []
  let i = 0
  let j = 0
  while (i < reference.length || j < current.length) {
    const a = i < reference.length ? (reference[i] ?? 0) : Infinity
    const b = j < current.length ? (current[j] ?? 0) : Infinity
    const value = a <= b ? a : b
    const [fromFirst, fromSecond] = [i, j]
    while (i < reference.length && reference[i] === value) i++
    while (j < current.length && current[j] === value) j++
    values.push(value)
    mine.push(i - fromFirst)
    theirs.push(j - fromSecond)
  }
  return { values, reference: mine, current: theirs }
}
