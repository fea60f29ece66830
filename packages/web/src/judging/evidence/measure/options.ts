import type { Refusal } from '@muster/core'
import type { Analysis, OptionSchema } from '../asked.ts'

export type Values = Readonly<Record<string, unknown>>
type Named = readonly [name: string, schema: OptionSchema]

/**
 * The options of an analysis as a form asks for them: `asked` are those that must be given, that name columns, or that have
 * no default; `more` are the others, which are good as they are.
 */
export function formOf({ options }: Pick<Analysis, 'options'>): {
  readonly asked: readonly Named[]
  readonly more: readonly Named[]
} {
  const required = new Set(options.required ?? [])
  const all = Object.entries(options.properties ?? {})
  const isAsked = ([name, schema]: Named): boolean =>
    required.has(name) || schema['x-column'] !== undefined || schema.default === undefined
  const asked = all.filter(isAsked)
  return {
    asked: [...asked.filter(([name]) => required.has(name)), ...asked.filter(([name]) => !required.has(name))],
    more: all.filter((one) => !isAsked(one)),
  }
}

/** What the options are when nobody says anything. */
export const defaultsOf = ({ options }: Pick<Analysis, 'options'>): Values =>
  Object.fromEntries(
    Object.entries(options.properties ?? {}).flatMap(([name, { default: value }]) =>
      value === undefined ? [] : [[name, value] as const],
    ),
  )

/** The roles of files whose columns are asked for: where any option names columns, and not of recorded answers. */
export function rolesWithColumns({ options, files }: Pick<Analysis, 'options' | 'files'>): ReadonlySet<string> {
  const isAsked = Object.values(options.properties ?? {}).some((o) => o['x-column'] !== undefined)
  return new Set(isAsked ? files.filter((f) => !f.recorded).map((f) => f.role) : [])
}

/** Names that people give to the columns of predictions. */
const USUAL: Readonly<Record<string, RegExp>> = {
  label: /^(?:label|target|truth|actual|y_true|y)$/i,
  prediction: /^(?:prediction|predicted|pred|y_pred)$/i,
  score: /^(?:score|prob|probability|y_score|proba)$/i,
  item: /^(?:item|item_id|document|doc|id)$/i,
  rater: /^(?:rater|annotator|who|labeller|labeler|coder)$/i,
  latency: /^(?:latency|latency_ms|duration|duration_ms|elapsed|elapsed_ms|time_ms)$/i,
  relevance: /^(?:relevance|rel|grade|gain)$/i,
  query: /^(?:query|query_id|qid|session)$/i,
}

/** Options that name one column, guessed from the columns that are there; what was typed stays. */
export function guessed(values: Values, { options }: Pick<Analysis, 'options'>, columns: readonly string[]): Values {
  const found = Object.entries(options.properties ?? {}).flatMap(([name, schema]) => {
    if (schema['x-column'] !== 'name' || schema.type === 'array' || (values[name] ?? '') !== '') return []
    const own = new RegExp(`^${name}$`, 'i')
    const column = columns.find((c) => own.test(c)) ?? columns.find((c) => USUAL[name]?.test(c) === true)
    return column === undefined ? [] : [[name, column] as const]
  })
  return { ...values, ...Object.fromEntries(found) }
}

/** Leaves out what was not filled in: an empty option means that nothing is said. */
export const given = (values: Values): Values =>
  Object.fromEntries(Object.entries(values).filter(([, v]) => v !== undefined && v !== '' && v !== null))

const holds = (value: unknown, text: string): boolean =>
  Array.isArray(value) ? value.some((one) => holds(one, text)) : typeof value === 'string' && isNamed(value, text)
/** `age` is named by `age`, and within `age:numeric` and `positive=age`. */
const isNamed = (value: string, text: string): boolean =>
  value === text || value.split(/[:=]/).some((part) => part === text)

/**
 * The field that a refusal is about: the one it points to, or the one whose value it quotes, such as the name of a column
 * that a file does not have. Undefined when it is about the whole.
 */
export function fieldOf({ subject, message }: Refusal, values: Values): string | undefined {
  if (subject?.startsWith('/') === true) return subject.slice(1).split('/')[0]
  for (const [, quoted = ''] of message.matchAll(/"((?:[^"\\]|\\.)+)"/g)) {
    const field = Object.entries(values).find(([, value]) => holds(value, quoted))?.[0]
    if (field !== undefined) return field
  }
  return undefined
}
