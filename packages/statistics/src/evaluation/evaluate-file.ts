import { setImmediate as nextTurn } from 'node:timers/promises'
import { ScanError } from '../scan/scan-error.ts'
import { scanFile } from '../scan/scan-file.ts'
import { groupCaveats } from './caveats.ts'
import { classDetails } from './class-details.ts'
import { classScoreMeasures, classScores } from './class-scores.ts'
import type { ClassScores } from './class-scores.ts'
import { countGroups } from './count-groups.ts'
import type { Group } from './count-groups.ts'
import { decide } from './decide.ts'
import { evaluationFindings } from './evaluation-findings.ts'
import { settingsOf } from './evaluation.ts'
import type { Evaluation, EvaluationQuestion, EvaluationSettings, Measure, ScoreCurves } from './evaluation.ts'
import { countFormulas, countMeasures } from './group-measures.ts'
import { readObservations } from './observations.ts'
import type { Observations } from './observations.ts'
import { rankGroups } from './rank-groups.ts'
import { scoreMeasures, withoutScoreMeasures } from './score-measures.ts'
import type { ScoreTally } from './score-tally.ts'

/**
 * Measures a file of predicted classes: confusion matrix, accuracy, balanced accuracy, precision, recall, specificity and F1
 * (with more than two classes their averages, and details by class), MCC, kappa, and utility where cells have values.
 * Where there is a score: ROC AUC, average precision, log loss, Brier score with its parts, calibration and lift, and the
 * curves; with more than two classes they want a score column for each. For the whole file and for every slice, each with
 * an interval.
 *
 * Intervals: measures over counts are bootstrapped over the confusion cells, or exact where they are shares and that is
 * asked; for the others see IntervalMethod. The answer is plain data, does not depend on the order of the rows, and is the
 * same for the same file and seed. Missing slice values form a group of their own.
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
  const { positive, curves, ...rest } = result
  const measured = {
    rows: source.rows,
    ...rest,
    ...(positive === undefined ? {} : { positive }),
    ...(curves === undefined ? {} : { curves }),
    ...(question.threshold === undefined ? {} : { threshold: question.threshold }),
    source,
    seed: settings.seed,
    draws: settings.draws,
    level: settings.level,
    method: methodOf(settings),
  }
  return { ...measured, findings: evaluationFindings(measured) }
}

type Result = Pick<Evaluation, 'classes' | 'measures' | 'confusion' | 'slices' | 'classDetails' | 'caveats'> & {
  readonly positive: string | undefined
  readonly curves: ScoreCurves | undefined
}

/** What the scores say about each group: of the positive class, of all classes, or nothing. */
type Scored = { readonly binary: readonly ScoreTally[]; readonly classes: readonly ClassScores[] }

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
  const scored = await readScores(observations, groups, classes, positive, question)
  const formulas = countFormulas(classes, positive, question.values)
  const measures: Measure[] = []
  let errorByChance: number | null = null
  for (const [index, group] of groups.entries()) {
    // Other work of the process must not wait for the draws of all groups.
    await nextTurn()
    signal?.throwIfAborted()
    measures.push(...countMeasures(group.matrix, formulas, positive, settings, group.slice))
    const found = measuresOfScores(scored, index, group, question, settings)
    measures.push(...found.measures)
    if (index === 0) errorByChance = found.errorByChance
    onProgress?.({ phase: 'measure', share: 0.5 + (index + 1) / groups.length / 2 })
  }
  const slices = groups.flatMap((group) => describeSlice(group, settings.minimumGroup))
  return {
    classes,
    positive,
    measures,
    confusion: whole.matrix,
    slices,
    classDetails: positive === undefined ? classDetails(whole.matrix, scored.classes[0]?.ranks, settings) : [],
    curves: curvesOf(scored, errorByChance),
    caveats: [...caveats, ...groupCaveats(measures, slices, whole.rows, settings.minimumGroup)],
  }
}

async function readScores(
  observations: Observations,
  groups: readonly Group[],
  classes: readonly string[],
  positive: string | undefined,
  { score, scores, signal, onProgress }: EvaluationQuestion,
): Promise<Scored> {
  const onShare = (share: number): void => {
    signal?.throwIfAborted()
    onProgress?.({ phase: 'measure', share: share / 2 })
  }
  if (scores !== undefined) {
    const columns = classColumns(classes, positive, scores)
    return { binary: [], classes: await classScores(observations, groups, classes, columns, { signal, onShare }) }
  }
  if (score === undefined || positive === undefined) return { binary: [], classes: [] }
  return { binary: await rankGroups(observations, groups, positive, onShare), classes: [] }
}

/** Which score column each class has; every class that occurs needs one. */
function classColumns(
  classes: readonly string[],
  positive: string | undefined,
  scores: Readonly<Record<string, string>>,
): number[] {
  if (positive !== undefined) {
    const message = 'score columns by class were given and there are not more than two classes'
    throw new ScanError('option_invalid', message, 'give one score column, of the positive class')
  }
  const named = Object.keys(scores)
  const without = classes.find((name) => !named.includes(name))
  if (without !== undefined) {
    const message = `the class ${JSON.stringify(without)} has no score column`
    throw new ScanError('class_unknown', message, `the score columns are for ${named.slice(0, 10).join(', ')}`)
  }
  return classes.map((name) => named.indexOf(name))
}

function measuresOfScores(
  { binary, classes }: Scored,
  index: number,
  group: Group,
  question: EvaluationQuestion,
  settings: EvaluationSettings,
): { measures: Measure[]; errorByChance: number | null } {
  const tally = binary[index]
  if (tally !== undefined) return scoreMeasures(tally, group.rows, settings, group.slice)
  const ofClasses = classes[index]
  if (ofClasses !== undefined) return classScoreMeasures(ofClasses, group, settings)
  const measures = question.score === undefined ? [] : withoutScoreMeasures(group.rows, group.slice)
  return { measures, errorByChance: null }
}

function curvesOf(
  { binary: [tally], classes: [scores] }: Scored,
  errorByChance: number | null,
): ScoreCurves | undefined {
  const calibration = tally?.calibration ?? scores?.calibration
  if (calibration === undefined) return undefined
  return {
    thresholds: tally?.curve.points() ?? [],
    calibration: calibration.curve(),
    brierParts: calibration.brierParts(),
    errorByChance,
  }
}

function describeSlice({ slice, rows, matrix }: Group, minimumGroup: number): Evaluation['slices'][number][] {
  return slice === undefined ? [] : [{ ...slice, rows, small: rows < minimumGroup, confusion: matrix }]
}

function methodOf({ draws, level, seed, interval }: EvaluationSettings): string {
  const percent = Number((level * 100).toFixed(6))
  const over = `${draws} multinomial draws over the confusion cells, seed ${seed}`
  const counts = {
    percentile: `percentile bootstrap, ${over}`,
    bca: `BCa bootstrap, ${over}`,
    wilson: `Wilson for shares, else BCa bootstrap, ${over}`,
    'clopper-pearson': `Clopper and Pearson for shares, else BCa bootstrap, ${over}`,
  }[interval]
  return (
    `${percent} % intervals. Measures over counts: ${counts}; with fewer than five hits or misses Clopper and Pearson. ROC AUC: variance of DeLong, normal on the logit scale. ` +
    'Average precision: binomial variance, normal on the logit scale. Log loss and Brier score: normal interval of the ' +
    'mean. Calibration error and lift: bootstrap over their counts.'
  )
}
