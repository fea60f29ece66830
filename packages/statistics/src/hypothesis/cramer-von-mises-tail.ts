import { logGamma } from '../distributions/gamma-function.ts'

/**
 * P(W² > x) of the limiting Cramér–von Mises distribution, with its digits in the upper tail too.
 *
 * Below 0.4 one minus the series of Csörgő and Faraway (1996); above it Smirnov's integrals (1936), whose first term is
 * nearly everything: (1/π) Σ (−1)ᵏ⁺¹ ∫ √(−√y / sin √y) e^(−xy/2) / y dy over (2k−1)²π² ≤ y ≤ (2k)²π².
 */
export function cramerVonMisesTail(x: number): number {
  if (x <= 0) return 1
  if (x < 0.4) return Math.max(0, 1 - lowerSeries(x, 1e-17))
  let sum = 0
  for (let k = 1; k <= 8; k++) {
    const part = smirnovIntegral(x, k)
    sum += k % 2 === 1 ? part : -part
    if (part < sum * 1e-16) break
  }
  return sum
}

/** As SciPy computes it: one minus the series, cut after the first term below 1e-7. */
export function truncatedCramerVonMisesTail(x: number): number {
  return Math.max(0, 1 - lowerSeries(x, 1e-7))
}

function lowerSeries(x: number, least: number): number {
  let sum = 0
  for (let k = 0; k < 1000; k++) {
    const y = 4 * k + 1
    const q = (y * y) / (16 * x)
    const factor = Math.exp(logGamma(k + 0.5) - logGamma(k + 1)) / (Math.PI ** 1.5 * Math.sqrt(x))
    const term = factor * Math.sqrt(y) * Math.exp(-2 * q) * scaledBesselK(0.25, q)
    sum += term
    if (term < least) break
  }
  return sum
}

/**
 * eˣ K_ν(x), the modified Bessel function of the second kind: ∫ e^(−x (cosh t − 1)) cosh(νt) dt from 0 by the trapezoidal
 * rule, which is exact to rounding for so smooth an integrand.
 */
export function scaledBesselK(order: number, x: number): number {
  const step = 0.125
  let sum = 0.5
  for (let k = 1; k < 10_000; k++) {
    const t = k * step
    const part = Math.exp(-2 * x * Math.sinh(t / 2) ** 2) * Math.cosh(order * t)
    sum += part
    if (part < 1e-18 * sum) break
  }
  return sum * step
}

/** One of Smirnov's integrals, with y = θ² and θ = (2k − ½)π + (π/2) sin s, which takes away both singular ends. */
function smirnovIntegral(x: number, k: number): number {
  const middle = (2 * k - 0.5) * Math.PI
  const nodes = 400
  const step = Math.PI / nodes
  let sum = 0
  for (let i = 0; i < nodes; i++) {
    const s = -Math.PI / 2 + (i + 0.5) * step
    const theta = middle + (Math.PI / 2) * Math.sin(s)
    // −sin θ = cos((π/2) sin s), and cos s over its root is smooth; near the ends both go to zero together.
    const ratio = Math.cos(s) / Math.sqrt(Math.cos((Math.PI / 2) * Math.sin(s)))
    sum += ratio * Math.sqrt(theta) * Math.exp((-x * theta * theta) / 2) * (1 / theta)
  }
  return sum * step
}
