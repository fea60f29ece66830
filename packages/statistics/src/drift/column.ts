/** The values of one numeric column in both files, sorted; missing and infinite values are left out and counted. */
export type NumericColumn = {
  readonly kind: 'numeric'
  readonly name: string
  readonly reference: NumericSample
  readonly current: NumericSample
}

/** `sorted` is ascending and finite, −0 written as 0. `integers`: every value is whole and none was missing. */
export type NumericSample = {
  readonly sorted: Float64Array
  readonly missing: number
  readonly infinite: number
  readonly integers: boolean
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

/**
 * A numeric sample from values as they stand in a file: NaN, null and undefined are missing, ±Infinity is counted apart
 * (every distance would be infinite or undefined with it).
 */
export function numericSample(values: ArrayLike<number | null | undefined>): NumericSample {
  const sorted = new Float64Array(values.length)
  let kept = 0
  let infinite = 0
  let integers = true
  for (let index = 0; index < values.length; index++) {
    const value = values[index] ?? Number.NaN
    if (Number.isFinite(value)) {
      if (integers && !Number.isInteger(value)) integers = false
      sorted[kept++] = value + 0
    } else if (!Number.isNaN(value)) infinite += 1
  }
  const finite = sorted.slice(0, kept).sort()
  const missing = values.length - kept - infinite
  return { sorted: finite, missing, infinite, integers: integers && missing === 0 && infinite === 0 && kept > 0 }
}

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
