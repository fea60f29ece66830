import type { Random } from './random.ts'

/**
 * One draw from the binomial distribution: how many of `trials` succeed with `probability` each.
 *
 * Exact for any size, at a cost that does not grow with `trials`: inversion by waiting times where few successes are
 * expected, otherwise the transformed rejection BTRS of Hörmann (1993), "The generation of binomial random variates".
 */
export function binomial(random: Random, trials: number, probability: number): number {
  if (!(trials > 0) || !(probability > 0)) return 0
  if (probability >= 1) return trials
  if (probability > 0.5) return trials - binomial(random, trials, 1 - probability)
  return trials * probability < 10 ? byWaiting(random, trials, probability) : byRejection(random, trials, probability)
}

/** Sums geometric gaps between successes (Devroye 1986, X.4.3). */
function byWaiting(random: Random, trials: number, probability: number): number {
  const scale = Math.log1p(-probability)
  let successes = 0
  let position = 0
  for (;;) {
    position += Math.floor(Math.log(1 - random.uniform()) / scale) + 1
    if (position > trials) return successes
    successes += 1
  }
}

function byRejection(random: Random, trials: number, probability: number): number {
  const odds = probability / (1 - probability)
  const deviation = Math.sqrt(trials * probability * (1 - probability))
  const b = 1.15 + 2.53 * deviation
  const a = -0.0873 + 0.0248 * b + 0.01 * probability
  const centre = trials * probability + 0.5
  const inside = 0.92 - 4.2 / b
  const alpha = (2.83 + 5.1 / b) * deviation
  const mode = Math.floor((trials + 1) * probability)
  for (;;) {
    const u = random.uniform() - 0.5
    const v = random.uniform()
    const edge = 0.5 - Math.abs(u)
    const candidate = Math.floor(((2 * a) / edge + b) * u + centre)
    if (edge >= 0.07 && v <= inside) return candidate
    if (candidate < 0 || candidate > trials) continue
    const bound =
      (mode + 0.5) * Math.log((mode + 1) / (odds * (trials - mode + 1))) +
      (trials + 1) * Math.log((trials - mode + 1) / (trials - candidate + 1)) +
      (candidate + 0.5) * Math.log((odds * (trials - candidate + 1)) / (candidate + 1)) +
      stirlingRest(mode) +
      stirlingRest(trials - mode) -
      stirlingRest(candidate) -
      stirlingRest(trials - candidate)
    if (Math.log((v * alpha) / (a / (edge * edge) + b)) <= bound) return candidate
  }
}

/** What Stirling's formula leaves out of log(k!), with the expansion in 1 / (k + 1). */
function stirlingRest(k: number): number {
  const table = STIRLING_REST[k]
  if (table !== undefined) return table
  const next = k + 1
  const square = next * next
  return (1 / 12 - (1 / 360 - 1 / 1260 / square) / square) / next
}

/** log(k!) − ((k + ½) log(k + 1) − (k + 1) + ½ log 2π) for k = 0…9, where the expansion is not precise enough. */
const STIRLING_REST: readonly number[] = Array.from({ length: 10 }, (_, k) => {
  let logFactorial = 0
  for (let factor = 2; factor <= k; factor++) logFactorial += Math.log(factor)
  return logFactorial - ((k + 0.5) * Math.log(k + 1) - (k + 1) + 0.5 * Math.log(2 * Math.PI))
})
