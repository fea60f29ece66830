/**
 * A small deterministic source of random numbers: xoshiro128** (Blackman and Vigna 2018), seeded by splitmix32 from a
 * seed and the name of the stream. Not for secrets.
 *
 * Each purpose takes its own stream, so that adding a slice to an evaluation changes no other slice's interval.
 *
 * @example
 * const random = new Random(42, 'region = north')
 * random.uniform() // in [0, 1), the same each time
 */
export class Random {
  private a: number
  private b: number
  private c: number
  private d: number

  constructor(seed: number, stream = '') {
    const next = splitMix(hashOf(`${seed}\u0000${stream}`))
    this.a = next()
    this.b = next()
    this.c = next()
    this.d = next() | 1
  }

  /** 32 random bits, as a number from 0 to 2³² − 1. */
  bits(): number {
    const fivefold = Math.imul(this.b, 5)
    const result = Math.imul((fivefold << 7) | (fivefold >>> 25), 9)
    const shifted = this.b << 9
    this.c ^= this.a
    this.d ^= this.b
    this.b ^= this.c
    this.a ^= this.d
    this.c ^= shifted
    this.d = (this.d << 11) | (this.d >>> 21)
    return result >>> 0
  }

  /** A number in [0, 1) with 53 random bits. */
  uniform(): number {
    return ((this.bits() >>> 5) * 67_108_864 + (this.bits() >>> 6)) / 9_007_199_254_740_992
  }

  /** A whole number from 0 to `bound` − 1. */
  below(bound: number): number {
    return Math.floor(this.uniform() * bound)
  }
}

/** FNV-1a over UTF-16 code units, 32 bits: spreads seeds and names over the starting states. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  return hash
}

function splitMix(start: number): () => number {
  let state = start
  return () => {
    state = (state + 0x9e3779b9) | 0
    let mixed = Math.imul(state ^ (state >>> 16), 0x85ebca6b)
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
    return mixed ^ (mixed >>> 16)
  }
}
