import type { DrawSettings } from '../evaluation/draw-settings.ts'
import type { BootstrapKind } from '../evaluation/parts.ts'
import { brierOf } from '../evaluation/brier.ts'
import { logLossOf } from '../evaluation/log-loss.ts'
import { meanInterval, withWidth } from '../evaluation/interval.ts'
import { MeanTally } from '../evaluation/mean-tally.ts'
import { rocAuc } from '../evaluation/roc-auc.ts'
import { deLong } from '../hypothesis/delong.ts'
import type { TestResult } from '../hypothesis/test-result.ts'
import type { Compared } from './comparison.ts'
import { precisionDifference } from './precision-difference.ts'
import { verdictOf } from './verdict.ts'

/** Two probabilities of each row, and whether it is positive; all of one length. */
export type ScoredRows = {
  readonly first: Float64Array
  readonly second: Float64Array
  readonly positive: Uint8Array
}

/**
 * Compares two probabilities of the same rows: the areas under the ROC curve by DeLong's paired variance, average
 * precision by a paired bootstrap, log loss and Brier score by the mean of the differences row by row.
 */
export function compareScores(
  { first, second, positive }: ScoredRows,
  settings: Pick<DrawSettings, 'draws' | 'seed' | 'level'> & { readonly kind: BootstrapKind },
): { compared: Compared[]; test: TestResult } {
  const { level } = settings
  const test = deLong(first, second, positive, { level })
  const n = positive.length
  const { value } = test.effect
  const { low, high } = withWidth(test.effect)
  const area: Compared = {
    name: 'roc_auc',
    first: rocAuc(first, positive).value,
    second: rocAuc(second, positive).value,
    difference: { value, low, high },
    better: 'higher',
    verdict: verdictOf({ low, high }, 'higher'),
    n,
    method: 'delong',
  }
  const areas = precisionDifference({ first, second, positive }, settings)
  const areaEnds = withWidth(areas.difference)
  const precision: Compared = {
    name: 'average_precision',
    first: areas.first,
    second: areas.second,
    difference: { value: areas.difference.value, ...areaEnds },
    better: 'higher',
    verdict: verdictOf(areaEnds, 'higher'),
    n,
    method: areas.method,
  }
  const losses = [
    { name: 'log_loss', loss: logLossOf },
    { name: 'brier', loss: brierOf },
  ].map(({ name, loss }): Compared => {
    const [one, other, difference] = [new MeanTally(), new MeanTally(), new MeanTally()]
    for (let row = 0; row < n; row++) {
      const isPositive = positive[row] === 1
      const [a, b] = [loss(first[row] ?? 0, isPositive), loss(second[row] ?? 0, isPositive)]
      one.add(a, 1)
      other.add(b, 1)
      difference.add(b - a, 1)
    }
    const ends = withWidth(meanInterval(difference.mean, difference.variance(), n, level))
    return {
      name,
      first: one.mean,
      second: other.mean,
      difference: { value: difference.mean, ...ends },
      better: 'lower',
      verdict: verdictOf(ends, 'lower'),
      n,
      method: 'normal-mean of the differences',
    }
  })
  return { compared: [area, precision, ...losses], test }
}
