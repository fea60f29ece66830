import { input } from '@muster/core'
import { z } from 'zod'
import type { AnalysisDeclaration, AnalysisFile } from './declaration.ts'

// What several analyses ask alike.

/**
 * The mark, in the schema that travels, of an option that names columns of a file: a form can offer those that are there.
 * `pair` stands for `name=column`.
 */
export const COLUMN_MARK = 'x-column'

export const text = (what: string) => input.line(200).describe(what)
export const texts = (what: string, most = 50) => z.array(input.line(200)).max(most).default([]).describe(what)
export const column = (what: string) => text(what).meta({ [COLUMN_MARK]: 'name' })
export const columns = (what: string, most = 50) => texts(what, most).meta({ [COLUMN_MARK]: 'name' })
export const pairs = (what: string, most = 50) => texts(what, most).meta({ [COLUMN_MARK]: 'pair' })
export const draws = z.int().min(100).max(10_000).default(1_000).describe('Bootstrap draws')
export const seed = z.int().min(0).max(4_294_967_295).default(1).describe('Seed of the bootstrap')
export const share = (what: string) => z.number().gt(0).lt(1).describe(what)
export const level = share('Level of the intervals, e.g. 0.95').default(0.95)
export const minimumGroup = z
  .int()
  .min(0)
  .max(1_000_000)
  .default(30)
  .describe('Groups with fewer rows are marked as small')

export const bootstrap = z.enum(['percentile', 'bca']).default('bca').describe('How bootstrap intervals are read')

export const FORMATS = '.parquet, .csv, .jsonl, .ndjson (the texts also as .gz)'
export const ONE = { role: 'file', help: `The file to measure: ${FORMATS}` } as const
export const PREDICTIONS = { role: 'file', flag: 'predictions', help: `File of predictions: ${FORMATS}` } as const
export const TWO = [
  { role: 'reference', help: `The data to compare with, such as those of the training: ${FORMATS}` },
  { role: 'current', help: `The data of today: ${FORMATS}` },
] as const

/** A file that may be given several times: its role, then the same with 2, 3 and so on. */
export const several = (file: AnalysisFile, most: number): readonly AnalysisFile[] =>
  Array.from({ length: most }, (_, index) => {
    const roleAt = (place: number): string => (place === 0 ? file.role : `${file.role}${place + 1}`)
    return index === 0 ? file : { ...file, role: roleAt(index), optional: true, after: roleAt(index - 1) }
  })

export const analysis = <Options extends z.ZodObject>(
  declared: Omit<AnalysisDeclaration, 'options'> & { readonly options: Options },
): AnalysisDeclaration & { readonly options: Options } => declared
