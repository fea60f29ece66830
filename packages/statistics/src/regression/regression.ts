import type { DrawOptions } from '../evaluation/draw-settings.ts'
import type { BootstrapKind } from '../evaluation/parts.ts'
import type { Analysis } from '../findings/analysis.ts'
import type { ScanOptions } from '../scan/source.ts'

/**
 * What to measure of predicted numbers. At least one of `prediction`, `quantiles`, or `prediction` with `deviation` is
 * given.
 */
export type RegressionQuestion = ScanOptions &
  DrawOptions & {
    readonly path: string
    /** The column of the actual number. */
    readonly label: string
    /** The column of the predicted number; with `deviation` the mean of a normal forecast. */
    readonly prediction?: string | undefined
    /** The column of the standard deviation of a normal forecast. */
    readonly deviation?: string | undefined
    /** Columns of quantile forecasts by their share: { '0.1': 'p10', '0.9': 'p90' }. */
    readonly quantiles?: Readonly<Record<string, string>> | undefined
    readonly slices?: readonly string[] | undefined
    /** Default `bca`. */
    readonly interval?: BootstrapKind | undefined
  }

/** One of the quantiles that were forecast: how often the actual value is not above it. */
export type QuantileCalibration = { readonly share: number; readonly column: string; readonly observed: number }

export type RegressionEvaluation = Analysis & {
  readonly seed: number
  readonly draws: number
  readonly level: number
  /** Of the whole file; empty without quantile forecasts. */
  readonly calibration: readonly QuantileCalibration[]
}
