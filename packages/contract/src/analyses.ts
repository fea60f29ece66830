import { input } from '@muster/core'
import { z } from 'zod'

/** A file that an analysis measures. */
export interface AnalysisFile {
  /** What the file is to the analysis, and the field that names its digest. */
  readonly role: string
  /** The option of the terminal program, where it is called otherwise there. */
  readonly flag?: string
  readonly help: string
  readonly optional?: boolean
}

/** Something that can be measured from files and sealed. Declared once: route, terminal verb and sealing come from it. */
export interface AnalysisDeclaration {
  readonly name: string
  readonly title: string
  readonly help: string
  readonly files: readonly AnalysisFile[]
  /** The role of the file that is the source of the evidence; the others are named beside it. */
  readonly about: string
  /** The kind of evidence that it is sealed as, unless the request names one of `kinds`. */
  readonly kind: string
  readonly kinds?: readonly string[]
  /** The kind that follows from the options, where it is not always the same. */
  readonly kindFor?: (options: Readonly<Record<string, unknown>>) => string
  /** The split that it is sealed under, unless the request names another. */
  readonly split: string
  readonly options: z.ZodObject
}

const column = (what: string) => input.line(200).describe(what)
const columns = (what: string, most = 50) => z.array(input.line(200)).max(most).default([]).describe(what)
const draws = z.int().min(100).max(10_000).default(1_000).describe('Bootstrap draws')
const seed = z.int().min(0).max(4_294_967_295).default(1).describe('Seed of the bootstrap')
const share = (what: string) => z.number().gt(0).lt(1).describe(what)
const level = share('Level of the intervals, e.g. 0.95').default(0.95)
const minimumGroup = z.int().min(0).max(1_000_000).default(30).describe('Groups with fewer rows are marked as small')

const FORMATS = '.parquet, .csv, .jsonl, .ndjson (the texts also as .gz)'
const ONE = { role: 'file', help: `The file to measure: ${FORMATS}` } as const
const PREDICTIONS = { role: 'file', flag: 'predictions', help: `File of predictions: ${FORMATS}` } as const
const TWO = [
  { role: 'reference', help: `The data to compare with, such as those of the training: ${FORMATS}` },
  { role: 'current', help: `The data of today: ${FORMATS}` },
] as const

const analysis = <Options extends z.ZodObject>(
  declared: Omit<AnalysisDeclaration, 'options'> & { readonly options: Options },
): AnalysisDeclaration & { readonly options: Options } => declared

/** Everything that Muster measures from files. */
export const ANALYSES = {
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
      positive: column('Which label is the positive one').optional(),
      threshold: z.number().min(0).max(1).optional().describe('Decide by score >= threshold instead of a prediction'),
      draws,
      seed,
      level,
      minimumGroup,
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
      attribute: z.array(input.line(200)).min(1).max(10).describe('Columns whose values are the groups'),
      label: column('Column with the true label; without it only selection is judged').optional(),
      positive: column('Which label is the favourable one').optional(),
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
      positive: column('Classifier: which label is the positive one').optional(),
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
      order: columns('The labels in ascending order, for ranks that are no numbers', 1_000),
      gold: column('Column with the true label of gold items').optional(),
      leadTime: column('Column with the seconds that each label took').optional(),
      rate: columns('What an hour of labelling costs: one number, or rater=number', 1_000),
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

export type AnalysisName = keyof typeof ANALYSES
export const isAnalysis = (name: string): name is AnalysisName => Object.hasOwn(ANALYSES, name)

/** The body of the request that measures and seals: files by digest, options, and what the evidence is about. */
export function bodyOf({ files, options, split, kinds }: AnalysisDeclaration): z.ZodObject {
  const digests = files.map(({ role, help, optional }) => {
    const digest = input.digest.describe(`Digest of the uploaded file. ${help}`)
    return [role, optional === true ? digest.optional() : digest] as const
  })
  return z.strictObject({
    version: input.id('ver').describe('The model version'),
    ...Object.fromEntries(digests),
    ...options.shape,
    ...(kinds === undefined ? {} : { kind: z.enum(kinds).optional().describe('Kind of evidence to seal it as') }),
    split: input.slug.default(split).describe('What the data are, such as test, training or production'),
    note: input.optionalText(5_000).default('').describe('A word on it'),
  })
}

/** The kind of evidence that a request is sealed as. */
export function kindOf({ kind, kinds, kindFor }: AnalysisDeclaration, body: Readonly<Record<string, unknown>>): string {
  const chosen = body['kind']
  if (kinds !== undefined && typeof chosen === 'string') return chosen
  return kindFor?.(body) ?? kind
}
