import type { ConfusionMatrix } from './confusion.ts'
import type { Evaluation, Measure } from './evaluation.ts'

/** With fewer rows of a class, one row more or less moves its recall by more than ten points. */
const THIN_CLASS_ROWS = 10

/** What a reader must know about the groups and intervals, in plain sentences. */
export function groupCaveats(
  measures: readonly Measure[],
  slices: Evaluation['slices'],
  rows: number,
  minimumGroup: number,
): string[] {
  const caveats: string[] = []
  if (rows < minimumGroup) caveats.push(`The file has ${rows} rows, fewer than ${minimumGroup}: no number is reliable.`)
  const small = slices.filter((slice) => slice.small)
  if (small.length > 0) {
    const names = small.map(({ column, value, rows }) => `${nameOf({ column, value })} (${rows})`)
    caveats.push(`Groups with fewer than ${minimumGroup} rows, where no number is reliable: ${listed(names)}.`)
  }
  const thin = slices.flatMap(({ column, value, rows, small, confusion }) =>
    small ? [] : thinClasses(confusion).map((found) => `${nameOf({ column, value })} (${found} of ${rows})`),
  )
  if (thin.length > 0) {
    caveats.push(`Fewer than ${THIN_CLASS_ROWS} rows of a class, whose recall then says little: ${listed(thin)}.`)
  }
  const open = measures.filter(({ value, low }) => value !== null && low === null)
  if (open.length > 0) {
    caveats.push(`No interval, because nothing varied or a class has too few rows: ${listed(open.map(measureName))}.`)
  }
  const none = measures.filter(({ value }) => value === null)
  if (none.length > 0) caveats.push(`No value could be given for ${listed(none.map(measureName))}.`)
  const missing = slices.filter(({ value }) => value === null)
  if (missing.length > 0) {
    const names = missing.map(({ column, rows }) => `${column} (${rows} rows)`)
    caveats.push(`Rows without a value form a group of their own: ${listed(names)}.`)
  }
  return caveats
}

function thinClasses({ labels, counts }: ConfusionMatrix): string[] {
  return labels.flatMap((label, index) => {
    const actual = counts[index]?.reduce((sum, count) => sum + count, 0) ?? 0
    return actual > 0 && actual < THIN_CLASS_ROWS ? [`${actual} ${label}`] : []
  })
}

function measureName({ name, slice }: Measure): string {
  return slice === undefined ? name : `${name} of ${nameOf(slice)}`
}

function nameOf({ column, value }: { column: string; value: string | null }): string {
  return `${column} ${value === null ? 'without a value' : `= ${value}`}`
}

function listed(names: readonly string[]): string {
  const most = 10
  return names.length > most ? `${names.slice(0, most).join(', ')} and ${names.length - most} more` : names.join(', ')
}
