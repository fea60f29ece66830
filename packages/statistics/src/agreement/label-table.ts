/**
 * Who gave which label to which item, without holes: the labels of item i are those from `start[i]` to `start[i + 1]`.
 * `rater` and `category` are positions in `raters` and `categories`.
 */
export type LabelTable = {
  readonly items: readonly string[]
  readonly raters: readonly string[]
  /** In ascending order: by value where all are numbers (and 1 and 1.0 are one), by code unit otherwise, or as the caller ordered them. */
  readonly categories: readonly string[]
  /** The categories as numbers, or null when one of them is none. */
  readonly values: Float64Array | null
  readonly start: Int32Array
  readonly rater: Int32Array
  readonly category: Int32Array
}

/** Thrown when one rater gave one item two different labels: which of them counts cannot be known. */
export class RepeatedLabelError extends Error {
  override readonly name = 'RepeatedLabelError'
  readonly item: string
  readonly rater: string

  constructor(item: string, rater: string) {
    super(`${rater} gave ${item} two different labels`)
    this.item = item
    this.rater = rater
  }
}

/**
 * Collects labels in long form, one entry a label in each array. An empty label is no label. The same label given twice by
 * the same rater counts once; two different ones throw a RepeatedLabelError. `order` names the categories in ascending
 * order, for labels such as low, medium, high.
 *
 * @example
 * labelTable({ items: ['u', 'u'], raters: ['a', 'b'], labels: ['1', '2'] }).categories // ['1', '2']
 */
export function labelTable({
  items,
  raters,
  labels,
  order,
}: {
  readonly items: readonly string[]
  readonly raters: readonly string[]
  readonly labels: readonly string[]
  readonly order?: readonly string[] | undefined
}): LabelTable {
  if (items.length !== labels.length || raters.length !== labels.length) {
    throw new RangeError(`${items.length} items, ${raters.length} raters and ${labels.length} labels: give one of each`)
  }
  const rows = [...labels.keys()].filter((row) => labels[row] !== '')
  const names = { items: coded(rows, items), raters: coded(rows, raters), labels: coded(rows, labels) }
  return fromCodes(
    { items: names.items.names, raters: names.raters.names, labels: names.labels.names },
    { items: names.items.codes, raters: names.raters.codes, labels: names.labels.codes },
    order,
  )
}

function coded(rows: readonly number[], texts: readonly string[]): { names: string[]; codes: Int32Array } {
  const known = new Map<string, number>()
  const codes = Int32Array.from(rows, (row) => {
    const text = texts[row] ?? ''
    const code = known.get(text) ?? known.size
    known.set(text, code)
    return code
  })
  return { names: [...known.keys()], codes }
}

type Named<Value> = { readonly items: Value; readonly raters: Value; readonly labels: Value }

/** The same from codes: `codes.items[row]` is a position in `names.items`, and so on. */
export function fromCodes(
  names: Named<readonly string[]>,
  codes: Named<Int32Array>,
  order: readonly string[] | undefined,
): LabelTable {
  const items = ranked(names.items)
  const raters = ranked(names.raters)
  const numbers = Float64Array.from(names.labels, numberOf)
  const isNumeric = order === undefined && numbers.every((number) => Number.isFinite(number))
  const ordered = ranked(names.labels, isNumeric ? numbers : placesIn(order, names.labels))
  const labels = isNumeric ? equalAsOne(ordered) : ordered
  const total = codes.items.length
  const start = new Int32Array(items.sorted.length + 1)
  for (let row = 0; row < total; row++) {
    const after = (items.rank[codes.items[row] ?? 0] ?? 0) + 1
    start[after] = (start[after] ?? 0) + 1
  }
  for (let item = 0; item < items.sorted.length; item++) start[item + 1] = (start[item + 1] ?? 0) + (start[item] ?? 0)
  const next = start.slice()
  const rater = new Int32Array(total)
  const category = new Int32Array(total)
  for (let row = 0; row < total; row++) {
    const item = items.rank[codes.items[row] ?? 0] ?? 0
    const at = next[item] ?? 0
    next[item] = at + 1
    rater[at] = raters.rank[codes.raters[row] ?? 0] ?? 0
    category[at] = labels.rank[codes.labels[row] ?? 0] ?? 0
  }
  const table = { items: items.sorted, raters: raters.sorted, categories: labels.sorted }
  const values = isNumeric ? Float64Array.from(labels.sorted, numberOf) : null
  return { ...table, values, ...withoutRepeats(table, start, rater, category) }
}

/** A label as a number; text that is no number, and empty text, is NaN. */
function numberOf(label: string): number {
  return label.trim() === '' ? Number.NaN : Number(label)
}

/** Where each label stands in the given order; undefined without one. */
function placesIn(order: readonly string[] | undefined, labels: readonly string[]): Float64Array | undefined {
  if (order === undefined) return undefined
  const place = new Map(order.map((label, index) => [label, index]))
  return Float64Array.from(labels, (label) => {
    const at = place.get(label)
    if (at === undefined) throw new RangeError(`the label ${JSON.stringify(label)} is not in the given order`)
    return at
  })
}

/** Names in ascending order of their keys, or by code unit; `rank[i]` is the new position of name i. */
function ranked(names: readonly string[], keys?: Float64Array): { sorted: string[]; rank: Int32Array } {
  const byText = (a: number, b: number): number => {
    const [one, other] = [names[a] ?? '', names[b] ?? '']
    return one < other ? -1 : Number(one > other)
  }
  const positions = new Int32Array(names.length)
  for (let at = 0; at < positions.length; at++) positions[at] = at
  positions.sort(keys === undefined ? byText : (a, b) => (keys[a] ?? 0) - (keys[b] ?? 0) || byText(a, b))
  const rank = new Int32Array(names.length)
  for (let place = 0; place < positions.length; place++) rank[positions[place] ?? 0] = place
  return { sorted: Array.from(positions, (position) => names[position] ?? ''), rank }
}

/** Makes one category of labels that are the same number, such as 1 and 1.0. */
function equalAsOne({ sorted, rank }: { sorted: string[]; rank: Int32Array }): { sorted: string[]; rank: Int32Array } {
  const kept: string[] = []
  const place = Int32Array.from(sorted, (label, at) => {
    if (at === 0 || numberOf(label) !== numberOf(sorted[at - 1] ?? '')) kept.push(label)
    return kept.length - 1
  })
  return kept.length === sorted.length ? { sorted, rank } : { sorted: kept, rank: rank.map((at) => place[at] ?? 0) }
}

/** Sorts the labels of each item by rater, so that the order of the rows is forgotten, and drops labels given twice. */
function withoutRepeats(
  { items, raters }: Pick<LabelTable, 'items' | 'raters'>,
  start: Int32Array,
  rater: Int32Array,
  category: Int32Array,
): Pick<LabelTable, 'start' | 'rater' | 'category'> {
  const kept = new Int32Array(start.length)
  let size = 0
  for (let item = 0; item + 1 < start.length; item++) {
    const from = start[item] ?? 0
    const to = start[item + 1] ?? 0
    sortByRater(rater, category, from, to)
    for (let at = from; at < to; at++) {
      if (at > from && rater[at] === rater[size - 1]) {
        if (category[at] === category[size - 1]) continue
        throw new RepeatedLabelError(items[item] ?? '', raters[rater[at] ?? 0] ?? '')
      }
      rater[size] = rater[at] ?? 0
      category[size] = category[at] ?? 0
      size += 1
    }
    kept[item + 1] = size
  }
  return { start: kept, rater: rater.slice(0, size), category: category.slice(0, size) }
}

function sortByRater(rater: Int32Array, category: Int32Array, from: number, to: number): void {
  if (to - from > 64) {
    const order = Array.from({ length: to - from }, (_, index) => from + index)
    order.sort((a, b) => (rater[a] ?? 0) - (rater[b] ?? 0) || (category[a] ?? 0) - (category[b] ?? 0))
    const raters = order.map((at) => rater[at] ?? 0)
    const categories = order.map((at) => category[at] ?? 0)
    rater.set(raters, from)
    category.set(categories, from)
    return
  }
  for (let at = from + 1; at < to; at++) {
    const who = rater[at] ?? 0
    const what = category[at] ?? 0
    let before = at - 1
    while (before >= from && (rater[before] ?? 0) > who) {
      rater[before + 1] = rater[before] ?? 0
      category[before + 1] = category[before] ?? 0
      before -= 1
    }
    rater[before + 1] = who
    category[before + 1] = what
  }
}
