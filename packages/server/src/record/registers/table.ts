import type { ImportedRows, Item, RegisterDefinition } from '@muster/core'
import { ITEM_COLUMNS, cellOfValue, computedValues } from '@muster/core'
import { CsvError, parse } from 'csv-parse/sync'
import { stringify } from 'csv-stringify/sync'

/** Many spreadsheets write semicolons, where the comma is a decimal sign: what the header has more of separates. */
function delimiterOf(csv: string): ',' | ';' {
  const header = /[^\r\n\uFEFF]+/.exec(csv)?.[0] ?? ''
  const unquoted = header.replaceAll(/"[^"]*"/g, '')
  return unquoted.split(';').length > unquoted.split(',').length ? ';' : ','
}

/** Reads a CSV as rows by column; what is wrong with it is said in words, with the line. */
export function readTable(csv: string): ImportedRows {
  if (csv.replace('\uFEFF', '').trim() === '') return { rows: [], problem: 'The table is empty.' }
  try {
    const delimiter = delimiterOf(csv)
    const [header = []] = parse(csv, { bom: true, delimiter, to: 1, skip_empty_lines: true })
    const names = header.map((name) => name.trim())
    const twice = names.find((name, index) => names.indexOf(name) < index)
    if (twice !== undefined) return { rows: [], problem: `The header names the column "${twice}" twice.` }
    const records = parse(csv, {
      bom: true,
      delimiter,
      columns: names,
      from: 2,
      skip_empty_lines: true,
      relax_column_count: false,
      info: true,
      max_record_size: 200_000,
    }) as unknown as { info: { lines: number }; record: Record<string, string> }[]
    return {
      rows: records.map(({ info, record }) => ({
        line: info.lines,
        cells: Object.fromEntries(Object.entries(record).map(([name, cell]) => [name, unguarded(cell)])),
      })),
    }
  } catch (error) {
    if (error instanceof CsvError) return { rows: [], problem: `The table cannot be read: ${error.message}.` }
    throw error
  }
}

/** A cell that starts like a formula would be run by a spreadsheet: an apostrophe in front makes it text. */
const FORMULA = /^[=+\-@\t\r]/
const NUMBER = /^-?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/i
const guarded = (cell: string): string => (FORMULA.test(cell) && !NUMBER.test(cell) ? `'${cell}` : cell)
const unguarded = (cell: string): string => (/^'[=+\-@\t\r]/.test(cell) ? cell.slice(1) : cell)

/** The items of a register as CSV (RFC 4180). `item.import` reads it back; computed columns are for readers only. */
export function writeTable(definition: RegisterDefinition, items: readonly Item[]): string {
  const computed = definition.computed ?? []
  const columns = [...ITEM_COLUMNS, ...definition.fields.map((f) => f.name), ...computed.map((c) => c.name)]
  const rows = items.map((item) => {
    const values = computedValues(definition, item.fields)
    return [
      `${definition.item.prefix}-${item.number}`,
      item.title,
      item.owner,
      item.state,
      ...definition.fields.map((f) => cellOfValue(item.fields[f.name])),
      ...computed.map(({ name }) => {
        const value = values[name]
        return value !== undefined && 'value' in value ? String(value.value) : ''
      }),
    ].map(guarded)
  })
  return stringify([columns, ...rows], { record_delimiter: 'windows' })
}
