/** What the quick look at an entry found: its number, and where its 24 bytes of `at` begin. */
export type ScannedEntry = { readonly seq: number; readonly at: number }

/** Deeper than entries are, and less than what canonical JSON allows: what is deeper is looked at the long way. */
const deepest = 60

const quote = 0x22
const comma = 0x2c
const minus = 0x2d
const dot = 0x2e
const zero = 0x30
const colon = 0x3a
const openBracket = 0x5b
const backslash = 0x5c
const closeBracket = 0x5d
const openBrace = 0x7b
const closeBrace = 0x7d

/** 1 for the bytes that stand for themselves in a string: ASCII without controls, quote and backslash. */
const isPlain = new Uint8Array(256)
  .fill(1, 0x20, 0x80)
  .fill(0, quote, quote + 1)
  .fill(0, backslash, backslash + 1)

const bytesOf = (ascii: string): Uint8Array => Uint8Array.from(ascii, (character) => character.charCodeAt(0))

const beforeAct = bytesOf('{"act":"')
const beforeActor = bytesOf(',"actor":"')
const beforeAt = bytesOf(',"at":"')
const beforeData = bytesOf('","data":{')
const beforeGrant = bytesOf(',"grant":{')
const beforeOnBehalfOf = bytesOf(',"onBehalfOf":"')
const beforeProject = bytesOf(',"project":"')
const beforeSeq = bytesOf(',"seq":')
const beforeSubject = bytesOf(',"subject":"')
const beforeType = bytesOf(',"type":"')
const beforeEnd = bytesOf(',"v":1}')

/**
 * A quick yes for bytes that are, from `start` to their end, the canonical text of a ledger entry: one pass over them,
 * without building a string or an object. `undefined` means "look the long way": the text may still be one (it has a
 * key beyond ASCII, say), and the long way also says what is wrong.
 *
 * Example: of the bytes of `{"act":"gate.submit",…,"seq":7,…}`, `scanEntry(bytes, 0)` is `{ seq: 7, at: … }`.
 */
export const scanEntry = (bytes: Uint8Array, start: number): ScannedEntry | undefined => {
  let here = actName(bytes, after(bytes, start, beforeAct))
  here = id(bytes, after(bytes, here, beforeActor))
  const at = after(bytes, here, beforeAt)
  here = instant(bytes, at)
  here = members(bytes, after(bytes, here, beforeData), 1)
  here = members(bytes, after(bytes, here, beforeGrant), 1)
  const onBehalfOf = after(bytes, here, beforeOnBehalfOf)
  if (onBehalfOf >= 0) here = id(bytes, onBehalfOf)
  const project = after(bytes, here, beforeProject)
  if (project >= 0) here = id(bytes, project)
  const digits = after(bytes, here, beforeSeq)
  here = wholeNumber(bytes, digits)
  const seq = valueOf(bytes, digits, here)
  here = id(bytes, after(bytes, here, beforeSubject))
  here = eventType(bytes, after(bytes, here, beforeType))
  return after(bytes, here, beforeEnd) === bytes.length ? { seq, at } : undefined
}

// Every reader below takes the place where something should begin and answers the place behind it, or -1 where it is
// not there, or is something that only the long way understands. A place of -1 is passed on. Past the end they read
// zeros, which are nowhere allowed, so that none looks for the end.

const after = (bytes: Uint8Array, start: number, expected: Uint8Array): number => {
  if (start < 0) return -1
  for (let i = 0; i < expected.length; i++) if (bytes[start + i] !== expected[i]) return -1
  return start + expected.length
}

const isDigit = (byte: number): boolean => byte >= zero && byte <= 0x39
const isLower = (byte: number): boolean => byte >= 0x61 && byte <= 0x7a
const isUpper = (byte: number): boolean => byte >= 0x41 && byte <= 0x5a

/** Words of lower-case letters and digits with dashes inside, joined by dots; at least two, each beginning with a letter. */
const actName = (bytes: Uint8Array, start: number): number => {
  if (start < 0) return -1
  let isFirst = true
  let dots = 0
  let isOpen = true
  let at = start
  for (; bytes[at] !== quote; at++) {
    const byte = bytes[at] ?? 0
    if (isLower(byte) || (isDigit(byte) && !isFirst)) {
      isFirst = false
      isOpen = false
    } else if (!isOpen && (byte === minus || byte === dot)) {
      isOpen = true
      isFirst = byte === dot
      if (byte === dot) dots++
    } else return -1
  }
  return isOpen || dots === 0 ? -1 : at + 1
}

const eventType = (bytes: Uint8Array, start: number): number => {
  if (start < 0 || !isUpper(bytes[start] ?? 0)) return -1
  let at = start + 1
  for (; bytes[at] !== quote; at++) {
    const byte = bytes[at] ?? 0
    if (!isLower(byte) && !isUpper(byte) && !isDigit(byte)) return -1
  }
  return at + 1
}

const id = (bytes: Uint8Array, start: number): number => (start < 0 || bytes[start] === quote ? -1 : text(bytes, start))

/** `2026-03-01T09:30:00.000Z`, up to the 28th, which every month has. What follows it is the caller's to read. */
const instant = (bytes: Uint8Array, start: number): number => {
  if (start < 0) return -1
  const two = (at: number): number => {
    const tens = (bytes[start + at] ?? 0) - zero
    const ones = (bytes[start + at + 1] ?? 0) - zero
    return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? 10 * tens + ones : Number.NaN
  }
  const month = two(5)
  const day = two(8)
  const isRight =
    two(0) + two(2) >= 0 &&
    bytes[start + 4] === minus &&
    month >= 1 &&
    month <= 12 &&
    bytes[start + 7] === minus &&
    day >= 1 &&
    day <= 28 &&
    bytes[start + 10] === 0x54 &&
    two(11) <= 23 &&
    bytes[start + 13] === colon &&
    two(14) <= 59 &&
    bytes[start + 16] === colon &&
    two(17) <= 59 &&
    bytes[start + 19] === dot &&
    two(20) >= 0 &&
    isDigit(bytes[start + 22] ?? 0) &&
    bytes[start + 23] === 0x5a
  return isRight ? start + instantLength : -1
}

/** How many bytes `at` has. */
export const instantLength = 24

/** The members of an object, from behind its brace to behind the closing one. Keys are plain and ascend. */
const members = (bytes: Uint8Array, start: number, depth: number): number => {
  if (start < 0 || depth > deepest) return -1
  if (bytes[start] === closeBrace) return start + 1
  let keyBefore = -1
  let keyBeforeEnd = -1
  for (let at = start; ;) {
    if (bytes[at] !== quote) return -1
    const key = at + 1
    let keyEnd = key
    while (isPlain[bytes[keyEnd] ?? 0] === 1) keyEnd++
    if (bytes[keyEnd] !== quote || bytes[keyEnd + 1] !== colon) return -1
    if (keyBefore >= 0 && !ascends(bytes, keyBefore, keyBeforeEnd, key, keyEnd)) return -1
    keyBefore = key
    keyBeforeEnd = keyEnd
    at = value(bytes, keyEnd + 2, depth)
    if (at < 0) return -1
    if (bytes[at] === closeBrace) return at + 1
    if (bytes[at] !== comma) return -1
    at++
  }
}

/** Whether the bytes from `a` to `aEnd` are smaller than those from `b` to `bEnd`; in ASCII that is the order of UTF-16. */
const ascends = (bytes: Uint8Array, a: number, aEnd: number, b: number, bEnd: number): boolean => {
  const length = Math.min(aEnd - a, bEnd - b)
  for (let i = 0; i < length; i++) {
    const difference = (bytes[a + i] ?? 0) - (bytes[b + i] ?? 0)
    if (difference !== 0) return difference < 0
  }
  return aEnd - a < bEnd - b
}

const items = (bytes: Uint8Array, start: number, depth: number): number => {
  if (depth > deepest) return -1
  if (bytes[start] === closeBracket) return start + 1
  for (let at = start; ; at++) {
    at = value(bytes, at, depth)
    if (at < 0) return -1
    if (bytes[at] === closeBracket) return at + 1
    if (bytes[at] !== comma) return -1
  }
}

const literals = [bytesOf('true'), bytesOf('false'), bytesOf('null')]

const value = (bytes: Uint8Array, start: number, depth: number): number => {
  const first = bytes[start] ?? 0
  if (first === quote) return text(bytes, start + 1)
  if (first === openBrace) return members(bytes, start + 1, depth + 1)
  if (first === openBracket) return items(bytes, start + 1, depth + 1)
  if (first === minus || isDigit(first)) return number(bytes, start)
  for (const literal of literals) {
    const end = after(bytes, start, literal)
    if (end >= 0) return end
  }
  return -1
}

/** A string, from behind its quote to behind the closing one: valid UTF-8, with the short escapes. */
const text = (bytes: Uint8Array, start: number): number => {
  for (let at = start; ;) {
    const byte = bytes[at] ?? 0
    if (isPlain[byte] === 1) at++
    else if (byte === quote) return at + 1
    else if (byte === backslash && isShortEscape(bytes[at + 1] ?? 0)) at += 2
    else {
      const length = byte < 0x80 ? 0 : characterLength(bytes, at, byte)
      if (length === 0) return -1
      at += length
    }
  }
}

const shortEscapes = bytesOf('"\\bfnrt')
const isShortEscape = (byte: number): boolean => shortEscapes.includes(byte)

const isContinuation = (byte: number | undefined): boolean => byte !== undefined && (byte & 0xc0) === 0x80

/** How many bytes the character beyond ASCII has that begins here; 0 where it is not valid UTF-8 (RFC 3629). */
const characterLength = (bytes: Uint8Array, at: number, first: number): number => {
  const second = bytes[at + 1] ?? 0
  if (first < 0xc2 || first > 0xf4 || !isContinuation(second)) return 0
  if (first < 0xe0) return 2
  if (!isContinuation(bytes[at + 2])) return 0
  // Not longer than needed, no surrogates, nothing beyond U+10FFFF.
  if (first < 0xf0) return (first === 0xe0 && second < 0xa0) || (first === 0xed && second > 0x9f) ? 0 : 3
  if ((first === 0xf0 && second < 0x90) || (first === 0xf4 && second > 0x8f)) return 0
  return isContinuation(bytes[at + 3]) ? 4 : 0
}

/** A whole number ≥ 0 of at most 15 digits, which every double tells from its neighbours. */
const wholeNumber = (bytes: Uint8Array, start: number): number => {
  if (start < 0 || !isDigit(bytes[start] ?? 0)) return -1
  let at = start + 1
  if (bytes[start] !== zero) while (isDigit(bytes[at] ?? 0)) at++
  return at - start > 15 ? -1 : at
}

const valueOf = (bytes: Uint8Array, start: number, end: number): number => {
  let sum = 0
  for (let at = start; at < end; at++) sum = 10 * sum + (bytes[at] ?? 0) - zero
  return sum
}

/**
 * A number as ECMAScript writes it. Where it has at most 15 digits, no two decimals are the same double, so it is
 * enough that none of the digits is superfluous, and that it is not so small (below 0.000001) that ECMAScript would use
 * an exponent. Others are converted and written again.
 */
const number = (bytes: Uint8Array, start: number): number => {
  const first = bytes[start] === minus ? start + 1 : start
  const whole = wholeNumber(bytes, first)
  if (whole < 0) return rewritten(bytes, start)
  if (bytes[whole] !== dot) {
    const isPlainWhole = !isOfNumber(bytes[whole] ?? 0) && (first === start || bytes[first] !== zero)
    return isPlainWhole ? whole : rewritten(bytes, start)
  }
  let end = whole + 1
  if (bytes[first] === zero) while (bytes[end] === zero) end++
  const zeros = end - whole - 1
  while (isDigit(bytes[end] ?? 0)) end++
  const isShort = end - first <= 16 && zeros <= 5 && end > whole + 1 && bytes[end - 1] !== zero
  return isShort && !isOfNumber(bytes[end] ?? 0) ? end : rewritten(bytes, start)
}

const rewritten = (bytes: Uint8Array, start: number): number => {
  let end = start
  while (isOfNumber(bytes[end] ?? 0)) end++
  if (end - start > longestNumber) return -1
  const digits = String.fromCharCode(...bytes.subarray(start, end))
  return String(Number(digits)) === digits ? end : -1
}

/** Longer than ECMAScript writes any number: `-0.0000012345678901234567`. */
const longestNumber = 30

const isOfNumber = (byte: number): boolean =>
  isDigit(byte) || byte === dot || byte === minus || byte === 0x2b || byte === 0x65
