import type { Moments } from '../hypothesis/moments.ts'
import { momentsOfBlocks } from '../hypothesis/moments.ts'
import { valueTally } from './value-tally.ts'
import type { ValueTally } from './value-tally.ts'

/** What `distinct` says at most: enough for every rule that asks. */
export const MOST_DISTINCT = 51

/**
 * The values of one numeric column of one file, in blocks of any size and in no order, however many there are.
 *
 * Missing values (NaN among them) and ±Infinity are left out and counted: every distance would be undefined or infinite
 * with them. −0 is 0. `integers`: every value is whole and none was left out.
 */
export type NumericSample = {
  readonly n: number
  readonly missing: number
  readonly infinite: number
  readonly integers: boolean
  /** NaN when there is no value. */
  readonly least: number
  readonly most: number
  /** The number of distinct values, or 51 when there are at least that many. */
  readonly distinct: number
  /** Values from all over the column, some tens of thousands at most: where to look for its middle. */
  readonly probe: Float64Array
  /** Reads all values again. A block is only valid until the next one. */
  readonly blocks: () => Iterable<Float64Array>
  /** All values in ascending order: all of them in memory at once. */
  readonly sorted: () => Float64Array
  readonly moments: () => Moments
  /** How often each value occurs, where the distinct ones are not many; see valueTally. */
  readonly tally: () => ValueTally | undefined
  /** Where the values are, so that another thread can read them too. */
  readonly stored: () => StoredBlocks
}

/** Values that lie in memory, and after them those of a file, eight bytes each. */
export type StoredBlocks = {
  readonly kept: readonly Float64Array[]
  readonly file: { readonly path: string; readonly bytes: number } | undefined
}

/** Where a builder keeps its blocks: in memory, or in a file when they become many. */
export type BlockStore = {
  readonly keep: (block: Float64Array) => void
  readonly blocks: () => Iterable<Float64Array>
  readonly stored: () => StoredBlocks
}

export class MemoryStore implements BlockStore {
  private readonly kept: Float64Array[] = []
  keep(block: Float64Array): void {
    this.kept.push(block.slice())
  }
  blocks(): Iterable<Float64Array> {
    return this.kept
  }
  stored(): StoredBlocks {
    return { kept: this.kept, file: undefined }
  }
}

/** What is known of a sample beside its values. */
export type SampleSummary = Omit<NumericSample, 'blocks' | 'sorted' | 'moments' | 'tally' | 'stored'>

/** A sample by its summary and the place of its values. */
export function sampleOf(summary: SampleSummary, store: Pick<BlockStore, 'blocks' | 'stored'>): NumericSample {
  let sorted: Float64Array | undefined
  let moments: Moments | undefined
  let tally: { found: ValueTally | undefined } | undefined
  const blocks = (): Iterable<Float64Array> => store.blocks()
  return {
    ...summary,
    blocks,
    sorted: () => (sorted ??= sortedValues(blocks(), summary.n)),
    moments: () => (moments ??= momentsOfBlocks(blocks)),
    tally: () => (tally ??= { found: valueTally(blocks()) }).found,
    stored: () => store.stored(),
  }
}

const BLOCK = 1 << 16
const PROBE = 1 << 14

/** Gathers a sample piece by piece. */
export class NumericSampleBuilder {
  private readonly store: BlockStore
  private readonly block = new Float64Array(BLOCK)
  private filled = 0
  private n = 0
  private missing = 0
  private infinite = 0
  private whole = true
  private least = Infinity
  private most = -Infinity
  private readonly seen: number[] = []
  private readonly probe = new Float64Array(PROBE)
  private probed = 0
  private stride = 1
  private nextLook = 0

  constructor(store: BlockStore = new MemoryStore()) {
    this.store = store
  }

  addMissing(count: number): void {
    this.missing += count
  }

  /** Adds values as they stand in a file: NaN is missing. */
  add(values: ArrayLike<number>): void {
    const { block } = this
    let { n, least, most, whole, filled, nextLook } = this
    let isSeeing = this.seen.length < MOST_DISTINCT
    for (let index = 0; index < values.length; index++) {
      const value = (values[index] ?? Number.NaN) + 0
      if (value - value !== 0) {
        if (Number.isNaN(value)) this.missing += 1
        else this.infinite += 1
        continue
      }
      if (value < least) least = value
      if (value > most) most = value
      if (whole && !Number.isInteger(value)) whole = false
      if (isSeeing) isSeeing = this.see(value)
      if (n === nextLook) nextLook = this.look(n, value)
      n += 1
      block[filled++] = value
      if (filled < BLOCK) continue
      this.store.keep(block)
      filled = 0
    }
    this.n = n
    this.least = least
    this.most = most
    this.whole = whole
    this.filled = filled
    this.nextLook = nextLook
  }

  finish(): NumericSample {
    this.flush()
    const { n, missing, infinite } = this
    const summary = {
      n,
      missing,
      infinite,
      integers: this.whole && n > 0 && missing === 0 && infinite === 0,
      least: n === 0 ? Number.NaN : this.least,
      most: n === 0 ? Number.NaN : this.most,
      distinct: this.seen.length,
      probe: this.probe.slice(0, this.probed).sort(),
    }
    return sampleOf(summary, this.store)
  }

  private flush(): void {
    if (this.filled > 0) this.store.keep(this.block.subarray(0, this.filled))
    this.filled = 0
  }

  /** Counts another distinct value; whether more are wanted. */
  private see(value: number): boolean {
    if (!this.seen.includes(value)) this.seen.push(value)
    return this.seen.length < MOST_DISTINCT
  }

  /**
   * Every so many values one is kept; when they become many, every other one goes and the distance doubles. Returns where
   * the next one is.
   */
  private look(n: number, value: number): number {
    const { probe } = this
    probe[this.probed++] = value
    if (this.probed === PROBE) {
      this.probed /= 2
      for (let at = 0; at < this.probed; at++) probe[at] = probe[2 * at] ?? 0
      this.stride *= 2
    }
    return (Math.floor(n / this.stride) + 1) * this.stride
  }
}

/** A sample of values that are all in memory; null and undefined are missing. */
export function numericSample(values: ArrayLike<number | null | undefined>): NumericSample {
  const builder = new NumericSampleBuilder()
  builder.add(Float64Array.from({ length: values.length }, (_, index) => values[index] ?? Number.NaN))
  return builder.finish()
}

function sortedValues(blocks: Iterable<Float64Array>, n: number): Float64Array {
  const all = new Float64Array(n)
  let at = 0
  for (const block of blocks) {
    all.set(block, at)
    at += block.length
  }
  return all.sort()
}
