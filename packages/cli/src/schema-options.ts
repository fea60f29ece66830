import { CliFailure, kebab } from './failure.ts'
import { INSTEAD } from './resolve.ts'

/** JSON Schema as zod writes it, as far as options are made from it. */
export interface Schema {
  readonly type?: string | readonly string[]
  readonly description?: string
  readonly default?: unknown
  readonly enum?: readonly unknown[]
  readonly pattern?: string
  readonly maxLength?: number
  readonly items?: Schema
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly additionalProperties?: boolean | Schema
  readonly anyOf?: readonly Schema[]
  readonly minimum?: number
  readonly maximum?: number
}

type Kind = 'string' | 'number' | 'integer' | 'boolean' | 'object' | 'list'

/** A field of an act as an option of its verb. */
export interface FieldOption {
  readonly field: string
  /** `--data-digest` */
  readonly flag: string
  /** How the value is shown in help; absent for switches. */
  readonly value?: string
  readonly description: string
  readonly required: boolean
  readonly repeatable: boolean
  /** Prefix of the id that the field takes, e.g. `prj`. */
  readonly idPrefix?: string
  readonly schema: Schema
}

const isNullable = (schema: Schema): boolean =>
  schema.anyOf?.some((s) => s.type === 'null') === true || (Array.isArray(schema.type) && schema.type.includes('null'))

/** The schema without the alternative null. */
function core(schema: Schema): Schema {
  return schema.anyOf?.find((s) => s.type !== 'null') ?? schema
}

export function kindOf(schema: Schema): Kind {
  const inner = core(schema)
  const type = typeof inner.type === 'string' ? inner.type : inner.type?.find((t) => t !== 'null')
  switch (type) {
    case 'number':
    case 'integer':
    case 'boolean':
    case 'object':
      return type
    case 'array':
      return 'list'
    default:
      return 'string'
  }
}

const prefixOf = (schema: Schema): string | undefined =>
  /^\^([a-z]{3})_\[/.exec(core(schema).pattern ?? core(schema).items?.pattern ?? '')?.[1]

/** The options of an act's or query's input, required ones first. */
export function optionsOf(schema: Schema): FieldOption[] {
  const required = new Set(schema.required)
  const all = Object.entries(schema.properties ?? {}).map(([field, s]) => optionOf(field, s, required.has(field)))
  return [...all.filter((o) => o.required), ...all.filter((o) => !o.required)]
}

function optionOf(field: string, schema: Schema, required: boolean): FieldOption {
  const kind = kindOf(schema)
  const idPrefix = prefixOf(schema)
  const isSwitch = kind === 'boolean' && schema.default === false
  const shown = isSwitch ? undefined : valueName(schema, kind, idPrefix)
  return {
    field,
    flag: `--${kebab(field)}`,
    ...(shown === undefined ? {} : { value: shown }),
    description: describe(schema, kind, required, idPrefix),
    required,
    repeatable: kind === 'list' || kind === 'object',
    ...(idPrefix === undefined ? {} : { idPrefix }),
    schema,
  }
}

function valueName(schema: Schema, kind: Kind, idPrefix: string | undefined): string {
  if (idPrefix !== undefined) return `<${idPrefix}>`
  const inner = core(schema)
  if (inner.enum !== undefined) {
    const choices = inner.enum.map(String).join('|')
    // Comparison signs between angle brackets cannot be read.
    return /[<>]/.test(choices) ? '<sign>' : `<${choices}>`
  }
  switch (kind) {
    case 'number':
    case 'integer':
      return '<number>'
    case 'boolean':
      return '<true|false>'
    case 'object':
      return inner.properties === undefined
        ? '<name=value>'
        : `<${Object.keys(inner.properties)
            .map((p) => `${p}=…`)
            .join(',')}>`
    case 'list':
      return inner.items?.properties === undefined
        ? '<value>'
        : `<${Object.keys(inner.items.properties)
            .slice(0, 3)
            .map((p) => `${p}=…`)
            .join(',')}>`
    case 'string':
      return '<text>'
    default:
      return kind satisfies never
  }
}

function describe(schema: Schema, kind: Kind, required: boolean, idPrefix: string | undefined): string {
  const notes: string[] = []
  if (required) notes.push('required')
  const instead = idPrefix === undefined ? undefined : INSTEAD[idPrefix]
  if (instead !== undefined) notes.push(instead)
  if (kind === 'list') notes.push('repeatable')
  if (kind === 'object' || (kind === 'list' && core(schema).items?.properties !== undefined))
    notes.push('also JSON or @file.json')
  if (isLongText(schema)) notes.push('or @file to read it from a file')
  const fallback = schema.default
  if ((typeof fallback === 'string' && fallback !== '') || typeof fallback === 'number' || fallback === true) {
    notes.push(`default ${fallback}`)
  }
  const words = schema.description ?? core(schema).description ?? ''
  return notes.length === 0 ? words : `${words}${words === '' ? '' : ' '}(${notes.join('; ')})`
}

/** From this length on a text is more than a line to type, and may stand in a file. */
const LONG_TEXT = 1_000

const isLongText = (schema: Schema): boolean =>
  kindOf(schema) === 'string' && (core(schema).maxLength ?? 0) >= LONG_TEXT

/** Reads a file that an option names with `@`. */
export type ReadText = (path: string) => string

/** A text as typed, or that of the file named after `@`. A text that begins with `@` itself is typed with `@@`. */
function longText(flag: string, text: string, read: ReadText): string {
  if (!text.startsWith('@')) return text
  if (text.startsWith('@@')) return text.slice(1)
  const path = text.slice(1)
  if (path === '') throw new CliFailure(`${flag} names no file after "@".`)
  const content = read(path)
  if (content.trim() === '') throw new CliFailure(`${flag}: the file ${path} is empty.`)
  return content
}

/**
 * Makes the value of a field from what was typed.
 *
 * @param typed every value given for the option, in order
 * @example valueOf(option, ['0.95'], read) // 0.95
 */
export function valueOf(option: FieldOption, typed: readonly string[], read: ReadText): unknown {
  const schema = core(option.schema)
  if (kindOf(schema) === 'object') {
    return Object.assign({}, ...typed.map((t) => objectFrom(option.flag, schema, t, read))) as unknown
  }
  if (kindOf(schema) === 'list') return typed.flatMap((t) => listFrom(option.flag, schema, t, read))
  const last = typed.at(-1) ?? ''
  if (isLongText(option.schema)) return longText(option.flag, last, read)
  return isNullable(option.schema) && (last === 'null' || last === 'none')
    ? null
    : scalarFrom(option.flag, schema, last)
}

function scalarFrom(flag: string, schema: Schema, text: string): unknown {
  if (isNullable(schema) && text === 'null') return null
  const wrong = (what: string): CliFailure => new CliFailure(`${flag} must be ${what}, not "${text}".`)
  const inner = core(schema)
  if (inner.enum !== undefined) {
    if (inner.enum.includes(text)) return text
    throw wrong(`one of ${inner.enum.map(String).join(', ')}`)
  }
  const kind = kindOf(schema)
  switch (kind) {
    case 'number':
    case 'integer': {
      const value = text.trim() === '' ? Number.NaN : Number(text)
      if (!Number.isFinite(value)) throw wrong('a number')
      if (kind === 'integer' && !Number.isInteger(value)) throw wrong('a whole number')
      return value
    }
    case 'boolean':
      if (text === 'true' || text === 'false') return text === 'true'
      throw wrong('true or false')
    case 'string':
      return text
    case 'object':
    case 'list':
      return parseJson(flag, text)
    default:
      return kind satisfies never
  }
}

function parseJson(flag: string, text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch (error) {
    throw new CliFailure(`${flag} is not valid JSON: ${(error as Error).message}.`)
  }
}

const isJson = (text: string): boolean => /^\s*[[{]/.test(text)

function listFrom(flag: string, schema: Schema, text: string, read: ReadText): unknown[] {
  const { items } = schema
  if (items?.properties !== undefined) {
    const json = text.startsWith('@') ? read(text.slice(1)) : isJson(text) ? text : undefined
    if (json === undefined) return [objectFrom(flag, items, text, read)]
    const value = parseJson(flag, json)
    return Array.isArray(value) ? value : [value]
  }
  // Values with a pattern (ids, slugs, scopes) hold no comma; free text may.
  const parts = items?.pattern === undefined ? [text] : text.split(',').map((t) => t.trim())
  return parts.filter((t) => t !== '').map((t) => scalarFrom(flag, items ?? {}, t))
}

function objectFrom(flag: string, schema: Schema, text: string, read: ReadText): Record<string, unknown> {
  const json = text.startsWith('@') ? read(text.slice(1)) : isJson(text) ? text : undefined
  if (json !== undefined) {
    const value = parseJson(flag, json)
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>
    throw new CliFailure(`${flag} must be a JSON object.`)
  }
  // A record of free names takes one pair each time: its values may hold commas.
  const pairs = schema.properties === undefined ? [text] : text.split(/,(?=[A-Za-z][\w]*=)/)
  return Object.fromEntries(
    pairs.map((pair) => {
      const at = pair.indexOf('=')
      if (at <= 0) throw new CliFailure(`${flag} takes name=value, JSON, or @file.json; "${pair}" is none of them.`)
      const name = pair.slice(0, at).trim()
      const value = pair.slice(at + 1)
      const property = schema.properties?.[name]
      if (schema.properties !== undefined && property === undefined) {
        throw new CliFailure(`${flag} has no "${name}".`, {
          help: `It has ${Object.keys(schema.properties).join(', ')}.`,
        })
      }
      return [name, property === undefined ? guess(value) : scalarFrom(`${flag} ${name}`, property, value)]
    }),
  )
}

/** A value of a record whose types are not known here: JSON if it reads as such, text otherwise. */
function guess(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return text
  }
}
