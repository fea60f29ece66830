import type { AnalysisDeclaration } from '@muster/contract'
import type { FieldOption, Schema } from './schema-options.ts'
import { optionsOf } from './schema-options.ts'

/** The options of an analysis as they are typed, required ones first. */
export function optionsOfAnalysis({ options }: AnalysisDeclaration): FieldOption[] {
  return optionsOf(options.toJSONSchema({ io: 'input', unrepresentable: 'any' }) as Schema)
}

/** The option that names a file of an analysis. */
export const fileFlag = ({ role, flag }: AnalysisDeclaration['files'][number]): string => `--${flag ?? role}`
