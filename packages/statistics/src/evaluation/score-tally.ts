import { PrecisionTally } from './average-precision.ts'
import { CalibrationTally } from './calibration.ts'
import { TopTally } from './lift.ts'
import { MeanTally } from './mean-tally.ts'
import { brierOf } from './brier.ts'
import { logLossOf } from './log-loss.ts'
import { RankTally } from './roc-auc.ts'
import { ThresholdCurve } from './threshold-curve.ts'

/** One score that rows share, with its losses: computed once, used by every group the rows belong to. */
export type ScoreValue = {
  readonly score: number
  readonly logLossPositive: number
  readonly logLossNegative: number
}

export function scoreValue(score: number): ScoreValue {
  return { score, logLossPositive: logLossOf(score, true), logLossNegative: logLossOf(score, false) }
}

/**
 * All that follows from the scores of one group, in one pass over rows in ascending order of their score: ROC AUC, average
 * precision, log loss, Brier score, calibration, the rows at the top, and the points of the curves. How many rows of each
 * class there are must be known before.
 *
 * Rows with an equal score enter together: so the order in which ties arrive changes no bit of the result.
 */
export class ScoreTally {
  readonly ranks = new RankTally()
  readonly logLoss = new MeanTally()
  readonly brier = new MeanTally()
  readonly calibration = new CalibrationTally()
  readonly precision: PrecisionTally
  readonly top: TopTally
  readonly curve: ThresholdCurve
  private current: ScoreValue | undefined
  private positives = 0
  private negatives = 0

  constructor(positives: number, negatives: number) {
    this.precision = new PrecisionTally(positives, negatives)
    this.top = new TopTally(positives + negatives)
    this.curve = new ThresholdCurve(positives, negatives)
  }

  /** Adds so many rows that share a score and a class. */
  add(value: ScoreValue, isPositive: boolean, times = 1): void {
    if (this.current !== value) {
      this.flush()
      this.current = value
    }
    if (isPositive) this.positives += times
    else this.negatives += times
  }

  /** Must be called after the last row. */
  flush(): void {
    const { current, positives, negatives } = this
    if (current === undefined) return
    this.ranks.add(positives, negatives)
    this.precision.add(positives, negatives)
    this.calibration.add(current.score, positives, negatives)
    this.top.add(positives, negatives)
    this.curve.add(current.score, positives, negatives)
    if (positives > 0) {
      this.logLoss.add(current.logLossPositive, positives)
      this.brier.add(brierOf(current.score, true), positives)
    }
    if (negatives > 0) {
      this.logLoss.add(current.logLossNegative, negatives)
      this.brier.add(brierOf(current.score, false), negatives)
    }
    this.current = undefined
    this.positives = 0
    this.negatives = 0
  }
}
