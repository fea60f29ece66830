/** The cost of one rater's labels, in the currency of the rate. */
export type RaterCost = {
  readonly rater: string
  readonly labels: number
  readonly hours: number
  readonly ratePerHour: number
  readonly cost: number
  readonly costPerLabel: number | null
  readonly medianSeconds: number | null
}

/** The cost of labelling. */
export type LabelCost = {
  readonly raters: readonly RaterCost[]
  readonly labels: number
  /** Labels whose lead time is missing, negative or no number: they are counted at the mean of the others. */
  readonly untimed: number
  readonly hours: number
  readonly cost: number
  readonly costPerLabel: number | null
  /** Of an item that has a consensus label. */
  readonly costPerConsensus: number | null
}

/**
 * The cost of labels from the time each took and what an hour costs: seconds / 3600 · rate.
 *
 * `seconds` and `rater` have an entry a label. A label without a lead time counts as long as the mean of the rater's
 * others, or of all others when the rater has none; with none at all the time is 0. Rates are by rater, or one for all.
 *
 * @example
 * labelCost({ raters: ['a'], rater: [0, 0], seconds: [90, 270], rates: 20, consensus: 1 }).costPerLabel // 1
 */
export function labelCost({
  raters,
  rater,
  seconds,
  rates,
  consensus,
}: {
  readonly raters: readonly string[]
  readonly rater: ArrayLike<number>
  readonly seconds: ArrayLike<number>
  readonly rates: number | Readonly<Record<string, number>>
  /** How many items have a consensus label. */
  readonly consensus: number
}): LabelCost {
  const timed: number[][] = raters.map(() => [])
  const counts = raters.map(() => 0)
  for (let label = 0; label < rater.length; label++) {
    const who = rater[label] ?? 0
    const took = seconds[label] ?? Number.NaN
    counts[who] = (counts[who] ?? 0) + 1
    if (Number.isFinite(took) && took >= 0) timed[who]?.push(took)
  }
  const all = timed.flat()
  const meanOfAll = all.length === 0 ? 0 : sumOf(all) / all.length
  const costs = raters.map((name, index): RaterCost => {
    const own = (timed[index] ?? []).sort((a, b) => a - b)
    const labels = counts[index] ?? 0
    const mean = own.length === 0 ? meanOfAll : sumOf(own) / own.length
    const hours = (mean * labels) / 3600
    const ratePerHour = typeof rates === 'number' ? rates : (rates[name] ?? 0)
    const cost = hours * ratePerHour
    const middle = own.length >> 1
    const median = own.length % 2 === 1 ? own[middle] : ((own[middle - 1] ?? 0) + (own[middle] ?? 0)) / 2
    return {
      rater: name,
      labels,
      hours,
      ratePerHour,
      cost,
      costPerLabel: labels === 0 ? null : cost / labels,
      medianSeconds: own.length === 0 ? null : (median ?? null),
    }
  })
  const cost = sumOf(costs.map((one) => one.cost))
  return {
    raters: costs,
    labels: rater.length,
    untimed: rater.length - all.length,
    hours: sumOf(costs.map((one) => one.hours)),
    cost,
    costPerLabel: rater.length === 0 ? null : cost / rater.length,
    costPerConsensus: consensus === 0 ? null : cost / consensus,
  }
}

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0)
}
