import { ALL_ABOVE, ALL_BELOW, tailsOf } from './distribution.ts'
import type { Tails } from './distribution.ts'
import { logBinomialMass } from './gamma-function.ts'

/**
 * The regularised incomplete beta function I_x(a, b) (lower) and its complement (upper), for a, b > 0 and x in 0..1.
 *
 * `y` is 1 − x, given by itself so that an x near 1 loses no digits. The continued fraction of DiDonato and Morris (1992,
 * eq. 9) by Lentz's method, from whichever end it converges faster, with the factor xᵃ yᵇ / B(a, b) from Loader's
 * saddle-point expansion.
 *
 * @example
 * incompleteBeta(2, 1, 0.5).lower // 0.25
 */
export function incompleteBeta(a: number, b: number, x: number, y = 1 - x): Tails {
  if (x <= 0) return ALL_ABOVE
  if (y <= 0) return ALL_BELOW
  const factor = logBinomialMass(a, b, x, y) + Math.log(a) + Math.log(b) - Math.log(a + b)
  return a * y >= b * x
    ? tailsOf(factor - Math.log(fraction(a, b, x, y)), 'lower')
    : tailsOf(factor - Math.log(fraction(b, a, y, x)), 'upper')
}

/** β₁ + α₂ / (β₂ + α₃ / (β₃ + …)): the reciprocal of the continued fraction. */
function fraction(a: number, b: number, x: number, y: number): number {
  const tiny = 1e-300
  const lambda = a * y - b * x
  let value = (a / (a + 1)) * (lambda + 1)
  let c = value
  let d = 0
  for (let n = 1; n < 100_000_000; n++) {
    const odd = a + 2 * n - 1
    const alpha = (((a + n - 1) * (a + b + n - 1)) / odd) * ((n * (b - n) * x * x) / odd)
    const beta = n + (n * (b - n) * x) / odd + ((a + n) / (a + 2 * n + 1)) * (lambda + 1 + n * (1 + y))
    d = beta + alpha * d
    if (Math.abs(d) < tiny) d = tiny
    d = 1 / d
    c = beta + alpha / c
    if (Math.abs(c) < tiny) c = tiny
    const change = c * d
    value *= change
    if (Math.abs(change - 1) < 2e-16) break
  }
  return value
}
