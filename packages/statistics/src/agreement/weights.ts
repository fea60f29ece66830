/** How near two categories are: the same or not, or falling with the distance or its square. */
export type AgreementWeights = 'identity' | 'linear' | 'quadratic'

/**
 * The agreement of two categories, from 0 (the farthest apart) to 1 (the same): 1 − distance / largest distance, or of
 * the squares (Cohen 1968). Distances are between `values`, or between positions when these are null.
 *
 * @example
 * weightOf('linear', null, 3)(0, 1) // 0.5
 */
export function weightOf(
  weights: AgreementWeights,
  values: Float64Array | null,
  categories: number,
): (one: number, other: number) => number {
  const place = (category: number): number => values?.[category] ?? category
  const reach = Math.abs(place(categories - 1) - place(0)) || 1
  return (one, other) => {
    if (one === other) return 1
    if (weights === 'identity') return 0
    const distance = Math.abs(place(one) - place(other)) / reach
    return weights === 'linear' ? 1 - distance : 1 - distance * distance
  }
}
