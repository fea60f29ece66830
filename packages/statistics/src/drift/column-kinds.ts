import { isNumberType } from '../scan/columns.ts'
import { rowsFrom } from '../scan/engine.ts'
import type { Column } from '../scan/columns.ts'
import { quoted, ScanError } from '../scan/scan-error.ts'
import type { Scan } from '../scan/open-source.ts'

/** How the values of a column are compared. */
export const COLUMN_KINDS = ['numeric', 'categorical', 'boolean', 'timestamp', 'text', 'embedding'] as const
export type ColumnKind = (typeof COLUMN_KINDS)[number]

/** A column that is compared, and how it is to be read. */
export type Compared = { readonly name: string; readonly kind: ColumnKind }

/** Text in place of a missing value, case aside: what pandas takes for one. */
export const MISSING_WORDS = ['', 'na', 'n/a', '#n/a', '<na>', 'nan', 'null', 'none', 'nil']

/** So many rows say what kind a column is. */
export const SAMPLE_ROWS = 20_000
/** Text with more distinct values than this share of its rows is prose, unless the values are few. */
export const TEXT_SHARE = 0.5
export const FEW_CATEGORIES = 50

/**
 * What kind each column is: by its type, or for text formats by its first 20,000 rows: numbers if every value is one, then
 * true/false, then dates and times; other text is prose when it hardly ever repeats, else categories.
 */
export async function columnKinds(scan: Scan, columns: readonly Column[]): Promise<Map<string, ColumnKind>> {
  const kinds = new Map<string, ColumnKind>()
  const open: Column[] = []
  for (const column of columns) {
    const kind = kindOfType(column)
    if (kind === undefined) open.push(column)
    else kinds.set(column.name, kind)
  }
  if (open.length === 0) return kinds
  const missing = MISSING_WORDS.map((word) => `'${word}'`).join(', ')
  const picked = open.map(
    ({ reference }, i) => `CASE WHEN lower(${reference}) IN (${missing}) THEN NULL ELSE ${reference} END AS v${i}`,
  )
  const counts = open.flatMap((_, i) => [
    `count(v${i}) AS n${i}`,
    `count(TRY_CAST(v${i} AS DOUBLE)) AS d${i}`,
    `count(CASE WHEN lower(v${i}) IN ('true', 'false') THEN 1 END) AS b${i}`,
    `count(TRY_CAST(v${i} AS TIMESTAMP)) AS t${i}`,
    `count(DISTINCT v${i}) AS u${i}`,
    `avg(length(v${i})) AS l${i}`,
  ])
  const [row = {}] = await rowsFrom(
    scan.connection,
    `SELECT ${counts.join(', ')} FROM (SELECT ${picked.join(', ')} FROM ` +
      `(SELECT * FROM ${scan.relation} LIMIT ${SAMPLE_ROWS}))`,
  )
  for (const [i, column] of open.entries()) {
    const of = (name: string): number => Number(row[`${name}${i}`] ?? 0)
    kinds.set(column.name, kindOfCounts(of('n'), of('d'), of('b'), of('t'), of('u'), of('l')))
  }
  return kinds
}

function kindOfCounts(
  n: number,
  numbers: number,
  booleans: number,
  times: number,
  distinct: number,
  length: number,
): ColumnKind {
  if (n === 0) return 'categorical'
  if (numbers === n) return 'numeric'
  if (booleans === n) return 'boolean'
  if (times === n) return 'timestamp'
  return distinct > FEW_CATEGORIES && distinct > TEXT_SHARE * n && length > 8 ? 'text' : 'categorical'
}

function kindOfType({ name, type }: Column): ColumnKind | undefined {
  if (isNumberType(type)) return 'numeric'
  if (isNumberType(type.replace(/\[\d*\]$/, ''))) return 'embedding'
  if (type === 'BOOLEAN') return 'boolean'
  if (/^(?:TIMESTAMP|DATE)/.test(type)) return 'timestamp'
  if (type.startsWith('ENUM') || type === 'UUID') return 'categorical'
  if (type === 'VARCHAR') return undefined
  throw new ScanError(
    'column_type',
    `column ${quoted(name)} holds ${type}, which cannot be compared`,
    'leave the column out, or write it as text or numbers',
  )
}
