import type { ScanOptions, Source } from '../scan/source.ts'
import type { Report, ReportMeasure, ReportParts, ReportSource } from '../report/report.ts'
import { REPORT_SCHEMA } from '../report/report.ts'
import { ScanError } from '../scan/scan-error.ts'

/** What an analysis is asked: its files by role, its options, and how to tell of progress and be stopped. */
export type AnalysisInput<Options> = ScanOptions & {
  readonly files: Readonly<Record<string, string>>
  readonly options: Options
}

/** What an analysis answers. `tool` is given where another program computed what was only read. */
export type AnalysisResult = ReportParts & {
  readonly sources: readonly ReportSource[]
  readonly result: unknown
  readonly title?: string
  readonly tool?: { readonly name: string; readonly version: string }
}

/**
 * Something that can be measured from files: what `analyses/table.ts` lists, with one entry each. Options are plain
 * values as a person types them; whatever is wrong with files or options is a ScanError.
 */
export type Analysis<Options> = {
  readonly name: string
  readonly title: string
  /** The roles of its files; those that may be left out end in `?`. */
  readonly files: readonly string[]
  readonly run: (input: AnalysisInput<Options>) => Promise<AnalysisResult>
}

/** Runs an analysis and makes the report. `program` is who measured, with its version. */
export async function reportOf<Options extends object>(
  analysis: Analysis<Options>,
  input: AnalysisInput<Options>,
  program: { readonly name: string; readonly version: string },
): Promise<Report> {
  for (const role of analysis.files) {
    if (role.endsWith('?') || input.files[role] !== undefined) continue
    throw new ScanError('option_invalid', `no ${role} file was given`, `name the ${role} file`)
  }
  const { tool, title, ...parts } = await analysis.run(input)
  return {
    schema: REPORT_SCHEMA,
    analysis: analysis.name,
    title: title ?? analysis.title,
    ...parts,
    measures: parts.measures.map(finite),
    options: Object.fromEntries(Object.entries(input.options).filter(([, value]) => value !== undefined)),
    tool: tool ?? program,
    computed: tool === undefined,
  }
}

/** JSON has no infinity and no NaN: a number that is none becomes no value with a reason. */
function finite(measure: ReportMeasure): ReportMeasure {
  const end = (value: number | null | undefined): number | null =>
    value === undefined || value === null || !Number.isFinite(value) ? null : value
  const { value, low, high } = measure
  const isLost = value !== null && !Number.isFinite(value)
  return {
    ...measure,
    value: end(value),
    ...(low === undefined ? {} : { low: end(low) }),
    ...(high === undefined ? {} : { high: end(high) }),
    ...(isLost ? { reason: measure.reason ?? 'the result is not a finite number' } : {}),
  }
}

/** The path of a file that the analysis must have. */
export function pathOf(files: Readonly<Record<string, string>>, role: string): string {
  const path = files[role]
  if (path === undefined) throw new ScanError('option_invalid', `no ${role} file was given`, `name the ${role} file`)
  return path
}

export function sourceAs(role: string, { name, digest, bytes, rows }: Source): ReportSource {
  return { role, name, digest, bytes, rows }
}

/** `column=value` as evidence names a slice: on one line, at most 200 characters. */
export function sliceName(column: string, value: string | null): string {
  return `${column}=${value ?? ''}`.replaceAll(/\s+/g, ' ').slice(0, 200)
}
