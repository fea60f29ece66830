import { noFigure } from './figure.ts'
import type { Figure } from './figure.ts'

/** How often each actual class was given each predicted class. `counts[actual][predicted]`, in the order of `labels`. */
export type ConfusionMatrix = {
  readonly labels: readonly string[]
  readonly counts: readonly (readonly number[])[]
}

/** The four cells of one class against the rest. */
export type BinaryCounts = {
  readonly truePositives: number
  readonly falsePositives: number
  readonly falseNegatives: number
  readonly trueNegatives: number
}

/**
 * Counts pairs of an actual and a predicted class.
 *
 * The classes are those that occur on either side, sorted by code unit, unless `classes` names more or another order.
 * Surplus entries of the longer array are an error of the caller and throw a RangeError.
 *
 * @example
 * confusionMatrix(['a', 'b', 'b'], ['a', 'a', 'b']) // { labels: ['a', 'b'], counts: [[1, 0], [1, 1]] }
 */
export function confusionMatrix(
  actual: readonly string[],
  predicted: readonly string[],
  classes?: readonly string[],
): ConfusionMatrix {
  if (actual.length !== predicted.length) {
    throw new RangeError(
      `${actual.length} actual classes and ${predicted.length} predicted ones: give one of each a row`,
    )
  }
  const labels = classes ?? [...new Set([...actual, ...predicted])].sort()
  const position = new Map(labels.map((label, index) => [label, index]))
  const counts = labels.map(() => labels.map(() => 0))
  for (const [row, label] of actual.entries()) {
    const from = position.get(label)
    const to = position.get(predicted[row] ?? '')
    const line = from === undefined ? undefined : counts[from]
    if (line === undefined || to === undefined) throw new RangeError(`row ${row} has a class that is not in the list`)
    line[to] = (line[to] ?? 0) + 1
  }
  return { labels, counts }
}

/** One class against all others. An index outside the classes gives a class that never occurs. */
export function oneAgainstRest(matrix: ConfusionMatrix, index: number): BinaryCounts {
  let [predicted, total, actual, right] = [0, 0, 0, 0]
  for (let row = 0; row < matrix.counts.length; row++) {
    const line = matrix.counts[row] ?? []
    for (let column = 0; column < line.length; column++) {
      const count = line[column] ?? 0
      total += count
      if (row === index) actual += count
      if (column === index) predicted += count
      if (row === index && column === index) right = count
    }
  }
  return against(right, actual, predicted, total)
}

/** Every class against all others, in the order of the labels; in one pass, since a bootstrap asks often. */
export function eachAgainstRest(matrix: ConfusionMatrix): BinaryCounts[] {
  const actual = matrix.labels.map(() => 0)
  const predicted = matrix.labels.map(() => 0)
  let total = 0
  for (const [row, line] of matrix.counts.entries()) {
    for (let column = 0; column < line.length; column++) {
      const count = line[column] ?? 0
      total += count
      actual[row] = (actual[row] ?? 0) + count
      predicted[column] = (predicted[column] ?? 0) + count
    }
  }
  return matrix.labels.map((_, index) =>
    against(matrix.counts[index]?.[index] ?? 0, actual[index] ?? 0, predicted[index] ?? 0, total),
  )
}

function against(truePositives: number, actual: number, predicted: number, total: number): BinaryCounts {
  return {
    truePositives,
    falsePositives: predicted - truePositives,
    falseNegatives: actual - truePositives,
    trueNegatives: total - actual - predicted + truePositives,
  }
}

/** The number of rows behind the matrix. */
export function rowsOf(matrix: ConfusionMatrix): number {
  let total = 0
  for (let row = 0; row < matrix.counts.length; row++) {
    const line = matrix.counts[row] ?? []
    for (let column = 0; column < line.length; column++) total += line[column] ?? 0
  }
  return total
}

/** Why no formula can be applied to these counts, or undefined when it can. */
export function refuseCounts(counts: Iterable<number>): Figure | undefined {
  let total = 0
  for (const count of counts) {
    if (!Number.isFinite(count) || count < 0) return noFigure('a count is negative or not a number')
    total += count
  }
  return total === 0 ? noFigure('there are no rows') : undefined
}

/** The same for a matrix, which must also be square and as large as its list of labels. Asked in every draw: no closures. */
export function refuseMatrix(matrix: ConfusionMatrix): Figure | undefined {
  const size = matrix.labels.length
  let isSquare = matrix.counts.length === size
  let isSane = true
  let total = 0
  for (let row = 0; row < matrix.counts.length; row++) {
    const line = matrix.counts[row] ?? []
    if (line.length !== size) isSquare = false
    for (let column = 0; column < line.length; column++) {
      const count = line[column] ?? 0
      if (!(count >= 0 && count < Infinity)) isSane = false
      total += count
    }
  }
  if (!isSquare) return noFigure('the matrix is not as wide and as high as its list of labels')
  if (!isSane) return noFigure('a count is negative or not a number')
  return total === 0 ? noFigure('there are no rows') : undefined
}
