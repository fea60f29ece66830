import { figure, noFigure } from './figure.ts'
import type { Figure } from './figure.ts'
import { MeanTally } from './mean-tally.ts'

/**
 * The mean loss of probabilities given to the positive class. No figure when there are no rows, when the arrays differ in
 * length, or when a score is not a probability: a loss of such a score would mean nothing.
 */
export function probabilityMean(
  scores: ArrayLike<number>,
  positive: ArrayLike<number>,
  loss: (score: number, isPositive: boolean) => number,
): Figure {
  if (scores.length !== positive.length) return noFigure('there are not as many scores as labels')
  if (scores.length === 0) return noFigure('there are no rows')
  const tally = new MeanTally()
  for (let row = 0; row < scores.length; row++) {
    const score = scores[row] ?? Number.NaN
    if (!(score >= 0 && score <= 1)) return noFigure(`the score of row ${row} is not a probability from 0 to 1`)
    tally.add(loss(score, Boolean(positive[row])), 1)
  }
  return figure(tally.mean)
}
