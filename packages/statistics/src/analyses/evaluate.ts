import { evaluateFile } from '../evaluation/evaluate-file.ts'
import type { Evaluation, Measure } from '../evaluation/evaluation.ts'
import { counted, ends, percent } from '../findings/finding.ts'
import type { Finding } from '../findings/finding.ts'
import { measureTable, shown } from '../report/numbers.ts'
import type { ReportMeasure, ReportParts, Section } from '../report/report.ts'
import type { Analysis } from './analysis.ts'
import { pathOf, sliceName, sourceAs } from './analysis.ts'

export type EvaluateOptions = {
  readonly label: string
  readonly prediction?: string | undefined
  readonly score?: string | undefined
  readonly slice?: readonly string[] | undefined
  readonly positive?: string | undefined
  readonly threshold?: number | undefined
  readonly draws?: number | undefined
  readonly seed?: number | undefined
  readonly level?: number | undefined
  readonly minimumGroup?: number | undefined
}

/** A file of predictions against the truth. */
export const evaluateAnalysis: Analysis<EvaluateOptions> = {
  name: 'evaluate',
  title: 'Evaluation of predictions',
  files: ['file'],
  run: async ({ files, options: { slice, ...options }, ...scan }) => {
    const result = await evaluateFile({ path: pathOf(files, 'file'), slices: slice, ...options, ...scan })
    return { ...evaluationParts(result), sources: [sourceAs('file', result.source)], result }
  },
}

/** Measures of a slice that are shown beside its size, as far as there are any, the most telling first. */
const OF_SLICES = ['recall', 'precision', 'roc_auc', 'accuracy', 'recall_macro', 'f1_macro']
const MOST_SLICE_CHARTS = 2

/** An evaluation as the parts of a report. */
export function evaluationParts(result: Evaluation): ReportParts {
  const measures = result.measures.map(measureOf)
  const whole = measures.filter(({ slice }) => slice === undefined)
  return {
    findings: evaluationFindings(result),
    caveats: result.caveats,
    measures,
    facts: {},
    sections: [
      {
        title: 'Measures',
        chart: { kind: 'intervals', least: 0, most: 1, rows: whole.filter(isShare).map(rowOf) },
        table: measureTable(whole),
      },
      confusionSection(result),
      ...sliceSections(result),
    ],
    method: result.method,
  }
}

function measureOf({ slice, method: _method, ...measure }: Measure): ReportMeasure {
  return { ...measure, ...(slice === undefined ? {} : { slice: sliceName(slice.column, slice.value) }) }
}

const rowOf = ({ name, slice, value, low = null, high = null, n }: ReportMeasure) => ({
  name: slice ?? name,
  value,
  low,
  high,
  ...(n === undefined ? {} : { n }),
})

/** Log loss has no upper end, so it has no place on a scale from 0 to 1. */
const isShare = ({ name }: ReportMeasure): boolean => name !== 'log_loss'

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

function sliceSections({ measures, slices }: Evaluation): Section[] {
  if (slices.length === 0) return []
  const names = OF_SLICES.filter((name) => measures.some((m) => m.name === name && m.slice !== undefined))
  return names.slice(0, MOST_SLICE_CHARTS).map((name): Section => {
    const rows = measures.flatMap((measure) => {
      if (measure.name !== name || measure.slice === undefined) return []
      const { column, value } = measure.slice
      const isSmall = slices.some((slice) => slice.column === column && slice.value === value && slice.small)
      return [
        { ...rowOf(measureOf(measure)), name: sliceName(column, value), ...(isSmall ? { mark: 'few rows' } : {}) },
      ]
    })
    const all = measures.find((measure) => measure.name === name && measure.slice === undefined)?.value
    return {
      title: `${name} by slice`,
      chart: {
        kind: 'intervals',
        least: 0,
        most: 1,
        rows,
        ...(all === null || all === undefined ? {} : { line: { at: all, label: 'all rows' } }),
      },
      table: measureTable(
        rows.map(({ name: slice, mark, ...row }) => ({
          ...row,
          name: mark === undefined ? slice : `${slice} (${mark})`,
        })),
        'slice',
      ),
    }
  })
}

/** What the evaluation says in words: how often it is right, what it finds and misses, where it is weakest. */
export function evaluationFindings(result: Evaluation): Finding[] {
  const whole = (name: string): Measure | undefined =>
    result.measures.find((measure) => measure.name === name && measure.slice === undefined)
  const accuracy = whole('accuracy')
  if (accuracy === undefined || accuracy.value === null) return []
  const right = `${percent(accuracy.value)}${ends(accuracy, percent)} of ${counted(result.rows, 'row')} are predicted right`
  const recall = whole('recall')
  const precision = whole('precision')
  const { positive } = result
  const found =
    positive === undefined || recall?.value === undefined || recall.value === null
      ? ''
      : `; of the rows that are “${positive}”, ${percent(recall.value)}${ends(recall, percent)} are found`
  const deserved =
    found === '' || precision?.value === undefined || precision.value === null
      ? ''
      : `, and ${percent(precision.value)}${ends(precision, percent)} of those called so are`
  const next = 'Hold the lower ends of the intervals against the criteria of the project.'
  const weakest = weakestSlice(result)
  return [
    {
      title: positive === undefined ? 'How often it is right' : `How well “${positive}” is recognised`,
      sentence: `${right}${found}${deserved}.`,
      caveats: result.caveats,
      next,
    },
    ...(weakest === undefined ? [] : [weakest]),
  ]
}

/** The slice whose whole interval lies below that of all rows: it is worse, and not by chance alone. */
function weakestSlice({ measures }: Evaluation): Finding | undefined {
  const name = measures.some((measure) => measure.name === 'recall') ? 'recall' : 'accuracy'
  const all = measures.find((measure) => measure.name === name && measure.slice === undefined)
  if (all?.value === null || all?.value === undefined) return undefined
  const { value } = all
  const worse = measures
    .filter((measure) => measure.name === name && measure.slice !== undefined && (measure.high ?? 1) < value)
    .toSorted((a, b) => (a.value ?? 1) - (b.value ?? 1))
  const [worst] = worse
  if (worst?.slice === undefined || worst.value === null) return undefined
  const slice = sliceName(worst.slice.column, worst.slice.value)
  return {
    subject: slice,
    title: `Weaker where ${slice}`,
    sentence:
      `${name} is ${percent(worst.value)}${ends(worst, percent)} of ${counted(worst.n, 'row')} where ${slice}, ` +
      `against ${percent(value)} of all; ${worse.length === 1 ? 'no other slice is' : `${worse.length - 1} more slices are`} below it with the whole interval.`,
    caveats: ['The intervals are not corrected for looking at several slices.'],
    next: 'Look at the rows of this slice: too few in training, other data, or labels of another kind?',
  }
}
