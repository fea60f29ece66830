import type { EventType } from '@muster/core'

/** A schema of zod, as contract and core declare them. */
type Schema = EventType['data']

interface Json {
  readonly type?: string | readonly string[]
  readonly const?: unknown
  readonly enum?: readonly unknown[]
  readonly anyOf?: readonly Json[]
  readonly oneOf?: readonly Json[]
  readonly items?: Json
  readonly properties?: Readonly<Record<string, Json>>
  readonly required?: readonly string[]
  readonly additionalProperties?: Json | boolean
  readonly pattern?: string
  readonly format?: string
  readonly description?: string
  readonly default?: unknown
}

/** One field of a schema, in words. */
export interface Field {
  readonly name: string
  readonly kind: string
  readonly isOptional: boolean
  readonly meaning: string
  readonly fallback: string | undefined
}

/** The fields of an object schema, with what they may hold. Example: `fieldsOf(act.input)`. */
export function fieldsOf(schema: Schema): Field[] {
  const json = schema.toJSONSchema({ io: 'input', unrepresentable: 'any', reused: 'inline' }) as Json
  return Object.entries(json.properties ?? {}).map(([name, field]) => ({
    name,
    kind: kindOf(field),
    isOptional: json.required?.includes(name) !== true,
    meaning: field.description ?? '',
    fallback: field.default === undefined ? undefined : JSON.stringify(field.default),
  }))
}

/** What a value may be, in few words: `number`, `"R" or "A"`, `list of text`, `id exp_…`. */
function kindOf(json: Json): string {
  const choices = json.anyOf ?? json.oneOf
  if (choices !== undefined) return [...new Set(choices.map(kindOf))].join(' or ')
  if (json.const !== undefined) return JSON.stringify(json.const)
  if (json.enum !== undefined) return json.enum.map((value) => JSON.stringify(value)).join(' or ')
  switch (json.type) {
    case 'string':
      return textKind(json)
    case 'array':
      return `list of ${json.items === undefined ? 'anything' : kindOf(json.items)}`
    case 'object': {
      if (json.properties !== undefined) return `{ ${members(json)} }`
      const values = json.additionalProperties
      return typeof values === 'object' ? `map of ${kindOf(values)}` : 'object'
    }
    case 'integer':
      return 'whole number'
    case 'boolean':
      return 'true or false'
    default:
      return typeof json.type === 'string' ? json.type : 'anything'
  }
}

const members = (json: Json): string =>
  Object.entries(json.properties ?? {})
    .map(([name, field]) => `${name}${json.required?.includes(name) === true ? '' : '?'}: ${kindOf(field)}`)
    .join(', ')

function textKind(json: Json): string {
  const prefix = /^\^([a-z]+)_\[/.exec(json.pattern ?? '')?.[1]
  if (prefix !== undefined) return `id ${prefix}_…`
  if (json.pattern?.startsWith('^sha256:') === true) return 'digest sha256:…'
  if (json.format === 'date') return 'day YYYY-MM-DD'
  return json.format === undefined ? 'text' : json.format
}
