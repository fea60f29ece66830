import type { EvidenceField, EvidenceKind } from '@muster/core'
import type { InputSchema } from '../../../acts/act-schema.ts'
import { labelOf } from '../../../acts/act-schema.ts'

/** What somebody typed so far, by the name of the fact. */
export type Typed = Readonly<Record<string, unknown>>

const SCHEMAS: Readonly<Record<EvidenceField['type'], InputSchema>> = {
  number: { type: 'number' },
  integer: { type: 'integer' },
  boolean: { type: 'boolean' },
  string: { type: 'string' },
  'text-list': { type: 'array', items: { type: 'string' } },
  date: { type: 'string', format: 'date' },
  digest: { type: 'string' },
}

/** A fact as a field of a form. */
export function schemaOf({ type, help, min, max }: EvidenceField): InputSchema {
  return {
    ...SCHEMAS[type],
    ...(help === undefined ? {} : { description: help }),
    ...(min === undefined ? {} : { minimum: min }),
    ...(max === undefined ? {} : { maximum: max }),
  }
}

/** What a fact is called. Example: `labelOfFact({ name: 'monthly', unit: 'EUR' }) // 'Monthly (EUR)'` */
export function labelOfFact({ name, unit }: Pick<EvidenceField, 'name' | 'unit'>): string {
  const label = labelOf(name)
  // Some names end in their unit already.
  const bare = label.endsWith(` ${unit}`) ? label.slice(0, -` ${unit}`.length) : label
  return unit === undefined ? label : `${bare} (${unit})`
}

const isEmpty = (value: unknown): boolean => value === undefined || value === ''

/** The facts that are sent: what was typed, and an empty list where a list must be given and nothing is in it. */
export function factsOf({ fields }: Pick<EvidenceKind, 'fields'>, typed: Typed): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    fields.flatMap(({ name, type, required }) => {
      const value = typed[name]
      if (!isEmpty(value)) return [[name, value] as const]
      return type === 'text-list' && required ? [[name, []] as const] : []
    }),
  )
}

/** Names of the facts that must still be given. An empty list says that there is nothing, so it is never missing. */
export function missingIn({ fields }: Pick<EvidenceKind, 'fields'>, typed: Typed): readonly string[] {
  return fields.filter((f) => f.required && f.type !== 'text-list' && isEmpty(typed[f.name])).map((f) => f.name)
}
