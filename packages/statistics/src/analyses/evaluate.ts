import { evaluateFile } from '../evaluation/evaluate-file.ts'
import type { Evaluation, EvaluationQuestion } from '../evaluation/evaluation.ts'
import { shown, shownInterval } from '../report/numbers.ts'
import type { ReportParts, Section } from '../report/report.ts'
import type { Analysis } from './analysis.ts'
import { pathOf, sourceAs } from './analysis.ts'
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
      ...curveSections(result),
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

/** ROC, precision-recall and calibration curves, where there were scores. */
function curveSections({ curves, positive }: Evaluation): Section[] {
  if (curves === undefined) return []
  const { thresholds, calibration } = curves
  const roc = thresholds.flatMap(({ falsePositiveRate: x, recall: y }): [number, number][] =>
    x === null || y === null ? [] : [[x, y]],
  )
  const pr = thresholds.flatMap(({ recall: x, precision: y }): [number, number][] => (x === null ? [] : [[x, y]]))
  const reliable = calibration.flatMap(({ meanScore: x, share: y }): [number, number][] =>
    x === null || y === null ? [] : [[x, y]],
  )
  const thresholdTable = {
    columns: ['threshold', 'recall', 'false positive rate', 'precision'],
    numeric: [0, 1, 2, 3],
    rows: thinned(thresholds).map((point) => [
      shown(point.threshold),
      shown(point.recall),
      shown(point.falsePositiveRate),
      shown(point.precision),
    ]),
  }
  return [
    ...(roc.length < 2
      ? []
      : [
          {
            title: 'ROC curve',
            text: `What share of “${positive ?? ''}” is found, against what share of the others is taken for it, at each threshold. The diagonal is guessing.`,
            isDetail: true as const,
            chart: {
              kind: 'curves' as const,
              xTitle: 'false positive rate',
              yTitle: 'recall',
              diagonal: true,
              curves: [{ name: 'ROC', points: [...roc.toReversed(), [1, 1] as const].toSorted(([a], [b]) => a - b) }],
            },
            table: thresholdTable,
          },
          {
            title: 'Precision-recall curve',
            isDetail: true as const,
            chart: {
              kind: 'curves' as const,
              xTitle: 'recall',
              yTitle: 'precision',
              diagonal: false,
              curves: [{ name: 'precision at recall', points: pr.toReversed() }],
            },
          },
        ]),
    ...(reliable.length === 0
      ? []
      : [
          {
            title: 'Calibration curve',
            text: 'Of rows with a given score, how many come true. On the diagonal a score can be read as a probability.',
            isDetail: true as const,
            chart: {
              kind: 'curves' as const,
              xTitle: 'mean score',
              yTitle: 'share that comes true',
              diagonal: true,
              curves: [{ name: 'observed', points: reliable, dots: true }],
            },
            table: {
              columns: ['scores', 'rows', 'mean score', 'come true'],
              numeric: [1, 2, 3],
              rows: calibration.map(({ from, to, rows, meanScore, share }) => [
                `${shown(from)} – ${shown(to)}`,
                shown(rows),
                shown(meanScore),
                shown(share),
              ]),
            },
          },
        ]),
  ]
}

const MOST_POINTS = 40

/** Points evenly from a long list, its ends among them. */
function thinned<Point>(points: readonly Point[]): Point[] {
  if (points.length <= MOST_POINTS) return [...points]
  return Array.from(
    { length: MOST_POINTS },
    (_, index) => points[Math.round((index * (points.length - 1)) / (MOST_POINTS - 1))],
  ).filter((point) => point !== undefined)
}
