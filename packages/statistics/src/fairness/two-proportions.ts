import { twoSidedNormal } from './normal-tail.ts'

/** A test of two shares: which one it was, and the probability of a difference at least as large by chance. */
export type ProportionTest = { readonly test: 'score' | 'fisher' | 'effective-sample'; readonly p: number }

/** Below this expected count the normal approximation is poor (Cochran 1954). */
const LEAST_EXPECTED = 5

/**
 * Tests whether two independent groups have the same share, `part` of `whole` rows each.
 *
 * The score test (Pearson's chi-square with one degree of freedom, pooled variance) where every expected count is at
 * least 5, otherwise Fisher's exact test, two-sided by summing all tables that are no more likely than the one seen.
 * Null when a group has no rows. Where both shares are 0 or both are 1, the answer is Fisher's: 1.
 *
 * @example
 * twoProportions({ part: 30, whole: 100 }, { part: 45, whole: 100 }) // { test: 'score', p: 0.028459736916311 }
 */
export function twoProportions(
  first: { part: number; whole: number },
  second: { part: number; whole: number },
): ProportionTest | null {
  if (!(first.whole > 0) || !(second.whole > 0)) return null
  const total = first.whole + second.whole
  const hits = first.part + second.part
  const smallest = (Math.min(first.whole, second.whole) * Math.min(hits, total - hits)) / total
  if (smallest < LEAST_EXPECTED) return { test: 'fisher', p: fisher(first, second) }
  const pooled = hits / total
  const error = Math.sqrt(pooled * (1 - pooled) * (1 / first.whole + 1 / second.whole))
  return { test: 'score', p: twoSidedNormal((first.part / first.whole - second.part / second.whole) / error) }
}

/**
 * The same for weighted shares: each group counts as many rows as Kish's effective sample size (Σw)² / Σw², and the
 * variance is not pooled. Null where a variance cannot be told.
 */
export function twoWeightedProportions(
  first: { share: number; effective: number },
  second: { share: number; effective: number },
): ProportionTest | null {
  const variance =
    (first.share * (1 - first.share)) / first.effective + (second.share * (1 - second.share)) / second.effective
  if (!(variance > 0)) return null
  return { test: 'effective-sample', p: twoSidedNormal((first.share - second.share) / Math.sqrt(variance)) }
}

function fisher(first: { part: number; whole: number }, second: { part: number; whole: number }): number {
  const hits = first.part + second.part
  const total = first.whole + second.whole
  const least = Math.max(0, hits - second.whole)
  const most = Math.min(hits, first.whole)
  const constant =
    logFactorial(first.whole) +
    logFactorial(second.whole) +
    logFactorial(hits) +
    logFactorial(total - hits) -
    logFactorial(total)
  const logMass = (k: number): number =>
    constant -
    logFactorial(k) -
    logFactorial(first.whole - k) -
    logFactorial(hits - k) -
    logFactorial(second.whole - hits + k)
  // The same allowance for rounding that R and SciPy make.
  const bound = logMass(first.part) + 1e-7
  let p = 0
  for (let k = least; k <= most; k++) {
    const mass = logMass(k)
    if (mass <= bound) p += Math.exp(mass)
  }
  return Math.min(1, p)
}

/** log(n!), by summing below 20 and by Stirling's series above; relative error about 1e-15. */
function logFactorial(n: number): number {
  if (n < 20) {
    let sum = 0
    for (let factor = 2; factor <= n; factor++) sum += Math.log(factor)
    return sum
  }
  const square = n * n
  return (
    (n + 0.5) * Math.log(n) -
    n +
    0.5 * Math.log(2 * Math.PI) +
    (1 / 12 - (1 / 360 - (1 / 1260 - 1 / 1680 / square) / square) / square) / n
  )
}
