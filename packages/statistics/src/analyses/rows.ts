import { evaluateMultilabelFile } from '../multilabel/evaluate-multilabel.ts'
import type { MultilabelEvaluation, MultilabelQuestion } from '../multilabel/evaluate-multilabel.ts'
import { evaluateRankingFile } from '../ranking/evaluate-ranking.ts'
import type { RankingQuestion } from '../ranking/evaluate-ranking.ts'
import { evaluateRegressionFile } from '../regression/evaluate-regression.ts'
import type { RegressionEvaluation, RegressionQuestion } from '../regression/regression.ts'
import { shown, shownInterval } from '../report/numbers.ts'
import type { Section } from '../report/report.ts'
import type { ScanOptions } from '../scan/source.ts'
import type { Analysis } from './analysis.ts'
import { pathOf, sourceAs } from './analysis.ts'
import { measuredParts } from './measured-parts.ts'
import { pairsOf } from './pairs.ts'

/** A question as a person types it: one file, named apart, and slices one by one. */
type Typed<Question> = Omit<Question, 'path' | 'slices' | 'quantiles' | keyof ScanOptions> & {
  readonly slice?: readonly string[] | undefined
}

export type RegressionOptions = Typed<RegressionQuestion> & {
  /** `share=column` for each quantile forecast, as in `0.9=p90`. */
  readonly quantile?: readonly string[] | undefined
}

/** Predicted numbers, and forecasts of their distribution, against the truth. */
export const regressionAnalysis: Analysis<RegressionOptions> = {
  name: 'regression',
  title: 'Evaluation of predicted numbers',
  files: ['file'],
  run: async ({ files, options: { slice, quantile = [], ...options }, ...scan }) => {
    const quantiles = quantile.length === 0 ? {} : { quantiles: Object.fromEntries(pairsOf(quantile, 'share=column')) }
    const result = await evaluateRegressionFile({
      path: pathOf(files, 'file'),
      slices: slice,
      ...options,
      ...quantiles,
      ...scan,
    })
    const parts = measuredParts(result, {
      shares: (name) => /^(?:coverage|below)/.test(name),
      bySlice: ['mae', 'rmse', 'pinball', 'crps'],
    })
    return {
      ...parts,
      sections: [...parts.sections, ...quantileSections(result)],
      sources: [sourceAs('file', result.source)],
      result,
    }
  },
}

function quantileSections({ calibration }: RegressionEvaluation): Section[] {
  if (calibration.length === 0) return []
  return [
    {
      title: 'Calibration of the quantiles',
      text: 'How often the actual value is not above each quantile that was forecast. On the diagonal it is as often as was said.',
      chart: {
        kind: 'curves',
        xTitle: 'share that was forecast',
        yTitle: 'share that was seen',
        diagonal: true,
        curves: [
          {
            name: 'observed',
            points: calibration.map(({ share, observed }) => [share, observed] as const).toSorted(([a], [b]) => a - b),
            dots: true,
          },
        ],
      },
      table: {
        columns: ['column', 'forecast', 'observed'],
        numeric: [1, 2],
        rows: calibration.map(({ column, share, observed }) => [column, shown(share), shown(observed)]),
      },
    },
  ]
}

export type RankingOptions = Typed<RankingQuestion>

/** Ranked lists against what was relevant. */
export const rankingAnalysis: Analysis<RankingOptions> = {
  name: 'ranking',
  title: 'Evaluation of ranked lists',
  files: ['file'],
  run: async ({ files, options: { slice, ...options }, ...scan }) => {
    const result = await evaluateRankingFile({ path: pathOf(files, 'file'), slices: slice, ...options, ...scan })
    const look = { shares: () => true, bySlice: [`ndcg@${result.cut}`, 'ndcg', 'map', 'mrr'] }
    return { ...measuredParts(result, look), sources: [sourceAs('file', result.source)], result }
  },
}

export type MultilabelOptions = Typed<MultilabelQuestion>

/** Sets of labels against the true ones. */
export const multilabelAnalysis: Analysis<MultilabelOptions> = {
  name: 'multilabel',
  title: 'Evaluation of sets of labels',
  files: ['file'],
  run: async ({ files, options: { slice, ...options }, ...scan }) => {
    const result = await evaluateMultilabelFile({ path: pathOf(files, 'file'), slices: slice, ...options, ...scan })
    const look = { shares: () => true, bySlice: ['f1_micro', 'f1_samples', 'exact_match', 'f1_macro'] }
    const parts = measuredParts(result, look)
    return {
      ...parts,
      sections: [...parts.sections, labelSection(result)],
      sources: [sourceAs('file', result.source)],
      result,
    }
  },
}

function labelSection({ labels }: MultilabelEvaluation): Section {
  return {
    title: 'By label',
    chart: {
      kind: 'intervals',
      least: 0,
      most: 1,
      rows: labels.slice(0, 60).map(({ label, rows, recall: { value, low, high } }) => ({
        name: `${label}: recall`,
        value,
        low,
        high,
        n: rows,
      })),
    },
    table: {
      columns: ['label', 'rows', 'predicted', 'precision', 'interval', 'recall', 'interval'],
      numeric: [1, 2, 3, 4, 5, 6],
      rows: labels.map(({ label, rows, predicted, precision, recall }) => [
        label,
        shown(rows),
        shown(predicted),
        shown(precision.value),
        shownInterval(precision),
        shown(recall.value),
        shownInterval(recall),
      ]),
    },
  }
}
