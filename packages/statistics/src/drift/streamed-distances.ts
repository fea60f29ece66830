import type { NumericSample } from './numeric-sample.ts'
import { sampleDistances } from './sample-distances.ts'

/** Up to so many values in both samples together, sorting is faster than counting. */
const FEW = 1 << 15

/**
 * The Kolmogorov–Smirnov and Wasserstein distances of two samples of any size, exactly, without sorting them.
 *
 * Both are counted into the same narrow cells, each cell with its count, sum, least and largest value. Where the two
 * empirical distributions do not cross within a cell, the area between them there follows from counts and sums alone;
 * only the values of the few cells where they might cross, or where the largest distance might lie, are read again and
 * sorted, as are the values outside the cells (0.1 % at each end). So memory does not grow with the rows, but for those.
 *
 * The same numbers as `sampleDistances` but for rounding. Both samples need a value.
 */
export function streamedDistances(
  reference: NumericSample,
  current: NumericSample,
): { kolmogorovSmirnov: number; wasserstein: number } {
  if (reference.n + current.n <= FEW) return sampleDistances(reference.sorted(), current.sorted())
  const grid = gridFor(reference, current)
  if (grid === undefined) return sampleDistances(reference.sorted(), current.sorted())
  const mine = new Cells(reference, grid)
  const theirs = new Cells(current, grid)
  const marked = cellsToSort(mine, theirs)
  return walk(mine.inOrder(marked), theirs.inOrder(marked), mine, theirs, marked)
}

type Grid = { readonly low: number; readonly scale: number; readonly cells: number }

/** Cells over the middle of both samples. None when it has no width: nearly all values are the same. */
function gridFor(reference: NumericSample, current: NumericSample): Grid | undefined {
  const end = (share: number): number[] =>
    [reference.probe, current.probe].map((probe) => probe[Math.floor(share * (probe.length - 1))] ?? 0)
  const low = Math.min(...end(0.001))
  const high = Math.max(...end(0.999))
  const cells = reference.n + current.n > 1 << 24 ? 1 << 18 : 1 << 16
  const scale = cells / (high - low)
  return high > low && Number.isFinite(scale) ? { low, scale, cells } : undefined
}

/** Count, sum (from the cell's left edge), least and largest value of each cell; first and last take what lies outside. */
const WIDTH = 4

class Cells {
  readonly table: Float64Array
  readonly n: number
  readonly grid: Grid
  private readonly sample: NumericSample

  constructor(sample: NumericSample, grid: Grid) {
    this.sample = sample
    this.grid = grid
    this.n = sample.n
    const { low, scale, cells } = grid
    const table = new Float64Array((cells + 2) * WIDTH)
    for (let at = 0; at < table.length; at += WIDTH) {
      table[at + 2] = Infinity
      table[at + 3] = -Infinity
    }
    for (const block of sample.blocks()) {
      for (let index = 0; index < block.length; index++) {
        const value = block[index] ?? 0
        const place = (value - low) * scale
        const cell = place < 0 ? 0 : place >= cells ? cells + 1 : (place | 0) + 1
        const at = cell * WIDTH
        table[at] = (table[at] ?? 0) + 1
        table[at + 1] = (table[at + 1] ?? 0) + (value - low)
        if (value < (table[at + 2] ?? 0)) table[at + 2] = value
        if (value > (table[at + 3] ?? 0)) table[at + 3] = value
      }
    }
    this.table = table
  }

  count(cell: number): number {
    return this.table[cell * WIDTH] ?? 0
  }
  sum(cell: number): number {
    return this.table[cell * WIDTH + 1] ?? 0
  }
  least(cell: number): number {
    return this.table[cell * WIDTH + 2] ?? 0
  }
  most(cell: number): number {
    return this.table[cell * WIDTH + 3] ?? 0
  }

  /** The values of the marked cells, sorted within each: all of them behind each other, cell by cell. */
  inOrder(marked: Uint8Array): Float64Array {
    const { low, scale, cells } = this.grid
    const starts = new Float64Array(cells + 3)
    for (let cell = 0; cell < cells + 2; cell++) {
      starts[cell + 1] = (starts[cell] ?? 0) + (marked[cell] === 1 ? this.count(cell) : 0)
    }
    const values = new Float64Array(starts[cells + 2] ?? 0)
    const next = starts.slice()
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
    for (let cell = 0; cell < cells + 2; cell++) {
      const [from = 0, to = 0] = [starts[cell], starts[cell + 1]]
      if (to - from > 1 && this.least(cell) < this.most(cell)) values.subarray(from, to).sort()
    }
    return values
  }
}

/** Which cells must be looked at value by value: 1 where both distributions may cross, or D may lie. */
function cellsToSort(mine: Cells, theirs: Cells): Uint8Array {
  const { cells } = mine.grid
  const gaps = new Float64Array(cells + 3)
  let [i, j] = [0, 0]
  let largest = 0
  for (let cell = 0; cell < cells + 2; cell++) {
    i += mine.count(cell)
    j += theirs.count(cell)
    const gap = i / mine.n - j / theirs.n
    gaps[cell + 1] = gap
    largest = Math.max(largest, Math.abs(gap))
  }
  const marked = new Uint8Array(cells + 2)
  for (let cell = 0; cell < cells + 2; cell++) {
    const gap = gaps[cell] ?? 0
    const up = mine.count(cell) / mine.n
    const down = theirs.count(cell) / theirs.n
    if (up === 0 && down === 0) continue
    const single = Math.min(mine.least(cell), theirs.least(cell)) === Math.max(mine.most(cell), theirs.most(cell))
    // One value only: the distributions jump once, at a place that is known.
    if (single) continue
    const crosses = gap > 0 ? gap - down < 0 : gap + up > 0
    const outside = cell === 0 || cell === cells + 1
    if (outside || crosses || gap === 0 || Math.max(gap + up, down - gap) > largest) marked[cell] = 1
  }
  return marked
}

/** The walk over all cells from left to right; `x` is how far it has come. */
function walk(
  first: Float64Array,
  second: Float64Array,
  mine: Cells,
  theirs: Cells,
  marked: Uint8Array,
): { kolmogorovSmirnov: number; wasserstein: number } {
  const { low, cells } = mine.grid
  let [i, j] = [0, 0]
  let [a, b] = [0, 0]
  let x = 0
  let begun = false
  let area = 0
  let largest = 0
  const gap = (): number => i / mine.n - j / theirs.n
  const moveTo = (to: number): void => {
    if (begun) area += Math.abs(gap()) * (to - x)
    begun = true
    x = to
  }
  for (let cell = 0; cell < cells + 2; cell++) {
    const [n, m] = [mine.count(cell), theirs.count(cell)]
    if (n + m === 0) continue
    const value = Math.min(mine.least(cell), theirs.least(cell))
    if (marked[cell] === 1) {
      const [endA, endB] = [a + n, b + m]
      while (a < endA || b < endB) {
        const next = Math.min(a < endA ? (first[a] ?? 0) : Infinity, b < endB ? (second[b] ?? 0) : Infinity)
        moveTo(next)
        for (; a < endA && first[a] === next; a++) i++
        for (; b < endB && second[b] === next; b++) j++
        largest = Math.max(largest, Math.abs(gap()))
      }
    } else if (value === Math.max(mine.most(cell), theirs.most(cell))) {
      moveTo(value)
      i += n
      j += m
      largest = Math.max(largest, Math.abs(gap()))
    } else {
      // Both ends of the cell's values are known, and the sign does not change between them.
      const end = Math.max(mine.most(cell), theirs.most(cell))
      moveTo(value)
      const inside = (n * (end - low) - mine.sum(cell)) / mine.n - (m * (end - low) - theirs.sum(cell)) / theirs.n
      area += Math.abs(gap() * (end - value) + inside)
      i += n
      j += m
      x = end
      largest = Math.max(largest, Math.abs(gap()))
    }
  }
  return { kolmogorovSmirnov: largest, wasserstein: area }
}
