import { input } from '@muster/core'
import { z } from 'zod'
import {
  COLUMN_MARK,
  FORMATS,
  ONE,
  analysis,
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

/** What explains a model: from its answers, and from what other programs computed. */
export const OF_MODELS = {
  explain: analysis({
    name: 'explain',
    title: 'Explain a model by its answers',
    help: 'What a model leans on (permutation importance, with intervals) and how its scores move with a feature (partial dependence). The model is asked on the machine of the terminal program, as a command or an endpoint; its recorded answers are what is measured and sealed. A server runs no command and asks no address.',
    files: [
      { ...ONE, help: `Rows with the label and all columns that the model reads: ${FORMATS}` },
      { role: 'scores', help: 'Recorded answers of the model, as --keep-scores writes them (.jsonl)' },
    ],
    asked: 'scores',
    about: 'file',
    kind: 'explanation',
    split: 'test',
    options: z.strictObject({
      label: column('Column with the true label'),
      feature: z
        .array(input.line(200))
        .min(1)
        .max(500)
        .describe('Columns that the model reads, in the order it wants them')
        .meta({ [COLUMN_MARK]: 'name' }),
      loss: z
        .enum(['log_loss', 'brier', 'absolute_error', 'squared_error'])
        .default('log_loss')
        .describe('What a wrong score costs: the first two of probabilities, the others of numbers'),
      positive: text('Which label the scores are the probability of').optional(),
      group: texts('Features that are shuffled together, since they say much the same, as in height+weight', 100),
      rows: z
        .int()
        .min(2)
        .max(100_000)
        .default(2_000)
        .describe('Rows to ask about at most; curves ask about 500 of them'),
      repeats: z.int().min(1).max(100).default(5).describe('How often each feature is shuffled'),
      curve: columns('Features to draw curves of; the most important ones when left out', 50),
      curves: z.int().min(0).max(50).default(5).describe('How many of the most important features have a curve'),
      points: z.int().min(2).max(200).default(15).describe('Points of a curve'),
      seed,
      level,
    }),
  }),
  shap: analysis({
    name: 'shap',
    title: 'Check and sum up SHAP values',
    help: 'Reads SHAP values that another program computed, one row for each explained row: checks that base value and values sum to the answer of the model in every row, and sums them up by feature, with intervals.',
    files: [{ ...ONE, help: `File of SHAP values, a column for each feature: ${FORMATS}` }],
    about: 'file',
    kind: 'explanation',
    split: 'test',
    options: z.strictObject({
      answer: column('Column with the answer of the model, on the scale of the SHAP values'),
      base: column('Column with the base value').optional(),
      baseValue: z.number().optional().describe('The base value, where it is one number for all rows'),
      prefix: input
        .line(100)
        .default('shap_')
        .describe('What the names of the columns begin with; the rest is the feature'),
      feature: pairs('Features and their columns, as in age=phi1, where there is no common beginning', 500),
      slice: columns('Columns to measure slices by', 20),
      tolerance: z
        .number()
        .min(0)
        .max(1)
        .default(0.001)
        .describe('By how much a row may miss its answer, as a share of 1 + |answer|'),
      draws,
      seed,
      level,
      minimumGroup,
    }),
  }),
} as const
