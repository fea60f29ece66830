import { input } from '@muster/core'
import { z } from 'zod'
import {
  COLUMN_MARK,
  FORMATS,
  ONE,
  TWO,
  analysis,
  column,
  columns,
  level,
  minimumGroup,
  seed,
  several,
  share,
  text,
  texts,
} from './options.ts'

/** What is measured from data, from labels, and taken over from other programs. */
export const OF_DATA = {
  drift: analysis({
    name: 'drift',
    title: 'Compare data with a reference',
    help: 'Compares every column of two files: effect sizes with intervals, a stated false-alarm rate, and the numbers of Evidently or NannyML where a team must go on with them.',
    files: TWO,
    about: 'current',
    kind: 'drift',
    split: 'production',
    options: z.strictObject({
      column: columns('Columns to compare, perhaps with a kind, as in age:numeric; all when left out', 500),
      mode: z
        .enum(['recommended', 'evidently', 'nannyml'])
        .default('recommended')
        .describe('Whose rules judge; recommended judges by intervals'),
      margin: share('The change from which on drift matters').default(0.1),
      falseAlarmRate: share('The chance of any false alarm in the whole report').default(0.05),
      prediction: column('Column with the prediction').optional(),
      label: column('Column with the label').optional(),
      together: z.boolean().default(false).describe('Compare all columns together too, by a classifier'),
      seed,
    }),
  }),
  estimate: analysis({
    name: 'estimate',
    title: 'Estimate performance without labels',
    help: 'Estimates how well a model does on rows that have no labels yet, from a reference that has them. Every number is marked as estimated.',
    files: TWO,
    about: 'current',
    kind: 'estimate',
    split: 'production',
    options: z.strictObject({
      label: column('Column of the reference with the true label'),
      score: column('Classifier: column with the probability of the positive class').optional(),
      positive: text('Classifier: which label is the positive one').optional(),
      threshold: z
        .number()
        .min(0)
        .max(1)
        .optional()
        .describe('Classifier: the score from which on it decides yes (0.5)'),
      prediction: column('Regression: column with the predicted number').optional(),
      feature: columns('Regression: columns that errors are learnt from', 200),
      seed,
      level,
    }),
  }),
  agreement: analysis({
    name: 'agreement',
    title: 'Measure the agreement of labels',
    help: 'Measures how well raters agree (Krippendorff’s alpha and others), the quality of labels on gold items, and what a label costs.',
    files: [{ role: 'file', flag: 'labels', help: `File with one label a row: ${FORMATS}` }],
    about: 'file',
    kind: 'agreement',
    split: 'labels',
    options: z.strictObject({
      item: column('Column that names the item'),
      rater: column('Column that names who labelled'),
      label: column('Column with the label'),
      level: z
        .enum(['nominal', 'ordinal', 'interval', 'ratio'])
        .default('nominal')
        .describe('What the labels are: names, ranks, or numbers'),
      order: texts('The labels in ascending order, for ranks that are no numbers', 1_000),
      gold: column('Column with the true label of gold items').optional(),
      leadTime: column('Column with the seconds that each label took').optional(),
      rate: texts('What an hour of labelling costs: one number, or rater=number', 1_000),
      consensus: z
        .enum(['none', 'majority', 'dawid-skene'])
        .default('majority')
        .describe('How the label of an item is found'),
      listConsensus: z.boolean().default(false).describe('List the consensus label of every item in the report'),
      draws: z.int().min(0).max(10_000).default(1_000).describe('Bootstrap draws, 0 for no intervals'),
      seed,
      confidence: share('Level of the intervals, e.g. 0.95').default(0.95),
    }),
  }),
  profile: analysis({
    name: 'profile',
    title: 'Profile the columns of a file',
    help: 'Counts, missing values, distinct values, quantiles and frequent values of every column, kept as a mergeable profile of a few kilobytes.',
    files: [ONE],
    about: 'file',
    kind: 'profile',
    split: 'training',
    options: z.strictObject({ column: columns('Columns to profile; all when left out', 500) }),
  }),
  'compare-profiles': analysis({
    name: 'compare-profiles',
    title: 'Compare two profiles',
    help: 'How far two parts of data are apart, from their profiles: PSI, Jensen–Shannon, Kolmogorov–Smirnov and Wasserstein, each with the range that the profiles allow.',
    files: [
      { role: 'reference', help: 'A profile (.mspf) or data to compare with' },
      { role: 'current', help: 'A profile (.mspf) or data of today' },
    ],
    about: 'current',
    kind: 'drift',
    split: 'production',
    options: z.strictObject({ column: columns('Columns to compare; all when left out', 500) }),
  }),
  quality: analysis({
    name: 'quality',
    title: 'Check data against their contract',
    help: 'Checks a file against the quality rules of its data contract (ODCS 3): missing values, duplicates, ranges, sets, patterns, types, references, freshness; and says which columns no rule looks at.',
    files: [
      ONE,
      { role: 'contract', help: 'The data contract, ODCS 3.x as YAML or JSON' },
      ...several(
        { role: 'lookup', optional: true, help: `A table that foreign keys of the contract lead to: ${FORMATS}` },
        5,
      ),
    ],
    about: 'file',
    kind: 'data-tests',
    split: 'production',
    options: z.strictObject({
      table: input.line(200).optional().describe('Table of the contract; the first when left out'),
      lookupTable: texts('The names by which foreign keys of the contract call the lookup files, in their order', 5),
      now: z.iso.datetime({ offset: true }).optional().describe('The time that ages are counted to'),
      examples: z.int().min(0).max(100).default(0).describe('Offending values to tell for each rule that fails'),
    }),
  }),
  schema: analysis({
    name: 'schema',
    title: 'Compare the columns of two files',
    help: 'What changed in the columns from one file to another: added, removed, perhaps renamed, of another type.',
    files: TWO,
    about: 'current',
    kind: 'schema',
    split: 'production',
    options: z.strictObject({}),
  }),
  requests: analysis({
    name: 'requests',
    title: 'Measure latency and cost of requests',
    help: 'Measures a file with one row for each request: quantiles of latency with intervals, errors, throughput and cost, against limits where there are some.',
    files: [{ role: 'file', flag: 'requests', help: `File of requests: ${FORMATS}` }],
    about: 'file',
    kind: 'requests',
    split: 'load-test',
    options: z.strictObject({
      latency: column('Column with how long a request took'),
      unit: z.enum(['ms', 's', 'us']).default('ms').describe('Unit of that column'),
      status: column('Column with how a request ended').optional(),
      ok: texts('Values of the status that are no error', 100),
      start: column('Column with when a request began').optional(),
      cost: column('Column with what a request cost').optional(),
      quantile: z.array(z.number().gt(0).lt(1)).max(20).default([]).describe('Quantiles of the latency, e.g. 0.95'),
      limit: texts('What a measure may be at most: measure=number, e.g. latency_p95=300', 50),
      slice: columns('Columns to measure slices by', 20),
      seed,
      level,
      minimumGroup,
    }),
  }),
  test: analysis({
    name: 'test',
    title: 'Test hypotheses about groups',
    help: 'Tests whether columns differ between groups of rows, such as variants of an experiment: t, Welch, Mann–Whitney, Kruskal–Wallis, permutation, Kolmogorov–Smirnov, chi-square, G, Fisher; with effect sizes and intervals, corrected over columns.',
    files: [ONE],
    about: 'file',
    kind: 'hypotheses',
    split: 'experiment',
    options: z.strictObject({
      group: column('Column that says which group a row belongs to'),
      value: z
        .array(input.line(200))
        .min(1)
        .max(100)
        .describe('Columns whose values are compared between the groups')
        .meta({ [COLUMN_MARK]: 'name' }),
      test: z
        .enum([
          'auto',
          'student',
          'welch',
          'mann-whitney',
          'kruskal-wallis',
          'permutation',
          'kolmogorov-smirnov',
          'chi-square',
          'g',
          'fisher',
        ])
        .default('auto')
        .describe('Which test; auto takes Welch or Kruskal–Wallis for numbers, chi-square or Fisher for categories'),
      alpha: share('The chance of any false alarm over all columns').default(0.05),
      draws: z.int().min(99).max(1_000_000).default(9_999).describe('Draws of the permutation test'),
      seed,
      level,
    }),
  }),
  import: analysis({
    name: 'import',
    title: 'Take over the report of another program',
    help: 'Reads a JSON report of Evidently or a JUnit XML report of tests. Its numbers are taken over as they are; the evidence says which program computed them, and that Muster did not.',
    files: [{ role: 'file', help: 'The report: JSON of Evidently, or JUnit XML' }],
    about: 'file',
    kind: 'model-tests',
    kinds: ['model-tests', 'data-tests', 'drift', 'evaluation'],
    kindFor: ({ format }) => (format === 'evidently' ? 'drift' : 'model-tests'),
    split: 'test',
    options: z.strictObject({
      format: z.enum(['evidently', 'junit']).describe('What kind of report it is'),
      tool: input.line(100).optional().describe('The program that computed it, e.g. pytest'),
      toolVersion: input.line(100).optional().describe('Its version'),
    }),
  }),
} as const
