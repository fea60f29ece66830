/** A value that JSON can say, and nothing else. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject

/** A JSON object. */
export type JsonObject = { readonly [key: string]: Json }

/** Deeper than any record needs, and shallow enough that no input can exhaust the stack. */
const deepest = 200

/** A value that has no canonical JSON. `path` is a JSON pointer (RFC 6901) to the part that is to blame. */
export class CanonicalJsonError extends Error {
  readonly path: string
  readonly problem: string

  constructor(path: string, problem: string) {
    super(`${path === '' ? 'the value' : path} ${problem}`)
    this.name = 'CanonicalJsonError'
    this.path = path
    this.problem = problem
  }
}

/** Thrown by the fast walk, which keeps no path; the slow walk then finds where it was. */
class Unwritable extends Error {}

/**
 * The canonical JSON text of a value (RFC 8785, JCS): keys sorted by UTF-16 code units, no white space, numbers and
 * strings as ECMAScript writes them. Equal values have equal texts, so equal hashes.
 *
 * Throws {@link CanonicalJsonError} for what JSON cannot say: `undefined`, functions, symbols, BigInt, NaN, infinities,
 * lone surrogates, objects that are not plain (dates, maps, class instances), and nesting deeper than 200.
 * Minus zero becomes `0`, as the RFC says.
 *
 * Example: `canonicalJson({ b: 1e21, a: [true, 'é'] })` is `'{"a":[true,"é"],"b":1e+21}'`.
 */
export const canonicalJson = (value: unknown): string => {
  try {
    return write(value, 0)
  } catch (error) {
    if (!(error instanceof Unwritable)) throw error
    const blame = locate(value, '', 0)
    throw new CanonicalJsonError(blame?.path ?? '', blame?.problem ?? 'cannot be written as JSON')
  }
}

// Printable ASCII without the quote and the backslash: what nearly all strings of a record are.
const needsCare = /[^ !#-[\]-~]/

const writeString = (text: string): string => {
  if (!needsCare.test(text)) return `"${text}"`
  if (!text.isWellFormed()) throw new Unwritable()
  return JSON.stringify(text)
}

const isPlain = (value: object): value is Record<string, unknown> => {
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

const sortedKeys = (value: object): string[] => {
  const keys = Object.keys(value)
  for (let i = 1; i < keys.length; i++) if ((keys[i - 1] ?? '') > (keys[i] ?? '')) return keys.sort()
  return keys
}

const write = (value: unknown, depth: number): string => {
  switch (typeof value) {
    case 'string':
      return writeString(value)
    case 'number':
      if (!Number.isFinite(value)) throw new Unwritable()
      return String(value)
    case 'boolean':
      return value ? 'true' : 'false'
    case 'object':
      break
    default:
      throw new Unwritable()
  }
  if (value === null) return 'null'
  if (depth >= deepest) throw new Unwritable()
  if (Array.isArray(value)) {
    let items = ''
    for (let i = 0; i < value.length; i++) items += (i === 0 ? '' : ',') + write(value[i], depth + 1)
    return `[${items}]`
  }
  if (!isPlain(value)) throw new Unwritable()
  let members = ''
  for (const key of sortedKeys(value)) {
    members += `${(members === '' ? '' : ',') + writeString(key)}:${write(value[key], depth + 1)}`
  }
  return `{${members}}`
}

type Blame = { readonly path: string; readonly problem: string }

const locate = (value: unknown, path: string, depth: number): Blame | undefined => {
  if (typeof value === 'object' && value !== null) {
    if (depth >= deepest) return { path, problem: `is nested deeper than ${deepest} levels` }
    if (Array.isArray(value)) return firstBlame(value.keys(), (i) => locate(value[i], `${path}/${i}`, depth + 1))
    if (!isPlain(value)) return { path, problem: 'is not a plain object; write it as a string or an object first' }
    return firstBlame(sortedKeys(value), (key) => {
      const at = `${path}/${key.toWellFormed().replaceAll('~', '~0').replaceAll('/', '~1')}`
      if (!key.isWellFormed()) return { path: at, problem: 'has a lone surrogate in its name' }
      return locate(value[key], at, depth + 1)
    })
  }
  const problem = problemOfScalar(value)
  return problem === undefined ? undefined : { path, problem }
}

const firstBlame = <T>(parts: Iterable<T>, blameOf: (part: T) => Blame | undefined): Blame | undefined => {
  for (const part of parts) {
    const blame = blameOf(part)
    if (blame !== undefined) return blame
  }
  return undefined
}

const problemOfScalar = (value: unknown): string | undefined => {
  if (typeof value === 'string') return value.isWellFormed() ? undefined : 'has a lone surrogate'
  if (typeof value === 'number') return Number.isFinite(value) ? undefined : `is ${value}, which JSON cannot say`
  if (typeof value === 'bigint') return 'is a BigInt; write it as a string'
  if (value === undefined) return 'is undefined; leave the key out or use null'
  if (value === null || typeof value === 'boolean') return undefined
  return `is a ${typeof value}, which JSON cannot say`
}

/**
 * Whether `text` is the canonical JSON of the value it was parsed into. The common case costs one native
 * `JSON.stringify`: a text equal to it differs from the canonical one at most in key order and surrogate escapes.
 *
 * Example: `isCanonicalText('{"a":1}', { a: 1 })` is true; for the text `'{"a": 1}'` it is false.
 */
export const isCanonicalText = (text: string, value: unknown): boolean => {
  // Keys first: that walk stops at a depth where the native one would overflow the stack.
  if (!text.includes('\\u') && keysInOrder(value, 0) && JSON.stringify(value) === text) return true
  try {
    return write(value, 0) === text
  } catch {
    return false
  }
}

const keysInOrder = (value: unknown, depth: number): boolean => {
  if (typeof value !== 'object' || value === null) return true
  if (depth >= deepest) return false
  if (Array.isArray(value)) {
    for (const item of value) if (typeof item === 'object' && !keysInOrder(item, depth + 1)) return false
    return true
  }
  if (!isPlain(value)) return false
  let previous: string | undefined
  for (const key in value) {
    if (previous !== undefined && previous > key) return false
    previous = key
    const member = value[key]
    if (typeof member === 'object' && member !== null && !keysInOrder(member, depth + 1)) return false
  }
  return true
}
