import { computedValues, numberIn } from './computed.ts'
import type { RegisterDefinition } from './definition.ts'
import { stateOf } from './definition.ts'
import type { Item } from './item.ts'

/** One item of a register as a stakeholder update says it. The owner stands in the text by id. */
export interface ItemLine {
  readonly item: string
  readonly entry: number
  readonly text: string
}

/**
 * What a register says in an update of its project: its open items in the order of the register, each with state, owner and the values that
 * the pack wants shown. Nothing where the pack does not ask for it.
 */
export function updateLines(definition: RegisterDefinition, items: readonly Item[]): ItemLine[] {
  const { update, item: named } = definition
  if (update === undefined) return []
  const isOpen = (item: Item): boolean =>
    update.states === undefined ? stateOf(definition, item.state)?.final !== true : update.states.includes(item.state)
  return ordered(definition, items.filter(isOpen)).map((item) => {
    const state = stateOf(definition, item.state)?.title ?? item.state
    const values = (update.show ?? []).flatMap((name) => valueInWords(definition, item, name))
    const facts = [state.toLowerCase(), ...values].join(', ')
    const text = `${named.prefix}-${item.number} "${item.title}", owned by ${item.owner}: ${facts}.`
    return { item: item.id, entry: item.entry, text }
  })
}

function valueInWords(definition: RegisterDefinition, item: Item, name: string): string[] {
  const computed = computedValues(definition, item.fields)[name]
  const value = computed !== undefined && 'value' in computed ? computed.value : item.fields[name]
  if (value === undefined) return []
  const { title, unit } = [...definition.fields, ...(definition.computed ?? [])].find((f) => f.name === name) ?? {}
  return [[(title ?? name).toLowerCase(), String(value), ...(unit === undefined ? [] : [unit])].join(' ')]
}

/** As the lists of the register are ordered, as far as it is by numbers; items without one come last. */
function ordered(definition: RegisterDefinition, items: readonly Item[]): Item[] {
  const by = definition.order?.replace(/^-/, '')
  if (by === undefined) return [...items]
  const sign = definition.order?.startsWith('-') === true ? -1 : 1
  const rank = (item: Item): number => {
    const value = numberIn(definition, item.fields, by)
    return value === undefined ? Number.POSITIVE_INFINITY : sign * value
  }
  return items.toSorted((a, b) => (rank(a) < rank(b) ? -1 : rank(a) > rank(b) ? 1 : a.number - b.number))
}
