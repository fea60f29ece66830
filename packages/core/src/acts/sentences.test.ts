import { expect, test } from 'vitest'
import { z } from 'zod'
import * as input from './input.ts'

const said = (schema: z.ZodType, value: unknown): string | undefined =>
  schema.safeParse(value).error?.issues[0]?.message
const choice = z.union([z.string(), input.number, z.null()])

test.each([
  ['a list for an object', z.strictObject({}), [], 'must be an object with fields'],
  ['no number', z.number(), Number.NaN, 'must be a finite number'],
  ['text for a number', z.number(), 'x', 'must be a number'],
  ['nothing', z.string(), undefined, 'is missing'],
  ['empty text', z.string().min(1), '', 'must not be empty'],
  ['too short a text', z.string().min(2), 'a', 'must have at least 2 characters'],
  ['too long a list', z.array(z.string()).max(1), ['a', 'b'], 'must have at most 1 item'],
  ['too large a number', z.number().max(5), 9, 'must be at most 5'],
  ['an unknown field', z.strictObject({}), { colour: 1 }, '"colour" is not a field of this'],
  [
    'a misspelt field',
    z.strictObject({ owner: z.string().optional() }),
    { ownr: 'x' },
    '"ownr" is not a field of this; did you mean "owner"?',
  ],
  [
    'fields like none',
    z.strictObject({ owner: z.string().optional() }),
    { a: 1, b: 2 },
    '"a", "b" are not fields of this',
  ],
  ['no day', input.day, 'soon', 'must be a day such as 2026-03-31'],
  ['no choice', z.enum(['a', 'b']), 'c', 'must be one of a, b'],
  ['a number without end among choices', choice, Number.POSITIVE_INFINITY, 'must be a finite number'],
  ['a kind that is not among choices', choice, true, 'must be text or a number or null'],
  ['what a schema has words for', input.line(), '', 'must not be empty'],
])('%s is refused in plain words', (_what, schema, value, words) => {
  expect(said(schema, value)).toBe(words)
})
