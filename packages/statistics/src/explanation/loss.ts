import { brierOf } from '../evaluation/brier.ts'
import { logLossOf } from '../evaluation/log-loss.ts'
import { quoted, ScanError } from '../scan/scan-error.ts'

/** What a wrong score costs, row by row. The first two are of probabilities of a class, the others of numbers. */
export type LossName = 'log_loss' | 'brier' | 'absolute_error' | 'squared_error'

/** The loss of each row's score; the labels are checked once. */
export function lossOf(
  name: LossName,
  labels: readonly string[],
  positive: string | undefined,
): (scores: Float64Array) => Float64Array {
  switch (name) {
    case 'log_loss':
    case 'brier': {
      const classes = [...new Set(labels)].sort()
      const chosen = positive ?? (classes.length <= 2 ? classes.at(-1) : undefined)
      if (chosen === undefined || (positive !== undefined && !classes.includes(positive))) {
        const message = positive === undefined ? `there are ${classes.length} classes` : `no row is ${quoted(positive)}`
        throw new ScanError('class_unknown', message, 'name the class whose probability the model gives')
      }
      const loss = name === 'brier' ? brierOf : logLossOf
      return (scores) => {
        const odd = scores.findIndex((score) => !(score >= 0 && score <= 1))
        if (odd >= 0) {
          const message = `the model gave the score ${scores[odd] ?? ''}, which is no probability`
          throw new ScanError('score_out_of_range', message, 'let it give the probability of the positive class')
        }
        return scores.map((score, row) => loss(score, labels[row] === chosen))
      }
    }
    case 'absolute_error':
    case 'squared_error': {
      const actual = labels.map((label) => (label.trim() === '' ? Number.NaN : Number(label)))
      const odd = actual.findIndex((value) => !Number.isFinite(value))
      if (odd >= 0) {
        const message = `the label ${quoted(labels[odd] ?? '')} is no number`
        throw new ScanError('column_type', message, 'give a label of numbers, or a loss of classes')
      }
      const power = name === 'absolute_error' ? 1 : 2
      return (scores) => scores.map((score, row) => Math.abs(score - (actual[row] ?? 0)) ** power)
    }
    default:
      return name satisfies never
  }
}
