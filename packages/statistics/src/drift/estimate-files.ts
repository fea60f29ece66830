import { quoted, ScanError, withFile } from '../scan/scan-error.ts'
import { findColumn } from '../scan/columns.ts'
import { scanFile } from '../scan/scan-file.ts'
import type { Scan } from '../scan/open-source.ts'
import type { ScanOptions, Source } from '../scan/source.ts'
import { columnKinds } from './column-kinds.ts'
import type { Compared } from './column-kinds.ts'
import { estimateClassification } from './estimated-classification.ts'
import type { EstimatedMeasure } from './estimated-classification.ts'
import { estimateRegression } from './estimated-regression.ts'
import type { SampledColumn } from './read-samples.ts'
import { sampleRows } from './read-samples.ts'

/** More rows would hardly change an estimate: this many of each file are taken, chosen by a hash of what they hold. */
const MOST_ROWS = 100_000

export type EstimateQuestion = ScanOptions & {
  /** A file with labels, and one without (a label column there is not read). */
  readonly reference: string
  readonly current: string
  readonly label: string
  readonly seed?: number | undefined
  readonly level?: number | undefined
} & (
    | {
        readonly kind: 'classification'
        readonly score: string
        readonly positive: string
        readonly threshold?: number
      }
    | { readonly kind: 'regression'; readonly prediction: string; readonly features?: readonly string[] | undefined }
  )

export type PerformanceEstimate = {
  readonly kind: 'classification' | 'regression'
  readonly estimated: true
  readonly reference: Source
  readonly current: Source
  readonly measures: readonly EstimatedMeasure<string>[]
  readonly method: string
}

/**
 * Estimates how well a model does on a file without labels, from one that has them: confidence-based for classification,
 * by learning the size of errors for regression. Every number is marked as estimated.
 *
 * Throws a ScanError for files and columns that do not fit, or the signal's reason when it is aborted.
 *
 * @example
 * await estimateOfFiles({ kind: 'classification', reference: 'may.csv', current: 'june.csv', label: 'churned', score: 'score', positive: 'yes' })
 */
export async function estimateOfFiles(question: EstimateQuestion): Promise<PerformanceEstimate> {
  const { seed = 1, level = 0.95, label } = question
  if (!(level > 0 && level < 1))
    throw new ScanError('option_invalid', `the level must be between 0 and 1, not ${level}`, 'try 0.95')
  const wanted =
    question.kind === 'classification' ? [question.score] : [question.prediction, ...(question.features ?? [])]
  const labelKind = question.kind === 'classification' ? 'categorical' : 'numeric'
  const read = async (path: string, withLabel: boolean): Promise<{ result: SampledColumn[]; source: Source }> =>
    scanFile(path, question, async (scan) => {
      const columns = await compared(scan, wanted, question.kind)
      const all = withLabel ? [...columns, { name: label, kind: labelKind } as const] : columns
      for (const { name } of all) findColumn(scan.columns, name)
      const result = await sampleRows(scan, all, MOST_ROWS)
      return { result, rows: result[0]?.numbers?.length ?? result[0]?.texts?.length ?? 0 }
    })
  const known = await withFile('reference', () => read(question.reference, true))
  question.signal?.throwIfAborted()
  const open = await withFile('current', () => read(question.current, false))
  const shape = { estimated: true as const, reference: known.source, current: open.source }
  if (question.kind === 'regression') {
    const measures = regression(known.result, open.result, question.prediction, label, level)
    const method = 'Direct loss estimation: boosted trees learn the size of the errors from the features.'
    return { kind: 'regression', ...shape, measures, method }
  }
  const { score, positive, threshold = 0.5 } = question
  const scores = presentScores(known.result, score)
  const labels = columnOf(known.result, label).texts ?? []
  const kept = scores.flatMap((value, row) => (Number.isNaN(value) || labels[row] === null ? [] : [row]))
  if (!kept.some((row) => labels[row] === positive)) {
    throw new ScanError(
      'class_unknown',
      `no row of the reference has the label ${quoted(positive)}`,
      'name the positive class as the file does',
    )
  }
  const measures = estimateClassification(
    {
      referenceScores: kept.map((row) => scores[row] ?? 0),
      referenceLabels: kept.map((row) => (labels[row] === positive ? 1 : 0)),
      currentScores: presentScores(open.result, score).filter((value) => !Number.isNaN(value)),
      threshold,
    },
    { seed, level },
  )
  const method =
    'Confidence-based estimation: isotonic calibration on the reference, expected confusion on the current scores.'
  return { kind: 'classification', ...shape, measures, method }
}

async function compared(scan: Scan, names: readonly string[], kind: EstimateQuestion['kind']): Promise<Compared[]> {
  const columns = names.map((name) => findColumn(scan.columns, name))
  if (kind === 'classification') return names.map((name) => ({ name, kind: 'numeric' }))
  const kinds = await columnKinds(scan, columns)
  return names.map((name, index) => ({
    name,
    kind: index === 0 || kinds.get(name) === 'numeric' ? 'numeric' : 'categorical',
  }))
}

function columnOf(columns: readonly SampledColumn[], name: string): SampledColumn {
  return columns.find((column) => column.name === name) ?? { name }
}

function presentScores(columns: readonly SampledColumn[], name: string): number[] {
  const scores = Array.from(columnOf(columns, name).numbers ?? [])
  if (scores.some((score) => score < 0 || score > 1)) {
    throw new ScanError(
      'score_out_of_range',
      `a score in column ${quoted(name)} is outside 0 to 1`,
      'give the probability of the positive class',
    )
  }
  return scores
}

function regression(
  known: readonly SampledColumn[],
  open: readonly SampledColumn[],
  prediction: string,
  label: string,
  level: number,
): EstimatedMeasure<string>[] {
  const truth = columnOf(known, label).numbers ?? new Float64Array()
  const predicted = columnOf(known, prediction).numbers ?? new Float64Array()
  const kept = Array.from(truth.keys()).filter((row) => Number.isFinite((truth[row] ?? 0) - (predicted[row] ?? 0)))
  const features = known.filter(({ name }) => name !== label)
  const codes = new Map(features.map((column) => [column.name, categoryCodes(column)]))
  const numbers = (column: SampledColumn): Float64Array =>
    column.numbers ??
    Float64Array.from(column.texts ?? [], (text) => codes.get(column.name)?.get(text ?? '') ?? Number.NaN)
  return estimateRegression(
    {
      referenceFeatures: features.map((column) => {
        const values = numbers(column)
        return Float64Array.from(kept, (row) => values[row] ?? Number.NaN)
      }),
      referenceErrors: Float64Array.from(kept, (row) => (predicted[row] ?? 0) - (truth[row] ?? 0)),
      currentFeatures: features.map(({ name }) => numbers(columnOf(open, name))),
    },
    { level },
  )
}

/** Categories as numbers, in the order of their names; one that the reference does not have is as if missing. */
function categoryCodes({ texts = [] }: SampledColumn): Map<string, number> {
  const names = [...new Set(texts.flatMap((text) => (text === null ? [] : [text])))].sort()
  return new Map(names.map((name, index) => [name, index]))
}
