import type { CategoricalColumn } from './column.ts'
import type { DriftShape } from './column-drift.ts'
import type { PairedCounts } from './evidently-tests.ts'
import { sharesOf } from './shares.ts'

/** More names than this cannot be read in a chart. */
const MOST_NAMES = 20

/** The shape of a numeric column from the bins that its distances were computed from. */
export function shapeOfBins({ reference, current, edges, values }: PairedCounts): DriftShape {
  const shares = { reference: Array.from(sharesOf(reference)), current: Array.from(sharesOf(current)) }
  if (edges !== undefined) return { edges: Array.from(edges), ...shares }
  return { names: (values ?? []).map(String), ...shares }
}

/** The shape of a categorical column: its most frequent categories, and all others as one. */
export function shapeOfCategories({ categories, reference, current }: CategoricalColumn): DriftShape {
  const [mine, theirs] = [sharesOf(reference.counts), sharesOf(current.counts)]
  const at = (shares: ArrayLike<number>, index: number): number => shares[index] ?? 0
  const order = categories
    .map((name, index) => ({ name, reference: at(mine, index), current: at(theirs, index) }))
    .sort((a, b) => b.reference + b.current - a.reference - a.current || (a.name < b.name ? -1 : 1))
  const kept = order.length > MOST_NAMES ? order.slice(0, MOST_NAMES - 1) : order
  const rest = order.slice(kept.length)
  const all =
    rest.length === 0
      ? kept
      : [
          ...kept,
          {
            name: `${rest.length} others`,
            reference: rest.reduce((sum, one) => sum + one.reference, 0),
            current: rest.reduce((sum, one) => sum + one.current, 0),
          },
        ]
  return {
    names: all.map(({ name }) => name),
    reference: all.map((one) => one.reference),
    current: all.map((one) => one.current),
  }
}
