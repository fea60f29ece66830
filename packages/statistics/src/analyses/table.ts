import type { ScanOptions } from '../scan/scan-file.ts'
import { ScanError } from '../scan/scan-error.ts'
import type { Report } from '../report/report.ts'
import { agreementAnalysis } from './agreement.ts'
import type { Analysis } from './analysis.ts'
import { reportOf } from './analysis.ts'
import { compareProfilesAnalysis, profileAnalysis } from './profile.ts'
import { driftAnalysis } from './drift.ts'
import { estimateAnalysis } from './estimate.ts'
import { explainAnalysis } from './explain.ts'
import { evaluateAnalysis } from './evaluate.ts'
import { qualityAnalysis, schemaAnalysis } from './quality.ts'
import { compareAnalysis, requestsAnalysis } from './versions.ts'
import { multilabelAnalysis, rankingAnalysis, regressionAnalysis } from './rows.ts'
import { rerunAnalysis } from './rerun.ts'
import { shapAnalysis } from './shap.ts'
import { testAnalysis } from './hypothesis-test.ts'
import { fairnessAnalysis } from './fairness.ts'
import { importAnalysis } from './import.ts'

/**
 * Everything that can be measured from files, by name. What people are asked for each (and how it is sealed) is in the
 * contract under the same name; a test holds both against each other.
 */
export const ANALYSES = {
  evaluate: evaluateAnalysis,
  multilabel: multilabelAnalysis,
  regression: regressionAnalysis,
  ranking: rankingAnalysis,
  compare: compareAnalysis,
  rerun: rerunAnalysis,
  fairness: fairnessAnalysis,
  explain: explainAnalysis,
  shap: shapAnalysis,
  drift: driftAnalysis,
  estimate: estimateAnalysis,
  agreement: agreementAnalysis,
  profile: profileAnalysis,
  'compare-profiles': compareProfilesAnalysis,
  quality: qualityAnalysis,
  schema: schemaAnalysis,
  requests: requestsAnalysis,
  test: testAnalysis,
  import: importAnalysis,
} as const

export type AnalysisName = keyof typeof ANALYSES
/** The options of an analysis. */
export type OptionsOf<Name extends AnalysisName> =
  (typeof ANALYSES)[Name] extends Analysis<infer Options> ? Options : never

/** What is measured, as it travels to another thread or process: plain values. */
export type Measurement = {
  readonly analysis: string
  /** Paths by role. */
  readonly files: Readonly<Record<string, string>>
  /** The names that people know these files by, where the paths are others. */
  readonly names?: Readonly<Record<string, string>>
  readonly options: Readonly<Record<string, unknown>>
  readonly program: { readonly name: string; readonly version: string }
}

/**
 * Measures by name. Options must have the types of the analysis, as a schema has made sure before; their values are
 * checked here. Throws a ScanError for whatever is wrong with files and options.
 */
export async function measure(asked: Measurement, scan: ScanOptions = {}): Promise<Report> {
  const analysis = Object.entries(ANALYSES).find(([name]) => name === asked.analysis)?.[1]
  if (analysis === undefined) {
    const hint = `there are ${Object.keys(ANALYSES).join(', ')}`
    throw new ScanError('option_invalid', `there is no analysis "${asked.analysis}"`, hint)
  }
  // One of many: which options it takes was settled with its name, by the schema of that name.
  const { files, options, program, names = {} } = asked
  const report = await reportOf(analysis as Analysis<object>, { ...scan, files, options }, program)
  return {
    ...report,
    sources: report.sources.map((source) => ({ ...source, name: names[source.role] ?? source.name })),
  }
}
