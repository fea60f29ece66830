import type { ConfusionMatrix } from './confusion.ts'
import type { Progress, Source } from '../scan/scan-file.ts'
import { ScanError } from '../scan/scan-error.ts'

/** The measures of two classes, then those of more than two. Accuracy and balanced accuracy are of both. */
export const MEASURE_NAMES = [
  'accuracy',
  'balanced_accuracy',
  'precision',
  'recall',
  'specificity',
  'f1',
  'roc_auc',
  'log_loss',
  'brier',
  'precision_macro',
  'precision_weighted',
  'recall_macro',
  'recall_weighted',
  'f1_macro',
  'f1_micro',
  'f1_weighted',
] as const

export type MeasureName = (typeof MEASURE_NAMES)[number]

/**
 * How an interval was made: percentile bootstrap of the confusion cells; DeLong's variance with a normal interval on the
 * logit scale; or the normal interval of a mean.
 */
export type IntervalMethod = 'bootstrap-percentile' | 'delong-logit' | 'normal-mean'

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
  /** Columns to split by; each value is measured as a group of its own. */
  readonly slices?: readonly string[] | undefined
  /** The class of interest, with two classes. Left out, it is inferred and a caveat says so. */
  readonly positive?: string | undefined
  /** Decide the class by `score >= threshold` instead of the prediction column. */
  readonly threshold?: number | undefined
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

export type EvaluationSettings = {
  readonly draws: number
  readonly seed: number
  readonly level: number
  readonly minimumGroup: number
}

const MOST_SLICE_COLUMNS = 50

/** The settings with their defaults, or an `option_invalid` error. */
export function settingsOf(question: EvaluationQuestion): EvaluationSettings {
  const { draws = 1000, seed = 1, level = 0.95, minimumGroup = 30, slices = [], threshold } = question
  const refuse = (message: string, hint: string): never => {
    throw new ScanError('option_invalid', message, hint)
  }
  if (!Number.isInteger(draws) || draws < 100 || draws > 100_000) refuse(`draws is ${draws}`, 'give 100 to 100,000')
  if (!Number.isSafeInteger(seed)) refuse(`seed is ${seed}`, 'give a whole number')
  if (!(level > 0 && level < 1)) refuse(`level is ${level}`, 'give a share between 0 and 1, such as 0.95')
  if (!Number.isInteger(minimumGroup) || minimumGroup < 0) refuse(`minimumGroup is ${minimumGroup}`, 'give 0 or more')
  if (slices.length > MOST_SLICE_COLUMNS) {
    refuse(`${slices.length} slice columns were given`, `give at most ${MOST_SLICE_COLUMNS}`)
  }
  const repeated = slices.find((name, index) => slices.indexOf(name) !== index)
  if (repeated !== undefined) refuse(`the slice column ${JSON.stringify(repeated)} is given twice`, 'give each once')
  if (threshold !== undefined && !(threshold >= 0 && threshold <= 1)) {
    refuse(`threshold is ${threshold}`, 'give a probability from 0 to 1')
  }
  if (threshold !== undefined && question.score === undefined) {
    refuse('a threshold was given without a score column', 'name the score column too')
  }
  if (threshold === undefined && question.prediction === undefined) {
    refuse('no prediction column was given', 'name it, or give a score column and a threshold')
  }
  return { draws, seed, level, minimumGroup }
}
