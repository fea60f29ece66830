import type { Distribution, Tails } from './distribution.ts'
import { distributionOf, requireParameter } from './distribution.ts'
import { logPoissonMass } from './gamma-function.ts'
import { incompleteBeta } from './incomplete-beta.ts'
import { incompleteGamma } from './incomplete-gamma.ts'
import { increasingRoot } from './root.ts'

/**
 * The noncentral chi-square distribution with `degrees` > 0 and `shift` ≥ 0: a Poisson mixture of central ones (Johnson,
 * Kotz and Balakrishnan 1995, 29.2). It gives the power of chi-square tests. All terms are positive.
 *
 * @example
 * noncentralChiSquare(1, 7.849).survival(3.841458820694124) // 0.8000
 */
export function noncentralChiSquare(degrees: number, shift: number): Distribution {
  requireParameter(degrees > 0 && degrees < Infinity, `degrees of freedom must be above 0, not ${degrees}`)
  requireParameter(shift >= 0 && shift < Infinity, `the shift must be from 0, not ${shift}`)
  return mixture(shift, degrees + shift, (x, extra) => incompleteGamma(degrees / 2 + extra, x / 2))
}

/**
 * The noncentral F distribution with `top` and `bottom` > 0 degrees of freedom and `shift` ≥ 0: a Poisson mixture of beta
 * distributions (Johnson, Kotz and Balakrishnan 1995, 30.2). It gives the power of the analysis of variance.
 *
 * @example
 * noncentralF(2, 27, 9.6).survival(3.3541308285291986) // 0.7492
 */
export function noncentralF(top: number, bottom: number, shift: number): Distribution {
  const finite = top > 0 && top < Infinity && bottom > 0 && bottom < Infinity
  requireParameter(finite, `degrees of freedom must be above 0, not ${top} and ${bottom}`)
  requireParameter(shift >= 0 && shift < Infinity, `the shift must be from 0, not ${shift}`)
  return mixture(shift, (top + shift) / top, (f, extra) => {
    const ratio = (top / bottom) * f
    return incompleteBeta(top / 2 + extra, bottom / 2, ratio / (1 + ratio), 1 / (1 + ratio))
  })
}

function mixture(shift: number, mean: number, part: (x: number, extra: number) => Tails): Distribution {
  const weight = shift / 2
  const centre = Math.floor(weight)
  const tails = (x: number): Tails => {
    if (x <= 0) return { lower: 0, upper: 1, logLower: -Infinity, logUpper: 0 }
    if (x === Infinity) return { lower: 1, upper: 0, logLower: 0, logUpper: -Infinity }
    const low = new LogSum()
    const high = new LogSum()
    for (const direction of [1, -1]) {
      for (let j = direction === 1 ? centre : centre - 1; j >= 0; j += direction) {
        const log = logPoissonMass(j, weight)
        const { logLower, logUpper } = part(x, j)
        const grew = [low.add(log + logLower), high.add(log + logUpper)]
        if (!grew.includes(true)) break
      }
    }
    return { lower: Math.exp(low.log), upper: Math.exp(high.log), logLower: low.log, logUpper: high.log }
  }
  return distributionOf(tails, (logTail, side) => {
    if (logTail === -Infinity) return side === 'lower' ? 0 : Infinity
    const away = (u: number): number => {
      const { logLower, logUpper } = tails(Math.exp(u))
      return side === 'lower' ? logLower - logTail : logTail - logUpper
    }
    return Math.exp(increasingRoot(away, Math.log(mean), 0.25))
  })
}

/** A sum of positive numbers that are given by their logarithms. */
class LogSum {
  private top = -Infinity
  private sum = 0

  get log(): number {
    return this.sum === 0 ? -Infinity : Math.min(0, this.top + Math.log(this.sum))
  }

  /** Adds one; says whether it still matters. */
  add(log: number): boolean {
    if (log === -Infinity) return this.sum === 0
    if (log > this.top) {
      this.sum = this.sum * Math.exp(this.top - log) + 1
      this.top = log
      return true
    }
    const part = Math.exp(log - this.top)
    this.sum += part
    return part > 1e-18 * this.sum
  }
}
