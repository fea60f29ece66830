import type { Distribution, Tails } from './distribution.ts'
import { ALL_ABOVE, ALL_BELOW, distributionOf, requireParameter, tailsOf } from './distribution.ts'
import { logBinomialMass } from './gamma-function.ts'
import { firstWhole } from './root.ts'

/** An urn: `draws` taken without replacement from `population`, of which `successes` count. All whole, from 0. */
export type Urn = { readonly population: number; readonly successes: number; readonly draws: number }

/**
 * The hypergeometric distribution: how many of the drawn count.
 *
 * A mass is the quotient of three binomial masses (Loader 2000); a tail is summed from its larger end by the ratio of
 * neighbouring masses, and the larger tail is the complement of the smaller.
 *
 * @example
 * hypergeometric({ population: 10, successes: 4, draws: 5 }).mass(2) // 10/21
 */
export function hypergeometric(urn: Urn): Distribution & {
  readonly mass: (k: number) => number
  readonly least: number
  readonly most: number
} {
  const { population, successes, draws } = urn
  for (const [name, count] of Object.entries(urn)) {
    requireParameter(Number.isInteger(count) && count >= 0, `${name} must be a whole number from 0, not ${count}`)
  }
  requireParameter(successes <= population && draws <= population, 'nothing can be more than the population')
  const least = Math.max(0, draws + successes - population)
  const most = Math.min(draws, successes)
  const tails = (x: number): Tails => {
    const k = Math.floor(x)
    if (k < least) return ALL_ABOVE
    if (k >= most) return ALL_BELOW
    const mean = (draws * successes) / population
    return k < mean ? tailsOf(lowerTail(urn, k, least), 'lower') : tailsOf(upperTail(urn, k + 1, most), 'upper')
  }
  return {
    ...distributionOf(tails, (logTail, side) => {
      if (logTail === -Infinity) return side === 'lower' ? least : most
      return firstWhole(least, most, (k) =>
        side === 'lower' ? tails(k).logLower >= logTail - SLACK : tails(k).logUpper <= logTail + SLACK,
      )
    }),
    mass: (k) => (Number.isInteger(k) && k >= least && k <= most ? Math.exp(logHypergeometricMass(urn, k)) : 0),
    least,
    most,
  }
}

/** A tail that equals the wanted one but for rounding counts as equal. */
const SLACK = 1e-13

/** log P(X = k), for k that can be. */
export function logHypergeometricMass({ population, successes, draws }: Urn, k: number): number {
  if (draws === 0 || draws === population || successes === 0 || successes === population) return 0
  const p = draws / population
  const q = (population - draws) / population
  return (
    logBinomialMass(k, successes - k, p, q) +
    logBinomialMass(draws - k, population - successes - draws + k, p, q) -
    logBinomialMass(draws, population - draws, p, q)
  )
}

function lowerTail(urn: Urn, k: number, least: number): number {
  const { population, successes, draws } = urn
  let term = 1
  let sum = 1
  for (let i = k; i > least && term > sum * 1e-17; i--) {
    term *= (i / (successes - i + 1)) * ((population - successes - draws + i) / (draws - i + 1))
    sum += term
  }
  return logHypergeometricMass(urn, k) + Math.log(sum)
}

function upperTail(urn: Urn, k: number, most: number): number {
  const { population, successes, draws } = urn
  let term = 1
  let sum = 1
  for (let i = k; i < most && term > sum * 1e-17; i++) {
    term *= ((successes - i) / (i + 1)) * ((draws - i) / (population - successes - draws + i + 1))
    sum += term
  }
  return logHypergeometricMass(urn, k) + Math.log(sum)
}
