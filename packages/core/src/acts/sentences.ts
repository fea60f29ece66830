import type { z } from 'zod'
import { nearest } from './nearest.ts'

const KINDS: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object with fields',
  record: 'an object with fields',
  null: 'null',
  date: 'a date',
}

const kindText = (kind: string): string => KINDS[kind] ?? kind

const FORMATS: Readonly<Record<string, string>> = {
  date: 'must be a day such as 2026-03-31',
  datetime: 'must be an instant such as 2026-03-31T09:00:00Z',
  email: 'must be an e-mail address',
  url: 'must be an address of the web',
}

/** What is measured of a value whose size is limited. */
const MEASURED: Readonly<Record<string, string>> = { string: 'characters', array: 'items', set: 'items', map: 'items' }

function sizeText(origin: string, bound: 'least' | 'most', limit: number | bigint, inclusive: boolean): string {
  const of = MEASURED[origin]
  if (of === undefined) {
    if (inclusive) return `must be at ${bound} ${limit}`
    return `must be ${bound === 'least' ? 'more' : 'less'} than ${limit}`
  }
  if (bound === 'least' && limit === 1) return 'must not be empty'
  return `must have at ${bound} ${limit} ${Number(limit) === 1 ? of.slice(0, -1) : of}`
}

/** The kinds that a choice of schemas takes, each once. */
const takes = (issue: z.core.$ZodRawIssue): string => {
  const { options = [] } = ((issue.inst as { _zod?: { def?: unknown } } | undefined)?._zod?.def ?? {}) as {
    options?: readonly { readonly _zod: { readonly def: { readonly type: string } } }[]
  }
  return [...new Set(options.map((o) => kindText(o._zod.def.type)))].join(' or ')
}

/** The fields that the schema of an object has. */
function fieldsOf(issue: z.core.$ZodRawIssue): string[] {
  const { shape = {} } = ((issue.inst as { _zod?: { def?: unknown } } | undefined)?._zod?.def ?? {}) as {
    shape?: Readonly<Record<string, unknown>>
  }
  return Object.keys(shape)
}

const MOST_MEANT = 3
/** The fields that were probably meant. */
function meant(keys: readonly string[], fields: readonly string[]): string {
  const near = keys.slice(0, MOST_MEANT).flatMap((key) => nearest(key, fields) ?? [])
  return near.length === 0 ? '' : `; did you mean ${[...new Set(near)].map((n) => `"${n}"`).join(' and ')}?`
}

/**
 * What is wrong with a value, in words that follow the name of its field: "must be a number". Used for every issue for
 * which a schema has no words of its own; undefined leaves those of the library.
 */
export function sentenceOf(issue: z.core.$ZodRawIssue): string | undefined {
  const { input } = issue
  switch (issue.code) {
    case 'invalid_type':
      if (input === undefined) return 'is missing'
      if (typeof input === 'number' && !Number.isFinite(input)) return 'must be a finite number'
      return `must be ${kindText(issue.expected)}`
    case 'too_small':
      return sizeText(issue.origin, 'least', issue.minimum, issue.inclusive !== false)
    case 'too_big':
      return sizeText(issue.origin, 'most', issue.maximum, issue.inclusive !== false)
    case 'invalid_value':
      return `must be ${issue.values.length === 1 ? '' : 'one of '}${issue.values.map(String).join(', ')}`
    case 'invalid_format':
      return FORMATS[issue.format] ?? 'does not have the form that is asked for'
    case 'unrecognized_keys': {
      const names = issue.keys.map((key) => `"${key.slice(0, 100)}"`).join(', ')
      const are = issue.keys.length === 1 ? 'is not a field of this' : 'are not fields of this'
      return `${names} ${are}${meant(issue.keys, fieldsOf(issue))}`
    }
    case 'invalid_union': {
      if (typeof input === 'number' && !Number.isFinite(input)) return 'must be a finite number'
      const kinds = takes(issue)
      return kinds === '' ? 'is none of the allowed forms' : `must be ${kinds}`
    }
    case 'not_multiple_of':
      return `must be a multiple of ${issue.divisor}`
    default:
      return undefined
  }
}
