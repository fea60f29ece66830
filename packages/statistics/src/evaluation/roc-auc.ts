import { figure, noFigure } from './figure.ts'
import type { Figure } from './figure.ts'
import { NO_INTERVAL } from './interval.ts'
import type { Interval } from './interval.ts'
import { MeanTally } from './mean-tally.ts'
import { normalQuantile } from '../distributions/normal-quantile.ts'

/**
 * The area under the ROC curve in one pass over scores that come in ascending order.
 *
 * The area is the Mann–Whitney statistic: the share of pairs of a positive and a negative row in which the positive one
 * has the higher score, a tie counting one half. Its variance is that of DeLong, DeLong and Clarke-Pearson (1988), from
 * the placements of each row among the rows of the other class; ascending order gives all placements without storing a
 * row (as Sun and Xu 2014 do with ranks). Exact, ties included; memory does not grow with the rows.
 *
 * @example
 * const tally = new RankTally()
 * tally.add(0, 2) // two negative rows at the lowest score
 * tally.add(1, 1) // a positive and a negative row tied above them
 * tally.area() // { value: 0.8333333333333334 }
 */
export class RankTally {
  private positives = 0
  private negatives = 0
  private pairs = 0
  private readonly below = new MeanTally()
  private readonly beaten = new MeanTally()

  /** Adds all rows that share the next higher score. */
  add(positives: number, negatives: number): void {
    if (positives > 0) {
      const negativesBelow = this.negatives + negatives / 2
      this.pairs += positives * negativesBelow
      this.below.add(negativesBelow, positives)
    }
    if (negatives > 0) this.beaten.add(this.positives + positives / 2, negatives)
    this.positives += positives
    this.negatives += negatives
  }

  /** The area; no figure when only one class was seen. */
  area(): Figure {
    if (this.positives + this.negatives === 0) return noFigure('there are no rows')
    if (this.positives === 0) return noFigure('no row is actually positive, so there is nothing to rank above')
    if (this.negatives === 0) return noFigure('no row is actually negative, so there is nothing to rank below')
    return figure(this.pairs / this.positives / this.negatives)
  }

  /** DeLong's variance of the area, or null with fewer than two rows of a class. */
  variance(): number | null {
    const ofPositives = this.below.variance()
    const ofNegatives = this.beaten.variance()
    if (ofPositives === null || ofNegatives === null) return null
    const { positives, negatives } = this
    return ofPositives / negatives ** 2 / positives + ofNegatives / positives ** 2 / negatives
  }

  /**
   * The normal interval of the area on the logit scale, so that it stays inside 0..1 (Qin and Hotilovac 2008). At an area
   * of exactly 0 or 1 no error was seen that could be measured: both ends are the area itself.
   */
  interval(level: number): Interval {
    const area = this.area().value
    const variance = this.variance()
    if (area === null || variance === null) return NO_INTERVAL
    if (area === 0 || area === 1) return { low: area, high: area }
    const reach = (normalQuantile(0.5 + level / 2) * Math.sqrt(variance)) / (area * (1 - area))
    const logit = Math.log(area / (1 - area))
    return { low: 1 / (1 + Math.exp(reach - logit)), high: 1 / (1 + Math.exp(-reach - logit)) }
  }
}

/**
 * The area under the ROC curve of scores in any order; higher means more likely positive. Any finite scores will do.
 * `positive[i]` is truthy where row i is positive.
 *
 * @example
 * rocAuc([0.1, 0.4, 0.35, 0.8], [0, 0, 1, 1]) // { value: 0.75 }
 */
export function rocAuc(scores: ArrayLike<number>, positive: ArrayLike<number>): Figure {
  const tally = rankTallyOf(scores, positive)
  return tally instanceof RankTally ? tally.area() : tally
}

/** The tally of scores in any order, or the reason why there is none. */
export function rankTallyOf(scores: ArrayLike<number>, positive: ArrayLike<number>): RankTally | Figure {
  if (scores.length !== positive.length) return noFigure('there are not as many scores as labels')
  const ofPositives: number[] = []
  const ofNegatives: number[] = []
  for (let row = 0; row < scores.length; row++) {
    const score = scores[row] ?? Number.NaN
    if (!Number.isFinite(score)) return noFigure(`the score of row ${row} is not a finite number`)
    if (positive[row]) ofPositives.push(score)
    else ofNegatives.push(score)
  }
  return mergeRanks(Float64Array.from(ofPositives).sort(), Float64Array.from(ofNegatives).sort())
}

function mergeRanks(positives: Float64Array, negatives: Float64Array): RankTally {
  const tally = new RankTally()
  let p = 0
  let n = 0
  while (p < positives.length || n < negatives.length) {
    const score = Math.min(positives[p] ?? Infinity, negatives[n] ?? Infinity)
    const fromP = p
    const fromN = n
    while (p < positives.length && positives[p] === score) p++
    while (n < negatives.length && negatives[n] === score) n++
    tally.add(p - fromP, n - fromN)
  }
  return tally
}
