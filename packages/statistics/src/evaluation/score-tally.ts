import { MeanTally } from './mean-tally.ts'
import { brierOf } from './brier.ts'
import { logLossOf } from './log-loss.ts'
import { RankTally } from './roc-auc.ts'

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
 * ROC AUC, log loss and Brier score of one group in one pass over rows in ascending order of their score.
 *
 * Rows with an equal score enter together: so the order in which ties arrive changes no bit of the result.
 */
export class ScoreTally {
  readonly ranks = new RankTally()
  readonly logLoss = new MeanTally()
  readonly brier = new MeanTally()
  private current: ScoreValue | undefined
  private positives = 0
  private negatives = 0

  add(value: ScoreValue, isPositive: boolean): void {
    if (this.current !== value) {
      this.flush()
      this.current = value
    }
    if (isPositive) this.positives += 1
    else this.negatives += 1
  }

  /** Must be called after the last row. */
  flush(): void {
    const { current, positives, negatives } = this
    if (current === undefined) return
    this.ranks.add(positives, negatives)
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
