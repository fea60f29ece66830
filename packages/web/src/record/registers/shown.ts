import { measured } from '../../ui/number.ts'
import { words } from '../../words/registers.ts'

/** A value of an item as text. */
export function shown(value: unknown): string {
  if (value === undefined || value === null) return '–'
  if (typeof value === 'boolean') return value ? words.yes : words.no
  if (typeof value === 'number') return measured(value)
  if (typeof value === 'string') return value
  return Array.isArray(value) ? value.map(String).join(', ') : JSON.stringify(value)
}
