import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Random } from '../evaluation/random.ts'
import { ColumnProfile } from './column-profile.ts'
import { compareColumns } from './compare-profiles.ts'
import { hashText } from './distinct-sketch.ts'
import { FrequentItems } from './frequent-items.ts'
import { Moments } from './moments.ts'
import { profileBytes, readProfiles } from './profile-bytes.ts'
import { joinEqual, thin } from './quantile-sketch.ts'
import type { QuantileSketch } from './quantile-sketch.ts'
import { quantilesOf, sharesBelow } from './ranks.ts'
import { sortNumbers } from './sort-numbers.ts'

const numeric = (values: ArrayLike<number>): ColumnProfile => {
  const profile = new ColumnProfile('x', 'numeric')
  profile.addNumbers(values)
  return profile
}
const text = (values: readonly (string | null)[]): ColumnProfile => {
  const profile = new ColumnProfile('x', 'text')
  for (const value of values) profile.addText(value)
  return profile
}
const merged = (kind: 'numeric' | 'text', ...parts: ColumnProfile[]): ColumnProfile => {
  const whole = new ColumnProfile('x', kind)
  for (const part of parts) whole.merge(part)
  return whole
}
const uniform = (count: number, stream: string, scale = 1): Float64Array => {
  const random = new Random(8, stream)
  return Float64Array.from({ length: count }, () => scale * random.uniform())
}
const farthest = (one: QuantileSketch, other: QuantileSketch): number => {
  const grid = Float64Array.from({ length: 200 }, (_, at) => at / 200)
  const [first, second] = [sharesBelow(one.points(), grid), sharesBelow(other.points(), grid)]
  return first.reduce((most, share, at) => Math.max(most, Math.abs(share - second[at]!)), 0)
}

describe('the formulas of the doc comments', () => {
  test('answer what they say', () => {
    const points = { values: Float64Array.of(1, 2), weights: Float64Array.of(1, 3) }
    expect([...sharesBelow(points, [1, 2])]).toEqual([0.25, 1])
    expect([...quantilesOf(points, [0.5])]).toEqual([2])
    expect(numeric([31, 47, Number.NaN]).missing).toBe(1)
    expect([...joinEqual({ values: Float64Array.of(1, 1), weights: Float64Array.of(2, 3) }).weights]).toEqual([5])
    expect([
      ...thin({ values: Float64Array.of(1, 2, 3, 4), weights: Float64Array.of(1, 1, 1, 1) }, 2, 0.5).values,
    ]).toEqual([1, 3])
  })
})

test('sorting by radix gives what the built-in sort gives', () => {
  const random = new Random(6, 'sort')
  const near = (centre: number, reach: number): number => centre + reach * (random.uniform() - 0.5)
  for (const make of [
    () => near(0, 2),
    () => near(1.7e9, 1000),
    () => near(0, 1e-300),
    () => Math.exp(near(0, 600)) * (random.uniform() < 0.5 ? -1 : 1),
    () => random.below(5),
    () => 1 + random.below(40) * 2e-12,
    () => -1 - random.below(4000) * 2e-10,
  ]) {
    for (const size of [0, 1, 300, 2048, 5000]) {
      const values = Float64Array.from({ length: size }, make)
      expect(sortNumbers(values.slice())).toEqual(values.slice().sort())
    }
  }
})

describe('a profile', () => {
  test('of few values is exact', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { maxLength: 200 }), (values) => {
        const { quantiles, distinct, moments } = numeric(values)
        const sorted = values.map((value) => value + 0).sort((a, b) => a - b)
        expect([...quantiles.points().values].map((value) => value + 0)).toEqual(sorted)
        expect(quantiles.rankError()).toBe(0)
        expect(distinct.estimate()).toBe(new Set(sorted).size)
        expect(moments.count).toBe(values.length)
      }),
    )
  })

  test('counts missing, infinite and negative zero as it says', () => {
    const { missing, infinite, rows, distinct, quantiles } = numeric([1, Number.NaN, Infinity, -Infinity, 0, -0])
    expect({ missing, infinite, rows, distinct: distinct.estimate(), finite: quantiles.count }).toEqual({
      missing: 1,
      infinite: 2,
      rows: 6,
      distinct: 2,
      finite: 3,
    })
  })

  test('of nothing, of missing values alone and of a constant has an answer', () => {
    for (const empty of [numeric([]), numeric([Number.NaN, Number.NaN])]) {
      expect(empty.quantiles.points().values).toHaveLength(0)
      expect(empty.moments.variance()).toBeNull()
      expect(compareColumns(empty, numeric([1]))).toBeNull()
    }
    const constant = numeric(new Float64Array(5000).fill(7e15))
    expect(constant.moments.variance()).toBe(0)
    expect(compareColumns(constant, constant)).toMatchObject({ kolmogorovSmirnov: { value: 0 }, psi: { value: 0 } })
  })

  test('keeps the variance of numbers far from zero', () => {
    const moments = new Moments()
    for (let batch = 0; batch < 100; batch++) moments.addAll(uniform(1000, `m${batch}`).map((value) => 1e9 + value))
    expect(moments.variance()).toBeCloseTo(1 / 12, 3)
  })

  test('of many values is within the error it states, also beyond the size from which blocks are sampled', () => {
    for (const values of [uniform(900_000, 'many'), uniform(900_000, 'many').sort()]) {
      const { quantiles } = numeric(values)
      const grid = Float64Array.from({ length: 100 }, (_, at) => at / 100)
      const sorted = values.slice().sort()
      const shares = sharesBelow(quantiles.points(), grid)
      const exact = sharesBelow({ values: sorted, weights: new Float64Array(sorted.length).fill(1) }, grid)
      const error = shares.reduce((most, share, at) => Math.max(most, Math.abs(share - exact[at]!)), 0)
      expect(error).toBeLessThanOrEqual(quantiles.rankError())
      expect(quantiles.rankError()).toBeLessThan(0.01)
      expect(quantiles.points().weights.reduce((sum, weight) => sum + weight, 0)).toBe(900_000)
    }
  })
})

describe('merging', () => {
  const parts = [uniform(30_000, 'a'), uniform(500, 'b', 0.5), uniform(120_000, 'c', 0.9)].map(numeric)
  const [a, b, c] = parts as [ColumnProfile, ColumnProfile, ColumnProfile]

  test('is commutative to the last bit', () => {
    expect(profileBytes([merged('numeric', a, c)])).toEqual(profileBytes([merged('numeric', c, a)]))
    const [one, other] = [text(['x', 'y', 'x']), text(['y', null])]
    expect(profileBytes([merged('text', one, other)])).toEqual(profileBytes([merged('text', other, one)]))
  })

  test('is associative within the stated error, and the counts exactly', () => {
    const left = merged('numeric', merged('numeric', a, b), c)
    const right = merged('numeric', a, merged('numeric', b, c))
    expect(farthest(left.quantiles, right.quantiles)).toBeLessThanOrEqual(
      left.quantiles.rankError() + right.quantiles.rankError(),
    )
    expect(left.distinct.estimate()).toBe(right.distinct.estimate())
    expect([left.rows, left.missing, left.moments.count]).toEqual([right.rows, right.missing, right.moments.count])
    expect(left.moments.mean).toBeCloseTo(right.moments.mean, 12)
    expect(left.moments.squares / right.moments.squares).toBeCloseTo(1, 12)
  })

  test('of small parts is as exact as the whole, in any grouping', () => {
    const lists = fc.array(fc.integer({ min: -20, max: 20 }), { maxLength: 40 })
    fc.assert(
      fc.property(lists, lists, lists, (x, y, z) => {
        const [one, two, three] = [numeric(x), numeric(y), numeric(z)]
        const left = merged('numeric', merged('numeric', one, two), three)
        const right = merged('numeric', one, merged('numeric', two, three))
        const whole = numeric([...x, ...y, ...z])
        for (const profile of [left, right]) {
          expect([...profile.quantiles.points().values]).toEqual([...whole.quantiles.points().values])
          expect(profile.distinct.estimate()).toBe(whole.distinct.estimate())
          expect(profile.moments.mean).toBeCloseTo(whole.moments.mean, 9)
        }
      }),
    )
  })

  test('a thousand times over keeps the stated error', () => {
    const whole = new ColumnProfile('x', 'numeric')
    const all = uniform(400_000, 'chain')
    for (let part = 0; part < 1000; part++) whole.merge(numeric(all.subarray(part * 400, part * 400 + 400)))
    const atOnce = numeric(all).quantiles
    expect(farthest(whole.quantiles, atOnce)).toBeLessThanOrEqual(whole.quantiles.rankError() + atOnce.rankError())
    expect(whole.quantiles.rankError()).toBeLessThan(0.02)
  })

  test('a numeric column into a text column is refused', () => {
    expect(() => a.merge(text(['x']))).toThrow('profile both parts alike')
  })
})

describe('frequent items', () => {
  test('are never too high, too low by at most the stated error, and complete above it, however they were merged', () => {
    const streams = fc.array(fc.array(fc.integer({ min: 0, max: 30 }), { maxLength: 80 }), {
      minLength: 1,
      maxLength: 4,
    })
    fc.assert(
      fc.property(streams, (shards) => {
        const sketches = shards.map((shard) => {
          const sketch = new FrequentItems(5)
          for (const value of shard) sketch.add(String(value))
          return sketch
        })
        const whole = new FrequentItems(5)
        for (const sketch of sketches) whole.merge(sketch)
        const all = shards.flat()
        const found = new Map(whole.items().map(({ value, count }) => [value, count]))
        expect(whole.error).toBeLessThanOrEqual(all.length / 6)
        for (const value of new Set(all)) {
          const exact = all.filter((other) => other === value).length
          expect(found.get(String(value)) ?? 0).toBeLessThanOrEqual(exact)
          expect((found.get(String(value)) ?? 0) + whole.error).toBeGreaterThanOrEqual(exact)
        }
      }),
    )
  })
})

describe('distances', () => {
  test('of exact profiles are those of the data', () => {
    const found = compareColumns(numeric([1, 2, 3, 4]), numeric([2, 3, 4, 9]))!
    expect(found.kolmogorovSmirnov).toEqual({ value: 0.25, low: 0.25, high: 0.25 })
    expect(found.wasserstein?.value).toBeCloseTo(2, 12)
    const words = compareColumns(text(['a', 'a', 'b', 'b']), text(['a', 'a', 'a', 'b']))!
    expect(words.psi.value).toBeCloseTo(0.25 * Math.log(1.5) + 0.25 * Math.log(2), 12)
    expect(words.jensenShannon.value ** 2).toBeCloseTo(
      0.25 * Math.log(0.5 / 0.625) +
        0.375 * Math.log(0.75 / 0.625) +
        0.25 * Math.log(0.5 / 0.375) +
        0.125 * Math.log(0.25 / 0.375),
      12,
    )
    expect(compareColumns(text(['a']), numeric([1]))).toBeNull()
    expect(compareColumns(text([null]), text(['a']))).toBeNull()
  })

  test('of sketches hold the exact ones in their ranges', () => {
    for (const shift of [0, 0.02, 0.3]) {
      const one = uniform(300_000, 'one')
      const other = uniform(300_000, 'other').map((value) => value + shift)
      const found = compareColumns(numeric(one), numeric(other))!
      const [x, y] = [one.slice().sort(), other.slice().sort()]
      let area = 0
      for (const [at, value] of x.entries()) area += Math.abs(value - y[at]!) / x.length
      expect(found.wasserstein!.low).toBeLessThanOrEqual(area)
      expect(found.wasserstein!.high).toBeGreaterThanOrEqual(area)
      expect(found.kolmogorovSmirnov!.low).toBeLessThanOrEqual(shift + 0.004)
      expect(found.kolmogorovSmirnov!.high).toBeGreaterThanOrEqual(shift - 0.004)
      const edges = Array.from({ length: 9 }, (_, at) => x[Math.floor(((at + 1) * x.length) / 10)]!)
      const shares = (data: Float64Array): number[] =>
        [...edges, Infinity].map(
          (edge, at) => data.filter((v) => v <= edge && (at === 0 || v > edges[at - 1]!)).length / data.length,
        )
      const [p, q] = [shares(x), shares(y).map((share) => Math.max(share, 1e-4))]
      const psi = p.reduce((sum, share, at) => sum + (share - q[at]!) * Math.log(share / q[at]!), 0)
      expect(found.psi.low).toBeLessThanOrEqual(psi)
      expect(found.psi.high).toBeGreaterThanOrEqual(psi)
    }
  })
})

describe('the binary form', () => {
  const profiles = [numeric(uniform(20_000, 'bytes')), text(['ä', '', 'b', null]), numeric([]), numeric([1, 1, 2])]
  const bytes = profileBytes(profiles)

  test('is read as it was written, and written again the same', () => {
    const again = readProfiles(bytes)
    expect(profileBytes(again)).toEqual(bytes)
    expect(again.map(({ name, kind, rows, missing }) => [name, kind, rows, missing])).toEqual(
      profiles.map(({ name, kind, rows, missing }) => [name, kind, rows, missing]),
    )
    expect(again[1]?.frequent.items()).toEqual(profiles[1]?.frequent.items())
    expect(again[0]?.distinct.estimate()).toBe(profiles[0]?.distinct.estimate())
    expect([...again[3]!.quantiles.points().weights]).toEqual([2, 1])
  })

  test('is refused when any byte is changed, and when it is cut anywhere', () => {
    for (let at = 0; at < bytes.length; at += 97) {
      const changed = bytes.slice()
      changed[at]! ^= 0x10
      // The two bytes after the version are kept for later versions and say nothing yet.
      if (at !== 6 && at !== 7)
        expect(() => readProfiles(changed)).toThrow(expect.objectContaining({ name: 'ProfileError' }))
    }
    for (const length of [0, 3, 4, 10, 16, 100, bytes.length - 1]) {
      expect(() => readProfiles(bytes.subarray(0, length))).toThrow(expect.objectContaining({ name: 'ProfileError' }))
    }
  })

  test('says what is wrong', () => {
    const refused = (change: (copy: Uint8Array) => Uint8Array): unknown => {
      try {
        return readProfiles(change(bytes.slice()))
      } catch (error) {
        return error
      }
    }
    const set = (at: number, value: number) => (copy: Uint8Array) => {
      copy[at] = value
      return copy
    }
    expect(refused(set(0, 65))).toMatchObject({ code: 'profile_unknown' })
    expect(refused(set(4, 9))).toMatchObject({ code: 'profile_version', message: expect.stringContaining('version 9') })
    expect(refused(set(40, 255))).toMatchObject({
      code: 'profile_damaged',
      message: expect.stringContaining('checksum'),
    })
    expect(refused((copy) => copy.subarray(0, 50))).toMatchObject({ code: 'profile_truncated' })
    expect(refused((copy) => Uint8Array.from([...copy, 0]))).toMatchObject({ code: 'profile_damaged' })
  })
})

test('texts that differ have different hashes', () => {
  const hashes = new Set(Array.from({ length: 50_000 }, (_, at) => Object.values(hashText(`name ${at}`)).join()))
  expect(hashes.size).toBe(50_000)
})
