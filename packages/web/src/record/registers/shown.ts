import { quantity } from '../../ui/number.ts'
import { words } from '../../words/registers.ts'

/** A value of an item as text, with the unit of its field. */
export function shown(value: unknown, unit?: string): string {
  if (value === undefined || value === null) return '–'
  if (typeof value === 'boolean') return value ? words.yes : words.no
  if (typeof value === 'number') return quantity(value, unit)
  if (typeof value === 'string') return value
  // A computed value stands with its reason where there is none.
  if (typeof value === 'object' && 'value' in value) return shown(value.value, unit)
  if (typeof value === 'object' && 'reason' in value) return shown(value.reason)
  return Array.isArray(value) ? value.map(String).join(', ') : JSON.stringify(value)
}
