import { isSparse, moverMean } from '../hypothesis/mover.ts'
import { clopperPearson, wilsonInterval } from '../hypothesis/proportions.ts'
import { oneAgainstRest, rowsOf } from './confusion.ts'
import type { BinaryCounts, ConfusionMatrix } from './confusion.ts'
import type { IntervalMethod, MeasureName } from './evaluation.ts'
import type { Interval } from './interval.ts'

/**
 * The interval of a measure that rests on few rows of a kind, where resampling says too little and a formula is there: of
 * shares that of Clopper and Pearson; of F1, which rises with TP / (TP + FP + FN), that of this share; of balanced accuracy
 * that of the recalls of the classes together. Undefined where there are rows enough, or no formula.
 */
export function sparseInterval(
  name: MeasureName,
  matrix: ConfusionMatrix,
  positive: string | undefined,
  level: number,
): (Interval & { readonly method: IntervalMethod }) | undefined {
  const share = shareOf(name, matrix, positive)
  if (share !== undefined) {
    const [count, of] = share
    return of > 0 && isSparse(count, of)
      ? { ...clopperPearson(count, of, level), method: 'clopper-pearson' }
      : undefined
  }
  if (name === 'f1' && positive !== undefined) return sparseF1(countsOf(matrix, positive), level)
  if (name === 'balanced_accuracy') return sparseRecalls(matrix, level)
  return undefined
}

/** The measure as a count of so many, where it is one: only then has it an exact interval. */
export function shareOf(
  name: MeasureName,
  matrix: ConfusionMatrix,
  positive: string | undefined,
): [count: number, of: number] | undefined {
  if (name === 'accuracy' || name.endsWith('_micro')) {
    return [matrix.labels.reduce((sum, _, at) => sum + (matrix.counts[at]?.[at] ?? 0), 0), rowsOf(matrix)]
  }
  if (positive === undefined) return undefined
  const { truePositives, falsePositives, falseNegatives, trueNegatives } = countsOf(matrix, positive)
  if (name === 'precision') return [truePositives, truePositives + falsePositives]
  if (name === 'recall') return [truePositives, truePositives + falseNegatives]
  if (name === 'specificity') return [trueNegatives, trueNegatives + falsePositives]
  return undefined
}

const countsOf = (matrix: ConfusionMatrix, positive: string): BinaryCounts =>
  oneAgainstRest(matrix, matrix.labels.indexOf(positive))

function sparseF1(
  { truePositives, falsePositives, falseNegatives }: BinaryCounts,
  level: number,
): ReturnType<typeof sparseInterval> {
  const of = truePositives + falsePositives + falseNegatives
  if (of === 0 || !isSparse(truePositives, of)) return undefined
  const { low, high } = clopperPearson(truePositives, of, level)
  const f1 = (share: number): number => (2 * share) / (1 + share)
  return { low: f1(low), high: f1(high), method: 'clopper-pearson' }
}

function sparseRecalls(matrix: ConfusionMatrix, level: number): ReturnType<typeof sparseInterval> {
  const recalls = matrix.labels
    .map((_, at) => ({
      right: matrix.counts[at]?.[at] ?? 0,
      of: (matrix.counts[at] ?? []).reduce((sum, count) => sum + count, 0),
    }))
    .filter(({ of }) => of > 0)
  if (!recalls.some(({ right, of }) => isSparse(right, of))) return undefined
  const { low, high } = moverMean(
    recalls.map(({ right, of }) => ({ value: right / of, ...wilsonInterval(right, of, level) })),
  )
  return { low, high, method: 'wilson-mover' }
}
