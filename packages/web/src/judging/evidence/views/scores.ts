import type { TwoSides } from '../../../ui/plot/shares-plot.tsx'
import type { Bin, Report, ReportSection } from '../report.ts'

/**
 * How the scores of each class are spread: the shares of the rows of either class in the bins of the calibration curve.
 * Undefined when a class has no row. `reference` is the other class, `current` the positive one.
 */
export function scoreShares(bins: readonly Bin[]): TwoSides | undefined {
  const positives = bins.reduce((sum, b) => sum + b.positives, 0)
  const others = bins.reduce((sum, b) => sum + b.rows - b.positives, 0)
  const [first] = bins
  if (first === undefined || positives === 0 || others === 0) return undefined
  return {
    edges: [first.from, ...bins.map((b) => b.to)],
    reference: bins.map((b) => (b.rows - b.positives) / others),
    current: bins.map((b) => b.positives / positives),
  }
}

const isCurve = ({ chart }: ReportSection): boolean => chart?.kind === 'curves'

/** Whether a section is a calibration curve: what was observed has dots, one for each bin. */
export const isCalibration = ({ chart }: ReportSection): boolean =>
  chart?.kind === 'curves' && chart.curves.some((c) => c.dots === true)

/** The sections of an evaluation as its page shows them: counts first, then curves, then the rest. */
export function evaluationSections({ sections }: Pick<Report, 'sections'>): {
  readonly matrix: readonly ReportSection[]
  readonly curves: readonly ReportSection[]
  readonly others: readonly ReportSection[]
} {
  const matrix = sections.filter((s) => s.chart?.kind === 'matrix')
  const curves = sections.filter(isCurve)
  return { matrix, curves, others: sections.filter((s) => !matrix.includes(s) && !curves.includes(s)) }
}
