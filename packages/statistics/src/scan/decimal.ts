/** 10⁰ to 10²²: exactly those powers of ten that are doubles. */
export const POWERS_OF_TEN = Float64Array.from({ length: 23 }, (_, exponent) => Number(`1e${exponent}`))

/** Splits a double into two of 26 bits (Veltkamp 1968), whose products are exact. */
const SPLITTER = 2 ** 27 + 1

/**
 * The double nearest to (head · 10^more + tail) / 10^scale, or NaN where that is too near to the middle of two for this way
 * to tell. `head` and `tail` are whole, below 10⁹, `more` is 0 to 9 and `scale` 0 to 22.
 *
 * Where the numerator is a double it is one division, which rounds as it should (Clinger 1990). Else it is the sum of two, and
 * the quotient is corrected by what is left over, which is known exactly (Dekker 1971); its own error is below a 2⁵⁰th of it.
 *
 * @example
 * nearestDecimal(941470984, 8, 80789652, 17) // 0.94147098480789652
 */
export function nearestDecimal(head: number, more: number, tail: number, scale: number): number {
  const divisor = POWERS_OF_TEN[scale] as number
  // Exact: of 10⁹ · 10⁹ a factor of 2⁹ takes no digits, the rest is below 2⁵³.
  const large = head * (POWERS_OF_TEN[more] as number)
  const high = large + tail
  const low = tail - (high - large)
  const quotient = high / divisor
  if (low === 0 && high <= Number.MAX_SAFE_INTEGER) return quotient
  const product = quotient * divisor
  const a = splitHigh(quotient)
  const b = splitHigh(divisor)
  const [c, d] = [quotient - a, divisor - b]
  const lost = c * d - (product - a * b - c * b - a * d)
  const correction = (high - product - lost + low) / divisor
  const doubt = Math.abs(correction) * 2 ** -50
  const least = quotient + (correction - doubt)
  return least === quotient + (correction + doubt) ? least : Number.NaN
}

function splitHigh(value: number): number {
  const scaled = SPLITTER * value
  return scaled - (scaled - value)
}
