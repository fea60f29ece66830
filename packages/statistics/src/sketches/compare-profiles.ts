import type { ColumnProfile } from './column-profile.ts'
import { joinEqual } from './quantile-sketch.ts'
import type { WeightedPoints } from './quantile-sketch.ts'
import { quantilesOf, sharesBelow } from './ranks.ts'

/** A distance between two columns and the range that it is in, given the error of the sketches. */
export type BoundedDistance = { readonly value: number; readonly low: number; readonly high: number }

/** How far the current column is from the reference. Numeric columns alone have K-S and Wasserstein distances. */
export type ProfileDrift = {
  readonly psi: BoundedDistance
  /** The square root of the divergence with natural logarithms, as SciPy's jensenshannon. */
  readonly jensenShannon: BoundedDistance
  readonly kolmogorovSmirnov: BoundedDistance | null
  /** In the unit of the column. */
  readonly wasserstein: BoundedDistance | null
  readonly missingShareChange: number
  /** The level at which the ranges hold. */
  readonly confidence: number
}

/** An empty bin counts as this share, so that PSI stays finite. */
const FLOOR = 1e-4
const BINS = 10

/**
 * The distances of two profiles of a column: PSI and Jensen–Shannon over bins between the deciles of the reference (of
 * texts: over the frequent values and all others), the Kolmogorov–Smirnov distance and the Wasserstein distance.
 *
 * Each comes with the range in which the exact number lies, as the sketches state their own error: a rank of a sketch
 * errs by at most ε (with `confidence` for all ranks together), so a K-S distance by ε + ε′, a Wasserstein distance by
 * (ε + ε′) times the range of values, and a share of a bin by 2ε; PSI and Jensen–Shannon are convex in the shares, so
 * their extremes are at the corners. Null when one of the columns has no values, or the kinds differ.
 *
 * @example
 * compareColumns(reference, current)?.kolmogorovSmirnov // { value: 0.12, low: 0.11, high: 0.13 }
 */
export function compareColumns(
  reference: ColumnProfile,
  current: ColumnProfile,
  confidence = 0.99,
): ProfileDrift | null {
  if (reference.kind !== current.kind) return null
  const shared = {
    missingShareChange: share(current.missing, current.rows) - share(reference.missing, reference.rows),
    confidence,
  }
  if (reference.kind === 'text') {
    const bins = textBins(reference, current)
    if (bins === null) return null
    return { ...binned(bins), kolmogorovSmirnov: null, wasserstein: null, ...shared }
  }
  if (reference.quantiles.count === 0 || current.quantiles.count === 0) return null
  const [one, other] = [joinEqual(reference.quantiles.points()), joinEqual(current.quantiles.points())]
  const errors: [number, number] = [reference.quantiles.rankError(confidence), current.quantiles.rankError(confidence)]
  const { largest, area } = betweenCurves(one, other)
  const range =
    Math.max(reference.quantiles.most, current.quantiles.most) -
    Math.min(reference.quantiles.least, current.quantiles.least)
  const error = errors[0] + errors[1]
  return {
    ...binned(numericBins(one, other, errors)),
    kolmogorovSmirnov: { value: largest, low: Math.max(0, largest - error), high: Math.min(1, largest + error) },
    wasserstein: { value: area, low: Math.max(0, area - error * range), high: Math.min(range, area + error * range) },
    ...shared,
  }
}

function share(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole
}

/** The largest gap between two cumulative curves, and the area between them. */
function betweenCurves(one: WeightedPoints, other: WeightedPoints): { largest: number; area: number } {
  const at = Float64Array.from([...one.values, ...other.values]).sort()
  const first = sharesBelow(one, at)
  const second = sharesBelow(other, at)
  let largest = 0
  let area = 0
  for (let index = 0; index < at.length; index++) {
    const gap = Math.abs((first[index] ?? 0) - (second[index] ?? 0))
    largest = Math.max(largest, gap)
    if (index + 1 < at.length) area += gap * ((at[index + 1] ?? 0) - (at[index] ?? 0))
  }
  return { largest, area }
}

/** A bin: its share in the reference and in the current data, and how far each may be off. */
type Bin = { readonly shares: readonly [number, number]; readonly errors: readonly [number, number] }

function numericBins(one: WeightedPoints, other: WeightedPoints, errors: readonly [number, number]): Bin[] {
  const deciles = quantilesOf(
    one,
    Array.from({ length: BINS - 1 }, (_, at) => (at + 1) / BINS),
  )
  const last = one.values[one.values.length - 1] ?? 0
  // An edge at the largest value would leave the last bin empty by construction, unless current values lie beyond it.
  const edges = [...new Set(deciles)].filter((edge) => edge < last || (other.values.at(-1) ?? 0) > edge)
  const below = [sharesBelow(one, edges), sharesBelow(other, edges)] as const
  const shareOf = (which: 0 | 1, bin: number): number =>
    (bin === edges.length ? 1 : (below[which][bin] ?? 0)) - (bin === 0 ? 0 : (below[which][bin - 1] ?? 0))
  return Array.from({ length: edges.length + 1 }, (_, bin) => {
    const ends = bin === 0 || bin === edges.length ? 1 : 2
    return { shares: [shareOf(0, bin), shareOf(1, bin)], errors: [ends * errors[0], ends * errors[1]] }
  })
}

/** The frequent values of either part, and all others as one. */
function textBins(reference: ColumnProfile, current: ColumnProfile): Bin[] | null {
  const [one, other] = [reference.frequent, current.frequent]
  if (one.total === 0 || other.total === 0) return null
  const [first, second] = [one, other].map((part) => new Map(part.items().map(({ value, count }) => [value, count])))
  const values = [...new Set([...(first?.keys() ?? []), ...(second?.keys() ?? [])])].sort()
  const errors: [number, number] = [one.error / one.total, other.error / other.total]
  const bins = values.map((value): Bin => ({
    shares: [(first?.get(value) ?? 0) / one.total, (second?.get(value) ?? 0) / other.total],
    errors,
  }))
  const rest = ([0, 1] as const).map((which) => 1 - bins.reduce((sum, bin) => sum + bin.shares[which], 0))
  const [ofReference = 0, ofCurrent = 0] = rest.map((left) => (left < 1e-12 ? 0 : left))
  if (ofReference === 0 && ofCurrent === 0) return bins
  // Whatever the counts of named values lack is in the rest.
  return [...bins, { shares: [ofReference, ofCurrent], errors: [ofReference, ofCurrent] }]
}

function binned(bins: readonly Bin[]): { psi: BoundedDistance; jensenShannon: BoundedDistance } {
  const psi = summed(bins, psiTerm)
  const divergence = summed(bins, divergenceTerm)
  const most = Math.sqrt(Math.LN2)
  const root = (value: number): number => Math.min(most, Math.sqrt(Math.max(0, value)))
  return {
    psi,
    jensenShannon: { value: root(divergence.value), low: root(divergence.low), high: root(divergence.high) },
  }
}

type Term = (p: number, q: number) => number

const psiTerm: Term = (p, q) => {
  const [one, other] = [Math.max(p, FLOOR), Math.max(q, FLOOR)]
  return (one - other) * Math.log(one / other)
}

const divergenceTerm: Term = (p, q) => {
  const middle = (p + q) / 2
  const part = (x: number): number => (x > 0 ? (x / 2) * Math.log(x / middle) : 0)
  return part(p) + part(q)
}

/** The sum over bins with its extremes: both terms are convex, 0 where the shares are equal. */
function summed(bins: readonly Bin[], term: Term): BoundedDistance {
  let value = 0
  let low = 0
  let high = 0
  for (const { shares, errors } of bins) {
    const [p, q] = shares
    const [least, most] = [Math.max(0, p - errors[0]), Math.min(1, p + errors[0])]
    const [from, to] = [Math.max(0, q - errors[1]), Math.min(1, q + errors[1])]
    value += term(p, q)
    high += Math.max(term(least, from), term(least, to), term(most, from), term(most, to))
    if (least > to) low += term(least, to)
    else if (from > most) low += term(most, from)
  }
  return { value, low, high }
}
