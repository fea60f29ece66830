import type { DomainEvent } from '../../acts/event.ts'
import { event } from '../../acts/event.ts'
import * as input from '../../acts/input.ts'
import type { Refusal } from '../../acts/refusal.ts'
import { refusal } from '../../acts/refusal.ts'
import { computedValues } from './computed.ts'
import type { RegisterDefinition, RegisterField } from './definition.ts'
import type { ImportedRows, Item, RegisterFacts } from './item.ts'
import { itemAdded } from './item.ts'
import { changeOf, unfitItem } from './judge-item.ts'
import type { ItemFields } from './values.ts'
import { valueOfCell } from './values.ts'

/** Columns that every table of a register has beside its fields. */
export const ITEM_COLUMNS = ['number', 'title', 'owner', 'state'] as const
const MOST_ROWS = 500
const title = input.line(300)

type Rows = ImportedRows['rows']

/** The events that make the register hold what the table says, or all that is wrong with the table, by line. */
export function importedItems(
  facts: RegisterFacts,
  { rows, problem }: ImportedRows,
  actor: string,
  newId: (prefix: string) => string,
): { readonly events: readonly DomainEvent[]; readonly problems: readonly Refusal[] } {
  const about = problem ?? unreadable(facts, rows)
  if (about !== undefined) return { events: [], problems: [refusal('import-invalid', about, { subject: '/csv' })] }
  const events: DomainEvent[] = []
  const problems: Refusal[] = []
  let { numbered } = facts
  // What the rows before made is there for the next one: two equal rows clash.
  let others = facts.others
  for (const row of rows) {
    const read = readRow({ ...facts, others }, row.cells, actor)
    if (read.problems.length > 0) {
      problems.push(
        ...read.problems.map((p) => ({ ...p, message: `Line ${row.line}: ${p.message}`, subject: `/csv/${row.line}` })),
      )
      continue
    }
    if (read.item !== undefined) {
      const change = changeOf(read.item, { title: read.title, owner: read.owner, fields: read.fields }, read.cleared)
      if (change !== undefined) events.push(change)
      continue
    }
    numbered += 1
    const state = facts.definition.states[0]?.id ?? ''
    const id = newId('itm')
    events.push(
      event(
        itemAdded,
        id,
        {
          register: facts.definition.id,
          pack: facts.digest,
          number: numbered,
          title: read.title ?? '',
          owner: read.owner ?? actor,
          state,
          fields: read.fields as Record<string, string | number | boolean | string[]>,
        },
        facts.project,
      ),
    )
    others = [...others, { id, number: numbered, title: read.title ?? '', fields: read.fields } as Item]
  }
  return { events, problems }
}

/** What keeps the table as a whole from being read. */
function unreadable({ definition }: RegisterFacts, rows: Rows): string | undefined {
  if (rows.length === 0) return 'The table has no rows.'
  if (rows.length > MOST_ROWS) return `The table has ${rows.length} rows; at most ${MOST_ROWS} are imported at once.`
  const names = [...ITEM_COLUMNS, ...definition.fields.map((f) => f.name)]
  const calculated = (definition.computed ?? []).map((c) => c.name)
  const columns = Object.keys(rows[0]?.cells ?? {})
  const twice = repeatedNumber(rows)
  if (twice !== undefined) return twice
  const strange = columns.filter((c) => !names.includes(c) && !calculated.includes(c))
  if (strange.length > 0)
    return `The table has columns that "${definition.title}" does not know: ${strange.join(', ')}. It knows ${names.join(', ')}.`
  return columns.includes('title') ? undefined : 'The table has no column "title".'
}

const numberIn = (cell: string): number => Number(cell.trim().replace(/^[A-Z]+-/, ''))

/** Two rows with one number: which of them holds cannot be told. */
function repeatedNumber(rows: Rows): string | undefined {
  const lines = new Map<number, number>()
  for (const { line, cells } of rows) {
    const cell = cells['number'] ?? ''
    if (cell.trim() === '') continue
    const before = lines.get(numberIn(cell))
    if (before !== undefined) return `Lines ${before} and ${line} both have the number ${cell.trim()}.`
    lines.set(numberIn(cell), line)
  }
  return undefined
}

/**
 * Computed cells that hold neither what the item's values give nor what they gave before: whoever changed them expects
 * them to hold. A table that was exported and edited still has the numbers of before, and means nothing by them.
 */
function changedComputed(
  definition: RegisterDefinition,
  cells: Row['cells'],
  fields: ItemFields,
  before: ItemFields | undefined,
): Refusal[] {
  const values = computedValues(definition, fields)
  const stood = before === undefined ? {} : computedValues(definition, before)
  return (definition.computed ?? []).flatMap(({ name, title: called }) => {
    const cell = Object.hasOwn(cells, name) ? (cells[name] ?? '').trim() : ''
    const value = values[name]
    if (cell === '' || value === undefined || !('value' in value)) return []
    const old = stood[name]
    if (isSame(cell, value.value) || (old !== undefined && 'value' in old && isSame(cell, old.value))) return []
    return [
      refusal('item-invalid', `"${called}" is computed: it is ${String(value.value)}, not "${cell}".`, {
        help: 'Change the fields that it follows from, and empty the column or leave it out.',
      }),
    ]
  })
}
const isSame = (cell: string, value: unknown): boolean =>
  String(value) === cell || (typeof value === 'number' && Number(cell) === value)

interface Row {
  readonly cells: Readonly<Record<string, string>>
  readonly problems: readonly Refusal[]
  readonly item?: Item
  readonly title?: string
  readonly owner?: string
  readonly fields: ItemFields
  readonly cleared: readonly string[]
}

function readRow(facts: RegisterFacts, cells: Readonly<Record<string, string>>, actor: string): Row {
  const { definition, others } = facts
  const cell = (name: string): string => (Object.hasOwn(cells, name) ? (cells[name] ?? '').trim() : '')
  const given = definition.fields.filter((f) => Object.hasOwn(cells, f.name))
  const value = (field: RegisterField) => valueOfCell(field, cells[field.name] ?? '')
  const fields = Object.fromEntries(
    given.flatMap((f) => {
      const read = value(f)
      return read === undefined ? [] : [[f.name, read] as const]
    }),
  )
  const cleared = given.filter((f) => value(f) === undefined).map((f) => f.name)
  const number = cell('number')
  const wanted = numberIn(number)
  const item = number === '' ? undefined : others.find((o) => o.number === wanted)
  const owner = cell('owner') === '' ? undefined : cell('owner')
  const problems: Refusal[] = []
  if (number !== '' && item === undefined) problems.push(refusal('not-found', `There is no item ${number}.`))
  const named = title.safeParse(cell('title'))
  if (!named.success)
    problems.push(refusal('item-invalid', `The title ${named.error.issues[0]?.message ?? 'is wrong'}.`))
  if (owner !== undefined && !facts.known.people.has(owner))
    problems.push(
      refusal('person-unknown', `The owner "${owner}" is neither id, address nor name of an active person.`),
    )
  const state = cell('state')
  const stands = item?.state ?? definition.states[0]?.id ?? ''
  if (state !== '' && state !== stands)
    problems.push(
      refusal('item-state', `The item is "${stands}", not "${state}": states are moved one by one.`, {
        help: 'Empty the column, and use "muster item move".',
      }),
    )
  const next = {
    ...Object.fromEntries(Object.entries(item?.fields ?? {}).filter(([n]) => !cleared.includes(n))),
    ...fields,
  }
  const judged = Object.fromEntries(Object.entries(next).filter(([n]) => definition.fields.some((f) => f.name === n)))
  problems.push(
    ...unfitItem(facts, judged, stands, item?.id),
    ...changedComputed(definition, cells, judged, item?.fields),
  )
  return {
    cells,
    problems,
    ...(item === undefined ? {} : { item }),
    ...(named.success ? { title: named.data } : {}),
    owner: owner ?? item?.owner ?? actor,
    fields,
    cleared,
  }
}
