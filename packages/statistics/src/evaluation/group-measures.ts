import { accuracy } from './accuracy.ts'
import { balancedAccuracy } from './balanced-accuracy.ts'
import { bootstrapIntervals } from './bootstrap.ts'
import type { CountFormula } from './bootstrap.ts'
import { classAverage } from './class-average.ts'
import { oneAgainstRest, rowsOf } from './confusion.ts'
import type { BinaryCounts, ConfusionMatrix } from './confusion.ts'
import type { EvaluationSettings, IntervalMethod, Measure, MeasureName, Slice } from './evaluation.ts'
import { f1 } from './f1.ts'
import { figure, noFigure } from './figure.ts'
import type { Figure } from './figure.ts'
import { meanInterval, NO_INTERVAL } from './interval.ts'
import type { Interval } from './interval.ts'
import type { MeanTally } from './mean-tally.ts'
import { precision } from './precision.ts'
import { Random } from './random.ts'
import { recall } from './recall.ts'
import type { ScoreTally } from './score-tally.ts'
import { specificity } from './specificity.ts'

type CountFormulas = Readonly<Partial<Record<MeasureName, CountFormula>>>

/** The formulas over the cells that fit the classes: about the positive class with two, averaged over classes with more. */
export function countFormulas(classes: readonly string[], positive: string | undefined): CountFormulas {
  if (positive === undefined) {
    return {
      accuracy,
      balanced_accuracy: balancedAccuracy,
      precision_macro: (matrix) => classAverage(matrix, precision, 'macro'),
      precision_weighted: (matrix) => classAverage(matrix, precision, 'weighted'),
      recall_macro: (matrix) => classAverage(matrix, recall, 'macro'),
      recall_weighted: (matrix) => classAverage(matrix, recall, 'weighted'),
      f1_macro: (matrix) => classAverage(matrix, f1, 'macro'),
      f1_micro: (matrix) => classAverage(matrix, f1, 'micro'),
      f1_weighted: (matrix) => classAverage(matrix, f1, 'weighted'),
    }
  }
  const index = classes.indexOf(positive)
  const about =
    (formula: (counts: BinaryCounts) => Figure): CountFormula =>
    (matrix) =>
      formula(oneAgainstRest(matrix, index))
  return {
    accuracy,
    balanced_accuracy: balancedAccuracy,
    precision: about(precision),
    recall: about(recall),
    specificity: about(specificity),
    f1: about(f1),
  }
}

/** The measures of one group that follow from its confusion matrix, each with its bootstrap interval. */
export function countMeasures(
  matrix: ConfusionMatrix,
  formulas: CountFormulas,
  { draws, level, seed }: EvaluationSettings,
  slice?: Slice,
): Measure[] {
  const random = new Random(seed, slice === undefined ? '' : JSON.stringify([slice.column, slice.value]))
  const n = rowsOf(matrix)
  const named = formulas as Record<MeasureName, CountFormula>
  const intervals = bootstrapIntervals(matrix, named, { draws, level, random })
  return Object.entries(named).map(([name, formula]) => {
    const measured = name as MeasureName
    return measure(measured, formula(matrix), intervals[measured], n, 'bootstrap-percentile', slice)
  })
}

/** ROC AUC, log loss and Brier score of one group. */
export function scoreMeasures(tally: ScoreTally, n: number, level: number, slice?: Slice): Measure[] {
  const mean = (name: MeasureName, of: MeanTally, most: number): Measure => {
    const value = of.weight === 0 ? noFigure('there are no rows') : figure(of.mean)
    const interval = meanInterval(of.mean, of.variance(), of.weight, level, 0, most)
    return measure(name, value, interval, n, 'normal-mean', slice)
  }
  return [
    measure('roc_auc', tally.ranks.area(), tally.ranks.interval(level), n, 'delong-logit', slice),
    mean('log_loss', tally.logLoss, Infinity),
    mean('brier', tally.brier, 1),
  ]
}

/** The score measures where one score a row cannot be enough. */
export function withoutScoreMeasures(n: number, slice?: Slice): Measure[] {
  const reason = 'with more than two classes one score a row is not enough'
  const none = (name: MeasureName, method: IntervalMethod): Measure =>
    measure(name, noFigure(reason), NO_INTERVAL, n, method, slice)
  return [none('roc_auc', 'delong-logit'), none('log_loss', 'normal-mean'), none('brier', 'normal-mean')]
}

function measure(
  name: MeasureName,
  found: Figure,
  { low, high }: Interval,
  n: number,
  method: IntervalMethod,
  slice: Slice | undefined,
): Measure {
  const ends = found.value === null ? NO_INTERVAL : { low, high }
  return {
    name,
    value: found.value,
    ...ends,
    n,
    ...(slice === undefined ? {} : { slice }),
    ...(found.value === null ? { reason: found.reason } : {}),
    method,
  }
}
