import { NO_INTERVAL } from '../evaluation/interval.ts'
import { normalQuantile } from '../distributions/normal-quantile.ts'
import { twoSidedNormal } from '../distributions/normal.ts'
import { quantilePair } from './quantile-pair.ts'
import type { Scenarios } from './scenarios.ts'

/** A number with its interval, or the reason why there is none. */
export type Estimate = {
  readonly value: number | null
  readonly low: number | null
  readonly high: number | null
  readonly reason?: string
}

/** How the ends of an interval are found from the draws. */
export type BootstrapInterval = 'percentile' | 'bca'

/**
 * The observed value of a series and its interval from the draws. Draws in which it is not defined are left out; with
 * fewer than half of them defined there is no interval.
 *
 * `bca` is the bias-corrected and accelerated interval (Efron 1987), with the acceleration from leaving one row out of
 * each cell in turn; where it cannot be made, because all draws lie on one side of the value, the percentile interval.
 */
export function estimateOf(
  series: Float64Array,
  scenarios: Scenarios,
  level: number,
  interval: BootstrapInterval,
  why: string,
): Estimate {
  const value = series[0] ?? Number.NaN
  if (!Number.isFinite(value)) return { value: null, ...NO_INTERVAL, reason: why }
  const { draws, jackknifeRows } = scenarios
  const drawn = finiteOf(series, 1, 1 + draws)
  if (drawn.length === 0 || drawn.length < draws / 2) return { value, ...NO_INTERVAL }
  const bca = interval === 'bca' ? bcaShares(value, drawn, series.subarray(1 + draws), jackknifeRows, level) : undefined
  const [from, to] = bca ?? [(1 - level) / 2, (1 + level) / 2]
  const [low, high] = quantilePair(drawn, from, to)
  return { value, low, high }
}

/** The finite numbers of a part of a series, in a new array. */
function finiteOf(series: Float64Array, from: number, to: number): Float64Array {
  const kept = new Float64Array(to - from)
  let size = 0
  for (let at = from; at < to; at++) {
    const value = series[at] ?? Number.NaN
    if (Number.isFinite(value)) kept[size++] = value
  }
  return kept.subarray(0, size)
}

function bcaShares(
  value: number,
  drawn: Float64Array,
  left: Float64Array,
  rows: readonly number[],
  level: number,
): [number, number] | undefined {
  let below = 0
  for (const draw of drawn) below += draw < value ? 1 : draw === value ? 0.5 : 0
  if (below === 0 || below === drawn.length) return undefined
  const bias = normalQuantile(below / drawn.length)
  const acceleration = accelerationOf(left, rows)
  const shareAt = (z: number): number => {
    const shifted = bias + (bias + z) / (1 - acceleration * (bias + z))
    const tail = twoSidedNormal(shifted) / 2
    return shifted < 0 ? tail : 1 - tail
  }
  const reach = normalQuantile(0.5 + level / 2)
  return [shareAt(-reach), shareAt(reach)]
}

/** A sixth of the skewness of the jackknife values, each counted as often as its cell has rows. */
function accelerationOf(left: Float64Array, rows: readonly number[]): number {
  let total = 0
  let sum = 0
  for (const [index, value] of left.entries()) {
    if (!Number.isFinite(value)) continue
    total += rows[index] ?? 0
    sum += (rows[index] ?? 0) * value
  }
  const mean = sum / total
  let squares = 0
  let cubes = 0
  for (const [index, value] of left.entries()) {
    if (!Number.isFinite(value)) continue
    const distance = mean - value
    squares += (rows[index] ?? 0) * distance ** 2
    cubes += (rows[index] ?? 0) * distance ** 3
  }
  return squares > 0 ? cubes / (6 * squares ** 1.5) : 0
}
