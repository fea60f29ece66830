import { betaOdds } from './beta.ts'
import type { Distribution, Tails } from './distribution.ts'
import { distributionOf, requireParameter, tailsOf } from './distribution.ts'
import { incompleteBeta } from './incomplete-beta.ts'
import { normal } from './normal.ts'

/**
 * Student's t distribution with `degrees` > 0 degrees of freedom, which need not be whole; Infinity gives the normal.
 *
 * P(|T| > t) = I_x(ν/2, ½) with x = ν / (ν + t²) (Abramowitz and Stegun 26.7.1).
 *
 * @example
 * studentT(10).survival(2.2281388519862735) // 0.025
 */
export function studentT(degrees: number): Distribution {
  requireParameter(degrees > 0, `degrees of freedom must be above 0, not ${degrees}`)
  if (degrees > 1e15) return normal
  return distributionOf(
    (t) => tailsAt(t, degrees),
    (logTail, side) => {
      if (logTail >= -Math.LN2) return 0
      const { x, y } = betaOdds(degrees / 2, 0.5, logTail + Math.LN2, 'lower')
      const size = x === 0 ? Infinity : Math.sqrt(degrees) * Math.sqrt(y / x)
      return side === 'lower' ? -size : size
    },
  )
}

function tailsAt(t: number, degrees: number): Tails {
  if (t === 0) return tailsOf(-Math.LN2, 'lower')
  const ratio = (t / degrees) * t
  const both =
    ratio === Infinity ? -Infinity : incompleteBeta(degrees / 2, 0.5, 1 / (1 + ratio), ratio / (1 + ratio)).logLower
  return tailsOf(both - Math.LN2, t < 0 ? 'lower' : 'upper')
}
