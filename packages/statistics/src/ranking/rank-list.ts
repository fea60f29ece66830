/**
 * One ranked list: runs of equal scores, the best first. Items of a run have no order among themselves, so every figure
 * is its mean over all their orders; then the order of the rows never matters (McSherry and Najork 2008).
 */
export type Run = { readonly gains: readonly number[] }

/**
 * The discounted cumulative gain of the first `cut` places: Σ gain / log2(place + 1) (Järvelin and Kekäläinen 2002).
 *
 * @example
 * discountedGain([{ gains: [3] }, { gains: [0, 2] }], 10) // 4.1309297535714578
 */
export function discountedGain(runs: readonly Run[], cut: number): number {
  let place = 0
  let sum = 0
  for (const { gains } of runs) {
    const mean = gains.reduce((total, gain) => total + gain, 0) / gains.length
    for (let index = 0; index < gains.length && place < cut; index++) {
      place += 1
      sum += mean / Math.log2(place + 1)
    }
    if (place >= cut) break
  }
  return sum
}

/**
 * The normalised gain: that of the list over that of the best order. Null without an item that has a gain.
 *
 * @example
 * normalisedGain([{ gains: [0] }, { gains: [1] }], 10) // 0.6309297535714575
 */
export function normalisedGain(runs: readonly Run[], cut: number): number | null {
  const best = runs
    .flatMap(({ gains }) => gains)
    .sort((a, b) => b - a)
    .map((gain) => ({ gains: [gain] }))
  const most = discountedGain(best, cut)
  return most > 0 ? discountedGain(runs, cut) / most : null
}

/** Items of each run, and how many of them are relevant. */
type Counts = { readonly size: number; readonly relevant: number }

const countsOf = (runs: readonly Run[]): Counts[] =>
  runs.map(({ gains }) => ({ size: gains.length, relevant: gains.filter((gain) => gain > 0).length }))

/**
 * Average precision: the mean, over relevant items, of the share of relevant ones down to their place. Null without one.
 *
 * @example
 * listPrecision([{ gains: [1] }, { gains: [0] }, { gains: [1] }]) // 0.8333333333333333
 */
export function listPrecision(runs: readonly Run[]): number | null {
  let [before, found, sum] = [0, 0, 0]
  for (const { size, relevant } of countsOf(runs)) {
    // An item of the run at its place i is relevant with the chance relevant / size, and then so are, on the mean,
    // (relevant − 1) / (size − 1) of those of the run before it.
    const share = size > 1 ? (relevant - 1) / (size - 1) : 0
    for (let place = 1; place <= (relevant > 0 ? size : 0); place++) {
      sum += ((relevant / size) * (found + (place - 1) * share + 1)) / (before + place)
    }
    before += size
    found += relevant
  }
  return found === 0 ? null : sum / found
}

/**
 * One over the place of the first relevant item. Null without one.
 *
 * @example
 * reciprocalRank([{ gains: [0] }, { gains: [1] }]) // 0.5
 */
export function reciprocalRank(runs: readonly Run[]): number | null {
  let before = 0
  for (const { size, relevant } of countsOf(runs)) {
    if (relevant > 0) {
      let sum = 0
      let noneYet = 1
      for (let place = 1; place <= size - relevant + 1; place++) {
        const chance = relevant / (size - place + 1)
        sum += (noneYet * chance) / (before + place)
        noneYet *= 1 - chance
      }
      return sum
    }
    before += size
  }
  return null
}

/**
 * How many of the first `cut` places are relevant, over `cut` (precision) and over all relevant items (recall; null
 * without one), and the chance that at least one is.
 *
 * @example
 * topOf([{ gains: [1] }, { gains: [0] }], 2) // { precision: 0.5, recall: 1, hit: 1 }
 */
export function topOf(runs: readonly Run[], cut: number): { precision: number; recall: number | null; hit: number } {
  let [before, found, all, none] = [0, 0, 0, 1]
  for (const { size, relevant } of countsOf(runs)) {
    const inside = Math.min(size, Math.max(0, cut - before))
    found += (relevant * inside) / size
    for (let drawn = 0; drawn < inside; drawn++) none *= Math.max(0, size - relevant - drawn) / (size - drawn)
    before += size
    all += relevant
  }
  return { precision: found / cut, recall: all === 0 ? null : found / all, hit: 1 - none }
}
