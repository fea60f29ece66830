import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { normalQuantile } from '../distributions/normal-quantile.ts'
import { percentile } from '../evaluation/percentile.ts'
import { Random } from '../evaluation/random.ts'
import { ColumnProfile } from './column-profile.ts'
import { DistinctSketch } from './distinct-sketch.ts'
import { profileBytes, readProfiles } from './profile-bytes.ts'
import { quantilesOf } from './ranks.ts'

/** What Apache DataSketches reached, at which size; ours must be no worse at no more bytes. */
type Quality = { max_rank_error_median_of_reps: number; mean_rank_error: number; bytes: number }
type Peer = { 'kll.whole': Quality; 'kll.merged10': Quality; exact_quantiles: Record<string, number> }
const file = new URL('../../../../fixtures/statistics/sketch/datasketches-quality.expected.json', import.meta.url)
const oracle = JSON.parse(readFileSync(file, 'utf8')) as Record<string, Peer> & {
  hll: Record<string, { estimate: number; rel_error: number; bytes: number }>
}

const COUNT = 100_000
const REPEATS = 3
const normal = (random: Random): number => normalQuantile(Math.max(1e-15, random.uniform()))
const kinds: Record<string, (random: Random) => Float64Array> = {
  lognormal: (random) => Float64Array.from({ length: COUNT }, () => Math.exp(2 * normal(random))),
  ties: (random) =>
    Float64Array.from({ length: COUNT }, () => {
      let events = -1
      for (let left = 1; left > Math.exp(-3); left *= random.uniform()) events += 1
      return events
    }),
  sorted: (random) => Float64Array.from({ length: COUNT }, () => normal(random)).sort(),
  bimodal: (random) =>
    Float64Array.from({ length: COUNT }, () =>
      random.uniform() < 0.5 ? -5 + normal(random) : 5 + normal(random) / 10,
    ),
}

/**
 * How far the ranks of quantiles are from what was asked for, the largest and the mean: a quantile that stands for a run
 * of equal values has all the ranks of the run, so it is off only by the distance to the run.
 */
function errorsOf(profile: ColumnProfile, data: Float64Array): { largest: number; mean: number } {
  const sorted = data.slice().sort()
  const shares = Array.from({ length: 999 }, (_, at) => (at + 1) / 1000)
  const found = quantilesOf(profile.quantiles.points(), shares)
  let sum = 0
  let largest = 0
  for (const [at, share] of shares.entries()) {
    const from = rankOf(sorted, found[at]!, false) / COUNT
    const to = rankOf(sorted, found[at]!, true) / COUNT
    const error = Math.max(0, from - share, share - to)
    largest = Math.max(largest, error)
    sum += error
  }
  return { largest, mean: sum / shares.length }
}

/** How many values are below the given one, or at it too. */
function rankOf(sorted: Float64Array, value: number, withEqual: boolean): number {
  let [low, high] = [0, sorted.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (sorted[middle]! < value || (withEqual && sorted[middle] === value)) low = middle + 1
    else high = middle
  }
  return low
}

const profileOf = (data: Float64Array): ColumnProfile => {
  const profile = new ColumnProfile('x', 'numeric')
  profile.addNumbers(data)
  return profile
}
/** The bytes of the quantiles alone: those of a profile without the rest, which is the same for an empty one. */
const quantileBytes = (profile: ColumnProfile): number => {
  const bare = new ColumnProfile('x', 'numeric')
  bare.quantiles = profile.quantiles
  return profileBytes([bare]).length
}
const kept = (profile: ColumnProfile): ColumnProfile => readProfiles(profileBytes([profile]))[0]!
const medianOf = (values: number[]): number => values.sort((a, b) => a - b)[values.length >> 1]!

describe.each(Object.keys(kinds))('quantiles of %s data, after they were kept as bytes', (kind) => {
  const peer = oracle[kind]!
  const samples = Array.from({ length: REPEATS }, (_, seed) => kinds[kind]!(new Random(seed, kind)))

  test('are no farther off than KLL of Apache DataSketches, in fewer bytes', () => {
    const found = samples.map((data) => ({ profile: profileOf(data), data }))
    const errors = found.map(({ profile, data }) => errorsOf(kept(profile), data))
    const whole = peer['kll.whole']
    expect(medianOf(errors.map(({ largest }) => largest))).toBeLessThanOrEqual(whole.max_rank_error_median_of_reps)
    expect(medianOf(errors.map(({ mean }) => mean))).toBeLessThanOrEqual(whole.mean_rank_error)
    for (const { profile } of found) expect(quantileBytes(profile)).toBeLessThanOrEqual(whole.bytes)
  })

  test('are no farther off when ten shards were kept, read and merged', () => {
    const errors = samples.map((data) => {
      const merged = new ColumnProfile('x', 'numeric')
      for (let shard = 0; shard < 10; shard++) {
        const part = data.filter((_, at) => at % 10 === shard)
        merged.merge(kept(profileOf(part)))
      }
      expect(quantileBytes(merged)).toBeLessThanOrEqual(4000)
      return errorsOf(kept(merged), data)
    })
    const peerErrors = peer['kll.merged10']
    expect(medianOf(errors.map(({ largest }) => largest))).toBeLessThanOrEqual(peerErrors.max_rank_error_median_of_reps)
  })

  test('are within the error that the sketch states, and it states less than one in a hundred', () => {
    for (const data of samples) {
      for (const profile of [profileOf(data), kept(profileOf(data))]) {
        const stated = profile.quantiles.rankError(0.99)
        expect(errorsOf(profile, data).largest).toBeLessThanOrEqual(stated)
        expect(stated).toBeLessThan(0.01)
      }
    }
  })

  test('look like the data that the peers were measured on', () => {
    const sorted = samples[0]!.slice().sort()
    for (const share of ['0.25', '0.5', '0.75', '0.9']) {
      const scale = percentile(sorted, 0.9) - percentile(sorted, 0.25)
      const wanted = peer.exact_quantiles[share]!
      // The valley between two heaps has no stable median.
      if (kind === 'bimodal' && share === '0.5') continue
      expect(Math.abs(percentile(sorted, Number(share)) - wanted)).toBeLessThan(0.1 * scale + 0.05)
      const [found] = quantilesOf(kept(profileOf(samples[0]!)).quantiles.points(), [Number(share)])
      expect(Math.abs(found! - percentile(sorted, Number(share)))).toBeLessThan(0.03 * scale + 1e-9)
    }
  })
})

test.each([100, 1000, 10_000, 100_000, 1_000_000])(
  '%d different values are counted as well as by HyperLogLog of Apache DataSketches at the same size',
  (distinct) => {
    const peer = oracle.hll[`lgk12.distinct${distinct}`]!
    const repeats = distinct > 100_000 ? 4 : 12
    let squares = 0
    for (let repeat = 0; repeat < repeats; repeat++) {
      const sketch = new DistinctSketch()
      const values = Float64Array.from({ length: distinct }, (_, at) => repeat * 1e7 + at)
      sketch.addNumbers(values, distinct)
      squares += (sketch.estimate() / distinct - 1) ** 2
      const profile = new ColumnProfile('x', 'numeric')
      profile.distinct = sketch
      const without = profileBytes([new ColumnProfile('x', 'numeric')]).length
      expect(profileBytes([profile]).length - without).toBeLessThanOrEqual(Math.max(peer.bytes, 4136))
    }
    const error = Math.sqrt(squares / repeats)
    // One run of the peer may be lucky; its own standard error at this size is 0.83 / √4096 = 1.3 %.
    expect(error).toBeLessThanOrEqual(Math.max(Math.abs(peer.rel_error), 0.013))
    if (distinct === 100) expect(error).toBe(0)
  },
)
