import { evaluateExpression } from '../../acts/condition.ts'
import type { RegisterDefinition } from './definition.ts'
import type { ItemFields } from './values.ts'

/** A computed value, or why there is none. */
export type ComputedValue =
  | { readonly value: number | string | boolean }
  | { readonly reason: string; readonly missing: readonly string[] }

const ASKED = /\bitem\.([A-Za-z_]\w*)/g

/** Fields that an expression reads. */
export const fieldsRead = (expression: string): string[] => [
  ...new Set([...expression.matchAll(ASKED)].map((match) => match[1] ?? '')),
]

/**
 * The computed values of an item by name. An expression whose fields are not all filled has no value, and says which are
 * missing; neither has one that gives no finite number.
 */
export function computedValues(
  definition: RegisterDefinition,
  fields: ItemFields,
): Readonly<Record<string, ComputedValue>> {
  return Object.fromEntries(
    (definition.computed ?? []).map(({ name, expression }): [string, ComputedValue] => {
      const missing = fieldsRead(expression).filter((field) => !Object.hasOwn(fields, field))
      if (missing.length > 0) {
        const titles = missing.map((field) => definition.fields.find((f) => f.name === field)?.title ?? field)
        return [name, { reason: `${titles.join(', ')} ${missing.length === 1 ? 'is' : 'are'} not filled in.`, missing }]
      }
      const result = evaluateExpression(expression, { item: fields })
      if (!result.ok) return [name, { reason: result.error, missing: [] }]
      return [name, { value: result.value }]
    }),
  )
}

/** The number that a field or a computed one holds, if it holds one. */
export function numberIn(definition: RegisterDefinition, fields: ItemFields, name: string): number | undefined {
  const own = Object.hasOwn(fields, name) ? fields[name] : undefined
  if (typeof own === 'number') return own
  const computed = computedValues(definition, fields)[name]
  return computed !== undefined && 'value' in computed && typeof computed.value === 'number'
    ? computed.value
    : undefined
}
