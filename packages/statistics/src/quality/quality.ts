import type { Analysis } from '../findings/analysis.ts'
import type { ScanOptions, Source } from '../scan/source.ts'
import type { QualityRule } from './rule.ts'

/** What to check of a file. */
export type QualityQuestion = ScanOptions & {
  readonly path: string
  readonly rules: readonly QualityRule[]
  /** The time that ages are counted to, such as 2026-01-31T12:00:00Z; rules about age want it. */
  readonly now?: string | undefined
  /** How many offending values to tell for each rule that fails, default 0: they are copied into the result. */
  readonly examples?: number | undefined
}

/** A rule and what was found. */
export type QualityCheck = {
  readonly id: string
  readonly name: string
  readonly metric: QualityRule['metric']
  readonly columns: readonly string[]
  /** What was counted, in the rule's unit; null where the rule could not be run. */
  readonly value: number | null
  readonly unit: 'rows' | 'percent' | 'hours' | 'values'
  /** What it must be. */
  readonly must: string
  readonly status: 'passed' | 'failed' | 'not-run'
  readonly severity: 'error' | 'warning'
  readonly dimension?: string
  readonly reason?: string
  readonly examples: readonly string[]
}

/** A column of the file as it was found. */
export type QualityColumn = {
  readonly name: string
  readonly type: string
  readonly missing: number
  /** Rules about it that could be run. */
  readonly checks: number
}

export type DataQuality = Analysis & {
  readonly checks: readonly QualityCheck[]
  readonly columns: readonly QualityColumn[]
  /** The files that references were looked up in. */
  readonly references: readonly Source[]
  /** `passed` only if every rule of severity error was run and met. */
  readonly verdict: 'passed' | 'failed'
}
