/**
 * The most frequent values in bounded memory (Misra and Gries 1982, with counts; merging as in Agarwal and others 2012).
 *
 * A count is never too high, and too low by at most `error`, which is at most the total / (capacity + 1). A value more
 * frequent than that is never missing. Merging keeps both promises in any order and grouping.
 */
export class FrequentItems {
  total = 0
  /** How much a count may be too low. */
  error = 0
  readonly capacity: number
  private counts = new Map<string, number>()

  constructor(capacity = 256) {
    this.capacity = capacity
  }

  /** Adds a value that occurred `times` times. */
  add(value: string, times = 1): void {
    this.total += times
    this.counts.set(value, (this.counts.get(value) ?? 0) + times)
    if (this.counts.size > this.capacity * 2) this.shrink()
  }

  /** Takes over what another has seen, which stays as it is. */
  merge(other: FrequentItems): void {
    this.total += other.total
    this.error += other.error
    for (const [value, count] of other.counts) this.counts.set(value, (this.counts.get(value) ?? 0) + count)
    this.shrink()
  }

  /** The values with their counts, most frequent first, equal ones by name. At most `capacity` of them. */
  items(): { value: string; count: number }[] {
    this.shrink()
    return [...this.counts]
      .map(([value, count]) => ({ value, count }))
      .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1))
  }

  /** A sketch that holds this. */
  static of(
    items: Iterable<{ value: string; count: number }>,
    about: { total: number; error: number; capacity: number },
  ): FrequentItems {
    const sketch = new FrequentItems(about.capacity)
    for (const { value, count } of items) sketch.counts.set(value, count)
    sketch.total = about.total
    sketch.error = about.error
    return sketch
  }

  /** Takes the count of the first that does not fit from all. */
  private shrink(): void {
    if (this.counts.size <= this.capacity) return
    const sorted = [...this.counts.values()].sort((a, b) => b - a)
    const taken = sorted[this.capacity] ?? 0
    this.error += taken
    for (const [value, count] of this.counts) {
      if (count > taken) this.counts.set(value, count - taken)
      else this.counts.delete(value)
    }
  }
}
