import type { LabelTable } from './label-table.ts'

/** The label most raters gave an item, or the labels that tie. Positions of categories. */
export type MajorityLabel = {
  readonly label: number | null
  readonly tied: readonly number[]
  readonly votes: number
  readonly labels: number
}

/**
 * The majority label of every item. A tie has no label and names the tied ones: which of them is right is not for a
 * coin to say. An item without labels has none.
 *
 * @example
 * majorityLabels(labelTable({ items: ['u', 'u'], raters: ['a', 'b'], labels: ['x', 'y'] })) // one item, tied [0, 1]
 */
export function majorityLabels({ start, category, categories }: LabelTable): MajorityLabel[] {
  const votes = new Int32Array(categories.length)
  return Array.from({ length: start.length - 1 }, (_, item) => {
    const own = category.subarray(start[item] ?? 0, start[item + 1] ?? 0)
    for (const at of own) votes[at] = (votes[at] ?? 0) + 1
    const most = own.reduce((sofar, at) => Math.max(sofar, votes[at] ?? 0), 0)
    const tied = [...new Set(own)].filter((at) => votes[at] === most).sort((a, b) => a - b)
    for (const at of own) votes[at] = 0
    const [only = null] = tied
    return {
      label: tied.length === 1 ? only : null,
      tied: tied.length > 1 ? tied : [],
      votes: most,
      labels: own.length,
    }
  })
}
