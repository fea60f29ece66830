import { randomBytes } from 'node:crypto'

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const RANDOM_BITS = 80n

/** Makes ids `prefix_` + 26 characters that sort by the time they were made, also within one millisecond (ULID). */
export function idMaker(clock: () => number): (prefix: string) => string {
  let lastMs = 0
  let lastRandom = 0n
  return (prefix) => {
    const now = clock()
    if (now > lastMs) {
      lastMs = now
      lastRandom = BigInt(`0x${randomBytes(10).toString('hex')}`) >> 1n
    } else lastRandom += 1n
    let value = (BigInt(lastMs) << RANDOM_BITS) | lastRandom
    let id = ''
    for (let i = 0; i < 26; i += 1) {
      id = `${ALPHABET[Number(value & 31n)] ?? ''}${id}`
      value >>= 5n
    }
    return `${prefix}_${id}`
  }
}
