import { betaOdds } from './beta.ts'
import type { Distribution } from './distribution.ts'
import { ALL_ABOVE, ALL_BELOW, distributionOf, requireParameter } from './distribution.ts'
import { incompleteBeta } from './incomplete-beta.ts'

/**
 * Fisher's F distribution with `top` and `bottom` > 0 degrees of freedom (Abramowitz and Stegun 26.6.2).
 *
 * @example
 * fDistribution(2, 10).survival(4.10282101513039) // 0.05
 */
export function fDistribution(top: number, bottom: number): Distribution {
  const finite = top > 0 && top < Infinity && bottom > 0 && bottom < Infinity
  requireParameter(finite, `degrees of freedom must be above 0, not ${top} and ${bottom}`)
  return distributionOf(
    (f) => {
      if (f <= 0) return ALL_ABOVE
      const ratio = (top / bottom) * f
      if (ratio === Infinity) return ALL_BELOW
      return incompleteBeta(top / 2, bottom / 2, ratio / (1 + ratio), 1 / (1 + ratio))
    },
    (logTail, side) => {
      const { x, y } = betaOdds(top / 2, bottom / 2, logTail, side)
      return y === 0 ? Infinity : (bottom / top) * (x / y)
    },
  )
}
