/** What deciding by `score >= threshold` gives: points of the ROC curve and of the precision-recall curve. */
export type ThresholdPoint = {
  readonly threshold: number
  readonly truePositives: number
  readonly falsePositives: number
  /** The true positive rate, sensitivity. Null without positive rows. */
  readonly recall: number | null
  /** Null without negative rows. */
  readonly falsePositiveRate: number | null
  readonly precision: number
}

/**
 * Points of the curves at thresholds that lie some rows apart, in one pass over scores in ascending order. With at most
 * `most` distinct scores all of them are kept; with more, those at about equal numbers of rows, from the first on. Areas are never computed from these points: they are for drawing.
 *
 * @example
 * const curve = new ThresholdCurve(2, 2)
 * for (const [score, p, n] of [[0.1, 0, 1], [0.35, 1, 0], [0.4, 0, 1], [0.8, 1, 0]]) curve.add(score, p, n)
 * curve.points()[0] // { threshold: 0.1, truePositives: 2, falsePositives: 2, recall: 1, falsePositiveRate: 1, precision: 0.5 }
 */
export class ThresholdCurve {
  private readonly positives: number
  private readonly negatives: number
  private readonly most: number
  private positivesBelow = 0
  private negativesBelow = 0
  private kept: { score: number; positivesBelow: number; negativesBelow: number }[] = []
  private apart = 0
  private next = 0

  constructor(positives: number, negatives: number, most = 200) {
    this.positives = positives
    this.negatives = negatives
    this.most = most
  }

  /** Adds all rows that share the next higher score. */
  add(score: number, positives: number, negatives: number): void {
    const { positivesBelow, negativesBelow } = this
    const below = positivesBelow + negativesBelow
    if (below >= this.next) {
      this.kept.push({ score, positivesBelow, negativesBelow })
      this.next = below + this.apart
      if (this.kept.length >= 2 * this.most) this.thin()
    }
    this.positivesBelow += positives
    this.negativesBelow += negatives
  }

  points(): ThresholdPoint[] {
    return this.kept.map(({ score, positivesBelow, negativesBelow }) => {
      const truePositives = this.positives - positivesBelow
      const falsePositives = this.negatives - negativesBelow
      return {
        threshold: score,
        truePositives,
        falsePositives,
        recall: this.positives === 0 ? null : truePositives / this.positives,
        falsePositiveRate: this.negatives === 0 ? null : falsePositives / this.negatives,
        precision: truePositives / (truePositives + falsePositives),
      }
    })
  }

  private thin(): void {
    this.apart = Math.max(this.apart, (this.positives + this.negatives) / this.most)
    const kept: typeof this.kept = []
    let next = 0
    for (const point of this.kept) {
      const below = point.positivesBelow + point.negativesBelow
      if (below < next) continue
      kept.push(point)
      next = below + this.apart
    }
    this.kept = kept
    this.next = next
  }
}
