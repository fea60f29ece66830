import type { Column } from './columns.ts'
import { firstRowWhere } from './encode.ts'
import { rowsFrom } from './engine.ts'
import { quoted, ScanError, withFile } from './scan-error.ts'
import type { Scan } from './open-source.ts'

/**
 * Refuses a number column that was loaded into the table `observations` as `as`: rows without a value, with something
 * other than a finite number, or outside the range. The error names the first such row.
 */
export async function checkNumbers(
  scan: Scan,
  column: Column,
  as: string,
  rows: number,
  range: Range = {},
): Promise<void> {
  const role = column.from?.role
  const work = (): Promise<void> => refuseNumbers(scan, column, as, rows, range)
  await (role === undefined ? work() : withFile(role, work))
}

type Range = { readonly least?: number; readonly most?: number; readonly hint?: string }

async function refuseNumbers(scan: Scan, column: Column, as: string, rows: number, range: Range): Promise<void> {
  const name = quoted(column.name)
  const absent = await countWhere(scan, `${as} IS NULL OR NOT isfinite(${as})`)
  if (absent > 0) {
    const { row, text } = await firstRowWhere(scan, column, 'number', 'value IS NULL OR NOT isfinite(value)')
    const missing = text === '' || /^nan$/i.test(text)
    throw new ScanError(
      missing ? 'value_missing' : 'column_type',
      `${absent} of ${rows} rows have ${missing ? 'no value' : 'something other than a finite number'} in column ` +
        `${name}, the first is row ${row}${missing ? '' : `: ${quoted(text)}`}`,
      missing ? 'give every row a value, or leave those rows out of the file' : 'give a column of numbers',
    )
  }
  const { least = -Infinity, most = Infinity, hint = 'check the column' } = range
  const conditions = [
    ...(least === -Infinity ? [] : [`${as} < ${least}`]),
    ...(most === Infinity ? [] : [`${as} > ${most}`]),
  ]
  if (conditions.length === 0) return
  const outside = await countWhere(scan, conditions.join(' OR '))
  if (outside === 0) return
  const { row, text } = await firstRowWhere(scan, column, 'number', conditions.join(' OR ').replaceAll(as, 'value'))
  const allowed = most === Infinity ? `less than ${least}` : `outside ${least} to ${most}`
  throw new ScanError(
    'score_out_of_range',
    `${outside} of ${rows} values in column ${name} are ${allowed}, the first is ${quoted(text)} in row ${row}`,
    hint,
  )
}

async function countWhere({ connection }: Scan, condition: string): Promise<number> {
  const [row] = await rowsFrom(connection, `SELECT count(*) AS n FROM observations WHERE ${condition}`)
  return Number(row?.['n'] ?? 0)
}
