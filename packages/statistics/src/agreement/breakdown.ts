import type { Figure } from '../evaluation/figure.ts'
import { krippendorffAlpha } from './alpha.ts'
import type { Level } from './alpha.ts'
import type { LabelTable } from './label-table.ts'
import { unitPatterns } from './unit-patterns.ts'
import type { UnitPatterns } from './unit-patterns.ts'

/** How well raters agree on one category against all others. */
export type CategoryAgreement = { readonly category: string; readonly labels: number; readonly alpha: Figure }

/** The nominal alpha of every category against all others taken as one. */
export function categoryAgreement(patterns: UnitPatterns, categories: readonly string[]): CategoryAgreement[] {
  return categories.map((name, category) => {
    const counts = patterns.size.map((_, pattern) => {
      for (let entry = patterns.start[pattern] ?? 0; entry < (patterns.start[pattern + 1] ?? 0); entry++) {
        if (patterns.category[entry] === category) return patterns.count[entry] ?? 0
      }
      return 0
    })
    const two: UnitPatterns = {
      categories: 2,
      start: Int32Array.from({ length: counts.length + 1 }, (_, index) => 2 * index),
      category: Int32Array.from({ length: 2 * counts.length }, (_, index) => index % 2),
      count: Float64Array.from({ length: 2 * counts.length }, (_, index) => {
        const own = counts[index >> 1] ?? 0
        return index % 2 === 0 ? own : (patterns.size[index >> 1] ?? 0) - own
      }),
      size: patterns.size,
      units: patterns.units,
    }
    const labels = counts.reduce((sum, count, pattern) => sum + count * (patterns.units[pattern] ?? 0), 0)
    return { category: name, labels, alpha: krippendorffAlpha(two, 'nominal', null).alpha }
  })
}

/** How well one rater agrees with the others. */
export type RaterAgreement = {
  readonly rater: string
  readonly labels: number
  /** Of the labels that others gave the same items, the share that is the same; null without any. */
  readonly agreement: number | null
  /** Alpha of the others: higher than that of all when this rater is the one who differs. Null when not computed. */
  readonly alphaWithout: number | null
}

/** Leaving a rater out takes a pass over all labels, so their product is bounded; at the ratio level a pass is slow. */
const MOST_LABELS_LEFT_OUT = 5_000_000
const SLOWNESS_OF_RATIO = 10

/** The agreement of every rater with the others, in the order of the raters. */
export function raterAgreement(table: LabelTable, level: Level): RaterAgreement[] {
  const { raters, start, rater, category } = table
  const labels = new Float64Array(raters.length)
  const same = new Float64Array(raters.length)
  const others = new Float64Array(raters.length)
  const votes = new Float64Array(table.categories.length)
  for (let item = 0; item + 1 < start.length; item++) {
    const [from, to] = [start[item] ?? 0, start[item + 1] ?? 0]
    for (let at = from; at < to; at++) votes[category[at] ?? 0] = (votes[category[at] ?? 0] ?? 0) + 1
    for (let at = from; at < to; at++) {
      const who = rater[at] ?? 0
      labels[who] = (labels[who] ?? 0) + 1
      same[who] = (same[who] ?? 0) + (votes[category[at] ?? 0] ?? 0) - 1
      others[who] = (others[who] ?? 0) + to - from - 1
    }
    for (let at = from; at < to; at++) votes[category[at] ?? 0] = 0
  }
  const cost = category.length * raters.length * (level === 'ratio' ? SLOWNESS_OF_RATIO : 1)
  return raters.map((name, index) => ({
    rater: name,
    labels: labels[index] ?? 0,
    agreement: (others[index] ?? 0) === 0 ? null : (same[index] ?? 0) / (others[index] ?? 1),
    alphaWithout: cost > MOST_LABELS_LEFT_OUT ? null : alphaWithout(table, index, level),
  }))
}

function alphaWithout(table: LabelTable, left: number, level: Level): number | null {
  const start = new Int32Array(table.start.length)
  const category = new Int32Array(table.category.length)
  let size = 0
  for (let item = 0; item + 1 < table.start.length; item++) {
    for (let at = table.start[item] ?? 0; at < (table.start[item + 1] ?? 0); at++) {
      if (table.rater[at] !== left) category[size++] = table.category[at] ?? 0
    }
    start[item + 1] = size
  }
  const patterns = unitPatterns({ start, category: category.subarray(0, size), categories: table.categories })
  return krippendorffAlpha(patterns, level, table.values).alpha.value
}

/** An item on which raters disagree. */
export type DisputedItem = {
  readonly item: string
  readonly labels: number
  /** Of the pairs of labels, the share that agrees. */
  readonly agreement: number
  /** The labels given with how often, most frequent first. */
  readonly votes: readonly { readonly category: string; readonly count: number }[]
}

/** The items with the least agreement, at most `most` of them; those in full agreement are left out. */
export function disputedItems({ items, categories, start, category }: LabelTable, most: number): DisputedItem[] {
  const agreement = new Float64Array(items.length).fill(1)
  const votes = new Float64Array(categories.length)
  for (let item = 0; item < items.length; item++) {
    const [from, to] = [start[item] ?? 0, start[item + 1] ?? 0]
    if (to - from < 2) continue
    for (let at = from; at < to; at++) votes[category[at] ?? 0] = (votes[category[at] ?? 0] ?? 0) + 1
    let same = 0
    for (let at = from; at < to; at++) same += (votes[category[at] ?? 0] ?? 0) - 1
    for (let at = from; at < to; at++) votes[category[at] ?? 0] = 0
    agreement[item] = same / (to - from) / (to - from - 1)
  }
  const order = [...agreement.keys()].filter((item) => (agreement[item] ?? 1) < 1)
  const size = (item: number): number => (start[item + 1] ?? 0) - (start[item] ?? 0)
  order.sort((a, b) => (agreement[a] ?? 0) - (agreement[b] ?? 0) || size(b) - size(a) || a - b)
  return order.slice(0, most).map((item) => {
    const counts = new Map<number, number>()
    for (const at of category.subarray(start[item] ?? 0, start[item + 1] ?? 0))
      counts.set(at, (counts.get(at) ?? 0) + 1)
    return {
      item: items[item] ?? '',
      labels: size(item),
      agreement: agreement[item] ?? 1,
      votes: [...counts]
        .sort(([a, m], [b, n]) => n - m || a - b)
        .map(([at, count]) => ({ category: categories[at] ?? '', count })),
    }
  })
}
