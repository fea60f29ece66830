import type { Slice } from '../evaluation/evaluation.ts'
import type { Source } from '../scan/source.ts'
import type { Finding } from './finding.ts'

/** One number about one group of rows, with its interval. `value` is null when there is none, and `reason` says why. */
export type MeasuredValue = {
  readonly name: string
  readonly value: number | null
  readonly low: number | null
  readonly high: number | null
  /** Observations it rests on: rows, unless the analysis says otherwise. */
  readonly n: number
  /** Absent for the whole file. */
  readonly slice?: Slice
  readonly reason?: string
  /** How the interval was made, such as `bootstrap-bca`; `none` without one. */
  readonly method: string
}

/** What every analysis of a file answers; plain data, equal for equal input and seed. */
export type Analysis = {
  readonly rows: number
  readonly source: Source
  readonly measures: readonly MeasuredValue[]
  /** What a reader must know before trusting the numbers, in plain sentences. */
  readonly caveats: readonly string[]
  readonly findings: readonly Finding[]
  /** How the intervals were made, in words. */
  readonly method: string
}
