/**
 * The quantile of sorted numbers by linear interpolation between order statistics (definition 7 of Hyndman and Fan 1996,
 * NumPy's default). `sorted` must not be empty; `share` is in 0..1.
 *
 * @example
 * percentile([1, 2, 3, 4], 0.5) // 2.5
 */
export function percentile(sorted: ArrayLike<number>, share: number): number {
  const position = (sorted.length - 1) * Math.min(1, Math.max(0, share))
  const below = Math.floor(position)
  const low = sorted[below] ?? Number.NaN
  const high = sorted[Math.min(below + 1, sorted.length - 1)] ?? Number.NaN
  return low + (high - low) * (position - below)
}
