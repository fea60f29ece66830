import { findUnnormalised } from './unnormalised.ts'
import { CalibrationTally } from './calibration.ts'
import type { Group } from './count-groups.ts'
import type { ClassDetail, EvaluationSettings, Measure, MeasureName } from './evaluation.ts'
import { figure, noFigure } from './figure.ts'
import type { Figure } from './figure.ts'
import { meanInterval, NO_INTERVAL } from './interval.ts'
import type { Interval } from './interval.ts'
import { logLossOf } from './log-loss.ts'
import { MeanTally } from './mean-tally.ts'
import { asMeasure } from './measure.ts'
import { normalQuantile } from '../distributions/normal-quantile.ts'
import type { Observations } from './observations.ts'
import { Random } from './random.ts'
import { rankGroups } from './rank-groups.ts'
import type { RankTally } from './roc-auc.ts'
import { eachBatch } from '../scan/stream-rows.ts'

/** What the probabilities of all classes say about one group of rows. */
export type ClassScores = {
  /** One against the rest, in the order of the classes. */
  readonly ranks: readonly RankTally[]
  readonly logLoss: MeanTally
  readonly brier: MeanTally
  /** Of the probability of the predicted class (Guo et al. 2017). */
  readonly calibration: CalibrationTally
}

/**
 * Tallies the probabilities of more than two classes: one sorted pass for each class, and one for the probability of what
 * happened. `columnOf[class]` is the number of the class's column in the table of observations.
 */
export async function classScores(
  observations: Observations,
  groups: readonly Group[],
  classes: readonly string[],
  columnOf: readonly number[],
  { signal, onShare }: { signal: AbortSignal | undefined; onShare: (share: number) => void },
): Promise<ClassScores[]> {
  await findUnnormalised(observations, columnOf)
  const ranks: RankTally[][] = groups.map(() => [])
  const passes = classes.length + 1
  for (const [index, label] of classes.entries()) {
    const share = (done: number): void => onShare((index + done) / passes)
    const tallies = await rankGroups(observations, groups, label, share, `number_${columnOf[index] ?? 0}`)
    for (const [at, tally] of tallies.entries()) ranks[at]?.push(tally.ranks)
  }
  const found = ranks.map((of): ClassScores => {
    return { ranks: of, logLoss: new MeanTally(), brier: new MeanTally(), calibration: new CalibrationTally() }
  })
  const tables: ClassScores[][] = [[], ...observations.codeOf.slice.map(() => [])]
  for (const [at, { sliceIndex, code }] of groups.entries()) {
    const table = tables[sliceIndex + 1]
    const scores = found[at]
    if (table !== undefined && scores !== undefined) table[code] = scores
  }
  const { label, prediction = label, slice } = observations.codeOf
  const squares = columnOf.map((column) => `number_${column} * number_${column}`).join(' + ')
  const right = `enum_code(${label})::INTEGER = ${sameClass(observations)}`
  const sql =
    `SELECT ${pick(observations.labels, label, classes, columnOf)} AS truth, ` +
    `${pick(observations.predictions, prediction, classes, columnOf)} AS sure, (${right})::INTEGER AS is_right, ` +
    `${['0 AS whole', ...slice].join(', ')}, ${squares} AS squares FROM observations ORDER BY truth, sure, squares, is_right`
  await eachBatch(observations.connection, sql, signal, ({ columns, size }) => {
    const [truth = [], sure = [], isRight = []] = columns
    const sums = columns.at(-1) ?? []
    for (const [at, table] of tables.entries()) {
      const codes = columns[3 + at] ?? []
      for (let row = 0; row < size; row++)
        addRow(table[codes[row] ?? 0], truth[row], sure[row], isRight[row], sums[row])
    }
  })
  onShare(1)
  return found
}

function addRow(scores: ClassScores | undefined, truth = 0, sure = 0, isRight = 0, squares = 0): void {
  if (scores === undefined) return
  scores.logLoss.add(logLossOf(truth, true), 1)
  scores.brier.add(squares - 2 * truth + 1, 1)
  scores.calibration.add(sure, isRight, 1 - isRight)
}

/** The code of the label that a row's predicted class has in the label column, −1 where it is no label. */
function sameClass({ labels, predictions, codeOf }: Observations): string {
  const cases = predictions.map((name, code) => `WHEN ${code} THEN ${labels.indexOf(name)}`).join(' ')
  return `CASE enum_code(${codeOf.prediction ?? codeOf.label})::INTEGER ${cases} ELSE -1 END`
}

/** The probability of the class that a coded column names. */
function pick(
  names: readonly string[],
  column: string,
  classes: readonly string[],
  columnOf: readonly number[],
): string {
  const cases = names.map((name, code) => `WHEN ${code} THEN number_${columnOf[classes.indexOf(name)] ?? 0}`)
  return `(CASE enum_code(${column})::INTEGER ${cases.join(' ')} ELSE 0 END)::DOUBLE`
}

/** The measures of the probabilities of one group. Averages of AUC are over the classes that occur. */
export function classScoreMeasures(
  { ranks, logLoss, brier, calibration }: ClassScores,
  group: Group,
  { draws, level, seed }: EvaluationSettings,
): { measures: Measure[]; errorByChance: number | null } {
  const { rows: n, matrix, slice } = group
  const mean = (name: MeasureName, of: MeanTally, most: number): Measure => {
    const value = of.weight === 0 ? noFigure('there are no rows') : figure(of.mean)
    return asMeasure(
      name,
      value,
      meanInterval(of.mean, of.variance(), of.weight, level, 0, most),
      n,
      'normal-mean',
      slice,
    )
  }
  const actual = matrix.counts.map((line) => line.reduce((sum, count) => sum + count, 0))
  const area = (name: MeasureName, weights: readonly number[]): Measure => {
    const { value, interval } = averageArea(ranks, weights, level)
    return asMeasure(name, value, interval, n, 'delong-bound', slice)
  }
  const random = new Random(seed, `scores ${slice === undefined ? '' : JSON.stringify([slice.column, slice.value])}`)
  const { byChance, ...ends } = calibration.errorInterval(draws, level, random, slice === undefined)
  const measures = [
    area(
      'roc_auc_macro',
      actual.map((rows) => (rows > 0 ? 1 : 0)),
    ),
    area('roc_auc_weighted', actual),
    mean('log_loss', logLoss, Infinity),
    mean('brier', brier, 2),
    asMeasure('ece', calibration.error(), ends, n, 'bootstrap-cells', slice),
  ]
  return { measures, errorByChance: byChance }
}

function averageArea(
  ranks: readonly RankTally[],
  weights: readonly number[],
  level: number,
): { value: Figure; interval: Interval } {
  let [sum, weight, error]: [number, number, number | null] = [0, 0, 0]
  for (const [index, tally] of ranks.entries()) {
    const part = weights[index] ?? 0
    if (part === 0) continue
    const area = tally.area()
    if (area.value === null) return { value: area, interval: NO_INTERVAL }
    const variance = tally.variance()
    sum += part * area.value
    weight += part
    error = variance === null || error === null ? null : error + part * Math.sqrt(variance)
  }
  if (weight === 0) return { value: noFigure('there are no rows'), interval: NO_INTERVAL }
  const value = sum / weight
  if (error === null) return { value: figure(value), interval: NO_INTERVAL }
  const reach = (normalQuantile(0.5 + level / 2) * error) / weight
  return { value: figure(value), interval: { low: Math.max(0, value - reach), high: Math.min(1, value + reach) } }
}

/** The area of each class against the rest, for the details by class. */
export function classArea(tally: RankTally | undefined, level: number): ClassDetail['rocAuc'] {
  return tally === undefined ? undefined : { ...tally.area(), ...tally.interval(level) }
}
