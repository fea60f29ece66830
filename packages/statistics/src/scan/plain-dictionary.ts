import { isAscii } from 'node:buffer'
import { NotPlain } from './not-plain.ts'

/** So many bytes are kept of all different values. */
const MOST_BYTES = 1 << 28

/** The different values of a column as bytes, each with its code: 0, 1, 2, … in the order of appearance. */
export class PlainDictionary {
  private readonly limit: number
  private slots = new Int32Array(256).fill(-1)
  private hashes = new Int32Array(128)
  /** Where the bytes of a value begin; one more than there are values. */
  private starts = new Uint32Array(129)
  private bytes = new Uint8Array(2048)
  private count = 0

  /** With more than `limit` different values NotPlain is thrown. */
  constructor(limit: number) {
    this.limit = limit
  }

  get size(): number {
    return this.count
  }

  /** The code of the bytes from `from` to `to`, whose hash is given. */
  codeOf(bytes: Uint8Array, from: number, to: number, hash: number): number {
    const { slots } = this
    const mask = slots.length - 1
    let slot = (hash ^ (hash >>> 15)) & mask
    for (;;) {
      const code = slots[slot] as number
      if (code < 0) break
      if (this.hashes[code] === hash && this.isSame(code, bytes, from, to)) return code
      slot = (slot + 1) & mask
    }
    return this.add(slot, bytes, from, to, hash)
  }

  /** The values as text, in the order of their codes. */
  names(): string[] {
    const { starts, count } = this
    const bytes = Buffer.from(this.bytes.buffer, 0, starts[count])
    if (!isAscii(bytes)) {
      return Array.from({ length: count }, (_, code) => bytes.toString('utf8', starts[code], starts[code + 1]))
    }
    // A byte is a character: decoded together they are decoded faster.
    const text = bytes.toString('latin1')
    return Array.from({ length: count }, (_, code) => text.slice(starts[code], starts[code + 1]))
  }

  private isSame(code: number, bytes: Uint8Array, from: number, to: number): boolean {
    const start = this.starts[code] as number
    const length = to - from
    if ((this.starts[code + 1] as number) - start !== length) return false
    for (let at = 0; at < length; at++) if (this.bytes[start + at] !== bytes[from + at]) return false
    return true
  }

  private add(slot: number, bytes: Uint8Array, from: number, to: number, hash: number): number {
    const code = this.count
    if (code >= this.limit) throw new NotPlain(`a column has more than ${this.limit} different values`)
    const start = this.starts[code] as number
    const end = start + to - from
    if (end > MOST_BYTES) throw new NotPlain('the different values of a column are long')
    if (end > this.bytes.length) this.bytes = larger(this.bytes, end, (size) => new Uint8Array(size))
    // Values are short: a copy by hand is faster than one by the engine.
    for (let at = from; at < to; at++) this.bytes[start + at - from] = bytes[at] as number
    if (code === this.hashes.length) {
      this.hashes = larger(this.hashes, code + 1, (size) => new Int32Array(size))
      this.starts = larger(this.starts, code + 2, (size) => new Uint32Array(size + 1))
    }
    this.hashes[code] = hash
    this.starts[code + 1] = end
    this.slots[slot] = code
    this.count = code + 1
    if (this.count * 2 > this.slots.length) this.spread()
    return code
  }

  private spread(): void {
    const slots = new Int32Array(this.slots.length * 4).fill(-1)
    const mask = slots.length - 1
    for (let code = 0; code < this.count; code++) {
      const hash = this.hashes[code] as number
      let slot = (hash ^ (hash >>> 15)) & mask
      while ((slots[slot] as number) >= 0) slot = (slot + 1) & mask
      slots[slot] = code
    }
    this.slots = slots
  }
}

function larger<Kept extends Uint8Array | Int32Array | Uint32Array>(
  kept: Kept,
  least: number,
  make: (size: number) => Kept,
): Kept {
  const made = make(Math.max(least, kept.length * 2))
  made.set(kept)
  return made
}
