import { oneLine, relative } from './terminal.ts'

type Item = Readonly<Record<string, unknown>>
/** A column of a list: its title and what stands in a cell. */
export type Column = readonly [title: string, cell: (item: Item, now: number) => string]

/** A number as people read it: no more digits than say something. */
export const figureText = (value: number): string =>
  String(Number.isInteger(value) ? value : Number(Math.abs(value) >= 100 ? value.toFixed(2) : value.toPrecision(4)))

/** A value in a cell. */
export const textOf = (value: unknown): string => {
  if (value === undefined || value === null) return ''
  if (typeof value === 'boolean') return value ? 'yes' : ''
  if (Array.isArray(value)) return value.map(textOf).join(', ')
  return oneLine(typeof value === 'string' ? value : JSON.stringify(value))
}
/** A field as it is. */
export const field = (title: string, key: string): Column => [title, (item) => textOf(item[key])]
/** A number that was computed, rounded for reading. */
export const figure = (title: string, key: string): Column => [
  title,
  (item) => (typeof item[key] === 'number' ? figureText(item[key]) : textOf(item[key])),
]
/** An instant, told from now. */
export const when = (title: string, key: string): Column => [
  title,
  (item, now) => (typeof item[key] === 'string' ? relative(item[key], now) : ''),
]
/** A field of a record in a field. */
export const inner = (title: string, key: string, of: string): Column => [
  title,
  (item) => textOf((item[key] as Item | undefined)?.[of]),
]
/** The beginning of a field. */
export const short = (title: string, key: string, length: number): Column => [
  title,
  (item) => textOf(item[key]).slice(0, length),
]
