import { normalQuantile } from '../distributions/normal-quantile.ts'
import { bcaInterval } from '../evaluation/bca.ts'
import type { DrawSettings } from '../evaluation/draw-settings.ts'
import type { Interval } from '../evaluation/interval.ts'
import type { BootstrapKind } from '../evaluation/parts.ts'
import { MOST_PARTS } from '../evaluation/parts.ts'
import { percentile } from '../evaluation/percentile.ts'
import { Random } from '../evaluation/random.ts'

/** The average precision of two scores on the same rows. */
export type PrecisionDifference = {
  readonly first: number | null
  readonly second: number | null
  /** Second less first, and its interval. */
  readonly difference: Interval & { readonly value: number | null }
  readonly method: string
}

/** Beyond so many rows times draws the interval comes from influences alone: a draw reads every row. */
const MOST_READ = 100_000_000

/**
 * The difference of the average precision of two scores on the same rows, with a paired bootstrap interval: rows are drawn
 * with both scores. With more than 1,000 rows, rows are dealt to 1,000 parts by chance and parts are drawn, which has the
 * same variance. The acceleration of BCa comes from the influences of the rows.
 *
 * Beyond 10⁸ rows × draws the interval is the normal one with the variance of the influences (the delta method), which
 * the bootstrap then agrees with.
 *
 * `positive[i]` is 1 where row i is positive. Without a positive row there is no value.
 *
 * @example
 * precisionDifference({ first, second, positive }, { draws: 1000, seed: 1, level: 0.95, kind: 'bca' }).difference
 */
export function precisionDifference(
  { first, second, positive }: { first: Float64Array; second: Float64Array; positive: Uint8Array },
  settings: Pick<DrawSettings, 'draws' | 'seed' | 'level'> & { readonly kind: BootstrapKind },
): PrecisionDifference {
  const rows = positive.length
  const positives = positive.reduce((sum, one) => sum + one, 0)
  if (positives === 0) {
    const none = { value: null, low: null, high: null }
    return { first: null, second: null, difference: none, method: 'none' }
  }
  const [one, other] = [ranked(first, positive), ranked(second, positive)]
  const all = new Float64Array(1).fill(1)
  const whole = new Uint16Array(rows)
  const [before, after] = [weightedPrecision(one, whole, all), weightedPrecision(other, whole, all)]
  const value = after - before
  const influence = influences(other, after)
  for (const [row, of] of influences(one, before).entries()) influence[row] = (influence[row] ?? 0) - of
  const { draws, level, kind } = settings
  const told = { first: before, second: after }
  if (rows * draws > MOST_READ) {
    const deviation = Math.sqrt(influence.reduce((sum, of) => sum + of * of, 0))
    const reach = normalQuantile(0.5 + level / 2) * deviation
    return {
      ...told,
      difference: { value, low: value - reach, high: value + reach },
      method: 'normal with the variance of influences',
    }
  }
  const parts = dealt(rows, settings.seed)
  const values = drawn([one, other], parts, settings)
  if (values.length < draws / 2) return { ...told, difference: { value, low: null, high: null }, method: 'none' }
  return {
    ...told,
    difference: { value, ...ends(values, value, influence, parts, level, kind) },
    method: `paired bootstrap-${kind}`,
  }
}

/** Rows from the highest score down, and where rows of one score end. */
type Ranked = {
  readonly order: Uint32Array
  readonly positive: Uint8Array
  /** For each place 1 where it is the last of its score. */
  readonly ends: Uint8Array
}

function ranked(scores: Float64Array, positive: Uint8Array): Ranked {
  const order = Uint32Array.from({ length: scores.length }, (_, row) => row)
  order.sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0) || a - b)
  const ends = Uint8Array.from(order, (row, at) => (scores[row] === scores[order[at + 1] ?? -1] ? 0 : 1))
  return { order, positive: Uint8Array.from(order, (row) => positive[row] ?? 0), ends }
}

/** Average precision where each row weighs as much as its part; NaN where no positive row has a weight. */
function weightedPrecision({ order, positive, ends }: Ranked, parts: Uint16Array, weights: Float64Array): number {
  let [found, seen, own, sum] = [0, 0, 0, 0]
  for (let at = 0; at < order.length; at++) {
    const weight = weights[parts[order[at] ?? 0] ?? 0] ?? 0
    seen += weight
    if (positive[at] === 1) own += weight
    if (ends[at] === 0 || own === 0) continue
    found += own
    sum += (own * found) / seen
    own = 0
  }
  return sum / found
}

/**
 * By how much the average precision moves with the weight of each row: with P positive rows, and T and N the positive rows
 * and all rows of at least a score, (y(T/N − AP) + Σ over positive rows i with at most its score of (y·Nᵢ − Tᵢ)/Nᵢ²) / P.
 */
function influences({ order, positive, ends }: Ranked, area: number): Float64Array {
  const rows = order.length
  const groups: { found: number; seen: number; own: number }[] = []
  const groupOf = new Uint32Array(rows)
  let [found, own] = [0, 0]
  for (let at = 0; at < rows; at++) {
    groupOf[at] = groups.length
    own += positive[at] ?? 0
    if (ends[at] === 0) continue
    found += own
    groups.push({ found, seen: at + 1, own })
    own = 0
  }
  const [gain, loss] = [new Float64Array(groups.length), new Float64Array(groups.length)]
  let [up, down] = [0, 0]
  for (let index = groups.length - 1; index >= 0; index--) {
    const group = groups[index]
    if (group === undefined) continue
    up += group.own / group.seen
    down += (group.own * group.found) / group.seen ** 2
    gain[index] = up
    loss[index] = down
  }
  const moves = new Float64Array(rows)
  for (let at = 0; at < rows; at++) {
    const index = groupOf[at] ?? 0
    const group = groups[index]
    const isPositive = positive[at] === 1
    const precision = group === undefined ? 0 : group.found / group.seen
    const moved = (isPositive ? precision - area + (gain[index] ?? 0) : 0) - (loss[index] ?? 0)
    moves[order[at] ?? 0] = moved / found
  }
  return moves
}

/** The part of each row: its own, or one of 1,000 by chance. */
function dealt(rows: number, seed: number): Uint16Array {
  if (rows <= MOST_PARTS) return Uint16Array.from({ length: rows }, (_, row) => row)
  const random = new Random(seed, 'parts of average precision')
  return Uint16Array.from({ length: rows }, () => random.below(MOST_PARTS))
}

function drawn(
  [one, other]: readonly [Ranked, Ranked],
  parts: Uint16Array,
  { draws, seed }: Pick<DrawSettings, 'draws' | 'seed'>,
): Float64Array {
  const count = Math.min(parts.length, MOST_PARTS)
  const random = new Random(seed, 'average precision')
  const weights = new Float64Array(count)
  const values = new Float64Array(draws)
  let filled = 0
  for (let draw = 0; draw < draws; draw++) {
    weights.fill(0)
    for (let pick = 0; pick < count; pick++) {
      const part = random.below(count)
      weights[part] = (weights[part] ?? 0) + 1
    }
    const value = weightedPrecision(other, parts, weights) - weightedPrecision(one, parts, weights)
    if (Number.isFinite(value)) values[filled++] = value
  }
  return values.subarray(0, filled).sort()
}

function ends(
  values: Float64Array,
  value: number,
  influence: Float64Array,
  parts: Uint16Array,
  level: number,
  kind: BootstrapKind,
): Interval {
  if (kind === 'percentile') {
    return { low: percentile(values, (1 - level) / 2), high: percentile(values, (1 + level) / 2) }
  }
  const moved = new Float64Array(Math.min(parts.length, MOST_PARTS))
  for (const [row, of] of influence.entries()) {
    const part = parts[row] ?? 0
    moved[part] = (moved[part] ?? 0) + of
  }
  const leftOut = Array.from(moved, (of) => ({ value: value - of, times: 1 }))
  return bcaInterval(values, value, leftOut, level)
}
