import { fDistribution } from '../distributions/f-distribution.ts'
import { noncentralF } from '../distributions/noncentral-chi-square.ts'
import { noncentralT } from '../distributions/noncentral-t.ts'
import { normal } from '../distributions/normal.ts'
import { firstWhole, increasingRoot } from '../distributions/root.ts'
import { studentT } from '../distributions/student-t.ts'

/** `alpha`: the accepted chance of a false alarm, two-sided. `power`: the wanted chance to see the difference. */
export type Design = { readonly alpha?: number; readonly power?: number }
/** How the test decides: by the exact noncentral t distribution, or by the normal one (large samples). */
export type SizeMethod = 'exact' | 'normal'

const MOST_ROWS = 1e12

/**
 * The chance that a two-sided t test with `n` rows in each of two groups sees a difference of `effect` standard
 * deviations (Cohen's d).
 *
 * @example
 * powerOfMeans(64, 0.5) // 0.8015
 */
export function powerOfMeans(n: number, effect: number, alpha = 0.05, method: SizeMethod = 'exact'): number {
  requireDesign({ alpha })
  const shift = Math.abs(effect) * Math.sqrt(n / 2)
  if (method === 'normal') {
    const z = normal.upperQuantile(alpha / 2)
    return normal.survival(z - shift) + normal.survival(z + shift)
  }
  const degrees = 2 * n - 2
  if (!(degrees > 0)) return alpha
  const t = studentT(degrees).upperQuantile(alpha / 2)
  const of = noncentralT(degrees, shift)
  return Math.min(1, of.survival(t) + of.cdf(-t))
}

/**
 * The rows needed in each of two groups to see a difference of `effect` standard deviations between their means.
 *
 * @example
 * sampleSizeOfMeans(0.5) // 64
 */
export function sampleSizeOfMeans(effect: number, design: Design = {}, method: SizeMethod = 'exact'): number {
  const { alpha, power } = requireDesign(design)
  if (!(Math.abs(effect) > 0)) throw new RangeError('no number of rows shows a difference of 0')
  return smallest((n) => powerOfMeans(n, effect, alpha, method) >= power)
}

/**
 * The smallest difference between two means, in standard deviations, that `n` rows in each group would show.
 *
 * @example
 * detectableEffectOfMeans(64) // 0.4991
 */
export function detectableEffectOfMeans(n: number, design: Design = {}, method: SizeMethod = 'exact'): number {
  const { alpha, power } = requireDesign(design)
  if (!(n >= 2)) throw new RangeError(`there must be at least two rows in a group, not ${n}`)
  return increasingRoot((effect) => powerOfMeans(n, Math.max(0, effect), alpha, method) - power, 2 / Math.sqrt(n), 0.1)
}

/**
 * The chance that a two-sided z test with `n` rows in each of two groups tells the shares `first` and `second` apart: the
 * unpooled variance under the difference, the pooled one under the null (Fleiss, Levin and Paik 2003, 4.15).
 *
 * @example
 * powerOfProportions(388, 0.5, 0.6) // 0.8007
 */
export function powerOfProportions(n: number, first: number, second: number, alpha = 0.05): number {
  requireDesign({ alpha })
  for (const share of [first, second]) if (!(share >= 0 && share <= 1)) throw new RangeError(`${share} is no share`)
  const middle = (first + second) / 2
  const null_ = Math.sqrt(2 * middle * (1 - middle))
  const real = Math.sqrt(first * (1 - first) + second * (1 - second))
  const distance = Math.abs(second - first) * Math.sqrt(n)
  const reach = normal.upperQuantile(alpha / 2) * null_
  if (real === 0) return distance > reach ? 1 : 0
  return normal.survival((reach - distance) / real) + normal.survival((reach + distance) / real)
}

/**
 * The rows needed in each of two groups to tell two shares apart. With `continuity` as for the corrected or Fisher's
 * test (Casagrande, Pike and Smith 1978).
 *
 * @example
 * sampleSizeOfProportions(0.5, 0.6) // 388
 */
export function sampleSizeOfProportions(
  first: number,
  second: number,
  design: Design = {},
  { continuity = false }: { continuity?: boolean } = {},
): number {
  const { alpha, power } = requireDesign(design)
  if (first === second) throw new RangeError('no number of rows shows a difference of 0')
  const n = smallest((rows) => powerOfProportions(rows, first, second, alpha) >= power)
  if (!continuity) return n
  return Math.ceil((n / 4) * (1 + Math.sqrt(1 + 4 / (n * Math.abs(second - first)))) ** 2)
}

/**
 * The share above `first` (or below it, with `direction: 'down'`) that `n` rows in each group would just tell from it;
 * null where even the end of 0..1 is too near.
 *
 * @example
 * detectableProportion(0.5, 388) // 0.5999
 */
export function detectableProportion(
  first: number,
  n: number,
  design: Design = {},
  { direction = 'up' }: { direction?: 'up' | 'down' } = {},
): number | null {
  const { alpha, power } = requireDesign(design)
  const end = direction === 'up' ? 1 : 0
  if (powerOfProportions(n, first, end, alpha) < power) return null
  const at = (part: number): number => first + (end - first) * Math.min(1, Math.max(0, part))
  return at(increasingRoot((part) => powerOfProportions(n, first, at(part), alpha) - power, 0.5, 0.25))
}

/**
 * The rows on which two classifiers must be compared, each row judged by both, so that McNemar's test sees that one is
 * right alone in a share `onlyFirst` of the rows and the other in `onlySecond` (Connor 1987).
 *
 * @example
 * sampleSizeOfMcNemar(0.05, 0.1) // 469
 */
export function sampleSizeOfMcNemar(onlyFirst: number, onlySecond: number, design: Design = {}): number {
  const { alpha, power } = requireDesign(design)
  const discordant = onlyFirst + onlySecond
  if (!(onlyFirst >= 0 && onlySecond >= 0 && discordant <= 1)) {
    throw new RangeError(`${onlyFirst} and ${onlySecond} are no shares of the same rows`)
  }
  if (onlyFirst === onlySecond) throw new RangeError('no number of rows shows a difference of 0')
  const difference = onlySecond - onlyFirst
  const top =
    normal.upperQuantile(alpha / 2) * Math.sqrt(discordant) +
    normal.quantile(power) * Math.sqrt(Math.max(0, discordant - difference ** 2))
  return Math.ceil(top ** 2 / difference ** 2)
}

/**
 * The chance that a one-way analysis of variance of `groups` groups with `n` rows each sees differences of `effect`
 * (Cohen's f: the standard deviation of the group means over that within).
 *
 * @example
 * powerOfGroups(3, 52, 0.25) // 0.7967
 */
export function powerOfGroups(groups: number, n: number, effect: number, alpha = 0.05): number {
  requireDesign({ alpha })
  const [top, bottom] = [groups - 1, groups * (n - 1)]
  const limit = fDistribution(top, bottom).upperQuantile(alpha)
  return noncentralF(top, bottom, groups * n * effect ** 2).survival(limit)
}

function requireDesign({ alpha = 0.05, power = 0.8 }: Design): { alpha: number; power: number } {
  if (!(alpha > 0 && alpha < 1)) throw new RangeError(`the chance of a false alarm must be in 0..1, not ${alpha}`)
  if (!(power > alpha && power < 1)) throw new RangeError(`the power must be between alpha and 1, not ${power}`)
  return { alpha, power }
}

/** The smallest whole number from 2 for which a condition holds that holds from some number on. */
function smallest(holds: (n: number) => boolean): number {
  let high = 2
  while (!holds(high)) {
    high *= 2
    if (high > MOST_ROWS) throw new RangeError('more than a million million rows would be needed')
  }
  return firstWhole(2, high, holds)
}
