import type { Finding } from '../findings/finding.ts'
import type { BrierParts, CalibrationBin } from './calibration.ts'
import type { ConfusionMatrix } from './confusion.ts'
import type { Figure } from './figure.ts'
import type { Interval } from './interval.ts'
import type { ThresholdPoint } from './threshold-curve.ts'
import type { CellValue } from './utility.ts'
import type { Progress, Source } from '../scan/scan-file.ts'
import { ScanError } from '../scan/scan-error.ts'
import { drawSettings, refuseSlices } from './draw-settings.ts'
import type { DrawSettings } from './draw-settings.ts'

/**
 * The measures of two classes, then those of more than two. Accuracy, balanced accuracy, MCC, kappa and utility are of both;
 * `brier` is Brier's two-class form with two classes (0..1) and his original sum over classes with more (0..2).
 */
export const MEASURE_NAMES = [
  'accuracy',
  'balanced_accuracy',
  'precision',
  'recall',
  'specificity',
  'f1',
  'mcc',
  'kappa',
  'utility',
  'roc_auc',
  'average_precision',
  'log_loss',
  'brier',
  'ece',
  'lift@10',
  'precision_macro',
  'precision_micro',
  'precision_weighted',
  'recall_macro',
  'recall_micro',
  'recall_weighted',
  'f1_macro',
  'f1_micro',
  'f1_weighted',
  'roc_auc_macro',
  'roc_auc_weighted',
] as const

export type MeasureName = (typeof MEASURE_NAMES)[number]

/**
 * How an interval was made: bootstrap of the confusion cells, as percentiles or BCa; exactly or by Wilson for shares, and
 * for what follows from shares (`wilson-mover`) where few rows of a kind were seen;
 * bootstrap of the counts of bins or of the rows at the top (`bootstrap-cells`); DeLong's variance with a normal interval
 * on the logit scale; the same for an average over classes, with standard errors added as if all classes erred together,
 * which is never too short (`delong-bound`); Boyd's for average precision; or the normal interval of a mean.
 */
export type IntervalMethod =
  | 'bootstrap-percentile'
  | 'bootstrap-bca'
  | 'bootstrap-cells'
  | 'clopper-pearson'
  | 'wilson'
  | 'wilson-mover'
  | 'delong-logit'
  | 'delong-bound'
  | 'boyd-logit'
  | 'normal-mean'

/** Which intervals the measures over counts have. Those that are no shares have BCa where `wilson` or an exact one is asked. */
export type IntervalChoice = 'percentile' | 'bca' | 'wilson' | 'clopper-pearson'

/** A group of rows: those whose `column` has this value; null stands for rows without one. */
export type Slice = { readonly column: string; readonly value: string | null }

/** One number about one group of rows. `value` is null when the formula has none, and `reason` says why. */
export type Measure = {
  readonly name: MeasureName
  readonly value: number | null
  readonly low: number | null
  readonly high: number | null
  /** Rows in the group. */
  readonly n: number
  /** Absent for the whole file. */
  readonly slice?: Slice
  readonly reason?: string
  readonly method: IntervalMethod
}

/** One of more than two classes, against all others. */
export type ClassDetail = {
  readonly label: string
  readonly rows: number
  readonly predicted: number
  readonly precision: Figure & Interval
  readonly recall: Figure & Interval
  readonly f1: Figure & Interval
  /** Present where a score column was given for each class. */
  readonly rocAuc?: Figure & Interval
}

/** What can be drawn from the scores of the whole file. */
export type ScoreCurves = {
  /** Points of the ROC curve and the precision-recall curve, by ascending threshold; with two classes only. */
  readonly thresholds: readonly ThresholdPoint[]
  /** Of the probability of the positive class; with more classes, of that of the predicted class. */
  readonly calibration: readonly CalibrationBin[]
  /** Of the same probability; null without rows. */
  readonly brierParts: BrierParts | null
  /** The calibration error that a perfectly calibrated model with these scores stays below, at the level of the intervals. */
  readonly errorByChance: number | null
}

/** Everything measured about one file of predictions; plain data, equal for equal input and seed. */
export type Evaluation = {
  readonly rows: number
  /** The classes that occur as label or prediction, sorted by code unit. */
  readonly classes: readonly string[]
  /** The class that precision, recall and the score are about; absent with more than two classes. */
  readonly positive?: string
  /** The threshold that made the decisions, when one was given. */
  readonly threshold?: number
  readonly source: Source
  readonly measures: readonly Measure[]
  readonly confusion: ConfusionMatrix
  readonly slices: readonly (Slice & {
    readonly rows: number
    readonly small: boolean
    readonly confusion: ConfusionMatrix
  })[]
  /** Empty with one or two classes. */
  readonly classDetails: readonly ClassDetail[]
  /** Present where scores were given. */
  readonly curves?: ScoreCurves
  readonly findings: readonly Finding[]
  /** What a reader must know before trusting the numbers, in plain sentences. */
  readonly caveats: readonly string[]
  readonly seed: number
  readonly draws: number
  /** Of the intervals, 0..1. */
  readonly level: number
  readonly method: string
}

/** What to measure. `label` and `prediction` name the columns of the actual and the predicted class. */
export type EvaluationQuestion = {
  /** A .parquet, .csv, .jsonl or .ndjson file; the last three also as .gz. */
  readonly path: string
  readonly label: string
  /** May be left out when `threshold` and `score` decide the class. */
  readonly prediction?: string | undefined
  /** The column with the probability (0..1) of the positive class. */
  readonly score?: string | undefined
  /** With more than two classes: for each class the column with its probability; those of a row must sum to 1. */
  readonly scores?: Readonly<Record<string, string>> | undefined
  /** Columns to split by; each value is measured as a group of its own. */
  readonly slices?: readonly string[] | undefined
  /** The class of interest, with two classes. Left out, it is inferred and a caveat says so. */
  readonly positive?: string | undefined
  /** Decide the class by `score >= threshold` instead of the prediction column. */
  readonly threshold?: number | undefined
  /** What a row of each confusion cell is worth, for the measure `utility`; cells that are not named count 0. */
  readonly values?: readonly CellValue[] | undefined
  /** Default `percentile`. */
  readonly interval?: IntervalChoice | undefined
  /** Bootstrap draws, default 1,000. */
  readonly draws?: number | undefined
  /** Default 1. */
  readonly seed?: number | undefined
  /** Level of the intervals, default 0.95. */
  readonly level?: number | undefined
  /** Groups with fewer rows are flagged, default 30. */
  readonly minimumGroup?: number | undefined
  readonly onProgress?: ((progress: Progress) => void) | undefined
  readonly signal?: AbortSignal | undefined
}

export type EvaluationSettings = DrawSettings & { readonly interval: IntervalChoice }

/** The settings with their defaults, or an `option_invalid` error. */
export function settingsOf(question: EvaluationQuestion): EvaluationSettings {
  const { slices = [], threshold, interval = 'percentile', score, scores } = question
  const refuse = (message: string, hint: string): never => {
    throw new ScanError('option_invalid', message, hint)
  }
  const settings = drawSettings(question)
  if (!INTERVAL_CHOICES.includes(interval)) refuse(`interval is ${interval}`, `give ${INTERVAL_CHOICES.join(' or ')}`)
  refuseSlices(slices)
  if (threshold !== undefined && !(threshold >= 0 && threshold <= 1)) {
    refuse(`threshold is ${threshold}`, 'give a probability from 0 to 1')
  }
  if (threshold !== undefined && score === undefined) {
    refuse('a threshold was given without a score column', 'name the score column too')
  }
  if (threshold === undefined && question.prediction === undefined) {
    refuse('no prediction column was given', 'name it, or give a score column and a threshold')
  }
  if (score !== undefined && scores !== undefined) {
    refuse('one score column and score columns by class were given', 'with two classes give one, with more one a class')
  }
  const odd = question.values?.find(({ value }) => !Number.isFinite(value))
  if (odd !== undefined) refuse(`the value of a cell is ${odd.value}`, 'give a finite number for each cell')
  return { ...settings, interval }
}

const INTERVAL_CHOICES: readonly IntervalChoice[] = ['percentile', 'bca', 'wilson', 'clopper-pearson']
