/**
 * A distribution of one number. Both tails are computed by themselves and not one from the other, so that a survival of
 * 1e-300 is as exact as a cumulative probability of 0.3; logarithms go on where doubles end.
 *
 * Parameters out of range throw a RangeError when the distribution is made. NaN in gives NaN out.
 */
export type Distribution = {
  /** P(X ≤ x). */
  readonly cdf: (x: number) => number
  /** P(X > x). */
  readonly survival: (x: number) => number
  readonly logCdf: (x: number) => number
  readonly logSurvival: (x: number) => number
  /** The x below which a share `p` lies; for counts, the smallest one whose cdf is at least `p`. NaN outside 0..1. */
  readonly quantile: (p: number) => number
  /** The x above which a share `p` lies; for counts, the smallest one whose survival is at most `p`. NaN outside 0..1. */
  readonly upperQuantile: (p: number) => number
}

/** The two tails of a distribution at one place, each with its logarithm. */
export type Tails = {
  readonly lower: number
  readonly upper: number
  readonly logLower: number
  readonly logUpper: number
}

/** Both tails from the logarithm of one of them. */
export function tailsOf(log: number, side: 'lower' | 'upper'): Tails {
  if (Number.isNaN(log)) return { lower: Number.NaN, upper: Number.NaN, logLower: Number.NaN, logUpper: Number.NaN }
  const known = Math.min(0, log)
  const here = { value: Math.exp(known), log: known }
  const there = { value: -Math.expm1(known), log: logOfComplement(known) }
  const [lower, upper] = side === 'lower' ? [here, there] : [there, here]
  return { lower: lower.value, upper: upper.value, logLower: lower.log, logUpper: upper.log }
}

/** log(1 − eˣ) for x ≤ 0, without loss at either end (Mächler 2012). */
export function logOfComplement(log: number): number {
  return log > -Math.LN2 ? Math.log(-Math.expm1(log)) : Math.log1p(-Math.exp(log))
}

/** Everything lies above: the tails below the support. */
export const ALL_ABOVE: Tails = { lower: 0, upper: 1, logLower: -Infinity, logUpper: 0 }
/** Everything lies below: the tails above the support. */
export const ALL_BELOW: Tails = { lower: 1, upper: 0, logLower: 0, logUpper: -Infinity }
const NOWHERE: Tails = { lower: Number.NaN, upper: Number.NaN, logLower: Number.NaN, logUpper: Number.NaN }

/** A distribution from its tails and from a function that finds where a tail has a given logarithm. */
export function distributionOf(
  tails: (x: number) => Tails,
  find: (logTail: number, side: 'lower' | 'upper') => number,
): Distribution {
  const at = (x: number): Tails => (Number.isNaN(x) ? NOWHERE : tails(x))
  const quantile = (p: number, side: 'lower' | 'upper'): number => {
    if (!(p >= 0 && p <= 1)) return Number.NaN
    // The smaller tail is the one with digits to spare.
    if (p <= 0.5) return find(Math.log(p), side)
    return find(Math.log1p(-p), side === 'lower' ? 'upper' : 'lower')
  }
  return {
    cdf: (x) => at(x).lower,
    survival: (x) => at(x).upper,
    logCdf: (x) => at(x).logLower,
    logSurvival: (x) => at(x).logUpper,
    quantile: (p) => quantile(p, 'lower'),
    upperQuantile: (p) => quantile(p, 'upper'),
  }
}

/** Throws a RangeError unless a parameter is as it must be. */
export function requireParameter(holds: boolean, what: string): void {
  if (!holds) throw new RangeError(what)
}
