/**
 * Where a monotone function of one number changes its sign, to the last bits.
 *
 * Starts from a guess, widens until the sign differs, then takes Chandrupatla's steps (1997): inverse quadratic
 * interpolation where it is safe, halving elsewhere. The function may be infinite at the ends. Answers an infinite
 * value when the sign never changes.
 *
 * @example
 * increasingRoot((x) => x ** 3 - 8, 1) // 2
 */
export function increasingRoot(of: (x: number) => number, guess: number, firstStep = 1): number {
  let [low, high] = [guess, guess]
  let [atLow, atHigh] = [of(guess), of(guess)]
  for (let step = firstStep; atLow > 0; step *= 2) {
    if (!Number.isFinite(low)) return -Infinity
    ;[high, atHigh] = [low, atLow]
    low -= step
    atLow = of(low)
  }
  for (let step = firstStep; atHigh < 0; step *= 2) {
    if (!Number.isFinite(high)) return Infinity
    ;[low, atLow] = [high, atHigh]
    high += step
    atHigh = of(high)
  }
  if (atLow === 0) return low
  if (atHigh === 0) return high
  return between(of, low, atLow, high, atHigh)
}

function between(of: (x: number) => number, low: number, atLow: number, high: number, atHigh: number): number {
  let [a, fa, b, fb] = [high, atHigh, low, atLow]
  let [c, fc] = [a, fa]
  let share = 0.5
  for (let turn = 0; turn < 200; turn++) {
    const x = a + share * (b - a)
    const fx = of(x)
    if (fx > 0 === fa > 0) [c, fc] = [a, fa]
    else [c, b, fc, fb] = [b, a, fb, fa]
    ;[a, fa] = [x, fx]
    const best = Math.abs(fa) < Math.abs(fb) ? a : b
    const width = Math.abs(b - a)
    if (fx === 0 || width <= 2 * Number.EPSILON * Math.abs(best) + 1e-300) return best
    const xi = (a - b) / (c - b)
    const phi = (fa - fb) / (fc - fb)
    const safe = Number.isFinite(phi) && phi ** 2 < xi && (1 - phi) ** 2 < 1 - xi
    const jump = safe
      ? (fa / (fb - fa)) * (fc / (fb - fc)) + ((c - a) / (b - a)) * (fa / (fc - fa)) * (fb / (fc - fb))
      : 0.5
    const least = (Number.EPSILON * Math.abs(best)) / width
    share = Number.isFinite(jump) ? Math.min(1 - least, Math.max(least, jump)) : 0.5
  }
  return a
}

/** The smallest whole number from `low` to `high` for which a condition holds, given that it holds from some number on. */
export function firstWhole(low: number, high: number, holds: (k: number) => boolean): number {
  let [from, to] = [low, high]
  while (from < to) {
    const middle = from + Math.floor((to - from) / 2)
    if (holds(middle)) to = middle
    else from = middle + 1
  }
  return from
}
