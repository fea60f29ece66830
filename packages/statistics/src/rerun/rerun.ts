import type { Analysis } from '../findings/analysis.ts'
import type { ScanOptions, Source } from '../scan/scan-file.ts'

export type RerunQuestion = ScanOptions & {
  /** What the first run wrote. */
  readonly path: string
  /** What the rerun wrote. */
  readonly rerunPath: string
  /** Columns that say which rows belong together. */
  readonly key: readonly string[]
  /** The columns that are compared; all that are no key when left out. */
  readonly values?: readonly string[] | undefined
  /** By how much two numbers may differ, in their unit; default 0. */
  readonly absolute?: number | undefined
  /** By how much two numbers may differ, as a share of the larger of them; default 0. */
  readonly relative?: number | undefined
}

/** How far one column of the rerun is from the first run. Rows are those of either file: keys match one to one. */
export type RerunColumn = {
  readonly column: string
  /** Whether all values of both files are numbers; others are compared as text. */
  readonly isNumeric: boolean
  /** Rows with the same value, or with none in both. */
  readonly same: number
  /** Rows that are the same or within the tolerance. */
  readonly within: number
  /** Rows with a value in one file only. */
  readonly lost: number
  /** The largest difference of two finite numbers, in their unit, and as a share of the larger one. Null for text. */
  readonly largest: number | null
  readonly largestRelative: number | null
  readonly meanDifference: number | null
  /** Rows that are not within the tolerance, those that differ most first; at most five. */
  readonly examples: readonly { readonly key: string; readonly first: string; readonly second: string }[]
}

export type Rerun = Omit<Analysis, 'source'> & {
  readonly sources: readonly [Source, Source]
  readonly columns: readonly RerunColumn[]
  /** Rows in which every column is the same, and is within the tolerance. */
  readonly same: number
  readonly within: number
  readonly absolute: number
  readonly relative: number
  /** `identical` in every value, `reproduced` within the tolerance, or `differs`. */
  readonly verdict: 'identical' | 'reproduced' | 'differs'
}
