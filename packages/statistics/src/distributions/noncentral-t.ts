import { logPoissonMass } from './gamma-function.ts'
import type { Distribution, Tails } from './distribution.ts'
import { distributionOf, requireParameter } from './distribution.ts'
import { normal } from './normal.ts'
import { increasingRoot } from './root.ts'

/**
 * The noncentral t distribution: (Z + δ) / √(χ²_ν / ν) with `degrees` ν > 0 and `shift` δ. It gives the power of t tests.
 *
 * P(T ≤ t) = ∫ Φ(t s − δ) f(s) ds over the density f of s = √(χ²_ν / ν). On the scale of log s the integrand is smooth and
 * falls off on both sides faster than any exponential, so the trapezoidal rule is exact to about 1e-13; only positive
 * terms, so both tails keep their digits.
 *
 * @example
 * noncentralT(10, 2).survival(2.2281388519862735) // 0.4396
 */
export function noncentralT(degrees: number, shift: number): Distribution {
  requireParameter(degrees > 0 && degrees < Infinity, `degrees of freedom must be above 0, not ${degrees}`)
  requireParameter(Number.isFinite(shift), `the shift must be a number, not ${shift}`)
  const tails = (t: number): Tails => {
    const logLower = logTail(t, degrees, shift, 'lower')
    const logUpper = logTail(t, degrees, shift, 'upper')
    return { lower: Math.exp(logLower), upper: Math.exp(logUpper), logLower, logUpper }
  }
  return distributionOf(tails, (log, side) => {
    if (log === -Infinity) return side === 'lower' ? -Infinity : Infinity
    const away =
      side === 'lower'
        ? (t: number): number => logTail(t, degrees, shift, 'lower') - log
        : (t: number): number => log - logTail(t, degrees, shift, 'upper')
    return increasingRoot(away, shift, 1)
  })
}

function logTail(t: number, degrees: number, shift: number, side: 'lower' | 'upper'): number {
  if (!Number.isFinite(t)) return t > 0 === (side === 'lower') ? 0 : -Infinity
  const half = degrees / 2
  // The density of u = log s: 2 h · (h e^{2u})^h e^{−h e^{2u}} / Γ(h + 1), with h = ν / 2.
  const density = (u: number): number => {
    const m = half * Math.exp(2 * u)
    return logPoissonMass(half, m) + Math.log(2 * half)
  }
  const integrand = (u: number): number => {
    const z = t * Math.exp(u) - shift
    return density(u) + (side === 'lower' ? normal.logCdf(z) : normal.logSurvival(z))
  }
  const { top, width } = peak(integrand, 1 / Math.sqrt(2 * degrees))
  const step = width / 6
  const height = integrand(top)
  let sum = 1
  for (const direction of [-step, step]) {
    for (let turn = 1; turn < 2000; turn++) {
      const part = Math.exp(integrand(top + turn * direction) - height)
      sum += part
      if (part < 1e-18) break
    }
  }
  return Math.min(0, height + Math.log(sum * step))
}

/** The top of a log-concave function, by golden sections from 0, and how far one can go until it has fallen by ½. */
function peak(of: (u: number) => number, scale: number): { top: number; width: number } {
  let [low, high] = [-scale, scale]
  while (of(low - scale) > of(low)) low -= 2 * (high - low)
  while (of(high + scale) > of(high)) high += 2 * (high - low)
  const golden = (Math.sqrt(5) - 1) / 2
  let [a, b] = [low - scale, high + scale]
  while (b - a > scale / 1000) {
    const [c, d] = [b - golden * (b - a), a + golden * (b - a)]
    if (of(c) > of(d)) b = d
    else a = c
  }
  const top = (a + b) / 2
  const height = of(top)
  const fall = (direction: number): number => {
    let reach = scale / 64
    while (height - of(top + direction * reach) < 0.5 && reach < 64) reach *= 1.25
    return reach
  }
  return { top, width: Math.min(fall(-1), fall(1)) }
}
