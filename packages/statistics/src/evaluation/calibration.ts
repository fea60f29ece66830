import type { Figure } from './figure.ts'
import { figure, noFigure } from './figure.ts'
import type { Interval } from './interval.ts'
import { binomial } from './binomial.ts'
import { multinomial } from './multinomial.ts'
import { percentile } from './percentile.ts'
import type { Random } from './random.ts'

/** One bin of the calibration curve: rows whose score lies from `from` up to `to`. Means are null in an empty bin. */
export type CalibrationBin = {
  readonly from: number
  readonly to: number
  readonly rows: number
  readonly positives: number
  readonly meanScore: number | null
  /** The share of positive rows. */
  readonly share: number | null
}

/** The parts of the Brier score: it is reliability − resolution + uncertainty + within. */
export type BrierParts = {
  readonly reliability: number
  readonly resolution: number
  readonly uncertainty: number
  /** What binning the scores leaves out (variance within bins less twice the covariance with what happened). */
  readonly within: number
}

/**
 * Counts rows by bins of equal width of their probability, from which calibration curve, expected calibration error and
 * the parts of the Brier score follow. A probability at an edge belongs to the upper bin, 1 to the last (as in
 * scikit-learn, but for edges that are no exact doubles). Memory is that of the bins.
 *
 * @example
 * const tally = new CalibrationTally(10)
 * tally.add(0.9, 8, 2) // ten rows with the score 0.9, eight of them positive
 * tally.error() // { value: 0.1 } to the last digits
 */
export class CalibrationTally {
  readonly bins: number
  private readonly positives: Float64Array
  private readonly negatives: Float64Array
  private readonly ofPositives: Float64Array
  private readonly ofNegatives: Float64Array
  private readonly squares: Float64Array

  constructor(bins = 10) {
    this.bins = bins
    this.positives = new Float64Array(bins)
    this.negatives = new Float64Array(bins)
    this.ofPositives = new Float64Array(bins)
    this.ofNegatives = new Float64Array(bins)
    this.squares = new Float64Array(bins)
  }

  /** Adds rows that share a probability. */
  add(score: number, positives: number, negatives: number): void {
    const bin = Math.min(this.bins - 1, Math.floor(score * this.bins))
    this.positives[bin] = (this.positives[bin] ?? 0) + positives
    this.negatives[bin] = (this.negatives[bin] ?? 0) + negatives
    this.ofPositives[bin] = (this.ofPositives[bin] ?? 0) + positives * score
    this.ofNegatives[bin] = (this.ofNegatives[bin] ?? 0) + negatives * score
    this.squares[bin] = (this.squares[bin] ?? 0) + (positives + negatives) * score * score
  }

  curve(): CalibrationBin[] {
    return Array.from({ length: this.bins }, (_, bin) => {
      const positives = this.positives[bin] ?? 0
      const rows = positives + (this.negatives[bin] ?? 0)
      const sum = (this.ofPositives[bin] ?? 0) + (this.ofNegatives[bin] ?? 0)
      return {
        from: bin / this.bins,
        to: (bin + 1) / this.bins,
        rows,
        positives,
        meanScore: rows === 0 ? null : sum / rows,
        share: rows === 0 ? null : positives / rows,
      }
    })
  }

  /**
   * The expected calibration error (Naeini, Cooper and Hauskrecht 2015; for two classes on the probability of the positive
   * one): the mean distance of a bin's share of positives from its mean score, weighted by rows; 0 is best.
   */
  error(): Figure {
    const rows = this.curve().reduce((sum, bin) => sum + bin.rows, 0)
    return rows === 0 ? noFigure('there are no rows') : figure(this.errorOf(this.positives, this.negatives))
  }

  /** The largest distance of any bin, MCE. */
  largestError(): Figure {
    const gaps = this.curve().flatMap(({ share, meanScore }) =>
      share === null || meanScore === null ? [] : [Math.abs(share - meanScore)],
    )
    return gaps.length === 0 ? noFigure('there are no rows') : figure(Math.max(...gaps))
  }

  /** Murphy's (1973) parts of the Brier score over the bins, and what binning leaves out (Stephenson et al. 2008). */
  brierParts(): BrierParts | null {
    const curve = this.curve()
    const rows = curve.reduce((sum, bin) => sum + bin.rows, 0)
    if (rows === 0) return null
    const base = curve.reduce((sum, bin) => sum + bin.positives, 0) / rows
    let [reliability, resolution, within] = [0, 0, 0]
    for (const [bin, { rows: n, meanScore, share }] of curve.entries()) {
      if (meanScore === null || share === null) continue
      reliability += (n / rows) * (meanScore - share) ** 2
      resolution += (n / rows) * (share - base) ** 2
      const variance = Math.max(0, (this.squares[bin] ?? 0) / n - meanScore * meanScore)
      const covariance = (this.ofPositives[bin] ?? 0) / n - meanScore * share
      within += (n / rows) * (variance - 2 * covariance)
    }
    return { reliability, resolution, uncertainty: base * (1 - base), within }
  }

  /**
   * Bootstrap interval of the error by counts: a multinomial draw over bins and classes, the mean score of each such cell
   * kept. The error is biased upward (a drawn sample has more of it than the sample it was drawn from), so the ends are
   * moved down by what the draws exceed the value on the mean, and the value itself is always inside.
   *
   * `byChance` is the error that a perfectly calibrated model with these scores would stay below with the level: what is
   * not above it says nothing against the calibration (Bröcker and Smith 2007); only where `withChance` asks for it.
   */
  errorInterval(
    draws: number,
    level: number,
    random: Random,
    withChance = true,
  ): Interval & { readonly byChance: number | null } {
    const value = this.error().value
    if (value === null) return { low: null, high: null, byChance: null }
    const counts = [...this.positives, ...this.negatives]
    const drawn = new Float64Array(counts.length)
    const errors = new Float64Array(draws)
    const chances = new Float64Array(withChance ? draws : 0)
    const curve = this.curve()
    for (let draw = 0; draw < draws; draw++) {
      multinomial(random, counts, drawn)
      errors[draw] = this.errorOf(drawn.subarray(0, this.bins), drawn.subarray(this.bins))
      if (withChance) chances[draw] = errorByChance(curve, random)
    }
    errors.sort()
    const excess = errors.reduce((sum, one) => sum + one, 0) / draws - value
    return {
      low: Math.max(0, Math.min(value, percentile(errors, (1 - level) / 2) - excess)),
      high: Math.max(value, percentile(errors, (1 + level) / 2) - excess),
      byChance: withChance ? percentile(chances.sort(), level) : null,
    }
  }

  private errorOf(positives: Float64Array, negatives: Float64Array): number {
    let sum = 0
    let rows = 0
    for (let bin = 0; bin < this.bins; bin++) {
      const p = positives[bin] ?? 0
      const n = negatives[bin] ?? 0
      rows += p + n
      const scores =
        (p === 0 ? 0 : (p * (this.ofPositives[bin] ?? 0)) / (this.positives[bin] ?? 1)) +
        (n === 0 ? 0 : (n * (this.ofNegatives[bin] ?? 0)) / (this.negatives[bin] ?? 1))
      sum += Math.abs(scores - p)
    }
    return rows === 0 ? 0 : sum / rows
  }
}

function errorByChance(curve: readonly CalibrationBin[], random: Random): number {
  let sum = 0
  let all = 0
  for (const { rows, meanScore } of curve) {
    if (meanScore === null) continue
    sum += Math.abs(binomial(random, rows, meanScore) - rows * meanScore)
    all += rows
  }
  return sum / all
}
