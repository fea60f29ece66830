/**
 * Holm's step-down adjusted p-values (Holm 1979): comparing them with a level keeps the chance of any false alarm among
 * all comparisons below it, whatever their dependence. Null stays null and is not counted as a comparison.
 *
 * @example
 * holm([0.01, 0.04, 0.03]) // [0.03, 0.06, 0.06]
 */
export function holm(probabilities: readonly (number | null)[]): (number | null)[] {
  const order = ascending(probabilities)
  const adjusted: (number | null)[] = probabilities.map(() => null)
  let running = 0
  for (const [rank, index] of order.entries()) {
    running = Math.max(running, Math.min(1, (order.length - rank) * (probabilities[index] ?? 1)))
    adjusted[index] = running
  }
  return adjusted
}

/** The indices of the numbers, smallest first. */
export function ascending(probabilities: readonly (number | null)[]): number[] {
  const present = [...probabilities.keys()].filter((index) => probabilities[index] !== null)
  return present.sort((a, b) => (probabilities[a] ?? 0) - (probabilities[b] ?? 0) || a - b)
}
