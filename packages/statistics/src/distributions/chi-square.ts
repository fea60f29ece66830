import type { Distribution } from './distribution.ts'
import { requireParameter } from './distribution.ts'
import { gamma } from './gamma.ts'

/**
 * The chi-square distribution with `degrees` > 0 degrees of freedom, which need not be whole.
 *
 * @example
 * chiSquare(1).survival(3.841458820694124) // 0.05
 */
export function chiSquare(degrees: number): Distribution {
  requireParameter(degrees > 0, `degrees of freedom must be above 0, not ${degrees}`)
  return gamma(degrees / 2, 2)
}
