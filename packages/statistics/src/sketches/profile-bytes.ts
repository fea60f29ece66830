import { crc32 } from 'node:zlib'
import { ColumnProfile } from './column-profile.ts'
import { DistinctSketch, REGISTERS } from './distinct-sketch.ts'
import { FrequentItems } from './frequent-items.ts'
import { ByteReader, ByteWriter, ProfileError } from './profile-stream.ts'
import { QuantileSketch } from './quantile-sketch.ts'

/** `MSPF`, for Muster's profile. */
const MAGIC = 0x4650534d
const VERSION = 1
const HEADER_BYTES = 16
/** So many points of a quantile sketch are kept: 3.8 kB. */
const KEPT_POINTS = 480

/**
 * Writes profiles of columns as bytes, to be kept or sent. All numbers are little-endian:
 *
 * | bytes | what |
 * |---|---|
 * | 4 | `MSPF` |
 * | 2 | version, 1 |
 * | 2 | 0 |
 * | 4 | length of the rest |
 * | 4 | CRC-32 of the rest |
 * | 4 | number of columns; then each: |
 * | text | name; a text is its length in bytes (4) and UTF-8 |
 * | 1 | kind: 0 numeric, 1 text |
 * | 3 × 8 | rows, missing, infinite |
 * | 1 + … | number of types, then each a text and a count (8) |
 * | 1 + … | distinct: 0, a number of hashes (2) and these (8 each); or 1, the least register (1), 4 096 bytes with two registers each, less the least, the lower half first, 15 meaning "15 or more", the number of those (2), and of each the position (2) and register (1) |
 * | 3 × 8 | numeric: count, mean, sum of squares |
 * | 4 × 8 | numeric: count, least, most, variance of the quantiles |
 * | 1 + 4 + … | numeric: 0 for points of equal weight, 1 for points with their own; their number; values (8 each); weights (8 each) |
 * | 2 × 8 + 4 + 4 + … | text: total, error; capacity; number; each a text and a count (8) |
 *
 * @example
 * const [again] = readProfiles(profileBytes([profile]))
 */
export function profileBytes(profiles: readonly ColumnProfile[]): Uint8Array {
  const body = new ByteWriter()
  body.u32(profiles.length)
  for (const profile of profiles) {
    body.text(profile.name)
    body.u8(profile.kind === 'numeric' ? 0 : 1)
    for (const count of [profile.rows, profile.missing, profile.infinite]) body.f64(count)
    const types = [...profile.types].sort(([a], [b]) => (a < b ? -1 : 1))
    body.u8(types.length)
    for (const [type, count] of types) {
      body.text(type)
      body.f64(count)
    }
    writeDistinct(body, profile.distinct)
    if (profile.kind === 'numeric') writeNumbers(body, profile)
    else writeFrequent(body, profile.frequent)
  }
  const payload = body.bytes()
  const header = new ByteWriter()
  header.u32(MAGIC)
  header.u16(VERSION)
  header.u16(0)
  header.u32(payload.length)
  header.u32(crc32(payload))
  return Uint8Array.from([...header.bytes(), ...payload])
}

/**
 * Reads profiles from bytes. Throws a ProfileError when the bytes are no profile, were cut off or changed, or come from a
 * newer version: never a profile that is wrong.
 */
export function readProfiles(bytes: Uint8Array): ColumnProfile[] {
  const header = new ByteReader(bytes)
  if (bytes.length < 4 || header.u32() !== MAGIC) {
    throw new ProfileError('profile_unknown', 'these bytes are not a profile: they do not begin with MSPF')
  }
  const version = header.u16()
  if (version !== VERSION) {
    throw new ProfileError(
      'profile_version',
      `the profile has version ${version}, and this program reads version ${VERSION}`,
    )
  }
  header.u16()
  const length = header.u32()
  const sum = header.u32()
  const payload = bytes.subarray(HEADER_BYTES)
  if (payload.length < length) {
    throw new ProfileError(
      'profile_truncated',
      `the profile is cut off: ${payload.length} of ${length} bytes are there`,
    )
  }
  if (payload.length > length) {
    throw new ProfileError('profile_damaged', `${payload.length - length} bytes follow the end of the profile`)
  }
  if (crc32(payload) !== sum) {
    throw new ProfileError('profile_damaged', 'the bytes of the profile were changed: the checksum does not match')
  }
  const body = new ByteReader(payload)
  const count = body.u32()
  const profiles: ColumnProfile[] = []
  for (let index = 0; index < count; index++) profiles.push(readColumn(body))
  body.refuseRest()
  return profiles
}

function readColumn(body: ByteReader): ColumnProfile {
  const name = body.text()
  const profile = new ColumnProfile(name, body.choice(2, 'kind') === 0 ? 'numeric' : 'text')
  profile.rows = body.count('rows')
  profile.missing = body.count('missing values')
  profile.infinite = body.count('infinite values')
  const types = body.u8()
  for (let index = 0; index < types; index++) {
    const type = body.text()
    profile.types.set(type, body.count('values of a type'))
  }
  profile.distinct = readDistinct(body)
  if (profile.kind === 'numeric') readNumbers(body, profile)
  else profile.frequent = readFrequent(body)
  return profile
}

function writeDistinct(body: ByteWriter, distinct: DistinctSketch): void {
  const state = distinct.state()
  if ('hashes' in state) {
    body.u8(0)
    body.u16(state.hashes.length)
    for (const hash of state.hashes) body.u64(hash)
    return
  }
  const { registers } = state
  const least = registers.reduce((a, b) => Math.min(a, b), 255)
  body.u8(1)
  body.u8(least)
  const nibble = (at: number): number => Math.min(15, (registers[at] ?? 0) - least)
  for (let at = 0; at < REGISTERS; at += 2) body.u8(nibble(at) | (nibble(at + 1) << 4))
  const large = [...registers.keys()].filter((at) => nibble(at) === 15)
  body.u16(large.length)
  for (const at of large) {
    body.u16(at)
    body.u8(registers[at] ?? 0)
  }
}

function readDistinct(body: ByteReader): DistinctSketch {
  if (body.choice(2, 'form of the distinct values') === 0) {
    const size = body.u16()
    return DistinctSketch.of({ hashes: Array.from({ length: size }, () => body.u64()) })
  }
  const least = body.u8()
  const registers = new Uint8Array(REGISTERS)
  for (let at = 0; at < REGISTERS; at += 2) {
    const two = body.u8()
    registers[at] = least + (two & 15)
    registers[at + 1] = least + (two >> 4)
  }
  const large = body.u16()
  for (let index = 0; index < large; index++) {
    const at = body.u16()
    if (at >= REGISTERS) throw new ProfileError('profile_damaged', `there is no register ${at}`)
    registers[at] = body.u8()
  }
  if (registers.some((rank) => rank > 64)) throw new ProfileError('profile_damaged', 'a register is too large')
  return DistinctSketch.of({ registers })
}

function writeNumbers(body: ByteWriter, { moments, quantiles }: ColumnProfile): void {
  for (const number of [moments.count, moments.mean, moments.squares]) body.f64(number)
  const { points, variance } = quantiles.thinned(KEPT_POINTS)
  for (const number of [quantiles.count, quantiles.least, quantiles.most, variance]) body.f64(number)
  const weight = points.weights[0] ?? 1
  const isEqual = points.weights.every((one) => one === weight)
  body.u8(isEqual ? 0 : 1)
  body.u32(points.values.length)
  for (const value of points.values) body.f64(value)
  if (!isEqual) for (const one of points.weights) body.f64(one)
}

function readNumbers(body: ByteReader, profile: ColumnProfile): void {
  profile.moments.merge({ count: body.count('numbers'), mean: body.finite('mean'), squares: body.count('squares') })
  const count = body.count('values')
  const [least, most] = [body.f64(), body.f64()]
  const variance = body.count('variance')
  const form = body.choice(2, 'form of the quantiles')
  const size = body.u32()
  const values = body.f64s(size)
  const weights = form === 0 ? new Float64Array(size).fill(count / size) : body.f64s(size)
  const isAscending = values.every((value, at) => at === 0 || value >= (values[at - 1] ?? 0))
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  if (!isAscending || !weights.every((weight) => weight > 0) || Math.abs(total - count) > 1e-6 * count) {
    throw new ProfileError('profile_damaged', `the quantiles of ${profile.name} are not in order`)
  }
  if (count > 0 && !(least <= (values[0] ?? Number.NaN) && most >= (values[size - 1] ?? Number.NaN))) {
    throw new ProfileError('profile_damaged', `the ends of ${profile.name} do not fit its quantiles`)
  }
  profile.quantiles = QuantileSketch.of({ values, weights }, { count, least, most, variance })
}

function writeFrequent(body: ByteWriter, frequent: FrequentItems): void {
  const items = frequent.items()
  body.f64(frequent.total)
  body.f64(frequent.error)
  body.u32(frequent.capacity)
  body.u32(items.length)
  for (const { value, count } of items) {
    body.text(value)
    body.f64(count)
  }
}

function readFrequent(body: ByteReader): FrequentItems {
  const about = { total: body.count('texts'), error: body.count('error'), capacity: body.u32() }
  const size = body.u32()
  const items: { value: string; count: number }[] = []
  for (let index = 0; index < size; index++) items.push({ value: body.text(), count: body.count('a text') })
  if (items.length > about.capacity) throw new ProfileError('profile_damaged', 'there are more texts than fit')
  return FrequentItems.of(items, about)
}
