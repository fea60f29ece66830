import type { LabelTable } from './label-table.ts'

/**
 * The distinct multisets of labels that items have. Coefficients that do not ask who gave a label follow from these, and
 * so do bootstrap draws by item: with few categories there are some hundred patterns, however many items.
 *
 * Pattern p has `count[e]` labels of `category[e]` for e from `start[p]` to `start[p + 1]`; `size[p]` labels in all, and
 * `units[p]` items have it.
 */
export type UnitPatterns = {
  readonly categories: number
  readonly start: Int32Array
  readonly category: Int32Array
  readonly count: Float64Array
  readonly size: Float64Array
  readonly units: Float64Array
}

/** Beyond this, hardly any two items have the same labels, and looking for them would be in vain. */
const MOST_CATEGORIES_TO_MATCH = 10_000

/** The patterns of a table, in an order that depends on the labels alone. */
export function unitPatterns({
  start,
  category,
  categories,
}: Pick<LabelTable, 'start' | 'category' | 'categories'>): UnitPatterns {
  const found = new Map<number | string, { labels: Int32Array; units: number }>()
  const base = categories.length + 1
  const matches = categories.length <= MOST_CATEGORIES_TO_MATCH
  // Most items have labels that another had before: theirs are sorted in one place, and kept only where they are new.
  const place = new Int32Array(MOST_SHORT)
  for (let item = 0; item + 1 < start.length; item++) {
    const from = start[item] ?? 0
    const size = (start[item + 1] ?? 0) - from
    const labels = size > MOST_SHORT ? category.slice(from, from + size) : place
    if (size > MOST_SHORT) labels.sort()
    else sortShort(category, from, size, place)
    const key = matches ? keyOf(labels, size, base) : item
    const known = found.get(key)
    if (known === undefined) found.set(key, { labels: labels.slice(0, size), units: 1 })
    else known.units += 1
  }
  const patterns = [...found.values()]
  if (matches) patterns.sort((a, b) => inOrder(a.labels, b.labels))
  return packed(patterns, categories.length)
}

/** A number that tells multisets apart while it fits into 53 bits, else a text. */
function keyOf(labels: Int32Array, size: number, base: number): number | string {
  let key = 0
  for (let at = 0; at < size; at++) key = key * base + (labels[at] ?? 0) + 1
  return key < Number.MAX_SAFE_INTEGER / base ? key : labels.subarray(0, size).join(' ')
}

/** With more labels than this, insertion is slower than the built-in sort. */
const MOST_SHORT = 32

/** Copies `size` labels into `place`, in ascending order. */
function sortShort(category: Int32Array, from: number, size: number, place: Int32Array): void {
  for (let at = 0; at < size; at++) {
    const label = category[from + at] ?? 0
    let before = at - 1
    while (before >= 0 && (place[before] ?? 0) > label) {
      place[before + 1] = place[before] ?? 0
      before -= 1
    }
    place[before + 1] = label
  }
}

function inOrder(a: Int32Array, b: Int32Array): number {
  for (let at = 0; at < Math.min(a.length, b.length); at++) {
    const difference = (a[at] ?? 0) - (b[at] ?? 0)
    if (difference !== 0) return difference
  }
  return a.length - b.length
}

function packed(patterns: readonly { labels: Int32Array; units: number }[], categories: number): UnitPatterns {
  const total = patterns.reduce((sum, { labels }) => sum + labels.length, 0)
  const start = new Int32Array(patterns.length + 1)
  const category = new Int32Array(total)
  const count = new Float64Array(total)
  let entries = 0
  for (const [index, { labels }] of patterns.entries()) {
    for (let at = 0; at < labels.length; at++) {
      const label = labels[at] ?? 0
      if (at > 0 && label === labels[at - 1]) {
        count[entries - 1] = (count[entries - 1] ?? 0) + 1
        continue
      }
      category[entries] = label
      count[entries] = 1
      entries += 1
    }
    start[index + 1] = entries
  }
  return {
    categories,
    start,
    category: category.subarray(0, entries),
    count: count.subarray(0, entries),
    size: Float64Array.from(patterns, ({ labels }) => labels.length),
    units: Float64Array.from(patterns, ({ units }) => units),
  }
}
