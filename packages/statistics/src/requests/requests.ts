import type { DrawOptions } from '../evaluation/draw-settings.ts'
import type { Slice } from '../evaluation/evaluation.ts'
import type { Analysis } from '../findings/analysis.ts'
import type { ScanOptions } from '../scan/source.ts'

/** What to measure of a file with one row for each request that was made of a model. */
export type RequestsQuestion = ScanOptions &
  DrawOptions & {
    readonly path: string
    /** The column of how long a request took. */
    readonly latency: string
    /** The unit of that column, default `ms`. */
    readonly unit?: 'ms' | 's' | 'us' | undefined
    /** The column that says how a request ended: a status of HTTP, or a word. */
    readonly status?: string | undefined
    /** The values of `status` that are no error; default 100 to 399, and ok, success, succeeded, passed, true. */
    readonly ok?: readonly string[] | undefined
    /** The column of when a request began: a time, or seconds or milliseconds since 1970. */
    readonly start?: string | undefined
    /** The column of what a request cost. */
    readonly cost?: string | undefined
    readonly slices?: readonly string[] | undefined
    /** The quantiles of the latency, default 0.5, 0.9, 0.95 and 0.99. */
    readonly quantiles?: readonly number[] | undefined
    /** What measures may be at most (`throughput` at least), such as { latency_p95: 300 }. */
    readonly limits?: Readonly<Record<string, number>> | undefined
  }

/** A group of requests, with how many of them ended without an error. */
export type RequestGroup = { readonly slice?: Slice; readonly requests: number; readonly succeeded: number }

export type RequestsBenchmark = Analysis & {
  readonly groups: readonly RequestGroup[]
  /** From the first start to the last end, seconds; null without start times. */
  readonly durationSeconds: number | null
  readonly seed: number
  readonly draws: number
  readonly level: number
}
