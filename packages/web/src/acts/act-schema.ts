import { useQuery } from '@tanstack/react-query'

/** The part of JSON Schema that inputs of acts use. */
export interface InputSchema {
  readonly type?: string | readonly string[]
  readonly description?: string
  readonly default?: unknown
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly pattern?: string
  readonly format?: string
  readonly minLength?: number
  readonly maxLength?: number
  readonly minimum?: number
  readonly maximum?: number
  readonly properties?: Readonly<Record<string, InputSchema>>
  readonly required?: readonly string[]
  readonly items?: InputSchema
  readonly anyOf?: readonly InputSchema[]
  readonly additionalProperties?: unknown
}

export interface ActDeclaration {
  readonly name: string
  readonly title: string
  readonly help: string
  readonly input: InputSchema
}

interface Operation {
  readonly summary?: string
  readonly description?: string
  readonly requestBody?: { readonly content?: { readonly 'application/json'?: { readonly schema?: InputSchema } } }
}
const PREFIX = '/api/v1/acts/'

/** The acts that an OpenAPI document declares. */
export function actsIn(document: {
  readonly paths: Readonly<Record<string, { readonly post?: Operation }>>
}): ReadonlyMap<string, ActDeclaration> {
  const found = Object.entries(document.paths).flatMap(([path, { post }]) => {
    const schema = post?.requestBody?.content?.['application/json']?.schema
    if (!path.startsWith(PREFIX) || schema === undefined) return []
    const name = path.slice(PREFIX.length)
    return [{ name, title: post?.summary ?? name, help: post?.description ?? '', input: schema }]
  })
  return new Map(found.map((act) => [act.name, act]))
}

/** Every act, as this server declares it. Asked for once, when the first form or the palette is opened. */
export function useActs(isWanted = true): ReadonlyMap<string, ActDeclaration> | undefined {
  return useQuery({
    queryKey: ['openapi'],
    enabled: isWanted,
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async () => {
      const answer = await fetch('/openapi.json')
      if (!answer.ok) throw new Error(`/openapi.json answered ${answer.status}`)
      return actsIn((await answer.json()) as Parameters<typeof actsIn>[0])
    },
  }).data
}

export type FieldKind =
  | { readonly kind: 'text' | 'long' | 'number' | 'integer' | 'switch' | 'day' | 'email' | 'lines' | 'json' }
  | { readonly kind: 'choice'; readonly options: readonly string[]; readonly many: boolean }
  | { readonly kind: 'record'; readonly prefix: string; readonly many: boolean }
  | { readonly kind: 'rows'; readonly of: InputSchema }
  | { readonly kind: 'group'; readonly of: InputSchema }

const LONG = 300

/** Which control fits a field. */
export function kindOf(schema: InputSchema): FieldKind {
  const alternatives = schema.anyOf?.filter((a) => a.type !== 'null')
  if (alternatives?.length === 1 && alternatives[0] !== undefined) return kindOf(alternatives[0])
  const type = typeof schema.type === 'string' ? schema.type : schema.type?.find((t) => t !== 'null')
  const options = schema.enum?.filter((v): v is string => typeof v === 'string')
  if (options !== undefined && options.length > 0) return { kind: 'choice', options, many: false }
  switch (type) {
    case 'boolean':
      return { kind: 'switch' }
    case 'number':
    case 'integer':
      return { kind: type }
    case 'array':
      return kindOfList(schema.items ?? {})
    case 'object':
      return schema.properties === undefined ? { kind: 'json' } : { kind: 'group', of: schema }
    case 'string':
      return kindOfText(schema)
    case undefined:
    default:
      return { kind: 'json' }
  }
}

function kindOfText(schema: InputSchema): FieldKind {
  const prefix = /^\^([a-z]{3})_/.exec(schema.pattern ?? '')?.[1]
  if (prefix !== undefined) return { kind: 'record', prefix, many: false }
  if (schema.format === 'date') return { kind: 'day' }
  if (schema.format === 'email') return { kind: 'email' }
  return { kind: (schema.maxLength ?? 0) > LONG ? 'long' : 'text' }
}

function kindOfList(items: InputSchema): FieldKind {
  const options = items.enum?.filter((v): v is string => typeof v === 'string')
  if (options !== undefined && options.length > 0) return { kind: 'choice', options, many: true }
  if (items.type === 'object' && items.properties !== undefined) return { kind: 'rows', of: items }
  if (items.type !== 'string') return { kind: 'json' }
  const each = kindOfText(items)
  return each.kind === 'record' ? { ...each, many: true } : { kind: 'lines' }
}

/** A field name as a label. Example: `labelOf('baseRate') // 'Base rate'` */
export function labelOf(name: string): string {
  const spaced = name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replaceAll(/[_-]/g, ' ')
    .toLowerCase()
  return spaced.charAt(0).toUpperCase() + spaced.slice(1)
}

/** Leaves out what was not filled in: an empty field means that nothing is said. */
export function filled(values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([, v]) => v !== undefined && v !== ''))
}
