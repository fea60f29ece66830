import { words } from '../../words/register-items.ts'
import type { Definition, Item } from './register.ts'

/** A field that gets another value. `before` is absent where nothing was, `after` where it is emptied. */
export interface Change {
  readonly name: string
  readonly before?: unknown
  readonly after?: unknown
}

const recordIn = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {}

/**
 * The changes that an event of an item brings, by the titles of the fields. Without `before` nothing is known of the item as
 * it was, and the title of a new one stands elsewhere.
 */
export function changesOf(
  data: Readonly<Record<string, unknown>>,
  definition: Pick<Definition, 'fields'>,
  before?: Pick<Item, 'title' | 'owner' | 'fields'>,
): readonly Change[] {
  const titleOf = new Map(definition.fields.map((f) => [f.name, f.title]))
  const cleared = Array.isArray(data['cleared']) ? data['cleared'].map(String) : []
  const own = (['title', 'owner'] as const).flatMap((name): Change[] => {
    const after = data[name]
    if (after === undefined || (before === undefined && name === 'title')) return []
    const called = name === 'title' ? words.titleField : words.owner
    return [{ name: called, after, ...(before === undefined ? {} : { before: before[name] }) }]
  })
  const fields = Object.entries(recordIn(data['fields'])).map(([name, after]): Change => {
    const was = before?.fields[name]
    return { name: titleOf.get(name) ?? name, after, ...(was === undefined ? {} : { before: was }) }
  })
  const emptied = cleared.map((name): Change => {
    const was = before?.fields[name]
    return { name: titleOf.get(name) ?? name, ...(was === undefined ? {} : { before: was }) }
  })
  return [...own, ...fields, ...emptied]
}
