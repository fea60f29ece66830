import type { Distribution, Tails } from './distribution.ts'
import { ALL_ABOVE, ALL_BELOW, distributionOf, requireParameter, tailsOf } from './distribution.ts'
import { durbinMatrix, pelzGood } from './kolmogorov-series.ts'
import { logBinomialMass, stirlingError } from './gamma-function.ts'
import { increasingRoot } from './root.ts'

/**
 * Kolmogorov's limiting distribution of √n · D: 1 − 2 Σ (−1)ᵏ⁻¹ e^(−2k²x²) above 1, its theta transform below (Kolmogorov
 * 1933, Smirnov 1948).
 *
 * @example
 * kolmogorovLimit.survival(1.3580986393225507) // 0.05
 */
export const kolmogorovLimit: Distribution = distributionOf(limitTails, (logTail, side) => {
  if (logTail === -Infinity) return side === 'lower' ? 0 : Infinity
  const away = (u: number): number => {
    const tails = limitTails(Math.exp(u))
    return side === 'lower' ? tails.logLower - logTail : logTail - tails.logUpper
  }
  return Math.exp(increasingRoot(away, -0.2, 0.25))
})

function limitTails(x: number): Tails {
  if (x <= 0) return ALL_ABOVE
  if (x < 1) {
    let sum = 0
    // The first term is taken out: it is the size of the whole, however small.
    for (let k = 5; k >= 2; k--) sum += Math.exp((-((2 * k - 1) ** 2 - 1) * Math.PI ** 2) / (8 * x * x))
    const first = 0.5 * Math.log(2 * Math.PI) - Math.log(x) - Math.PI ** 2 / (8 * x * x)
    return tailsOf(first + Math.log1p(sum), 'lower')
  }
  let sum = 0
  for (let k = 7; k >= 2; k--) sum += (k % 2 === 0 ? -1 : 1) * Math.exp(-2 * (k * k - 1) * x * x)
  return tailsOf(Math.LN2 - 2 * x * x + Math.log1p(sum), 'upper')
}

/**
 * The distribution of D, the largest distance between the empirical distribution of `n` values and a continuous one.
 *
 * As Simard and L'Ecuyer (2011) choose: Ruben and Gambino's formulas at the ends, Durbin's matrix (Marsaglia, Tsang and
 * Wang 2003) in the small, twice Smirnov's one-sided distribution in the upper tail (relative error below 1e-10 where it
 * is used), and Pelz and Good's expansion (1976) in the middle of large n (absolute error below 1e-7 at n = 141, 1e-12 at n = 10,000).
 *
 * @example
 * kolmogorov(10).survival(0.409246) // 0.05000
 */
export function kolmogorov(n: number): Distribution {
  requireParameter(Number.isInteger(n) && n > 0, `there must be a whole number of values above 0, not ${n}`)
  return distributionOf(
    (d) => exactTails(n, d),
    (logTail, side) => {
      if (logTail === -Infinity) return side === 'lower' ? 1 / (2 * n) : 1
      const away = (d: number): number => {
        const tails = exactTails(n, d)
        return side === 'lower' ? tails.logLower - logTail : logTail - tails.logUpper
      }
      return Math.min(1, increasingRoot(away, Math.min(0.9, 0.9 / Math.sqrt(n)), 0.1 / Math.sqrt(n)))
    },
  )
}

function exactTails(n: number, d: number): Tails {
  const t = n * d
  if (t <= 0.5) return ALL_ABOVE
  if (d >= 1) return ALL_BELOW
  if (t <= 1) {
    // n! / nⁿ (2t − 1)ⁿ
    const log = 0.5 * Math.log(2 * Math.PI * n) - n + stirlingError(n) + n * Math.log(2 * t - 1)
    return tailsOf(log, 'lower')
  }
  if (t >= n - 1) return tailsOf(Math.LN2 + n * Math.log1p(-d), 'upper')
  const square = t * d
  if (d >= 0.5 || square > (n <= 140 ? 4 : 2.2)) return tailsOf(Math.LN2 + logSmirnov(n, d), 'upper')
  if (n <= 140 || (n <= 100_000 && n * d ** 1.5 <= 1.4)) return tailsOf(Math.log(durbinMatrix(n, d)), 'lower')
  return tailsOf(Math.log(pelzGood(n, d)), 'lower')
}

/**
 * log P(D⁺ ≥ d) of the one-sided statistic, exactly: d Σ C(n, j) (d + j/n)^(j−1) (1 − d − j/n)^(n−j) (Birnbaum and Tingey
 * 1951). All terms are positive.
 */
export function logSmirnov(n: number, d: number): number {
  if (d <= 0) return 0
  if (d >= 1) return -Infinity
  const last = Math.floor(n * (1 - d))
  let top = -Infinity
  let sum = 0
  for (let j = 0; j <= last; j++) {
    const p = d + j / n
    const q = 1 - p
    if (q <= 0) continue
    const term = logBinomialMass(j, n - j, p, q) - Math.log(p)
    if (term > top) {
      sum = sum * Math.exp(top - term) + 1
      top = term
    } else sum += Math.exp(term - top)
  }
  return Math.log(d) + top + Math.log(sum)
}
