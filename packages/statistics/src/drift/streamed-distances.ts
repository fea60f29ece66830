import type { NumericSample } from './numeric-sample.ts'
import { sampleDistances, tallyDistances } from './sample-distances.ts'
import type { SampleDistances } from './sample-distances.ts'

/** Up to so many values in both samples together, sorting is faster than counting. */
const FEW = 1 << 15
/** More values than this in cells that must be sorted are mostly the same few values again and again. */
const MANY = 1 << 20

/**
 * The Kolmogorov–Smirnov and Wasserstein distances of two samples of any size, exactly, without sorting them.
 *
 * Both are counted into the same narrow cells, each cell with its count and sum. Where the two
 * empirical distributions do not cross within a cell, the area between them there follows from counts and sums alone;
 * only the values of the few cells where they might cross, or where the largest distance might lie, are read again and
 * sorted, as are the values outside the cells (0.1 % at each end). Where these would be many because values repeat, each
 * distinct value is counted instead. So memory hardly grows with the rows, but for values so uneven that nearly all of them
 * lie in a few cells.
 *
 * The same numbers as `sampleDistances` but for rounding. Both samples need a value.
 */
export function streamedDistances(
  reference: NumericSample,
  current: NumericSample,
): { kolmogorovSmirnov: number; wasserstein: number } {
  if (reference.n + current.n <= FEW) return sampleDistances(reference.sorted(), current.sorted())
  const grid = gridFor(reference, current)
  if (grid === undefined) {
    return distancesOfFew(reference, current) ?? sampleDistances(reference.sorted(), current.sorted())
  }
  const mine = new Cells(reference, grid)
  const theirs = new Cells(current, grid)
  const marked = cellsToSort(mine, theirs)
  const few = mine.within(marked) + theirs.within(marked) > MANY ? distancesOfFew(reference, current) : undefined
  if (few !== undefined) return few
  return walk(mine.inOrder(marked), theirs.inOrder(marked), mine, theirs, marked)
}

/** From tallies, where the values repeat so much that there are some. */
function distancesOfFew(reference: NumericSample, current: NumericSample): SampleDistances | undefined {
  const [mine, theirs] = [reference.tally(), current.tally()]
  return mine === undefined || theirs === undefined ? undefined : tallyDistances(mine, theirs)
}

type Grid = { readonly low: number; readonly scale: number; readonly cells: number }

/**
 * Cells over the middle of both samples. None when it has no width, because nearly all values are the same, or when the
 * values are few and repeat: then sorting is quick.
 */
function gridFor(reference: NumericSample, current: NumericSample): Grid | undefined {
  const end = (share: number): number[] =>
    [reference.probe, current.probe].map((probe) => probe[Math.floor(share * (probe.length - 1))] ?? 0)
  const low = Math.min(...end(0.001))
  const high = Math.max(...end(0.999))
  const cells = reference.n + current.n > 1 << 24 ? 1 << 18 : 1 << 15
  const scale = cells / (high - low)
  return high > low && Number.isFinite(scale) ? { low, scale, cells } : undefined
}

/** The cells of one sample: how many values each has, and their sum from the grid's left edge. */
class Cells {
  readonly counts: Int32Array
  readonly sums: Float64Array
  readonly n: number
  readonly grid: Grid
  private readonly sample: NumericSample

  constructor(sample: NumericSample, grid: Grid) {
    this.sample = sample
    this.grid = grid
    this.n = sample.n
    const { low, scale, cells } = grid
    const counts = new Int32Array(cells + 2)
    const sums = new Float64Array(cells + 2)
    for (const block of sample.blocks()) {
      for (let index = 0; index < block.length; index++) {
        const distance = (block[index] ?? 0) - low
        const place = distance * scale
        // The first and the last cell take what lies outside.
        const cell = place < 0 ? 0 : place >= cells ? cells + 1 : (place | 0) + 1
        counts[cell] = (counts[cell] ?? 0) + 1
        sums[cell] = (sums[cell] ?? 0) + distance
      }
    }
    this.counts = counts
    this.sums = sums
  }

  /** How many values the marked cells have. */
  within(marked: Uint8Array): number {
    return this.counts.reduce((sum, count, cell) => (marked[cell] === 1 ? sum + count : sum), 0)
  }

  /** The values of the marked cells, sorted: all of them behind each other, cell by cell. */
  inOrder(marked: Uint8Array): Float64Array {
    const { low, scale, cells } = this.grid
    const next = new Float64Array(cells + 2)
    let total = 0
    for (let cell = 0; cell < cells + 2; cell++) {
      next[cell] = total
      if (marked[cell] === 1) total += this.counts[cell] ?? 0
    }
    const values = new Float64Array(total)
    for (const block of this.sample.blocks()) {
      for (let index = 0; index < block.length; index++) {
        const value = block[index] ?? 0
        const place = (value - low) * scale
        const cell = place < 0 ? 0 : place >= cells ? cells + 1 : (place | 0) + 1
        if (marked[cell] !== 1) continue
        const at = next[cell] ?? 0
        values[at] = value
        next[cell] = at + 1
      }
    }
    let from = 0
    for (let cell = 0; cell < cells + 2; cell++) {
      if (marked[cell] !== 1) continue
      const to = from + (this.counts[cell] ?? 0)
      sortPart(values, from, to)
      from = to
    }
    return values
  }
}

/** By insertion while the part is short, where the engine's sort costs more to call than to do. */
function sortPart(values: Float64Array, from: number, to: number): void {
  if (to - from > 48) {
    values.subarray(from, to).sort()
    return
  }
  for (let at = from + 1; at < to; at++) {
    const value = values[at] ?? 0
    let before = at - 1
    for (; before >= from && (values[before] ?? 0) > value; before--) values[before + 1] = values[before] ?? 0
    values[before + 1] = value
  }
}

/** Which cells must be looked at value by value: 1 where both distributions may cross, or D may lie. */
function cellsToSort(mine: Cells, theirs: Cells): Uint8Array {
  const { cells } = mine.grid
  const gaps = new Float64Array(cells + 3)
  let [i, j] = [0, 0]
  let largest = 0
  for (let cell = 0; cell < cells + 2; cell++) {
    i += mine.counts[cell] ?? 0
    j += theirs.counts[cell] ?? 0
    const gap = i / mine.n - j / theirs.n
    gaps[cell + 1] = gap
    largest = Math.max(largest, Math.abs(gap))
  }
  const marked = new Uint8Array(cells + 2)
  for (let cell = 0; cell < cells + 2; cell++) {
    const gap = gaps[cell] ?? 0
    const up = (mine.counts[cell] ?? 0) / mine.n
    const down = (theirs.counts[cell] ?? 0) / theirs.n
    if (up === 0 && down === 0) continue
    const crosses = gap > 0 ? gap - down <= 0 : gap + up >= 0
    const outside = cell === 0 || cell === cells + 1
    if (outside || crosses || Math.max(gap + up, down - gap) > largest) marked[cell] = 1
  }
  return marked
}

/** The walk over all cells from left to right. Between marked values it goes from cell to cell. */
function walk(
  first: Float64Array,
  second: Float64Array,
  mine: Cells,
  theirs: Cells,
  marked: Uint8Array,
): { kolmogorovSmirnov: number; wasserstein: number } {
  const { scale, cells } = mine.grid
  let [i, j, a, b] = [0, 0, 0, 0]
  let gap = 0
  let area = 0
  let largest = 0
  // How far the walk has come, from the grid's left edge; what lies left of the grid begins at its own first value.
  let x = Number.NaN
  for (let cell = 0; cell < cells + 2; cell++) {
    const [n, m] = [mine.counts[cell] ?? 0, theirs.counts[cell] ?? 0]
    const right = cell / scale
    if (marked[cell] !== 1) {
      // The sign does not change within the cell, so the area is the size of the signed one.
      if (cell > cells) break
      const inside = (n * right - (mine.sums[cell] ?? 0)) / mine.n - (m * right - (theirs.sums[cell] ?? 0)) / theirs.n
      if (!Number.isNaN(x) || n + m > 0) area += Math.abs(gap * (right - (Number.isNaN(x) ? right : x)) + inside)
      i += n
      j += m
      x = right
    } else {
      const { low } = mine.grid
      for (const [endA, endB] = [a + n, b + m]; a < endA || b < endB;) {
        const next = Math.min(a < endA ? (first[a] ?? 0) : Infinity, b < endB ? (second[b] ?? 0) : Infinity)
        if (!Number.isNaN(x)) area += Math.abs(gap) * (next - low - x)
        x = next - low
        for (; a < endA && first[a] === next; a++) i++
        for (; b < endB && second[b] === next; b++) j++
        gap = i / mine.n - j / theirs.n
        largest = Math.max(largest, Math.abs(gap))
      }
      if (cell <= cells) {
        if (!Number.isNaN(x)) area += Math.abs(gap) * (right - x)
        x = right
      }
    }
    gap = i / mine.n - j / theirs.n
    largest = Math.max(largest, Math.abs(gap))
  }
  return { kolmogorovSmirnov: largest, wasserstein: area }
}
