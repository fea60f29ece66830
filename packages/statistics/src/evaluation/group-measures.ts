import { clopperPearson, wilsonInterval } from '../hypothesis/proportions.ts'
import { accuracy } from './accuracy.ts'
import { balancedAccuracy } from './balanced-accuracy.ts'
import { bootstrapIntervals } from './bootstrap.ts'
import type { CountFormula } from './bootstrap.ts'
import { classAverage } from './class-average.ts'
import { classKappa } from './class-kappa.ts'
import { oneAgainstRest, rowsOf } from './confusion.ts'
import type { BinaryCounts, ConfusionMatrix } from './confusion.ts'
import type { EvaluationSettings, IntervalMethod, Measure, MeasureName, Slice } from './evaluation.ts'
import { f1 } from './f1.ts'
import type { Figure } from './figure.ts'
import type { Interval } from './interval.ts'
import { matthews } from './matthews.ts'
import { asMeasure } from './measure.ts'
import { precision } from './precision.ts'
import { Random } from './random.ts'
import { recall } from './recall.ts'
import { shareOf, sparseInterval } from './sparse-interval.ts'
import { specificity } from './specificity.ts'
import { utility } from './utility.ts'
import type { CellValue } from './utility.ts'

type CountFormulas = Readonly<Partial<Record<MeasureName, CountFormula>>>

/** The formulas over the cells that fit the classes: about the positive class with two, averaged over classes with more. */
export function countFormulas(
  classes: readonly string[],
  positive: string | undefined,
  values: readonly CellValue[] | undefined,
): CountFormulas {
  const worth: CountFormulas = values === undefined ? {} : { utility: (matrix) => utility(matrix, values) }
  if (positive === undefined) {
    const averaged = (
      formula: (counts: BinaryCounts) => Figure,
      by: Parameters<typeof classAverage>[2],
    ): CountFormula => {
      return (matrix) => classAverage(matrix, formula, by)
    }
    return {
      accuracy,
      balanced_accuracy: balancedAccuracy,
      precision_macro: averaged(precision, 'macro'),
      precision_micro: averaged(precision, 'micro'),
      precision_weighted: averaged(precision, 'weighted'),
      recall_macro: averaged(recall, 'macro'),
      recall_micro: averaged(recall, 'micro'),
      recall_weighted: averaged(recall, 'weighted'),
      f1_macro: averaged(f1, 'macro'),
      f1_micro: averaged(f1, 'micro'),
      f1_weighted: averaged(f1, 'weighted'),
      mcc: matthews,
      kappa: classKappa,
      ...worth,
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
    mcc: matthews,
    kappa: classKappa,
    ...worth,
  }
}

/** The measures of one group that follow from its confusion matrix, each with its interval. */
export function countMeasures(
  matrix: ConfusionMatrix,
  formulas: CountFormulas,
  positive: string | undefined,
  { draws, level, seed, interval: wanted }: EvaluationSettings,
  slice?: Slice,
): Measure[] {
  const random = new Random(seed, slice === undefined ? '' : JSON.stringify([slice.column, slice.value]))
  const n = rowsOf(matrix)
  const named = formulas as Record<MeasureName, CountFormula>
  const kind = wanted === 'bca' || wanted === 'clopper-pearson' || wanted === 'wilson' ? 'bca' : 'percentile'
  const intervals = bootstrapIntervals(matrix, named, { draws, level, random, kind })
  return Object.entries(named).map(([name, formula]) => {
    const measured = name as MeasureName
    const share = wanted === 'wilson' || wanted === 'clopper-pearson' ? shareOf(measured, matrix, positive) : undefined
    if (share !== undefined && (wanted === 'wilson' || wanted === 'clopper-pearson')) {
      const ends: Interval = (wanted === 'wilson' ? wilsonInterval : clopperPearson)(...share, level)
      return asMeasure(measured, formula(matrix), ends, n, wanted, slice)
    }
    const sparse = sparseInterval(measured, matrix, positive, level)
    if (sparse !== undefined) return asMeasure(measured, formula(matrix), sparse, n, sparse.method, slice)
    const method: IntervalMethod = kind === 'bca' ? 'bootstrap-bca' : 'bootstrap-percentile'
    return asMeasure(measured, formula(matrix), intervals[measured], n, method, slice)
  })
}
