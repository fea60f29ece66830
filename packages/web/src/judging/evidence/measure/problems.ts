import type { Refusal } from '@muster/core'
import type { Analysis } from '../asked.ts'
import type { Values } from './options.ts'
import { fieldOf } from './options.ts'

/** Refusals by the field that each is about, and those that are about none. */
export interface Problems {
  readonly at: ReadonlyMap<string, string>
  readonly above: readonly Refusal[]
}

/** Puts refusals at their fields. */
export function problemsOf(refusals: readonly Refusal[], analysis: Analysis, values: Values): Problems {
  const fields = new Set([
    ...Object.keys(analysis.options.properties ?? {}),
    ...analysis.files.map((f) => f.role),
    'split',
    'note',
    'kind',
  ])
  const placed = refusals.map((refusal) => ({ refusal, field: fieldOf(refusal, values) ?? '' }))
  return {
    at: new Map(
      placed.flatMap(({ refusal, field }) =>
        fields.has(field) ? [[field, [refusal.message, refusal.help].filter(Boolean).join(' ')] as const] : [],
      ),
    ),
    above: placed.flatMap(({ refusal, field }) => (fields.has(field) ? [] : [refusal])),
  }
}
