/**
 * Holm's step-down correction (1979): p-values that may each be held against α while the chance of any false alarm at
 * all stays below α, whatever depends on what. Nulls (tests without a p-value) stay null and are not counted.
 *
 * @example
 * holm([0.01, 0.04, 0.03]) // [0.03, 0.06, 0.06]
 */
export function holm(pValues: readonly (number | null)[]): (number | null)[] {
  return adjusted(pValues, (ordered) => {
    let largest = 0
    return ordered.map((p, rank) => {
      largest = Math.max(largest, Math.min(1, p * (ordered.length - rank)))
      return largest
    })
  })
}

/**
 * Benjamini and Hochberg's step-up correction (1995): p-values that may each be held against q while at most a share q of
 * the alarms is expected to be false, for tests that are independent or positively dependent.
 *
 * @example
 * benjaminiHochberg([0.01, 0.04, 0.03]) // [0.03, 0.04, 0.04]
 */
export function benjaminiHochberg(pValues: readonly (number | null)[]): (number | null)[] {
  return adjusted(pValues, (ordered) => {
    let smallest = 1
    const result = ordered.map(() => 1)
    for (let rank = ordered.length - 1; rank >= 0; rank--) {
      smallest = Math.min(smallest, ((ordered[rank] ?? 1) * ordered.length) / (rank + 1))
      result[rank] = smallest
    }
    return result
  })
}

function adjusted(pValues: readonly (number | null)[], correct: (ordered: number[]) => number[]): (number | null)[] {
  for (const p of pValues) if (p !== null && !(p >= 0 && p <= 1)) throw new RangeError(`${p} is no p-value`)
  const known = pValues.flatMap((p, index) => (p === null ? [] : [{ p, index }])).sort((a, b) => a.p - b.p)
  const corrected = correct(known.map(({ p }) => p))
  const result = pValues.map((p): number | null => p)
  for (const [rank, { index }] of known.entries()) result[index] = corrected[rank] ?? 1
  return result
}
