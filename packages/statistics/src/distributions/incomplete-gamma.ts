import { ALL_ABOVE, ALL_BELOW, tailsOf } from './distribution.ts'
import type { Tails } from './distribution.ts'
import { logPoissonMass } from './gamma-function.ts'

/**
 * The regularised incomplete gamma functions P(a, x) (lower) and Q(a, x) (upper), for a > 0, x ≥ 0.
 *
 * The series below x = a + 1 and Legendre's continued fraction above it (Abramowitz and Stegun 6.5.29, 6.5.31), both with
 * the factor xᵃ e⁻ˣ / Γ(a + 1) from Loader's saddle-point expansion, so that large a costs no digits.
 *
 * @example
 * incompleteGamma(1, 2).upper // e⁻²
 */
export function incompleteGamma(a: number, x: number): Tails {
  if (x <= 0) return ALL_ABOVE
  if (x === Infinity) return ALL_BELOW
  const factor = logPoissonMass(a, x)
  if (x < a + 1) return tailsOf(factor + Math.log(lowerSeries(a, x)), 'lower')
  return tailsOf(factor + Math.log(a) + Math.log(upperFraction(a, x)), 'upper')
}

/** Σ xⁿ / ((a + 1)…(a + n)). */
function lowerSeries(a: number, x: number): number {
  let term = 1
  let sum = 1
  for (let n = 1; term > sum * 1e-17; n++) {
    term *= x / (a + n)
    sum += term
  }
  return sum
}

/** 1 / (x + 1 − a − 1·(1 − a) / (x + 3 − a − …)) by Lentz's method. */
function upperFraction(a: number, x: number): number {
  const tiny = 1e-300
  let b = x + 1 - a
  let c = 1 / tiny
  let d = 1 / (b === 0 ? tiny : b)
  let result = d
  for (let i = 1; i < 100_000_000; i++) {
    const numerator = -i * (i - a)
    b += 2
    d = numerator * d + b
    if (Math.abs(d) < tiny) d = tiny
    c = b + numerator / c
    if (Math.abs(c) < tiny) c = tiny
    d = 1 / d
    const change = d * c
    result *= change
    if (Math.abs(change - 1) < 2e-16) break
  }
  return result
}
