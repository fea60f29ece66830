import type { Refusal } from '../../acts/refusal.ts'
import { refusal } from '../../acts/refusal.ts'
import * as input from '../../acts/input.ts'
import type { ItemValue, RegisterDefinition, RegisterField } from './definition.ts'

export type ItemFields = Readonly<Record<string, ItemValue>>

const MOST_LINE = 500
const MOST_TEXT = 20_000
const MOST_LIST = 200
const line = input.line(MOST_LINE)
const text = input.text(MOST_TEXT)

/** What a value may point at, as the store knows it. */
export interface KnownReferences {
  readonly people: ReadonlySet<string>
  readonly roles: ReadonlySet<string>
  /** Record id → its noun, and for an item its register. */
  readonly records: ReadonlyMap<string, { readonly noun: string; readonly register?: string }>
}

/** An address of the web; whether it answers is nobody's business here. */
const isUrl = (value: string): boolean => /^https?:\/\/[^\s/?#]+(?:[/?#]\S*)?$/i.test(value)

/** What is wrong with a value, in words that follow the field's name; undefined when it is sound. */
function wrong(field: RegisterField, value: unknown, known: KnownReferences): string | undefined {
  switch (field.type) {
    case 'number':
    case 'integer':
      return wrongNumber(field, value)
    case 'boolean':
      return typeof value === 'boolean' ? undefined : 'must be true or false'
    case 'choices':
    case 'list':
      return wrongList(field, value)
    case 'line':
    case 'text':
    case 'day':
    case 'choice':
    case 'url':
    case 'digest':
    case 'person':
    case 'role':
    case 'record':
      return typeof value === 'string' ? wrongText(field, value, known) : 'must be text'
    default:
      return field.type satisfies never
  }
}

function wrongNumber({ type, min, max }: RegisterField, value: unknown): string | undefined {
  if (typeof value !== 'number' || !Number.isFinite(value)) return 'must be a number'
  if (type === 'integer' && !Number.isSafeInteger(value)) return 'must be a whole number'
  if (min !== undefined && value < min) return `is ${value}; it must be at least ${min}`
  if (max !== undefined && value > max) return `is ${value}; it must be at most ${max}`
  return undefined
}

function wrongList({ type, choices = [] }: RegisterField, value: unknown): string | undefined {
  if (!Array.isArray(value) || value.some((item) => typeof item !== 'string')) return 'must be a list of texts'
  const items = value as string[]
  if (items.length > MOST_LIST) return `has ${items.length} items; at most ${MOST_LIST} are kept`
  const bad = items.find((item) => !line.safeParse(item).success)
  if (bad !== undefined) return `has an item that is empty, too long or not printable`
  const strange = type === 'choices' ? items.find((item) => !choices.includes(item)) : undefined
  return strange === undefined ? undefined : `has "${strange}"; it may have ${choices.join(', ')}`
}

function wrongText(field: RegisterField, value: string, known: KnownReferences): string | undefined {
  const asLine = line.safeParse(value)
  if (field.type === 'text') {
    const parsed = text.safeParse(value)
    return parsed.success ? undefined : (parsed.error.issues[0]?.message ?? 'is not text')
  }
  if (!asLine.success) return asLine.error.issues[0]?.message ?? 'is not text'
  switch (field.type) {
    case 'day':
      return input.day.safeParse(value).success ? undefined : 'must be a day such as 2026-03-31'
    case 'choice':
      return field.choices?.includes(value) === true
        ? undefined
        : `is "${value}"; it must be one of ${(field.choices ?? []).join(', ')}`
    case 'url':
      return isUrl(value) ? undefined : 'must be an address that starts with https:// or http://'
    case 'digest':
      return input.digest.safeParse(value).success ? undefined : 'must be "sha256:" and 64 hexadecimal digits'
    case 'person':
      return known.people.has(value) ? undefined : `names nobody of the workspace ("${value}")`
    case 'role':
      return known.roles.has(value) ? undefined : `names no role of the catalogue ("${value}")`
    case 'record':
      return wrongRecord(field, value, known)
    default:
      return undefined
  }
}

function wrongRecord({ noun = 'item', register }: RegisterField, value: string, known: KnownReferences) {
  const found = known.records.get(value)
  if (found?.noun !== noun) return `points at no ${noun} ("${value}")`
  return register === undefined || found.register === register ? undefined : `points at no item of "${register}"`
}

/** What is wrong with the values of an item, held against its register. Unknown fields are named with the known ones. */
export function checkValues(
  definition: RegisterDefinition,
  values: Readonly<Record<string, unknown>>,
  known: KnownReferences,
): Refusal[] {
  const problems: Refusal[] = []
  const problem = (name: string, message: string, help?: string): void => {
    problems.push(
      refusal('item-invalid', message, { subject: `/fields/${name}`, ...(help === undefined ? {} : { help }) }),
    )
  }
  for (const [name, value] of Object.entries(values)) {
    const field = definition.fields.find((f) => f.name === name)
    if (field === undefined) {
      const names = definition.fields.map((f) => f.name).join(', ')
      problem(name, `"${definition.title}" has no field "${name}".`, `Its fields are ${names || 'none'}.`)
      continue
    }
    const why = wrong(field, value, known)
    if (why !== undefined) problem(name, `"${field.title}" ${why}.`, field.help)
  }
  return problems
}

/** Required fields that are not filled. */
export function missingFields(definition: RegisterDefinition, values: ItemFields, also: readonly string[] = []) {
  return definition.fields.filter(
    (f) => (f.required === true || also.includes(f.name)) && !Object.hasOwn(values, f.name),
  )
}

/** Cells of lists are separated by semicolons. */
const SEPARATOR = ';'

/** Reads a cell of a table as the field's type. What is no value of that type stays text, for `checkValues` to name. */
export function valueOfCell(field: RegisterField, cell: string): ItemValue | undefined {
  const trimmed = cell.trim()
  if (trimmed === '') return undefined
  switch (field.type) {
    case 'number':
    case 'integer': {
      const value = Number(trimmed)
      return Number.isFinite(value) ? value : trimmed
    }
    case 'boolean': {
      const word = trimmed.toLowerCase()
      return ['true', 'yes', '1'].includes(word) ? true : ['false', 'no', '0'].includes(word) ? false : trimmed
    }
    case 'list':
    case 'choices':
      return trimmed
        .split(SEPARATOR)
        .map((item) => item.trim())
        .filter((item) => item !== '')
    default:
      return trimmed
  }
}

/** A value as the text of a cell; `valueOfCell` reads it back. */
export function cellOfValue(value: ItemValue | undefined): string {
  if (value === undefined) return ''
  return Array.isArray(value) ? value.join(`${SEPARATOR} `) : String(value)
}
