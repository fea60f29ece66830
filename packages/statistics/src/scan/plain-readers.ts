import { nearestDecimal, POWERS_OF_TEN } from './decimal.ts'
import { NotNumber } from './not-plain.ts'
import { PlainDictionary } from './plain-dictionary.ts'

/** So many rows are handed on together. */
export const BATCH_ROWS = 4096

/** Reads the cells of one column: from where a cell begins to the delimiter or line end behind it, which it returns. */
export type CellReader = {
  readonly read: (bytes: Uint8Array, from: number, row: number) => number
}

const LINE_FEED = 10
const CARRIAGE_RETURN = 13
const MINUS = 45
const POINT = 46
const PLUS = 43
const SMALL_E = 101

/** What is certainly a number, to every reader. */
const NUMBER = /^-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/
const LONGEST_NUMBER = 400

/** Reads numbers; an empty cell and each of the missing words is NaN. */
export class NumberReader implements CellReader {
  readonly values = new Float64Array(BATCH_ROWS)
  private readonly column: number
  private readonly delimiter: number
  private readonly missingWords: ReadonlySet<string>
  private head = 0
  private tail = 0
  private digits = 0

  constructor(column: number, delimiter: number, missingWords: ReadonlySet<string>) {
    this.column = column
    this.delimiter = delimiter
    this.missingWords = missingWords
  }

  /**
   * A decimal of up to nine digits is a whole number of 32 bits over a power of ten. Both are doubles, so that their quotient
   * is the double nearest to the decimal (Clinger 1990). Nine more digits behind the point make a second such number.
   */
  read(bytes: Uint8Array, from: number, row: number): number {
    let at = from
    const isNegative = bytes[at] === MINUS
    if (isNegative) at += 1
    const first = at
    const limit = first + 9
    let head = 0
    let tail = 0
    let digit = (bytes[at] as number) - 48
    for (; digit >= 0 && digit <= 9 && at < limit; digit = (bytes[++at] as number) - 48) {
      head = (Math.imul(head, 10) + digit) | 0
    }
    let decimals = 0
    let more = 0
    if (bytes[at] === POINT && at > first) {
      const point = at
      digit = (bytes[++at] as number) - 48
      for (; digit >= 0 && digit <= 9 && at <= limit; digit = (bytes[++at] as number) - 48) {
        head = (Math.imul(head, 10) + digit) | 0
      }
      for (; digit >= 0 && digit <= 9; more++) {
        tail = (Math.imul(tail, 10) + digit) | 0
        digit = (bytes[++at] as number) - 48
      }
      decimals = at - point - 1
      // A point without a digit behind it is left to the others.
      if (decimals === 0) return this.readOther(bytes, from, row)
    }
    const end = bytes[at] as number
    const isWhole = at > first && (end === this.delimiter || end === LINE_FEED || end === CARRIAGE_RETURN)
    if (!isWhole || more > 9) return this.readLong(bytes, from, row)
    const size = more === 0 ? head / (POWERS_OF_TEN[decimals] as number) : nearestDecimal(head, more, tail, decimals)
    if (Number.isNaN(size)) return this.readOther(bytes, from, row)
    this.values[row] = isNegative ? -size : size
    return at
  }

  /** The same for up to 18 digits, leading zeros aside, and with an exponent. */
  private readLong(bytes: Uint8Array, from: number, row: number): number {
    const isNegative = bytes[from] === MINUS
    const first = isNegative ? from + 1 : from
    let at = this.readDigits(bytes, first, true)
    const isBegun = at > first
    let decimals = 0
    if (bytes[at] === POINT) {
      const point = at
      at = this.readDigits(bytes, at + 1, false)
      decimals = at - point - 1
      // A point without a digit behind it is left to the others.
      if (decimals === 0) return this.readOther(bytes, from, row)
    }
    const { head, tail, digits } = this
    if (!isBegun || digits > 18) return this.readOther(bytes, from, row)
    let scale = decimals
    if (((bytes[at] as number) | 32) === SMALL_E) {
      const end = endOfExponent(bytes, at + 1)
      if (end === 0) return this.readOther(bytes, from, row)
      scale -= exponentOf(bytes, at + 1, end)
      at = end
    }
    const end = bytes[at] as number
    const isWhole = end === this.delimiter || end === LINE_FEED || end === CARRIAGE_RETURN
    if (!isWhole || scale < 0 || scale > 22) return this.readOther(bytes, from, row)
    const size = nearestDecimal(head, Math.max(0, digits - 9), tail, scale)
    if (Number.isNaN(size)) return this.readOther(bytes, from, row)
    this.values[row] = isNegative ? -size : size
    return at
  }

  /** Reads digits to their end: nine behind the leading zeros into `head`, the others into `tail`. */
  private readDigits(bytes: Uint8Array, from: number, isFirst: boolean): number {
    let [head, tail, digits] = isFirst ? [0, 0, 0] : [this.head, this.tail, this.digits]
    let at = from
    let digit = (bytes[at] as number) - 48
    if (digits === 0) while (digit === 0) digit = (bytes[++at] as number) - 48
    for (; digits < 9 && digit >= 0 && digit <= 9; digits++) {
      head = (Math.imul(head, 10) + digit) | 0
      digit = (bytes[++at] as number) - 48
    }
    for (; digit >= 0 && digit <= 9; digits++) {
      tail = (Math.imul(tail, 10) + digit) | 0
      digit = (bytes[++at] as number) - 48
    }
    this.head = head
    this.tail = tail
    this.digits = digits
    return at
  }

  private readOther(bytes: Uint8Array, from: number, row: number): number {
    const to = endOfCell(bytes, from, this.delimiter)
    this.values[row] = to === from ? Number.NaN : this.parse(bytes, from, to, row)
    return to
  }

  private parse(bytes: Uint8Array, from: number, to: number, row: number): number {
    if (to - from > LONGEST_NUMBER) throw new NotNumber(this.column, row)
    const text = textOf(bytes, from, to)
    if (this.missingWords.has(text.toLowerCase())) return Number.NaN
    if (!NUMBER.test(text)) throw new NotNumber(this.column, row)
    const value = Number(text)
    // Readers do not agree about what is too large or too small for a double.
    const isOrdinary = Math.abs(value) < Infinity && (Math.abs(value) > 1e-300 || /^[-0.]*(?:[eE]|$)/.test(text))
    if (!isOrdinary) throw new NotNumber(this.column, row)
    return value
  }
}

/** Reads values as codes: each different one has its own, in the order of appearance. */
export class CodeReader implements CellReader {
  readonly codes = new Int32Array(BATCH_ROWS)
  readonly dictionary: PlainDictionary
  private readonly delimiter: number

  constructor(delimiter: number, limit: number) {
    this.delimiter = delimiter
    this.dictionary = new PlainDictionary(limit)
  }

  read(bytes: Uint8Array, from: number, row: number): number {
    const { delimiter } = this
    let at = from
    let hash = 0
    for (; ; at++) {
      const byte = bytes[at] as number
      if (byte === delimiter || byte === LINE_FEED || byte === CARRIAGE_RETURN) break
      // The step of FNV-1a (Fowler, Noll and Vo).
      hash = Math.imul(hash ^ byte, 0x01000193)
    }
    this.codes[row] = this.dictionary.codeOf(bytes, from, at, hash)
    return at
  }
}

/** Reads over a column that nobody asked for. */
export class SkippingReader implements CellReader {
  private readonly delimiter: number

  constructor(delimiter: number) {
    this.delimiter = delimiter
  }

  read(bytes: Uint8Array, from: number): number {
    return endOfCell(bytes, from, this.delimiter)
  }
}

/** Where a sign and one to three digits end, or 0 where there are none. */
function endOfExponent(bytes: Uint8Array, from: number): number {
  const first = bytes[from] === MINUS || bytes[from] === PLUS ? from + 1 : from
  let at = first
  while (isDigit(bytes[at] as number)) at += 1
  return at > first && at <= first + 3 ? at : 0
}

function exponentOf(bytes: Uint8Array, from: number, to: number): number {
  let size = 0
  for (let at = from; at < to; at++) if (isDigit(bytes[at] as number)) size = size * 10 + (bytes[at] as number) - 48
  return bytes[from] === MINUS ? -size : size
}

function isDigit(byte: number): boolean {
  return byte >= 48 && byte <= 57
}

function endOfCell(bytes: Uint8Array, from: number, delimiter: number): number {
  let at = from
  for (; ; at++) {
    const byte = bytes[at]
    if (byte === delimiter || byte === LINE_FEED || byte === CARRIAGE_RETURN) return at
  }
}

function textOf(bytes: Uint8Array, from: number, to: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset + from, to - from).toString('latin1')
}
