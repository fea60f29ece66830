/** The middle of some numbers; the mean of the two in the middle when there are evenly many. Undefined for none. */
export function median(values: readonly number[]): number | undefined {
  const sorted = values.toSorted((a, b) => a - b)
  const upper = sorted[sorted.length >> 1]
  if (upper === undefined || sorted.length % 2 === 1) return upper
  return ((sorted[(sorted.length >> 1) - 1] ?? upper) + upper) / 2
}
