import { columnsOf, hasColumns, withNames } from './query-tables.ts'
import type { Screen } from './terminal.ts'
import { clean, oneLine, painter, relative, table, wrap } from './terminal.ts'

type Item = Readonly<Record<string, unknown>>

/** What is needed to print records: the screen, names of people by id, and the time. */
export interface Reading {
  readonly screen: Screen
  readonly names: ReadonlyMap<string, string>
  readonly now: number
}

/** What is there to be typed again stays an id. */
const AS_ID: ReadonlySet<string> = new Set(['id', 'subject'])

/** A list as a table. */
export function listReport(name: string, items: readonly Item[], reading: Reading): string[] {
  const columns = columnsOf(name, items)
  const rows = items.map((item) =>
    columns.map(([title, cell]) => {
      const text = cell(item, reading.now)
      return AS_ID.has(title) ? text : withNames(text, reading.names)
    }),
  )
  return table(
    columns.map(([title]) => title),
    rows,
    reading.screen,
  )
}

const words = (key: string): string => key.replaceAll(/[A-Z]/g, (c) => ` ${c.toLowerCase()}`)
const INSTANT = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/
const isRecord = (value: unknown): value is Item => typeof value === 'object' && value !== null && !Array.isArray(value)
const isEmpty = (value: unknown): boolean =>
  value === undefined ||
  value === null ||
  value === '' ||
  (typeof value === 'object' && Object.keys(value).length === 0)

/** A record as "field  value" lines; lists of records as tables below. */
export function recordReport(record: Item, reading: Reading, depth = 0): string[] {
  const paint = painter(reading.screen)
  const indent = '  '.repeat(depth)
  const plain = Object.entries(record).filter(([, v]) => !isEmpty(v) && !isRecord(v) && !isRecordList(v))
  const nested = Object.entries(record).filter(([, v]) => !isEmpty(v) && (isRecord(v) || isRecordList(v)))
  const width = Math.max(0, ...plain.map(([key]) => words(key).length))
  const lines = plain.flatMap(([key, value]) => {
    const label = words(key).padEnd(width)
    const text = AS_ID.has(key) ? String(value) : valueText(value, reading)
    const [first = '', ...rest] = wrap(text, reading.screen, indent.length + width + 2)
    return [`${indent}${paint('dim', label)}  ${first}`, ...rest]
  })
  for (const [key, value] of nested) {
    lines.push('', `${indent}${paint('bold', words(key))}`)
    if (isRecord(value)) lines.push(...recordReport(value, reading, depth + 1))
    else if (hasColumns(key) || isTabular(value as Item[]) || depth > 2)
      lines.push(...listReport(key, value as Item[], reading).map((l) => `${indent}  ${l}`))
    else for (const item of value as Item[]) lines.push(...recordReport(item, reading, depth + 1), '')
  }
  return lines
}

const isRecordList = (value: unknown): boolean => Array.isArray(value) && value.length > 0 && value.every(isRecord)

/** Short plain fields make a table; long text and nesting make a list of records. */
function isTabular(items: readonly Item[]): boolean {
  return (
    items.every((item) =>
      Object.values(item).every((v) => (typeof v === 'string' ? v.length <= 90 : !isRecord(v) && !Array.isArray(v))),
    ) || items.every((i) => 'alertWhen' in i || 'weight' in i || 'role' in i)
  )
}

function valueText(value: unknown, { names, now }: Reading): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (typeof value === 'string') {
    const text = withNames(clean(value), names)
    return INSTANT.test(value) ? `${text} (${relative(value, now)})` : text
  }
  if (Array.isArray(value))
    return value
      .map((v) => valueText(v, { screen: { color: false, width: 0, interactive: false }, names, now }))
      .join(', ')
  if (typeof value === 'number') return String(value)
  return oneLine(JSON.stringify(value))
}
