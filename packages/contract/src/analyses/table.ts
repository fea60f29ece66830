import { OF_DATA } from './of-data.ts'
import { OF_MODELS } from './of-models.ts'
import { OF_PREDICTIONS } from './of-predictions.ts'

/** Everything that Muster measures from files. Route, terminal verb and sealing of each come from its declaration. */
export const ANALYSES = { ...OF_PREDICTIONS, ...OF_MODELS, ...OF_DATA } as const

export type AnalysisName = keyof typeof ANALYSES
export const isAnalysis = (name: string): name is AnalysisName => Object.hasOwn(ANALYSES, name)
