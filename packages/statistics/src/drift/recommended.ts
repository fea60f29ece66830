import { kolmogorovLimit } from '../distributions/kolmogorov.ts'
import { chiSquareTest } from '../hypothesis/chi-square-test.ts'
import { KS_EXACT_ROWS, kolmogorovSmirnovOfSorted } from '../hypothesis/kolmogorov-smirnov.ts'
import { shareDifference } from '../hypothesis/proportions.ts'
import type { CategoricalColumn, NumericColumn } from './column.ts'
import { rowsOfCounts } from './column.ts'
import type { ColumnDrift, DriftEffect, DriftMeasure } from './column-drift.ts'
import { joined, verdictOf } from './column-drift.ts'
import { distributionReach, rowsForReach, shareReach, withReach } from './drift-interval.ts'
import { shapeOfBins, shapeOfCategories } from './drift-shape.ts'
import { evidentlyBins } from './evidently-tests.ts'
import { hellinger } from './hellinger.ts'
import { jensenShannon } from './jensen-shannon.ts'
import { psi } from './psi.ts'
import { streamedDistances } from './streamed-distances.ts'
import { totalVariation } from './total-variation.ts'

/**
 * How to judge. `alpha` is the chance of a false alarm that one column may have in all, after any correction over columns;
 * an effect of at least `margin` is drift that matters.
 */
export type Judgement = { readonly margin: number; readonly alpha: number }

/** The default margin: a tenth of the rows would have to move. */
export const DEFAULT_MARGIN = 0.1

const NAMED = 20

/**
 * The drift of a numeric column: the Kolmogorov–Smirnov distance with an interval that holds for any distribution, and
 * the change of the missing share. Half of `alpha` goes to each.
 *
 * @example
 * numericDrift(column, { margin: 0.1, alpha: 0.05 }).verdict // 'stable'
 */
export function numericDrift(column: NumericColumn, { margin, alpha }: Judgement): ColumnDrift {
  const { reference, current } = column
  const [n, m] = [reference.n, current.n]
  const half = alpha / 2
  // Each side may be off by its own reach, with half the chance each.
  const reach = (rows: number): number => distributionReach(rows, half / 2)
  const missing = missingEffect(n, reference.missing, m, current.missing, { margin, alpha: half })
  const shape = {
    name: column.name,
    kind: 'numeric' as const,
    rows: { reference: n, current: m },
    missing: { reference: reference.missing, current: current.missing },
    infinite: { reference: reference.infinite, current: current.infinite },
    minimumRows: rowsForReach(margin, reach),
    adjustedPValue: null,
  }
  const infinities = reference.infinite + current.infinite
  const caveats = infinities === 0 ? [] : [`${infinities} infinite values are left out of every distance.`]
  if (n === 0 || m === 0) {
    const effect = effectOf('ks_distance', null, null, null, margin)
    const said = `The ${n === 0 ? 'reference' : 'current'} side has no value.`
    return { ...shape, ...verdictsOf([effect, missing]), distances: {}, pValue: null, caveats: [...caveats, said] }
  }
  const { kolmogorovSmirnov, wasserstein } = streamedDistances(reference, current)
  const { value, low, high } = withReach(kolmogorovSmirnov, reach(n) + reach(m))
  const effect = effectOf('ks_distance', value, low, high, margin)
  const { squares } = reference.moments()
  const deviation = Math.sqrt(squares / n)
  const bins = evidentlyBins(column)
  if (deviation === 0) caveats.push('The reference does not vary: distances in standard deviations mean nothing.')
  const distances: Record<string, number> = {
    wasserstein,
    ...(deviation > 0 ? { wasserstein_normed: wasserstein / deviation } : {}),
    psi: psi(bins.reference, bins.current),
    jensen_shannon: jensenShannon(bins.reference, bins.current),
  }
  const pValue = ksPValue(column, kolmogorovSmirnov)
  return { ...shape, ...verdictsOf([effect, missing]), distances, pValue, caveats, shape: shapeOfBins(bins) }
}

/**
 * The drift of a categorical column: the total variation distance with an interval that holds for any shares, and the
 * change of the missing share. Half of `alpha` goes to each. Categories that are new or gone are named.
 */
export function categoricalDrift(
  column: CategoricalColumn,
  { margin, alpha }: Judgement,
  measure: DriftMeasure = 'total_variation',
): ColumnDrift {
  const [r, c] = [column.reference.counts, column.current.counts]
  const [n, m] = [rowsOfCounts(r), rowsOfCounts(c)]
  const half = alpha / 2
  const k = column.categories.length
  const reach = (rows: number): number => shareReach(rows, k, half / 2)
  const missing = missingEffect(n, column.reference.missing, m, column.current.missing, { margin, alpha: half })
  const only = (mine: readonly number[], theirs: readonly number[]): { count: number; names: string[] } => {
    const names = column.categories.filter((_, index) => (mine[index] ?? 0) > 0 && (theirs[index] ?? 0) === 0)
    return { count: names.length, names: names.slice(0, NAMED) }
  }
  const shape = {
    name: column.name,
    kind: 'categorical' as const,
    rows: { reference: n, current: m },
    missing: { reference: column.reference.missing, current: column.current.missing },
    minimumRows: rowsForReach(margin, reach),
    adjustedPValue: null,
    newCategories: only(c, r),
    goneCategories: only(r, c),
  }
  if (n === 0 || m === 0) {
    const effect = effectOf(measure, null, null, null, margin)
    const caveats = [`The ${n === 0 ? 'reference' : 'current'} side has no value.`]
    return { ...shape, ...verdictsOf([effect, missing]), distances: {}, pValue: null, caveats }
  }
  const { value, low, high } = withReach(totalVariation(r, c), reach(n) + reach(m))
  const test = chiSquareTest([r, c])
  const distances: Record<string, number> = {
    psi: psi(r, c),
    jensen_shannon: jensenShannon(r, c),
    hellinger: hellinger(r, c),
    ...(test.effect.value === null ? {} : { cramer_v: test.effect.value }),
  }
  const effect = effectOf(measure, value, low, high, margin)
  return {
    ...shape,
    ...verdictsOf([effect, missing]),
    distances,
    pValue: test.pValue,
    caveats: test.caveats,
    shape: shapeOfCategories(column),
  }
}

/** The change of the share of missing values, as a size; its interval is that of the signed change, folded. */
export function missingEffect(
  n: number,
  missingReference: number,
  m: number,
  missingCurrent: number,
  { margin, alpha }: Judgement,
): DriftEffect {
  const first = n + missingReference
  const second = m + missingCurrent
  const { value, low, high } = shareDifference(missingReference, first, missingCurrent, second, 1 - alpha)
  if (value === null || low === null || high === null) return effectOf('missing_share', null, null, null, margin)
  const least = low > 0 ? low : high < 0 ? -high : 0
  return effectOf('missing_share', Math.abs(value), least, Math.max(Math.abs(low), Math.abs(high)), margin)
}

export function effectOf(
  measure: DriftMeasure,
  value: number | null,
  low: number | null,
  high: number | null,
  margin: number,
): DriftEffect {
  return { measure, value, low, high, margin, verdict: verdictOf(low, high, margin) }
}

/** The effects, the most telling first, and what they say together. */
export function verdictsOf(effects: readonly DriftEffect[]): Pick<ColumnDrift, 'effects' | 'verdict'> {
  const [main] = effects
  const verdict = joined(effects.map((effect) => effect.verdict))
  // Without the values themselves the missing share alone can alarm, but cannot calm.
  const measured = main !== undefined && main.verdict !== 'not-measured'
  return { effects, verdict: measured || verdict === 'drift' ? verdict : 'not-measured' }
}

function ksPValue({ reference, current }: NumericColumn, d: number): number | null {
  const [n, m] = [reference.n, current.n]
  if (Math.max(n, m) <= KS_EXACT_ROWS) {
    return kolmogorovSmirnovOfSorted(reference.sorted(), current.sorted()).pValue
  }
  // Vrbik's correction (2018) of the limiting distribution: right to a few parts in the number of rows.
  const size = (n * m) / (n + m)
  const root = Math.sqrt(size)
  return kolmogorovLimit.survival(d * root + 1 / (6 * root) + (d * root - 1) / (4 * size))
}
