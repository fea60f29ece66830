import { DistinctSketch, hashText } from './distinct-sketch.ts'
import { FrequentItems } from './frequent-items.ts'
import { Moments } from './moments.ts'
import { QuantileSketch } from './quantile-sketch.ts'

/** What a column is measured as: numbers (with dates as seconds since 1970), or texts. */
export type ProfileKind = 'numeric' | 'text'

/**
 * A mergeable profile of one column: how many rows, missing and infinite values, of which types; the number of different
 * values; and of numbers the moments and quantiles, of texts the most frequent ones.
 *
 * NaN is a missing value. Infinite values are counted and left out of everything else, since they have no mean and no
 * distance. −0 is 0.
 *
 * Merging the profiles of parts gives that of the whole: counts exactly, moments to rounding, distinct values exactly as
 * from the whole, quantiles and frequent values within the error that the merged profile states. Order and grouping of
 * merges change nothing beyond that.
 *
 * @example
 * const profile = new ColumnProfile('age', 'numeric')
 * profile.addNumbers([31, 47, Number.NaN])
 * profile.missing // 1
 */
export class ColumnProfile {
  readonly name: string
  readonly kind: ProfileKind
  rows = 0
  missing = 0
  infinite = 0
  /** How many values are of which type, as in integer, decimal, boolean, date, text. */
  readonly types = new Map<string, number>()
  distinct = new DistinctSketch()
  moments = new Moments()
  quantiles = new QuantileSketch()
  frequent = new FrequentItems()
  private finite = new Float64Array(0)

  constructor(name: string, kind: ProfileKind) {
    this.name = name
    this.kind = kind
  }

  /** Adds numbers; NaN counts as missing. */
  addNumbers(values: ArrayLike<number>, size: number = values.length): void {
    this.rows += size
    const isAllFinite = values instanceof Float64Array && areFinite(values, size)
    const kept = isAllFinite ? size : this.keepFinite(values, size)
    const finite = isAllFinite ? values : this.finite
    this.moments.addAll(finite, kept)
    this.distinct.addNumbers(finite, kept)
    this.quantiles.addAll(finite, kept)
  }

  /** Copies the finite numbers, counts the others, and returns how many were copied. */
  private keepFinite(values: ArrayLike<number>, size: number): number {
    if (this.finite.length < size) this.finite = new Float64Array(size)
    const { finite } = this
    let kept = 0
    for (let at = 0; at < size; at++) {
      const value = values[at] as number
      finite[kept] = value
      // Only a finite number less itself is 0.
      if (value - value === 0) kept += 1
      else if (Number.isNaN(value)) this.missing += 1
      else this.infinite += 1
    }
    return kept
  }

  /** Adds a text, or null for a missing value, that occurs in so many rows. */
  addText(value: string | null, times = 1): void {
    this.rows += times
    if (value === null) {
      this.missing += times
      return
    }
    const { high, low } = hashText(value)
    this.distinct.add(high, low)
    this.frequent.add(value, times)
  }

  /** Counts values of a type. */
  addType(type: string, times: number): void {
    if (times > 0) this.types.set(type, (this.types.get(type) ?? 0) + times)
  }

  /** Takes over the profile of another part of the same column, which stays as it is. Throws when the kinds differ. */
  merge(other: ColumnProfile): void {
    if (other.kind !== this.kind) {
      throw new RangeError(`${this.name} is ${this.kind} here and ${other.kind} there: profile both parts alike`)
    }
    this.rows += other.rows
    this.missing += other.missing
    this.infinite += other.infinite
    for (const [type, times] of other.types) this.addType(type, times)
    this.distinct.merge(other.distinct)
    this.moments.merge(other.moments)
    this.quantiles.merge(other.quantiles)
    this.frequent.merge(other.frequent)
  }
}

function areFinite(values: Float64Array, size: number): boolean {
  let nothing = 0
  // Only a finite number less itself is 0, and what is not 0 then stays.
  for (let at = 0; at < size; at++) nothing += (values[at] as number) - (values[at] as number)
  return nothing === 0
}
