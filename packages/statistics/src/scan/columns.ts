import { quoted, ScanError } from './scan-error.ts'

/**
 * A column of a scanned file. `type` is DuckDB's name of it; text formats have VARCHAR throughout. `reference` is how a
 * query names it: not always the name itself, since SQL takes `Label` and `label` for one.
 */
export type Column = {
  readonly name: string
  readonly type: string
  readonly reference: string
  /** Where it was read from, for a column of files that were joined: rows are counted there. */
  readonly from?: { readonly relation: string; readonly reference: string; readonly role: string }
}

/** Whether values of a type are single numbers: a list of numbers is none. */
export function isNumberType(type: string): boolean {
  return /^(?:FLOAT|DOUBLE|REAL|DECIMAL\(\d+,\d+\)|U?(?:TINY|SMALL|BIG|HUGE)?INT|U?INTEGER)$/.test(type)
}

/** The column of this name, or an error that suggests the nearest names. Names are matched exactly. */
export function findColumn(columns: readonly Column[], name: string): Column {
  const found = columns.filter((column) => column.name === name)
  if (found.length > 1) {
    throw new ScanError(
      'column_ambiguous',
      `${found.length} columns are named ${quoted(name)}`,
      'give each its own name',
    )
  }
  if (found[0] !== undefined) return found[0]
  const near = nearestNames(
    name,
    columns.map((column) => column.name),
  )
  const hint =
    near.length > 0
      ? `did you mean ${near.map(quoted).join(' or ')}?`
      : `the file has ${columns
          .slice(0, 20)
          .map((column) => quoted(column.name))
          .join(', ')}`
  throw new ScanError('column_missing', `the file has no column ${quoted(name)}`, hint)
}

/**
 * Up to three names that differ little from the given one, nearest first: case aside, at most a third of the letters
 * changed, or one name within the other.
 *
 * @example
 * nearestNames('lable', ['label', 'score']) // ['label']
 */
export function nearestNames(name: string, names: readonly string[]): string[] {
  const wanted = name.toLowerCase().slice(0, 200)
  return names
    .map((candidate) => ({ candidate, steps: distance(wanted, candidate.toLowerCase().slice(0, 200)) }))
    .filter(({ candidate, steps }) => {
      const other = candidate.toLowerCase()
      const within = wanted.length > 2 && other.length > 2 && (other.includes(wanted) || wanted.includes(other))
      return within || steps <= Math.ceil(Math.min(wanted.length, other.length) / 3)
    })
    .sort((a, b) => a.steps - b.steps || (a.candidate < b.candidate ? -1 : 1))
    .slice(0, 3)
    .map(({ candidate }) => candidate)
}

/** Levenshtein's distance. */
function distance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i++) {
    const current = [i]
    for (let j = 1; j <= b.length; j++) {
      const change = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      current.push(Math.min(change, (previous[j] ?? 0) + 1, (current[j - 1] ?? 0) + 1))
    }
    previous = current
  }
  return previous[b.length] ?? 0
}
