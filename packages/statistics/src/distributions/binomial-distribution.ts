import type { Distribution, Tails } from './distribution.ts'
import { ALL_ABOVE, ALL_BELOW, distributionOf, requireParameter } from './distribution.ts'
import { logBinomialMass } from './gamma-function.ts'
import { incompleteBeta } from './incomplete-beta.ts'
import { firstWhole } from './root.ts'

/**
 * The binomial distribution: successes in `trials` (whole, ≥ 0) that succeed with `probability`.
 * P(X > k) = I_p(k + 1, n − k) (Abramowitz and Stegun 26.5.24).
 *
 * @example
 * binomialDistribution(10, 0.5).cdf(5) // 0.623046875
 */
export function binomialDistribution(
  trials: number,
  probability: number,
): Distribution & { readonly mass: (k: number) => number } {
  requireParameter(Number.isInteger(trials) && trials >= 0, `trials must be a whole number from 0, not ${trials}`)
  requireParameter(probability >= 0 && probability <= 1, `the probability must be in 0..1, not ${probability}`)
  const tails = (x: number): Tails => {
    const k = Math.floor(x)
    if (k < 0) return ALL_ABOVE
    if (k >= trials) return ALL_BELOW
    const { lower, upper, logLower, logUpper } = incompleteBeta(k + 1, trials - k, probability)
    return { lower: upper, upper: lower, logLower: logUpper, logUpper: logLower }
  }
  return {
    ...distributionOf(tails, (logTail, side) => {
      if (logTail === -Infinity) return side === 'lower' ? 0 : trials
      return firstWhole(0, trials, (k) =>
        side === 'lower' ? tails(k).logLower >= logTail - SLACK : tails(k).logUpper <= logTail + SLACK,
      )
    }),
    mass: (k) =>
      Number.isInteger(k) && k >= 0 && k <= trials
        ? Math.exp(logBinomialMass(k, trials - k, probability, 1 - probability))
        : 0,
  }
}

/** A tail that equals the wanted one but for rounding counts as equal. */
const SLACK = 1e-13
