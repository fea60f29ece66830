/**
 * How far the empirical distribution of `n` values may be from the true one, everywhere at once, but for a chance of
 * `alpha`: √(log(2/α) / 2n) (Dvoretzky, Kiefer and Wolfowitz 1956, with Massart's constant 1990). Holds for any distribution.
 *
 * @example
 * distributionReach(1000, 0.05) // 0.0429
 */
export function distributionReach(n: number, alpha: number): number {
  return Math.sqrt(Math.log(2 / alpha) / (2 * n))
}

/**
 * How far, in total variation, the shares of `categories` among `n` rows may be from the true ones, but for a chance of
 * `alpha`: the smaller of the bound of Weissman et al. (2003), √(log((2ᵏ − 2)/α) / 2n), and of the mean √((k − 1)/n) / 2
 * with McDiarmid's √(log(1/α) / 2n) on top. Holds for any shares.
 *
 * @example
 * shareReach(1000, 3, 0.05) // 0.0489
 */
export function shareReach(n: number, categories: number, alpha: number): number {
  if (categories < 2) return 0
  const ways = categories > 40 ? categories * Math.LN2 : Math.log(2 ** categories - 2)
  const union = Math.sqrt((ways - Math.log(alpha)) / (2 * n))
  const mean = Math.sqrt((categories - 1) / n) / 2 + Math.sqrt(-Math.log(alpha) / (2 * n))
  return Math.min(1, union, mean)
}

/** A distance with its interval: each side may be off by its reach. */
export function withReach(value: number, reach: number): { value: number; low: number; high: number } {
  return { value, low: Math.max(0, value - reach), high: Math.min(1, value + reach) }
}

/** The smallest equal number of rows on both sides for which the reach of both together is below the margin. */
export function rowsForReach(margin: number, reach: (n: number) => number): number {
  let high = 1
  while (2 * reach(high) >= margin && high < 1e12) high *= 2
  let low = Math.floor(high / 2)
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (2 * reach(middle) < margin) high = middle
    else low = middle
  }
  return high
}
