/**
 * log Γ(x) for x > 0. Stirling's series from 15 up; below, Γ(x + n) is divided by x(x+1)…(x+n−1). Absolute error about
 * 1e-15 near the zeros at 1 and 2, relative error about 1e-15 elsewhere.
 *
 * @example
 * logGamma(5) // log 24
 */
export function logGamma(x: number): number {
  if (!(x > 0)) return x === 0 ? Infinity : Number.NaN
  if (x >= 15) return (x - 0.5) * Math.log(x) - x + LOG_SQRT_TWO_PI + stirlingSeries(x)
  let product = 1
  let shifted = x
  while (shifted < 15) product *= shifted++
  return (shifted - 0.5) * Math.log(shifted) - shifted + LOG_SQRT_TWO_PI + stirlingSeries(shifted) - Math.log(product)
}

/** log B(a, b) for a, b > 0, without the cancellation of three large logarithms. */
export function logBeta(a: number, b: number): number {
  const [small, large] = a < b ? [a, b] : [b, a]
  if (large < 15) return logGamma(small) + logGamma(large) - logGamma(small + large)
  const correction = stirlingSeries(large) - stirlingSeries(small + large)
  const rest = (large - 0.5) * Math.log1p(-small / (small + large)) - small * Math.log(small + large) + small
  return logGamma(small) + correction + rest
}

/**
 * What Stirling's formula leaves out: log n! − log(√(2πn) (n/e)ⁿ), for real n > 0 (Loader 2000).
 */
export function stirlingError(n: number): number {
  if (n >= 15) return stirlingSeries(n)
  return logGamma(n + 1) - (n + 0.5) * Math.log(n) + n - LOG_SQRT_TWO_PI
}

/**
 * The deviance term x log(x / m) + m − x of Loader's saddle-point expansion (2000), for x ≥ 0, m > 0: exact where x and
 * m are close and the plain formula would cancel.
 */
export function deviance(x: number, m: number): number {
  if (x === 0) return m
  if (Math.abs(x - m) < 0.1 * (x + m)) {
    const v = (x - m) / (x + m)
    let sum = (x - m) * v
    let term = 2 * x * v
    for (let j = 1; j < 1000; j++) {
      term *= v * v
      const next = sum + term / (2 * j + 1)
      if (next === sum) return next
      sum = next
    }
  }
  return x * Math.log(x / m) + m - x
}

/** log of e^(−m) mˣ / Γ(x + 1): the Poisson mass at a real x ≥ 0 (Loader 2000). */
export function logPoissonMass(x: number, m: number): number {
  if (m === 0) return x === 0 ? 0 : -Infinity
  if (x === 0) return -m
  if (x < 1e-290) return -m + x * Math.log(m) - logGamma(x + 1)
  return -stirlingError(x) - deviance(x, m) - LOG_SQRT_TWO_PI - 0.5 * Math.log(x)
}

/**
 * log of Γ(n + 1) / (Γ(x + 1) Γ(n − x + 1)) pˣ qⁿ⁻ˣ: the binomial mass at real x and n (Loader 2000). `q` is 1 − p, given
 * by itself so that neither loses digits; `rest` is n − x.
 */
export function logBinomialMass(x: number, rest: number, p: number, q: number): number {
  if (p === 0) return x === 0 ? 0 : -Infinity
  if (q === 0) return rest === 0 ? 0 : -Infinity
  const n = x + rest
  if (x === 0) return rest * (p < 0.1 ? Math.log1p(-p) : Math.log(q))
  if (rest === 0) return x * (q < 0.1 ? Math.log1p(-q) : Math.log(p))
  const errors = stirlingError(n) - stirlingError(x) - stirlingError(rest)
  const spread = 0.5 * (Math.log(n) - Math.log(x) - Math.log(rest)) - LOG_SQRT_TWO_PI
  return errors - deviance(x, n * p) - deviance(rest, n * q) + spread
}

const LOG_SQRT_TWO_PI = 0.9189385332046728

/** B₂ₖ / (2k (2k − 1) x²ᵏ⁻¹), summed: below 1e-17 after the last term for x ≥ 15. */
function stirlingSeries(x: number): number {
  const square = 1 / (x * x)
  let sum = 0
  for (const coefficient of STIRLING) sum = sum * square + coefficient
  return sum / x
}

const STIRLING = [-691 / 360_360, 1 / 1188, -1 / 1680, 1 / 1260, -1 / 360, 1 / 12]
