import { setImmediate as nextTurn } from 'node:timers/promises'
import { rowsFrom } from '../scan/engine.ts'
import { ScanError } from '../scan/scan-error.ts'
import { scanFile } from '../scan/scan-file.ts'
import { groupCaveats } from './caveats.ts'
import { countGroups } from './count-groups.ts'
import type { Decision, Group } from './count-groups.ts'
import { settingsOf } from './evaluation.ts'
import type { Evaluation, EvaluationQuestion, EvaluationSettings, Measure } from './evaluation.ts'
import { countFormulas, countMeasures, scoreMeasures, withoutScoreMeasures } from './group-measures.ts'
import { readObservations } from './observations.ts'
import type { Observations } from './observations.ts'
import { classesOf, positiveClass } from './positive-class.ts'
import { rankGroups } from './rank-groups.ts'

/**
 * Measures a file of predictions: confusion matrix, accuracy, balanced accuracy, precision, recall, specificity, F1 (with
 * more than two classes their averages) and, where there is a score, ROC AUC, log loss and Brier score; for the whole
 * file and for every slice, each with an interval.
 *
 * Intervals: measures over counts are bootstrapped over the confusion cells; ROC AUC has DeLong's variance on the logit
 * scale; log loss and Brier score are means and have the normal interval. The answer is plain data, does not depend on
 * the order of the rows, and is the same for the same file and seed. Missing slice values form a group of their own.
 *
 * Throws a ScanError when the file cannot be measured, or the signal's reason when it is aborted.
 *
 * @example
 * await evaluateFile({ path: 'predictions.csv', label: 'label', prediction: 'prediction', score: 'score', slices: ['site'] })
 */
export async function evaluateFile(question: EvaluationQuestion): Promise<Evaluation> {
  const settings = settingsOf(question)
  const { onProgress, signal } = question
  const { result, source } = await scanFile(question.path, { onProgress, signal }, async (scan) => {
    const observations = await readObservations(scan, question)
    onProgress?.({ phase: 'read', share: 1 })
    return { result: await measureObservations(observations, question, settings), rows: observations.rows }
  })
  return {
    rows: source.rows,
    classes: result.classes,
    ...(result.positive === undefined ? {} : { positive: result.positive }),
    ...(question.threshold === undefined ? {} : { threshold: question.threshold }),
    source,
    measures: result.measures,
    confusion: result.confusion,
    slices: result.slices,
    caveats: result.caveats,
    seed: settings.seed,
    draws: settings.draws,
    level: settings.level,
    method: methodOf(settings),
  }
}

type Result = Pick<Evaluation, 'classes' | 'measures' | 'confusion' | 'slices' | 'caveats'> & {
  readonly positive: string | undefined
}

async function measureObservations(
  observations: Observations,
  question: EvaluationQuestion,
  settings: EvaluationSettings,
): Promise<Result> {
  const { classes, positive, decision, caveats } = await decide(observations, question)
  const groups = await countGroups(observations, classes, decision)
  const [whole] = groups
  if (whole === undefined) throw new Error('there must be at least the whole file')
  const { signal, onProgress } = question
  const tallies =
    question.score === undefined || positive === undefined
      ? []
      : await rankGroups(observations, groups, positive, (share) => {
          signal?.throwIfAborted()
          onProgress?.({ phase: 'measure', share: share / 2 })
        })
  const formulas = countFormulas(classes, positive)
  const measures: Measure[] = []
  for (const [index, { matrix, rows, slice }] of groups.entries()) {
    // Other work of the process must not wait for the draws of all groups.
    await nextTurn()
    signal?.throwIfAborted()
    const tally = tallies[index]
    measures.push(...countMeasures(matrix, formulas, settings, slice))
    if (tally !== undefined) measures.push(...scoreMeasures(tally, rows, settings.level, slice))
    else if (question.score !== undefined) measures.push(...withoutScoreMeasures(rows, slice))
    onProgress?.({ phase: 'measure', share: 0.5 + (index + 1) / groups.length / 2 })
  }
  const slices = groups.flatMap((group) => describeSlice(group, settings.minimumGroup))
  return {
    classes,
    positive,
    measures,
    confusion: whole.matrix,
    slices,
    caveats: [...caveats, ...groupCaveats(measures, slices, whole.rows, settings.minimumGroup)],
  }
}

function describeSlice({ slice, rows, matrix }: Group, minimumGroup: number): Evaluation['slices'][number][] {
  return slice === undefined ? [] : [{ ...slice, rows, small: rows < minimumGroup, confusion: matrix }]
}

/** Which classes there are, which is the positive one, and what decides the predicted class. */
async function decide(
  observations: Observations,
  question: EvaluationQuestion,
): Promise<{ classes: string[]; positive: string | undefined; decision: Decision; caveats: string[] }> {
  const { classes, caveats } = classesOf(observations.labels, observations.predictions, question.positive)
  const { positive: given, threshold } = question
  if (classes.length > 2) {
    if (threshold !== undefined) {
      const message = `there are ${classes.length} classes and a threshold can decide between two`
      throw new ScanError('option_invalid', message, 'leave the threshold out')
    }
    if (given !== undefined) caveats.push('The positive class is not used: there are more than two classes.')
    return { classes, positive: undefined, decision: { by: 'prediction' }, caveats }
  }
  const means =
    given === undefined && classes.length === 2 && question.score !== undefined
      ? await meanScores(observations)
      : new Map()
  const { positive, caveat } = positiveClass(classes, given, means)
  if (caveat !== undefined) caveats.push(caveat)
  if (threshold === undefined) {
    return { classes: [...new Set([...classes, positive])].sort(), positive, decision: { by: 'prediction' }, caveats }
  }
  const below = classes.find((name) => name !== positive) ?? `not ${positive}`
  const decision: Decision = { by: 'threshold', threshold, above: positive, below }
  const differing = await countDiffering(observations, decision)
  if (differing > 0) {
    caveats.push(`The threshold ${threshold} decides ${differing} rows otherwise than the prediction column.`)
  }
  return { classes: [...new Set([...classes, positive, below])].sort(), positive, decision, caveats }
}

async function meanScores({ connection, codeOf, predictions }: Observations): Promise<Map<string, number>> {
  if (codeOf.prediction === undefined) return new Map()
  const rows = await rowsFrom(
    connection,
    `SELECT enum_code(${codeOf.prediction})::INTEGER AS code, avg(score) AS mean FROM observations GROUP BY 1`,
  )
  return new Map(rows.map((row) => [predictions[Number(row['code'])] ?? '', Number(row['mean'])]))
}

async function countDiffering(
  { connection, codeOf, predictions }: Observations,
  { threshold, above }: Extract<Decision, { by: 'threshold' }>,
): Promise<number> {
  if (codeOf.prediction === undefined) return 0
  const code = predictions.indexOf(above)
  const [row] = await rowsFrom(
    connection,
    `SELECT count(*) AS n FROM observations WHERE (score >= ${threshold}::DOUBLE) <> ` +
      `(enum_code(${codeOf.prediction})::INTEGER = ${code})`,
  )
  return Number(row?.['n'] ?? 0)
}

function methodOf({ draws, level, seed }: EvaluationSettings): string {
  const percent = Number((level * 100).toFixed(6))
  return (
    `${percent} % intervals. Measures over counts: percentile bootstrap, ${draws} multinomial draws over the confusion ` +
    `cells, seed ${seed}. ROC AUC: variance of DeLong, normal on the logit scale. Log loss and Brier score: normal ` +
    'interval of the mean.'
  )
}
