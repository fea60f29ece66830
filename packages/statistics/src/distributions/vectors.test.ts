import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { beta } from './beta.ts'
import { binomialDistribution } from './binomial-distribution.ts'
import { chiSquare } from './chi-square.ts'
import type { Distribution } from './distribution.ts'
import { fDistribution } from './f-distribution.ts'
import { gamma } from './gamma.ts'
import { hypergeometric } from './hypergeometric.ts'
import { kolmogorov, kolmogorovLimit } from './kolmogorov.ts'
import { noncentralChiSquare, noncentralF } from './noncentral-chi-square.ts'
import { noncentralT } from './noncentral-t.ts'
import { normal } from './normal.ts'
import { smirnovTwoSample } from './smirnov-two-sample.ts'
import { studentT } from './student-t.ts'

type Row = { x: number; cdf: number; survival: number; logCdf: number | null; logSurvival: number | null }
type Vectors = {
  distributions: {
    name: string
    args: number[]
    rows: Row[]
    quantiles: { p: number; quantile: number | null; upper: number | null }[]
  }[]
  kolmogorov: { n: number; d: number; survival: number }[]
  smirnovTwoSample: { m: number; n: number; steps: number; survival: number }[]
  noncentral: { name: string; args: number[]; x: number; cdf: number; survival: number }[]
}
const file = new URL('../../../../fixtures/statistics/distribution-vectors.json', import.meta.url)
const vectors = JSON.parse(readFileSync(file, 'utf8')) as Vectors

const make: Record<string, (...args: number[]) => Distribution> = {
  normal: () => normal,
  gamma,
  chiSquare,
  beta,
  studentT,
  fDistribution,
  binomialDistribution,
  hypergeometric: (population = 0, successes = 0, draws = 0) => hypergeometric({ population, successes, draws }),
  kolmogorovLimit: () => kolmogorovLimit,
  noncentralT,
  noncentralChiSquare,
  noncentralF,
}
const made = (name: string, args: number[]): Distribution => make[name]!(...args)

/** The relative error, or the absolute one where the wanted number is too small for a double. */
const error = (found: number, wanted: number): number =>
  found === wanted ? 0 : Math.abs(found - wanted) / Math.max(Math.abs(wanted), 1e-300)

function wrong(what: string, found: number, wanted: number, tolerance: number): string[] {
  return error(found, wanted) <= tolerance ? [] : [`${what} is ${found}, wanted ${wanted}`]
}

describe('tails agree with 60 digits to 1e-12, far out too', () => {
  test.each(vectors.distributions)('$name $args', ({ name, args, rows }) => {
    const distribution = made(name, args)
    const found = rows.flatMap(({ x, cdf, survival, logCdf, logSurvival }) => [
      ...wrong(`cdf(${x})`, distribution.cdf(x), cdf, 1e-12),
      ...wrong(`survival(${x})`, distribution.survival(x), survival, 1e-12),
      ...wrong(`logCdf(${x})`, distribution.logCdf(x), logCdf ?? -Infinity, 1e-12),
      ...wrong(`logSurvival(${x})`, distribution.logSurvival(x), logSurvival ?? -Infinity, 1e-12),
    ])
    expect(found).toEqual([])
  })
})

describe('quantiles agree with SciPy', () => {
  test.each(vectors.distributions)('$name $args', ({ name, args, quantiles }) => {
    const distribution = made(name, args)
    const found = quantiles.flatMap(({ p, quantile, upper }) => [
      ...(quantile === null ? [] : wrong(`quantile(${p})`, distribution.quantile(p) + 1, quantile + 1, 1e-10)),
      ...(upper === null ? [] : wrong(`upperQuantile(${p})`, distribution.upperQuantile(p) + 1, upper + 1, 1e-10)),
    ])
    expect(found).toEqual([])
  })
})

test('a quantile is where its tail is, for every continuous distribution', () => {
  for (const { name, args, quantiles } of vectors.distributions) {
    if (name === 'binomialDistribution' || name === 'hypergeometric') continue
    const distribution = made(name, args)
    for (const { p } of quantiles) {
      const lower = distribution.quantile(p)
      const upper = distribution.upperQuantile(p)
      // Where the distribution crowds at an end, neighbouring doubles are further apart than the tail tells.
      if (lower > 1e-300 && (lower < 0.999 || name !== 'beta'))
        expect(error(distribution.cdf(lower), p), `${name} ${args.join()} ${p}`).toBeLessThan(1e-9)
      if (upper > 1e-300 && (upper < 0.999 || name !== 'beta'))
        expect(error(distribution.survival(upper), p), `${name} ${args.join()} ${p}`).toBeLessThan(1e-9)
    }
  }
})

test('the exact Kolmogorov distribution agrees with SciPy to 1e-9', () => {
  const found = vectors.kolmogorov.flatMap(({ n, d, survival }) =>
    wrong(`kolmogorov(${n}).survival(${d})`, kolmogorov(n).survival(d), survival, 1e-9),
  )
  expect(found).toEqual([])
})

test('the exact two-sample distribution agrees with SciPy', () => {
  const found = vectors.smirnovTwoSample.flatMap(({ m, n, steps, survival }) =>
    wrong(`smirnovTwoSample(${m}, ${n}, ${steps})`, smirnovTwoSample(m, n, steps), survival, 1e-10),
  )
  expect(found).toEqual([])
})

test('the noncentral distributions agree with integrals and sums of 30 digits', () => {
  const found = vectors.noncentral.flatMap(({ name, args, x, cdf, survival }) => {
    const distribution = made(name, args)
    return [
      ...wrong(`${name}(${args.join()}).cdf(${x})`, distribution.cdf(x), cdf, 1e-10),
      ...wrong(`${name}(${args.join()}).survival(${x})`, distribution.survival(x), survival, 1e-10),
    ]
  })
  expect(found).toEqual([])
})
