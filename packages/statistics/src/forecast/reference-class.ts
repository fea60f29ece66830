import { percentile } from '../evaluation/percentile.ts'
import { Random } from '../evaluation/random.ts'

/** What to forecast from. Durations in days, fractions allowed. */
export type DurationQuestion = {
  /** How long past cases of the same kind took. */
  readonly pastDays: readonly number[]
  /** What to say while there are fewer past cases than `minimum`. */
  readonly prior: { readonly p50Days: number; readonly p85Days: number }
  /** Default 5. */
  readonly minimum?: number
  readonly seed: number
  /** Default 10,000. */
  readonly draws?: number
}

/** When half and when 85 % of such cases are done, what that rests on, and the same in one sentence. */
export type DurationForecast = {
  readonly p50Days: number
  readonly p85Days: number
  readonly basis: 'reference-class' | 'prior'
  readonly n: number
  readonly explanation: string
}

/**
 * Reference-class forecast (Kahneman and Tversky 1979; Flyvbjerg 2006): the next case is taken to be like the past ones
 * of its kind, so its duration is resampled from theirs; P50 and P85 are the quantiles of the draws. With fewer past
 * cases than `minimum` the answer is the prior, and says so. Throws a RangeError for a duration that is negative or not a
 * number, or a prior whose P50 is above its P85.
 *
 * @example
 * forecastDuration({ pastDays: [4, 6, 7, 9, 20], prior: { p50Days: 10, p85Days: 20 }, seed: 1 }).p50Days // 7
 */
export function forecastDuration(question: DurationQuestion): DurationForecast {
  const { pastDays, prior, minimum = 5, seed, draws = 10_000 } = question
  const isDuration = (days: number): boolean => Number.isFinite(days) && days >= 0
  const wrong = pastDays.findIndex((days) => !isDuration(days))
  if (wrong >= 0) throw new RangeError(`pastDays[${wrong}] is ${pastDays[wrong]}: a duration in days from 0 is needed`)
  if (!isDuration(prior.p50Days) || !isDuration(prior.p85Days) || prior.p50Days > prior.p85Days) {
    throw new RangeError(
      `the prior ${prior.p50Days} / ${prior.p85Days} days is not a P50 and a P85 above or equal to it`,
    )
  }
  if (!Number.isInteger(draws) || draws < 1) throw new RangeError(`draws is ${draws}: a whole number from 1 is needed`)

  const n = pastDays.length
  if (n < Math.max(1, minimum)) {
    const { p50Days, p85Days } = prior
    const explanation =
      `Prior, not measured: half are expected within ${inDays(p50Days)} and 85 % within ${inDays(p85Days)}; ` +
      `${n === 0 ? 'no past case' : n === 1 ? 'only 1 past case' : `only ${n} past cases`} of this kind ` +
      `${n < 2 ? 'is' : 'are'} on record and ${Math.max(1, minimum)} are needed for a forecast.`
    return { p50Days, p85Days, basis: 'prior', n, explanation }
  }

  // Sorted first: the forecast must not depend on the order in which past cases are listed.
  const past = Float64Array.from(pastDays).sort()
  const { p50Days, p85Days } = resample(past, new Random(seed, 'duration'), draws)
  const explanation =
    `Of ${n} past cases of this kind (${inDays(past[0] ?? 0)} to ${inDays(past[n - 1] ?? 0)}), ` +
    `resampled ${draws} times, half were done within ${inDays(p50Days)} and 85 % within ${inDays(p85Days)}.`
  return { p50Days, p85Days, basis: 'reference-class', n, explanation }
}

function resample(past: Float64Array, random: Random, draws: number): { p50Days: number; p85Days: number } {
  const drawn = new Float64Array(draws)
  for (let draw = 0; draw < draws; draw++) drawn[draw] = past[random.below(past.length)] ?? 0
  drawn.sort()
  return { p50Days: percentile(drawn, 0.5), p85Days: percentile(drawn, 0.85) }
}

function inDays(days: number): string {
  const rounded = Math.round(days * 10) / 10
  return `${rounded} ${rounded === 1 ? 'day' : 'days'}`
}
