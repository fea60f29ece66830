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
 * Whether `text` is the canonical JSON of `value`, which must be what `JSON.parse` made of it. The common case is one
 * scan over the text: valid JSON without a backslash is canonical where nothing but tokens stands in it, its keys
 * ascend and its numbers are written as ECMAScript writes them.
 *
 * Example: `isCanonicalText('{"a":1}', { a: 1 })` is true; for the text `'{"a": 1}'` it is false.
 */
export const isCanonicalText = (text: string, value: unknown): boolean => {
  if (!text.includes('\\') && text.isWellFormed()) return scan(text)
  try {
    return write(value, 0) === text
  } catch {
    return false
  }
}

const quote = 0x22
const colon = 0x3a
const openBrace = 0x7b
const closeBrace = 0x7d
const openBracket = 0x5b
const closeBracket = 0x5d

/** The scan of {@link isCanonicalText}. The text is valid JSON, so only what RFC 8785 adds is looked at. */
const scan = (text: string): boolean => {
  // The last key seen of each object or array that is open.
  const lastKeys: (string | undefined)[] = []
  let at = 0
  while (at < text.length) {
    const unit = text.charCodeAt(at)
    if (unit === quote) {
      const end = text.indexOf('"', at + 1)
      if (text.charCodeAt(end + 1) === colon) {
        const key = text.slice(at + 1, end)
        const before = lastKeys[lastKeys.length - 1]
        if (before !== undefined && before >= key) return false
        lastKeys[lastKeys.length - 1] = key
      }
      at = end + 1
    } else if (unit === openBrace || unit === openBracket) {
      if (lastKeys.push(undefined) > deepest) return false
      at++
    } else if (unit === closeBrace || unit === closeBracket) {
      lastKeys.pop()
      at++
    } else if (unit === 0x2d || (unit >= 0x30 && unit <= 0x39)) {
      const end = numberEnd(text, at)
      if (!isCanonicalNumber(text, at, end)) return false
      at = end
    } else if (unit <= 0x20) {
      return false
    } else {
      at++
    }
  }
  return true
}

const numberEnd = (text: string, start: number): number => {
  let end = start + 1
  for (let unit = text.charCodeAt(end); isOfNumber(unit); unit = text.charCodeAt(end)) end++
  return end
}

const isOfNumber = (unit: number): boolean =>
  (unit >= 0x30 && unit <= 0x39) || unit === 0x2e || unit === 0x2d || unit === 0x2b || unit === 0x65 || unit === 0x45

const isCanonicalNumber = (text: string, start: number, end: number): boolean => {
  if (end === start + 1) return true
  const digits = text.slice(start, end)
  return String(Number(digits)) === digits
}
