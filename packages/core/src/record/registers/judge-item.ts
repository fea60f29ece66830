import type { DomainEvent } from '../../acts/event.ts'
import { event } from '../../acts/event.ts'
import type { Refusal } from '../../acts/refusal.ts'
import { refusal } from '../../acts/refusal.ts'
import { stateOf } from './definition.ts'
import type { Item, RegisterFacts } from './item.ts'
import { itemChanged } from './item.ts'
import type { ItemFields } from './values.ts'
import { checkValues, missingFields } from './values.ts'

/** Why these values cannot stand in the register: wrong, incomplete for the state, or those of another item. */
export function unfitItem(facts: RegisterFacts, fields: ItemFields, state: string, self?: string): Refusal[] {
  const { definition } = facts
  const wrong = checkValues(definition, fields, facts.known)
  const missing = missingFields(definition, fields, stateOf(definition, state)?.requires).map((f) =>
    refusal('item-incomplete', `"${f.title}" must be filled in${f.required === true ? '' : ` for "${state}"`}.`, {
      subject: `/fields/${f.name}`,
      ...(f.help === undefined ? {} : { help: f.help }),
    }),
  )
  return [...wrong, ...missing, ...clash(facts, fields, self)]
}

function clash({ definition, others }: RegisterFacts, fields: ItemFields, self?: string): Refusal[] {
  const { unique = [], item } = definition
  if (unique.length === 0 || unique.some((name) => !Object.hasOwn(fields, name))) return []
  const key = (of: ItemFields): string => JSON.stringify(unique.map((name) => of[name]))
  const same = others.find((other) => other.id !== self && key(other.fields) === key(fields))
  if (same === undefined) return []
  return [
    refusal('item-repeated', `${item.prefix}-${same.number} "${same.title}" has the same ${unique.join(' and ')}.`, {
      subject: same.id,
      help: 'Change that one, or give this one other values.',
    }),
  ]
}

/** What changes an item into these values; undefined when nothing does. */
export function changeOf(
  item: Item,
  to: { readonly title?: string | undefined; readonly owner?: string | undefined; readonly fields: ItemFields },
  cleared: readonly string[],
): DomainEvent | undefined {
  const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)
  const changed = Object.entries(to.fields).filter(([name, value]) => !same(item.fields[name], value))
  const emptied = cleared.filter((name) => Object.hasOwn(item.fields, name))
  const title = to.title === undefined || to.title === item.title ? {} : { title: to.title }
  const owner = to.owner === undefined || to.owner === item.owner ? {} : { owner: to.owner }
  const data = {
    ...title,
    ...owner,
    ...(changed.length === 0
      ? {}
      : { fields: Object.fromEntries(changed) as Record<string, string | number | boolean | string[]> }),
    ...(emptied.length === 0 ? {} : { cleared: emptied }),
  }
  return Object.keys(data).length === 0 ? undefined : event(itemChanged, item.id, data, item.project)
}
