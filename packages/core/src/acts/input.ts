import { z } from 'zod'
import { sentenceOf } from './sentences.ts'

// Every schema is made with what is here, so that people read our words, not those of the library.
z.config({ customError: sentenceOf })

// What strings may hold: PostgreSQL stores no NUL, canonical JSON has no lone surrogates, and control characters in a
// name are an attack on whoever prints it.
// oxlint-disable-next-line no-control-regex -- exactly those are refused
const CONTROL = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F\u2028\u2029\u202A-\u202E\u2066-\u2069]/

const printable = (value: string): boolean => value.isWellFormed() && !CONTROL.test(value)

/** One line for a name or title: trimmed, 1 to `max` characters, no control or direction-changing characters. */
export function line(max = 200) {
  return z
    .string()
    .trim()
    .min(1, 'must not be empty')
    .max(max, `must have at most ${max} characters`)
    .refine((value) => printable(value) && !/[\n\r\t]/.test(value), 'must be one line without control characters')
}

/** Text of several lines. */
export function text(max = 10_000) {
  return z
    .string()
    .trim()
    .min(1, 'must not be empty')
    .max(max, `must have at most ${max} characters`)
    .refine(printable, 'must not hold control characters')
}

/** Text of several lines that may be empty. */
export function optionalText(max = 10_000) {
  return z
    .string()
    .trim()
    .max(max, `must have at most ${max} characters`)
    .refine(printable, 'must not hold control characters')
}

/** An id that Muster made: `prefix_` and 26 characters. */
export function id(prefix: string) {
  return z
    .string()
    .regex(
      new RegExp(`^${prefix}_[0-9A-HJKMNP-TV-Z]{26}$`),
      `must be an id such as ${prefix}_01ARZ3NDEKTSV4RRFFQ69G5FAV`,
    )
}

/** A short name that packs and users give: lower case, digits and dashes. */
export const slug = z
  .string()
  .regex(/^[a-z0-9][a-z0-9_-]{0,63}$/, 'must be lower case letters, digits, dashes or underscores, at most 64')

/** A calendar day, YYYY-MM-DD. */
export const day = z.iso.date()

/** A SHA-256 digest, `sha256:` and 64 hexadecimal digits. */
export const digest = z
  .string()
  .regex(/^sha256:[0-9a-f]{64}$/, 'must be "sha256:" and 64 lower-case hexadecimal digits')

export const person = id('per')
export const project = id('prj')

/** A finite number; JSON has no NaN and no Infinity, and neither has a threshold. */
export const number = z.number().refine(Number.isFinite, 'must be a finite number')
