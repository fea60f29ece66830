/**
 * The byte encodings the ledger's formats are made of. Core has neither a DOM nor Node, so they are written out here;
 * a caller that has faster native ones needs none of them, because every format function also works on strings.
 */

/** SHA-256 of some bytes: 32 bytes. Must not keep a reference to its argument, which may be reused. */
export type Sha256 = (bytes: Uint8Array) => Uint8Array

/** Ed25519 verification (RFC 8032): a 32-byte public key, the message, a 64-byte signature. Must not throw. */
export type VerifySignature = (publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array) => boolean

/** Ed25519 signing with a key that the caller holds: 64 bytes. */
export type SignMessage = (message: Uint8Array) => Uint8Array

/** What a parser of foreign text answers: the value, or a sentence saying what is wrong with the text. */
export type Parsed<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: string }

/** A {@link Parsed} that failed. Example: `malformed('the size is not a number')`. */
export const malformed = (problem: string): { readonly ok: false; readonly problem: string } => ({ ok: false, problem })

/** A {@link Parsed} that succeeded. Example: `parsed(12)`. */
export const parsed = <T>(value: T): { readonly ok: true; readonly value: T } => ({ ok: true, value })

/**
 * UTF-8 bytes of a string, after `prefixLength` zero bytes left free for the caller (a hash domain byte, say).
 * A lone surrogate becomes U+FFFD, as in every web encoder: refuse such strings before, with `isWellFormed()`.
 *
 * Example: `encodeUtf8('é')` is `Uint8Array [0xc3, 0xa9]`.
 */
export const encodeUtf8 = (text: string, prefixLength = 0): Uint8Array => {
  const out = new Uint8Array(prefixLength + text.length)
  const end = writeAscii(text, prefixLength, out)
  return end < 0 ? encodeBeyondAscii(text, prefixLength) : out
}

/** Writes an ASCII string into `out` and answers where it ends, or -1 as soon as something else than ASCII shows. */
const writeAscii = (text: string, start: number, out: Uint8Array): number => {
  const length = text.length
  for (let i = 0; i < length; i++) {
    const unit = text.charCodeAt(i)
    if (unit > 0x7f) return -1
    out[start + i] = unit
  }
  return start + length
}

/**
 * {@link encodeUtf8} for long runs, of strings or of bytes that are already encoded: writes into one buffer that is used
 * again and again, since allocating costs more than encoding. What it answers is valid until it is called again.
 *
 * Example: `const encode = utf8Reuser(1)`, then `sha256(encode(text))` is a leaf hash.
 */
export const utf8Reuser = (prefixLength: number): ((text: string | Uint8Array) => Uint8Array) => {
  let buffer = new Uint8Array(1024)
  return (text) => {
    if (buffer.length < prefixLength + text.length) buffer = new Uint8Array(2 * (prefixLength + text.length))
    if (typeof text !== 'string') {
      buffer.set(text, prefixLength)
      return buffer.subarray(0, prefixLength + text.length)
    }
    const end = writeAscii(text, prefixLength, buffer)
    return end < 0 ? encodeBeyondAscii(text, prefixLength) : buffer.subarray(0, end)
  }
}

const encodeBeyondAscii = (text: string, prefixLength: number): Uint8Array => {
  const out = new Uint8Array(prefixLength + text.length * 3)
  let at = prefixLength
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    if (unit < 0x80) {
      out[at++] = unit
      continue
    }
    if (unit < 0x800) {
      out[at++] = 0xc0 | (unit >> 6)
      out[at++] = 0x80 | (unit & 0x3f)
      continue
    }
    const next = unit >= 0xd800 && unit <= 0xdbff ? text.charCodeAt(i + 1) : Number.NaN
    if (next >= 0xdc00 && next <= 0xdfff) {
      const point = 0x10000 + ((unit - 0xd800) << 10) + (next - 0xdc00)
      i++
      out[at++] = 0xf0 | (point >> 18)
      out[at++] = 0x80 | ((point >> 12) & 0x3f)
      out[at++] = 0x80 | ((point >> 6) & 0x3f)
      out[at++] = 0x80 | (point & 0x3f)
      continue
    }
    const point = unit >= 0xd800 && unit <= 0xdfff ? 0xfffd : unit
    out[at++] = 0xe0 | (point >> 12)
    out[at++] = 0x80 | ((point >> 6) & 0x3f)
    out[at++] = 0x80 | (point & 0x3f)
  }
  return out.slice(0, at)
}

/** How many UTF-16 units are built at once: `String.fromCharCode` takes its input as arguments, whose number is limited. */
const chunkUnits = 4096

/**
 * The string of some UTF-8 bytes, or `undefined` where they are not valid UTF-8 (overlong forms, surrogates,
 * truncated or stray bytes, code points beyond U+10FFFF). A byte order mark stays in the string.
 *
 * Example: `decodeUtf8(Uint8Array.of(0xc3, 0xa9))` is `'é'`; `decodeUtf8(Uint8Array.of(0xc3))` is `undefined`.
 */
export const decodeUtf8 = (bytes: Uint8Array): string | undefined => {
  let text = ''
  let units: number[] = []
  for (let i = 0; i < bytes.length;) {
    const first = bytes[i] ?? 0
    if (first < 0x80) {
      units.push(first)
      i++
    } else {
      const length = first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 0
      const point = length === 0 ? undefined : multiByte(bytes, i, length, first)
      if (point === undefined) return undefined
      if (point < 0x10000) units.push(point)
      else units.push(0xd800 + ((point - 0x10000) >> 10), 0xdc00 + ((point - 0x10000) & 0x3ff))
      i += length
    }
    if (units.length >= chunkUnits) {
      text += String.fromCharCode(...units)
      units = []
    }
  }
  return text + String.fromCharCode(...units)
}

const multiByte = (bytes: Uint8Array, start: number, length: number, first: number): number | undefined => {
  let point = first & (0xff >> (length + 1))
  for (let i = start + 1; i < start + length; i++) {
    const next = bytes[i]
    if (next === undefined || (next & 0xc0) !== 0x80) return undefined
    point = (point << 6) | (next & 0x3f)
  }
  const smallest = length === 2 ? 0x80 : length === 3 ? 0x800 : 0x10000
  if (point < smallest || point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff)) return undefined
  return point
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

const sextetOf: Uint8Array = (() => {
  const table = new Uint8Array(128).fill(0xff)
  for (let i = 0; i < alphabet.length; i++) table[alphabet.charCodeAt(i)] = i
  return table
})()

/** Standard base64 with padding (RFC 4648 §4). Example: `encodeBase64(Uint8Array.of(1))` is `'AQ=='`. */
export const encodeBase64 = (bytes: Uint8Array): string => {
  let out = ''
  for (let i = 0; i < bytes.length; i += 3) {
    const b = bytes[i + 1]
    const c = bytes[i + 2]
    const group = ((bytes[i] ?? 0) << 16) | ((b ?? 0) << 8) | (c ?? 0)
    out += alphabet.charAt(group >> 18) + alphabet.charAt((group >> 12) & 63)
    out +=
      (b === undefined ? '=' : alphabet.charAt((group >> 6) & 63)) +
      (c === undefined ? '=' : alphabet.charAt(group & 63))
  }
  return out
}

/**
 * The bytes of standard, padded base64, or `undefined`. Strict: there is exactly one text for any bytes, so nobody can
 * change a character of a stored proof unnoticed (no line breaks, no missing padding, unused bits zero).
 *
 * Example: `decodeBase64('AQ==')` is `Uint8Array [1]`; `decodeBase64('AR==')` and `decodeBase64('AQ')` are `undefined`.
 */
export const decodeBase64 = (text: string): Uint8Array | undefined => {
  if (text.length % 4 !== 0) return undefined
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0
  const digits = text.length - padding
  const out = new Uint8Array(Math.floor((digits * 3) / 4))
  let bits = 0
  let held = 0
  let at = 0
  for (let i = 0; i < digits; i++) {
    const sextet = sextetOf[text.charCodeAt(i)] ?? 0xff
    if (sextet === 0xff) return undefined
    bits = ((bits << 6) | sextet) & 0xffff
    held += 6
    if (held >= 8) {
      held -= 8
      out[at++] = (bits >> held) & 0xff
    }
  }
  return (bits & ((1 << held) - 1)) === 0 ? out : undefined
}

/** Lower-case hexadecimal. Example: `encodeHex(Uint8Array.of(10, 255))` is `'0aff'`. */
export const encodeHex = (bytes: Uint8Array): string => {
  let out = ''
  for (const byte of bytes) out += (byte < 16 ? '0' : '') + byte.toString(16)
  return out
}

/** Whether two byte strings are the same. Not constant-time: nothing compared in a public log is a secret. */
export const sameBytes = (a: Uint8Array, b: Uint8Array): boolean => {
  if (a.length !== b.length) return false
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false
  return true
}

/** One byte string after the other. Example: `concatBytes(Uint8Array.of(1), Uint8Array.of(2))`. */
export const concatBytes = (...parts: readonly Uint8Array[]): Uint8Array => {
  const out = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  let at = 0
  for (const part of parts) {
    out.set(part, at)
    at += part.length
  }
  return out
}
