import { twoSidedNormal } from '../distributions/normal.ts'
import { fisherTail } from './fisher-exact.ts'

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
  if (smallest < LEAST_EXPECTED) {
    const p = fisherTail(first.part, first.whole - first.part, second.part, second.whole - second.part)
    return { test: 'fisher', p }
  }
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
