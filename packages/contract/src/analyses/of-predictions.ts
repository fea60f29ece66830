import { input } from '@muster/core'
import { z } from 'zod'
import {
  COLUMN_MARK,
  FORMATS,
  PREDICTIONS,
  analysis,
  bootstrap,
  column,
  columns,
  draws,
  level,
  minimumGroup,
  pairs,
  seed,
  text,
  texts,
} from './options.ts'

/** What is measured from files of predictions. */
export const OF_PREDICTIONS = {
  evaluate: analysis({
    name: 'evaluate',
    title: 'Evaluate predictions',
    help: 'Measures predictions against the truth: accuracy, precision, recall and more, with intervals, also by slice.',
    files: [PREDICTIONS],
    about: 'file',
    kind: 'evaluation',
    split: 'test',
    options: z.strictObject({
      label: column('Column with the true label'),
      prediction: column('Column with the predicted label').optional(),
      score: column('Column with the probability of the positive class').optional(),
      slice: columns('Columns to measure slices by', 20),
      positive: text('Which label is the positive one').optional(),
      threshold: z.number().min(0).max(1).optional().describe('Decide by score >= threshold instead of a prediction'),
      scoreOf: pairs('With more than two classes: class=column with its probability, for each class', 200),
      worth: texts('What a row of a confusion cell is worth: actual,predicted=value', 1_000),
      interval: z
        .enum(['percentile', 'bca', 'wilson', 'clopper-pearson'])
        .default('percentile')
        .describe('How intervals of shares are made'),
      draws,
      seed,
      level,
      minimumGroup,
    }),
  }),
  multilabel: analysis({
    name: 'multilabel',
    title: 'Evaluate sets of labels',
    help: 'Measures predicted sets of labels against the true ones: exact matches, Hamming loss, precision, recall and F1, by label and averaged, with intervals.',
    files: [PREDICTIONS],
    about: 'file',
    kind: 'evaluation',
    split: 'test',
    options: z.strictObject({
      label: column('Column with the true labels, e.g. news|sport or a JSON list'),
      prediction: column('Column with the predicted labels'),
      separator: input.line(10).default('|').describe('What stands between labels'),
      slice: columns('Columns to measure slices by', 20),
      interval: bootstrap,
      draws,
      seed,
      level,
      minimumGroup,
    }),
  }),
  regression: analysis({
    name: 'regression',
    title: 'Evaluate predicted numbers',
    help: 'Measures predicted numbers against the truth: MAE, RMSE, bias, MAPE, R²; of quantile and normal forecasts pinball loss, CRPS and coverage; with intervals.',
    files: [PREDICTIONS],
    about: 'file',
    kind: 'evaluation',
    split: 'test',
    options: z.strictObject({
      label: column('Column with the actual number'),
      prediction: column('Column with the predicted number').optional(),
      deviation: column('Column with the standard deviation of a normal forecast').optional(),
      quantile: pairs('Quantile forecasts: share=column, e.g. 0.9=p90', 99),
      slice: columns('Columns to measure slices by', 20),
      interval: bootstrap,
      draws,
      seed,
      level,
      minimumGroup,
    }),
  }),
  ranking: analysis({
    name: 'ranking',
    title: 'Evaluate ranked lists',
    help: 'Measures ranked lists against what was relevant: NDCG, MAP, MRR, precision, recall and hits at a cut, with intervals over lists.',
    files: [PREDICTIONS],
    about: 'file',
    kind: 'evaluation',
    split: 'test',
    options: z.strictObject({
      query: column('Column that says which list a row belongs to'),
      relevance: column('Column with the relevance: 0 for none, more for more'),
      score: column('Column that ranks, the highest first'),
      cut: z.int().min(1).max(10_000).default(10).describe('How many places are looked at'),
      gain: z
        .enum(['linear', 'exponential'])
        .default('linear')
        .describe('What a relevance is worth in NDCG: itself, or 2 to its power, less 1'),
      slice: columns('Columns to measure slices by', 20),
      interval: bootstrap,
      draws,
      seed,
      level,
      minimumGroup,
    }),
  }),
  compare: analysis({
    name: 'compare',
    title: 'Compare two versions on the same rows',
    help: 'Compares the predictions of two versions row by row: differences with intervals (paired bootstrap, DeLong), McNemar’s test. The verdict goes by the interval, not by the point.',
    files: [
      { ...PREDICTIONS, help: `Predictions of both versions, or of the first one. ${PREDICTIONS.help}` },
      {
        role: 'other',
        flag: 'other-predictions',
        optional: true,
        help: 'Predictions of the second version, where they are in a file of their own; rows are joined by the key',
      },
    ],
    about: 'file',
    kind: 'comparison',
    split: 'test',
    options: z.strictObject({
      label: column('Column with the truth'),
      key: columns('Columns that say which rows of two files belong together', 10),
      first: column('Column with the predictions of the version to be replaced'),
      second: column('Column with the predictions of the version that would replace it'),
      firstName: input.line(100).optional().describe('What the first version is called in the report, e.g. forest'),
      secondName: input.line(100).optional().describe('What the second version is called there'),
      firstScore: column('Column with the scores of the first version').optional(),
      secondScore: column('Column with the scores of the second version').optional(),
      task: z.enum(['classes', 'numbers']).default('classes').describe('What is predicted'),
      positive: text('Which label is the positive one').optional(),
      measure: input.line(60).optional().describe('The measure that decides (accuracy, or mae of numbers)'),
      margin: z.number().min(0).default(0).describe('By how much the second may be worse and still count as not worse'),
      slice: columns('Columns to measure slices by', 20),
      interval: bootstrap,
      draws,
      seed,
      level,
      minimumGroup,
    }),
  }),
  rerun: analysis({
    name: 'rerun',
    title: 'Compare a rerun with the first run',
    help: 'Holds what a rerun wrote against what the first run wrote, row by row: which columns are the same, which are within a tolerance, and by how much the others differ.',
    files: [
      { role: 'file', flag: 'outputs', help: `What the first run wrote, such as predictions: ${FORMATS}` },
      { role: 'other', flag: 'rerun-outputs', help: `What the rerun wrote: ${FORMATS}` },
    ],
    about: 'file',
    kind: 'rerun',
    split: 'test',
    options: z.strictObject({
      key: z
        .array(input.line(200))
        .min(1)
        .max(10)
        .describe('Columns that say which rows belong together')
        .meta({ [COLUMN_MARK]: 'name' }),
      value: columns('Columns to compare; all that are no key when left out', 200),
      absolute: z.number().min(0).default(0).describe('By how much two numbers may differ, in their unit'),
      relative: z
        .number()
        .min(0)
        .lt(1)
        .default(0)
        .describe('By how much they may differ, as a share of the larger one'),
    }),
  }),
  fairness: analysis({
    name: 'fairness',
    title: 'Compare groups of people',
    help: 'Compares the decisions of a model between groups: rates with intervals, differences and ratios, the band of the four-fifths rule, small groups marked, tests corrected.',
    files: [PREDICTIONS],
    about: 'file',
    kind: 'fairness',
    split: 'test',
    options: z.strictObject({
      prediction: column('Column with the predicted label'),
      attribute: z
        .array(input.line(200))
        .min(1)
        .max(10)
        .describe('Columns whose values are the groups')
        .meta({ [COLUMN_MARK]: 'name' }),
      label: column('Column with the true label; without it only selection is judged').optional(),
      positive: text('Which label is the favourable one').optional(),
      control: columns('Columns within whose groups everything is measured again', 10),
      weight: column('Column with the weight of each row').optional(),
      compareWith: z
        .array(input.line(200))
        .max(10)
        .default([])
        .describe('The reference group: majority, best, minimum, or column=group for each attribute'),
      tau: z.number().gt(0).max(1).default(0.8).describe('Ratios from tau to 1/tau count as equal'),
      minimumGroup,
      interval: z.enum(['percentile', 'bca']).default('percentile').describe('How bootstrap intervals are read'),
      convention: z
        .enum(['recommended', 'fairlearn', 'aequitas'])
        .default('recommended')
        .describe('How undefined rates are treated'),
      intersection: z.boolean().default(true).describe('Whether combinations of the attributes are groups too'),
      draws,
      seed,
      level,
    }),
  }),
} as const
