/** Why bytes are not read as a profile. The codes are stable. */
export type ProfileErrorCode = 'profile_unknown' | 'profile_version' | 'profile_truncated' | 'profile_damaged'

/** Thrown when bytes are not a profile, or not a whole one. */
export class ProfileError extends Error {
  override readonly name = 'ProfileError'
  readonly code: ProfileErrorCode

  constructor(code: ProfileErrorCode, message: string) {
    super(message)
    this.code = code
  }
}

/** Writes numbers and texts one after the other, little-endian. */
export class ByteWriter {
  private view = new DataView(new ArrayBuffer(1024))
  private size = 0

  u8(value: number): void {
    this.room(1).setUint8(this.size, value)
    this.size += 1
  }

  u16(value: number): void {
    this.room(2).setUint16(this.size, value, true)
    this.size += 2
  }

  u32(value: number): void {
    this.room(4).setUint32(this.size, value, true)
    this.size += 4
  }

  u64(value: bigint): void {
    this.room(8).setBigUint64(this.size, value, true)
    this.size += 8
  }

  f64(value: number): void {
    this.room(8).setFloat64(this.size, value, true)
    this.size += 8
  }

  text(value: string): void {
    const bytes = new TextEncoder().encode(value)
    this.u32(bytes.length)
    const { buffer } = this.room(bytes.length)
    new Uint8Array(buffer).set(bytes, this.size)
    this.size += bytes.length
  }

  bytes(): Uint8Array {
    return new Uint8Array(this.view.buffer, 0, this.size)
  }

  private room(bytes: number): DataView {
    if (this.size + bytes > this.view.byteLength) {
      const larger = new Uint8Array(Math.max(2 * this.view.byteLength, this.size + bytes))
      larger.set(this.bytes())
      this.view = new DataView(larger.buffer)
    }
    return this.view
  }
}

/** Reads what a ByteWriter wrote; throws a ProfileError at the end of the bytes and for numbers that cannot be. */
export class ByteReader {
  private readonly source: Uint8Array
  private readonly view: DataView
  private at = 0

  constructor(source: Uint8Array) {
    this.source = source
    this.view = new DataView(source.buffer, source.byteOffset, source.byteLength)
  }

  u8(): number {
    return this.view.getUint8(this.take(1))
  }

  u16(): number {
    return this.view.getUint16(this.take(2), true)
  }

  u32(): number {
    return this.view.getUint32(this.take(4), true)
  }

  u64(): bigint {
    return this.view.getBigUint64(this.take(8), true)
  }

  f64(): number {
    return this.view.getFloat64(this.take(8), true)
  }

  f64s(size: number): Float64Array {
    this.expect(8 * size)
    return Float64Array.from({ length: size }, () => this.finite('a value'))
  }

  /** A number of things: 0 or more, and finite. */
  count(what: string): number {
    const value = this.f64()
    if (Number.isFinite(value) && value >= 0) return value
    throw new ProfileError('profile_damaged', `the number of ${what} is ${value}`)
  }

  finite(what: string): number {
    const value = this.f64()
    if (Number.isFinite(value)) return value
    throw new ProfileError('profile_damaged', `${what} is ${value}`)
  }

  choice(many: number, what: string): number {
    const value = this.u8()
    if (value < many) return value
    throw new ProfileError('profile_damaged', `the ${what} is ${value}, which is unknown`)
  }

  text(): string {
    const size = this.u32()
    const from = this.take(size)
    try {
      return new TextDecoder('utf-8', { fatal: true }).decode(this.source.subarray(from, from + size))
    } catch {
      throw new ProfileError('profile_damaged', 'a text is not UTF-8')
    }
  }

  refuseRest(): void {
    const left = this.source.length - this.at
    if (left > 0) throw new ProfileError('profile_damaged', `${left} bytes are left over`)
  }

  private take(bytes: number): number {
    this.expect(bytes)
    const from = this.at
    this.at += bytes
    return from
  }

  private expect(bytes: number): void {
    if (this.at + bytes > this.source.length) {
      throw new ProfileError(
        'profile_truncated',
        `the profile ends at byte ${this.source.length}, in the middle of something`,
      )
    }
  }
}
