import { figure, noFigure } from '../evaluation/figure.ts'
import type { Figure } from '../evaluation/figure.ts'
import { NO_INTERVAL } from '../evaluation/interval.ts'
import type { Interval } from '../evaluation/interval.ts'
import { normalQuantile } from '../distributions/normal-quantile.ts'
import { twoSidedNormal } from '../distributions/normal.ts'
import { weightOf } from './weights.ts'
import type { AgreementWeights } from './weights.ts'

/** Cohen's kappa of two raters with what belongs to it. */
export type CohenKappa = {
  readonly kappa: Figure
  readonly n: number
  /** Weighted agreement, as seen and as expected by chance. */
  readonly observed: number
  readonly expected: number
  readonly standardError: number | null
  /** If there were no agreement beyond chance. */
  readonly standardErrorOfNull: number | null
  readonly interval: Interval
  readonly z: number | null
  readonly p: number | null
  /** The largest kappa that the two raters' own frequencies allow; without weights only. */
  readonly maximum: number | null
}

/**
 * Cohen's kappa (1960, weighted 1968) of a square table: `counts[one][other]` items were given category `one` by the first
 * and `other` by the second rater. Variances are those of Fleiss, Cohen and Everitt (1969); the interval is normal and
 * may reach beyond 1, as in statsmodels. Weights are of positions, or of `values` where they are given.
 *
 * No figure when there are no items, or when both raters used one and the same category only.
 *
 * @example
 * cohenKappa([[20, 5], [10, 15]]).kappa // { value: 0.4 } to the last digits
 */
export function cohenKappa(
  counts: readonly (readonly number[])[],
  weights: AgreementWeights = 'identity',
  { level = 0.95, values = null }: { readonly level?: number; readonly values?: Float64Array | null } = {},
): CohenKappa {
  const total = counts.reduce((sum, line) => sum + line.reduce((part, count) => part + count, 0), 0)
  if (total === 0) return withoutKappa(0, 0, 0, 'no item was labelled by both')
  const weight = weightOf(weights, values, counts.length)
  const shares = counts.map((line) => line.map((count) => count / total))
  const rows = shares.map((line) => line.reduce((sum, share) => sum + share, 0))
  const columns = rows.map((_, column) => shares.reduce((sum, line) => sum + (line[column] ?? 0), 0))
  let observed = 0
  let expected = 0
  for (const [one, line] of shares.entries()) {
    for (const [other, share] of line.entries()) {
      observed += share * weight(one, other)
      expected += (rows[one] ?? 0) * (columns[other] ?? 0) * weight(one, other)
    }
  }
  if (expected >= 1 - 1e-15) return withoutKappa(total, observed, expected, 'both used one and the same label only')
  const kappa = (observed - expected) / (1 - expected)
  const errors = standardErrors({ shares, rows, columns, weight, expected, kappa, total })
  const reach = normalQuantile(0.5 + level / 2) * errors.own
  const best = rows.reduce((sum, share, index) => sum + Math.min(share, columns[index] ?? 0), 0)
  const z = errors.ofNull > 0 ? kappa / errors.ofNull : null
  return {
    kappa: figure(kappa),
    n: total,
    observed,
    expected,
    standardError: errors.own,
    standardErrorOfNull: errors.ofNull,
    interval: { low: kappa - reach, high: kappa + reach },
    z,
    p: z === null ? null : twoSidedNormal(z),
    maximum: weights === 'identity' ? (best - expected) / (1 - expected) : null,
  }
}

function withoutKappa(n: number, observed: number, expected: number, reason: string): CohenKappa {
  return {
    kappa: noFigure(reason),
    n,
    observed,
    expected,
    standardError: null,
    standardErrorOfNull: null,
    interval: NO_INTERVAL,
    z: null,
    p: null,
    maximum: null,
  }
}

function standardErrors(table: {
  shares: readonly (readonly number[])[]
  rows: readonly number[]
  columns: readonly number[]
  weight: (one: number, other: number) => number
  expected: number
  kappa: number
  total: number
}): { own: number; ofNull: number } {
  const { shares, rows, columns, weight, expected, kappa, total } = table
  const ofRow = rows.map((_, one) => columns.reduce((sum, share, other) => sum + share * weight(one, other), 0))
  const ofColumn = columns.map((_, other) => rows.reduce((sum, share, one) => sum + share * weight(one, other), 0))
  let own = 0
  let ofNull = 0
  for (const [one, line] of shares.entries()) {
    for (const [other, share] of line.entries()) {
      const mean = (ofRow[one] ?? 0) + (ofColumn[other] ?? 0)
      own += share * (weight(one, other) - mean * (1 - kappa)) ** 2
      ofNull += (rows[one] ?? 0) * (columns[other] ?? 0) * (weight(one, other) - mean) ** 2
    }
  }
  const scale = total * (1 - expected) ** 2
  const spread = (sum: number, centre: number): number => {
    const variance = (sum - centre ** 2) / scale
    // Perfect agreement has no variance but for rounding.
    return variance > 1e-17 ? Math.sqrt(variance) : 0
  }
  return { own: spread(own, kappa - expected * (1 - kappa)), ofNull: spread(ofNull, expected) }
}

/**
 * Scott's pi of two raters (1955): like Cohen's kappa, but by chance both draw from the frequencies of both together.
 *
 * @example
 * scottPi([[20, 5], [10, 15]]) // { value: 0.3939393939393939 } to the last digits
 */
export function scottPi(counts: readonly (readonly number[])[]): Figure {
  const total = counts.reduce((sum, line) => sum + line.reduce((part, count) => part + count, 0), 0)
  if (total === 0) return noFigure('no item was labelled by both')
  let observed = 0
  let expected = 0
  for (const [index, line] of counts.entries()) {
    observed += (line[index] ?? 0) / total
    const ofBoth = line.reduce((sum, count, other) => sum + count + (counts[other]?.[index] ?? 0), 0)
    expected += (ofBoth / 2 / total) ** 2
  }
  if (expected >= 1) return noFigure('both used one and the same label only')
  return figure((observed - expected) / (1 - expected))
}
