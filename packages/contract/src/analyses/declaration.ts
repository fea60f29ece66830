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
  /** The role of another such file that comes before it. In the terminal both are given by one option, in this order. */
  readonly after?: string
}

/** Something that can be measured from files and sealed. Declared once: route, terminal verb and sealing come from it. */
export interface AnalysisDeclaration {
  readonly name: string
  readonly title: string
  readonly help: string
  readonly files: readonly AnalysisFile[]
  /** The role of the file that is the source of the evidence; the others are named beside it. */
  readonly about: string
  /**
   * The role of a file of recorded answers of a model: the terminal program can make it by asking a model on the machine
   * of its user. Nothing else asks one.
   */
  readonly asked?: string
  /** The kind of evidence that it is sealed as, unless the request names one of `kinds`. */
  readonly kind: string
  readonly kinds?: readonly string[]
  /** The kind that follows from the options, where it is not always the same. */
  readonly kindFor?: (options: Readonly<Record<string, unknown>>) => string
  /** The split that it is sealed under, unless the request names another. */
  readonly split: string
  readonly options: z.ZodObject
}

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

/** What a program needs to know of an analysis to ask for it: the options as JSON Schema, marks included. */
export function shownAnalysis({
  name,
  title,
  help,
  files,
  about,
  asked,
  kind,
  kinds = [],
  split,
  options,
}: AnalysisDeclaration) {
  const { $schema: _dialect, ...schema } = z.toJSONSchema(options, { io: 'input', unrepresentable: 'any' })
  return {
    name,
    title,
    help,
    files: files.map(({ role, help: what, optional = false, after }) => ({
      role,
      help: what,
      optional,
      recorded: role === asked,
      ...(after === undefined ? {} : { after }),
    })),
    about,
    kind,
    kinds,
    split,
    options: schema,
  }
}
