import { rowsFrom } from '../scan/engine.ts'
import type { ConfusionMatrix } from './confusion.ts'
import type { Slice } from './evaluation.ts'
import type { Observations } from './observations.ts'

/** The rows of one group: the whole file, or those of one slice. `code` is the slice's value in its coded column. */
export type Group = {
  readonly slice?: Slice
  readonly sliceIndex: number
  readonly code: number
  readonly rows: number
  readonly matrix: ConfusionMatrix
}

/** How a row is decided: by the prediction column, or by a threshold on the score. */
export type Decision =
  | { readonly by: 'prediction' }
  | { readonly by: 'threshold'; readonly threshold: number; readonly above: string; readonly below: string }

/** Counts the confusion cells of the file and of every value of every slice column, the file first. */
export async function countGroups(
  observations: Observations,
  classes: readonly string[],
  decision: Decision,
): Promise<Group[]> {
  const groups = await countBy(observations, classes, decision, -1)
  for (const index of observations.slices.keys())
    groups.push(...(await countBy(observations, classes, decision, index)))
  return groups
}

async function countBy(
  observations: Observations,
  classes: readonly string[],
  decision: Decision,
  sliceIndex: number,
): Promise<Group[]> {
  const { connection, codeOf, labels, predictions, slices } = observations
  const sliceCode = codeOf.slice[sliceIndex]
  const predicted = predictedBy(decision, codeOf.prediction)
  const decided = decision.by === 'threshold' ? [decision.below, decision.above] : predictions
  const found = await rowsFrom(
    connection,
    `SELECT ${sliceCode === undefined ? '0' : `enum_code(${sliceCode})::INTEGER`} AS slice, ` +
      `enum_code(${codeOf.label})::INTEGER AS label, ${predicted} AS predicted, count(*) AS n ` +
      'FROM observations GROUP BY ALL ORDER BY ALL',
  )
  const position = new Map(classes.map((name, index) => [name, index]))
  const counts = new Map<number, number[][]>()
  for (const row of found) {
    const code = Number(row['slice'])
    const cells = counts.get(code) ?? classes.map(() => classes.map(() => 0))
    counts.set(code, cells)
    const line = cells[position.get(labels[Number(row['label'])] ?? '') ?? -1]
    const column = position.get(decided[Number(row['predicted'])] ?? '')
    if (line === undefined || column === undefined) throw new Error('a counted cell is of no known class')
    line[column] = (line[column] ?? 0) + Number(row['n'])
  }
  const slice = slices[sliceIndex]
  return [...counts].map(([code, cells]) => ({
    ...(slice === undefined ? {} : { slice: { column: slice.name, value: slice.values[code] ?? null } }),
    sliceIndex,
    code,
    rows: cells.flat().reduce((sum, count) => sum + count, 0),
    matrix: { labels: classes, counts: cells },
  }))
}

function predictedBy(decision: Decision, column: string | undefined): string {
  if (decision.by === 'threshold') return `(score >= ${decision.threshold}::DOUBLE)::INTEGER`
  return `enum_code(${column ?? ''})::INTEGER`
}
