import type { Distribution } from './distribution.ts'
import { distributionOf, requireParameter } from './distribution.ts'
import { incompleteBeta } from './incomplete-beta.ts'
import { increasingRoot } from './root.ts'

/**
 * The beta distribution on 0..1 with shapes `a` and `b` > 0.
 *
 * @example
 * beta(2, 1).cdf(0.5) // 0.25
 */
export function beta(a: number, b: number): Distribution {
  requireParameter(a > 0 && a < Infinity && b > 0 && b < Infinity, `the shapes must be above 0, not ${a} and ${b}`)
  return distributionOf(
    (x) => incompleteBeta(a, b, x),
    (logTail, side) => betaOdds(a, b, logTail, side).x,
  )
}

/** Where a tail of the beta distribution has this logarithm, as x and 1 − x: neither loses digits near its end. */
export function betaOdds(a: number, b: number, logTail: number, side: 'lower' | 'upper'): { x: number; y: number } {
  if (logTail === -Infinity) return side === 'lower' ? { x: 0, y: 1 } : { x: 1, y: 0 }
  const at = (logit: number): { x: number; y: number } => {
    const odds = Math.exp(-Math.abs(logit))
    const [small, large] = [odds / (1 + odds), 1 / (1 + odds)]
    return logit < 0 ? { x: small, y: large } : { x: large, y: small }
  }
  const away = (logit: number): number => {
    const { x, y } = at(logit)
    const tails = incompleteBeta(a, b, x, y)
    return side === 'lower' ? tails.logLower - logTail : logTail - tails.logUpper
  }
  const spread = Math.sqrt(1 / a + 1 / b)
  return at(increasingRoot(away, Math.log(a / b), Math.min(10, spread)))
}
