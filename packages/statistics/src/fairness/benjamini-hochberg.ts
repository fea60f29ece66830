import { ascending } from './holm.ts'

/**
 * Adjusted p-values of Benjamini and Hochberg (1995): comparing them with a level keeps the expected share of false
 * alarms among all alarms below it. Null stays null and is not counted as a comparison.
 *
 * @example
 * benjaminiHochberg([0.01, 0.04, 0.03]) // [0.03, 0.04, 0.04]
 */
export function benjaminiHochberg(probabilities: readonly (number | null)[]): (number | null)[] {
  const order = ascending(probabilities)
  const adjusted: (number | null)[] = probabilities.map(() => null)
  let running = 1
  for (let rank = order.length - 1; rank >= 0; rank--) {
    const index = order[rank] ?? 0
    running = Math.min(running, ((probabilities[index] ?? 1) * order.length) / (rank + 1))
    adjusted[index] = running
  }
  return adjusted
}
