import { evaluateFile } from '../evaluation/evaluate-file.ts'
import type { Evaluation, EvaluationQuestion } from '../evaluation/evaluation.ts'
import { shown, shownInterval } from '../report/numbers.ts'
import type { ReportParts, Section } from '../report/report.ts'
import type { Analysis } from './analysis.ts'
import { pathOf, sourceAs } from './analysis.ts'
import { curveSections } from './curve-sections.ts'
import { pairsOf } from './pairs.ts'
import { measuredParts } from './measured-parts.ts'

export type EvaluateOptions = Pick<
  EvaluationQuestion,
  'label' | 'prediction' | 'score' | 'positive' | 'threshold' | 'interval' | 'draws' | 'seed' | 'level' | 'minimumGroup'
> & {
  readonly slice?: readonly string[] | undefined
  /** `class=column` for each of more than two classes. */
  readonly scoreOf?: readonly string[] | undefined
  /** `actual,predicted=value` for each confusion cell that is worth something. */
  readonly worth?: readonly string[] | undefined
}

/** A file of predictions against the truth. */
export const evaluateAnalysis: Analysis<EvaluateOptions> = {
  name: 'evaluate',
  title: 'Evaluation of predictions',
  files: ['file'],
  run: async ({ files, options: { slice, scoreOf = [], worth = [], ...options }, ...scan }) => {
    const result = await evaluateFile({
      path: pathOf(files, 'file'),
      slices: slice,
      ...options,
      ...(scoreOf.length === 0 ? {} : { scores: Object.fromEntries(pairsOf(scoreOf, 'class=column')) }),
      ...(worth.length === 0 ? {} : { values: valuesOf(worth) }),
      ...scan,
    })
    return { ...evaluationParts(result), sources: [sourceAs('file', result.source)], result }
  },
}

function valuesOf(worth: readonly string[]): NonNullable<EvaluationQuestion['values']> {
  return pairsOf(worth, 'actual,predicted=value').map(([cell, value]) => {
    const at = cell.indexOf(',')
    return { actual: cell.slice(0, Math.max(at, 0)), predicted: cell.slice(at + 1), value: Number(value) }
  })
}

/** Measures that have no place on a scale from 0 to 1. */
const UNBOUNDED: ReadonlySet<string> = new Set(['log_loss', 'utility', 'mcc', 'kappa', 'lift@10'])

/** An evaluation as the parts of a report. */
export function evaluationParts(result: Evaluation): ReportParts {
  const parts = measuredParts(result, {
    // The Brier score of more than two classes goes up to 2.
    shares: (name) => !UNBOUNDED.has(name) && (name !== 'brier' || result.classes.length <= 2),
    bySlice: ['recall', 'precision', 'roc_auc', 'accuracy', 'recall_macro', 'f1_macro'],
  })
  const [measures, ...slices] = parts.sections
  return {
    ...parts,
    sections: [
      ...(measures === undefined ? [] : [measures]),
      confusionSection(result),
      ...classSections(result),
      ...curveSections(result.curves, result.positive),
      ...slices,
    ],
  }
}

function confusionSection({ confusion: { labels, counts } }: Evaluation): Section {
  return {
    title: 'Confusion matrix',
    text: 'How many rows of each actual class were given each predicted class.',
    chart: { kind: 'matrix', rowTitle: 'actual', columnTitle: 'predicted', rows: labels, columns: labels, counts },
    table: {
      columns: ['actual ╲ predicted', ...labels],
      numeric: labels.map((_, index) => index + 1),
      rows: labels.map((label, row) => [label, ...(counts[row] ?? []).map(shown)]),
    },
  }
}

function classSections({ classDetails }: Evaluation): Section[] {
  if (classDetails.length === 0) return []
  return [
    {
      title: 'By class',
      chart: {
        kind: 'intervals',
        least: 0,
        most: 1,
        rows: classDetails.map(({ label, rows, recall: { value, low, high } }) => ({
          name: `${label}: recall`,
          value,
          low,
          high,
          n: rows,
        })),
      },
      table: {
        columns: ['class', 'rows', 'predicted', 'precision', 'recall', 'recall interval', 'f1'],
        numeric: [1, 2, 3, 4, 5, 6],
        rows: classDetails.map(({ label, rows, predicted, precision, recall, f1 }) => [
          label,
          shown(rows),
          shown(predicted),
          shown(precision.value),
          shown(recall.value),
          shownInterval(recall),
          shown(f1.value),
        ]),
      },
    },
  ]
}
