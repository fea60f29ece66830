import type { ScanOptions, Source } from '../scan/source.ts'
import type { ColumnDrift, Verdict } from './column-drift.ts'
import type { ColumnKind } from './column-kinds.ts'
import type { EvidentlyTest } from './evidently.ts'
import type { Finding } from '../findings/finding.ts'
import type { MultivariateDrift } from './multivariate-drift.ts'

/**
 * How to judge. `recommended`: effect sizes with intervals, corrected over columns, verdict by the interval. `evidently`
 * and `nannyml`: what these tools print, quirks included, for a team that must go on with their numbers.
 */
export type DriftMode = 'recommended' | 'evidently' | 'nannyml'

/** A column to compare: its name, or with a kind that is not to be guessed, or a test in parity mode. */
export type DriftColumn = {
  readonly name: string
  readonly kind?: ColumnKind | undefined
  readonly test?: EvidentlyTest | undefined
  readonly threshold?: number | undefined
}

export type DriftQuestion = ScanOptions & {
  /** Two files, each .parquet, .csv, .jsonl or .ndjson (the last three also .gz). */
  readonly reference: string
  readonly current: string
  /** The columns to compare; without it all that both files have. */
  readonly columns?: readonly (string | DriftColumn)[] | undefined
  readonly prediction?: string | undefined
  readonly label?: string | undefined
  readonly mode?: DriftMode | undefined
  /** Recommended mode: from which effect on a change matters, 0..1. Default 0.1. */
  readonly margin?: number | undefined
  /** Recommended mode: the chance of any false alarm in the whole report. Default 0.05. */
  readonly falseAlarmRate?: number | undefined
  /** Recommended mode: whether all columns together are compared too, by a classifier on a sample. Default false. */
  readonly multivariate?: boolean | undefined
  readonly seed?: number | undefined
}

/** Plain data, the same for the same files and question, in any order of rows. */
export type DriftReport = {
  readonly mode: DriftMode
  readonly reference: Source
  readonly current: Source
  readonly columns: readonly ColumnDrift[]
  readonly multivariate?: MultivariateDrift
  /** How many columns were measured and how many of them drifted. */
  readonly measured: number
  readonly drifted: number
  readonly share: number
  readonly verdict: Verdict
  /** Columns that only one file has. */
  readonly onlyReference: readonly string[]
  readonly onlyCurrent: readonly string[]
  /** Recommended mode: what was asked for. */
  readonly margin?: number
  readonly falseAlarmRate?: number
  readonly method: string
  readonly caveats: readonly string[]
  readonly finding: Finding
  readonly findings: readonly Finding[]
  readonly seed: number
}
