import { NO_INTERVAL } from '../evaluation/interval.ts'
import type { Interval } from '../evaluation/interval.ts'
import { wilsonInterval } from '../hypothesis/proportions.ts'
import type { LabelTable } from './label-table.ts'

/** How often a rater gave a gold item its true label. `share` is null when they labelled none. */
export type GoldQuality = {
  readonly rater: string
  readonly labels: number
  readonly right: number
  readonly share: number | null
  readonly interval: Interval
  /** What they gave instead, most frequent first. */
  readonly mistakes: readonly { readonly truth: string; readonly given: string; readonly count: number }[]
}

/**
 * The quality of each rater's labels on the items whose true label is known, with Wilson's interval.
 *
 * `truth` maps items to their true labels. A true label that nobody ever gave is still a truth: whoever labelled that
 * item was wrong.
 *
 * @example
 * goldQuality(table, new Map([['u1', 'cat']]), 0.95)[0].share
 */
export function goldQuality(table: LabelTable, truth: ReadonlyMap<string, string>, level: number): GoldQuality[] {
  const { items, raters, categories, start, rater, category } = table
  const tallies = raters.map(() => ({ labels: 0, right: 0, mistakes: new Map<string, number>() }))
  for (const [item, name] of items.entries()) {
    const wanted = truth.get(name)
    if (wanted === undefined) continue
    for (let at = start[item] ?? 0; at < (start[item + 1] ?? 0); at++) {
      const tally = tallies[rater[at] ?? 0]
      const given = categories[category[at] ?? 0] ?? ''
      if (tally === undefined) continue
      tally.labels += 1
      if (given === wanted) {
        tally.right += 1
        continue
      }
      const key = JSON.stringify([wanted, given])
      tally.mistakes.set(key, (tally.mistakes.get(key) ?? 0) + 1)
    }
  }
  return raters.map((name, index) => {
    const { labels, right, mistakes } = tallies[index] ?? { labels: 0, right: 0, mistakes: new Map<string, number>() }
    return {
      rater: name,
      labels,
      right,
      share: labels === 0 ? null : right / labels,
      interval: labels === 0 ? NO_INTERVAL : wilsonInterval(right, labels, level),
      mistakes: [...mistakes]
        .map(([key, count]) => {
          const [wanted = '', given = ''] = JSON.parse(key) as string[]
          return { truth: wanted, given, count }
        })
        .sort((a, b) => b.count - a.count || (a.truth + a.given < b.truth + b.given ? -1 : 1)),
    }
  })
}
