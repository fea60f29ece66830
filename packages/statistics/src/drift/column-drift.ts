import type { EvidentlyResult } from './evidently.ts'
import type { ColumnKind } from './column-kinds.ts'
import type { NannymlResult } from './nannyml.ts'

/**
 * What can be said of a column. `drift`: the whole interval of the effect is at or above the margin. `stable`: all of it
 * is below. `unclear`: the rows are too few to tell. `not-measured`: a side has no value, or nothing is defined.
 */
export type Verdict = 'drift' | 'stable' | 'unclear' | 'not-measured'

/** The scale that the verdict is on; all of them are shares from 0 to 1. */
export type DriftMeasure =
  | 'ks_distance'
  | 'total_variation'
  | 'hour_total_variation'
  | 'weekday_total_variation'
  | 'length_ks_distance'
  | 'unknown_words'
  | 'classifier_separation'
  | 'missing_share'

/** One quantity of a column with its interval and what follows from it alone. */
export type DriftEffect = {
  readonly measure: DriftMeasure
  readonly value: number | null
  readonly low: number | null
  readonly high: number | null
  readonly margin: number
  readonly verdict: Verdict
}

/**
 * How the values of both sides are spread, as shares of the rows that have one: in bins between `edges`, or by name
 * (categories, or the distinct values of a column with few), the most frequent first and the rest as one.
 */
export type DriftShape = {
  readonly edges?: readonly number[]
  readonly names?: readonly string[]
  readonly reference: readonly number[]
  readonly current: readonly number[]
}

/** What is known of the drift of one column. */
export type ColumnDrift = {
  readonly name: string
  readonly kind: ColumnKind
  readonly role?: 'prediction' | 'label'
  /** Rows with a value, by side. */
  readonly rows: { readonly reference: number; readonly current: number }
  readonly missing: { readonly reference: number; readonly current: number }
  /** Rows with ±Infinity, which no distance can use. */
  readonly infinite?: { readonly reference: number; readonly current: number }
  readonly verdict: Verdict
  /** The effects that the verdict rests on, the most telling first. */
  readonly effects: readonly DriftEffect[]
  /** Descriptive distances without interval, by name. */
  readonly distances: Readonly<Record<string, number>>
  /** The chance of so large a difference if nothing had changed, and the same after Holm's correction over all columns. */
  readonly pValue: number | null
  readonly adjustedPValue: number | null
  /** Values that only one side has; at most 20 of each are named. */
  readonly newCategories?: { readonly count: number; readonly names: readonly string[] }
  readonly goneCategories?: { readonly count: number; readonly names: readonly string[] }
  /** The rows on each side from which on a column without drift can be found stable. */
  readonly minimumRows: number
  readonly caveats: readonly string[]
  /** For drawing. */
  readonly shape?: DriftShape
  readonly evidently?: EvidentlyResult
  readonly nannyml?: readonly NannymlResult[]
}

/** The verdict of one effect: by its interval, not by the value. */
export function verdictOf(low: number | null, high: number | null, margin: number): Verdict {
  if (low === null || high === null) return 'not-measured'
  if (low >= margin) return 'drift'
  return high < margin ? 'stable' : 'unclear'
}

/** Several effects together: one that drifted is enough; all must be stable for the whole to be. */
export function joined(verdicts: readonly Verdict[]): Verdict {
  if (verdicts.includes('drift')) return 'drift'
  const measured = verdicts.filter((verdict) => verdict !== 'not-measured')
  if (measured.length === 0) return 'not-measured'
  return measured.includes('unclear') ? 'unclear' : 'stable'
}
