import type { Distribution } from './distribution.ts'
import { distributionOf, requireParameter } from './distribution.ts'
import { logGamma } from './gamma-function.ts'
import { incompleteGamma } from './incomplete-gamma.ts'
import { increasingRoot } from './root.ts'

/**
 * The gamma distribution with `shape` > 0 and `scale` > 0 (the mean is their product).
 *
 * Quantiles are found on the logarithm of x: they keep their relative precision down to the smallest doubles.
 *
 * @example
 * gamma(1, 2).survival(2) // e⁻¹
 */
export function gamma(shape: number, scale = 1): Distribution {
  requireParameter(shape > 0 && shape < Infinity, `the shape must be above 0, not ${shape}`)
  requireParameter(scale > 0 && scale < Infinity, `the scale must be above 0, not ${scale}`)
  return distributionOf(
    (x) => incompleteGamma(shape, x / scale),
    (logTail, side) => {
      if (logTail === -Infinity) return side === 'lower' ? 0 : Infinity
      // Near 0 the lower tail is xᵃ / Γ(a + 1); elsewhere the mean is where to begin.
      const small = side === 'lower' ? (logTail + logGamma(shape + 1)) / shape : Infinity
      const guess = Math.max(-740, Math.min(Math.log(shape) + 1, small))
      const away =
        side === 'lower'
          ? (u: number): number => incompleteGamma(shape, Math.exp(u)).logLower - logTail
          : (u: number): number => logTail - incompleteGamma(shape, Math.exp(u)).logUpper
      return scale * Math.exp(increasingRoot(away, guess, Math.min(1, 1 / Math.sqrt(shape))))
    },
  )
}
