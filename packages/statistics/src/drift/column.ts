import type { NumericSample } from './numeric-sample.ts'

/** The values of one numeric column in both files. */
export type NumericColumn = {
  readonly kind: 'numeric'
  readonly name: string
  readonly reference: NumericSample
  readonly current: NumericSample
}

/** How often each category of one column occurs in both files, in the same order; missing values are counted apart. */
export type CategoricalColumn = {
  readonly kind: 'categorical'
  readonly name: string
  readonly categories: readonly string[]
  readonly reference: CategoricalSample
  readonly current: CategoricalSample
}

export type CategoricalSample = { readonly counts: readonly number[]; readonly missing: number }

/** A categorical column from values as they stand in a file; null, undefined and empty text are missing. Sorted by code unit. */
export function categoricalColumn(
  name: string,
  reference: readonly (string | null | undefined)[],
  current: readonly (string | null | undefined)[],
): CategoricalColumn {
  const tally = (values: readonly (string | null | undefined)[]): { counts: Map<string, number>; missing: number } => {
    const counts = new Map<string, number>()
    let missing = 0
    for (const value of values) {
      if (value === null || value === undefined || value === '') missing += 1
      else counts.set(value, (counts.get(value) ?? 0) + 1)
    }
    return { counts, missing }
  }
  return columnOfCounts(name, tally(reference), tally(current))
}

/** A categorical column from two tallies. */
export function columnOfCounts(
  name: string,
  reference: { readonly counts: ReadonlyMap<string, number>; readonly missing: number },
  current: { readonly counts: ReadonlyMap<string, number>; readonly missing: number },
): CategoricalColumn {
  const categories = [...new Set([...reference.counts.keys(), ...current.counts.keys()])].sort()
  const counts = (of: ReadonlyMap<string, number>): number[] => categories.map((category) => of.get(category) ?? 0)
  return {
    kind: 'categorical',
    name,
    categories,
    reference: { counts: counts(reference.counts), missing: reference.missing },
    current: { counts: counts(current.counts), missing: current.missing },
  }
}

/** The number of values that are there. */
export function rowsOfCounts(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + count, 0)
}
