import type { SumMeasure } from '../evaluation/part-groups.ts'
import {
  EXACT,
  HAMMING,
  JACCARD,
  LABEL_CELLS,
  ROW_SUMS,
  ROWS,
  SAMPLE_F1,
  SAMPLE_PRECISION,
  SAMPLE_RECALL,
} from './label-sets.ts'

type Cells = { readonly tp: number; readonly fp: number; readonly fn: number }
type Rate = (cells: Cells) => number | null

const precision: Rate = ({ tp, fp }) => (tp + fp === 0 ? null : tp / (tp + fp))
const recall: Rate = ({ tp, fn }) => (tp + fn === 0 ? null : tp / (tp + fn))
const f1: Rate = ({ tp, fp, fn }) => (2 * tp + fp + fn === 0 ? null : (2 * tp) / (2 * tp + fp + fn))

/** The cells of every label. */
export function labelCells(sums: Float64Array): Cells[] {
  return Array.from({ length: (sums.length - ROW_SUMS) / LABEL_CELLS }, (_, label) => {
    const at = ROW_SUMS + LABEL_CELLS * label
    return { tp: sums[at] ?? 0, fp: sums[at + 1] ?? 0, fn: sums[at + 2] ?? 0 }
  })
}

/** The cells of all labels together: a micro average. */
function micro(rate: Rate, cells: readonly Cells[]): number | null {
  const sum = { tp: 0, fp: 0, fn: 0 }
  for (const { tp, fp, fn } of cells) {
    sum.tp += tp
    sum.fp += fp
    sum.fn += fn
  }
  return rate(sum)
}

/**
 * The mean over labels that are true or predicted anywhere, a rate that cannot be divided counting 0 as in scikit-learn;
 * `weighted` by how often a label is true.
 */
function mean(rate: Rate, cells: readonly Cells[], weightOf: (cells: Cells) => number): number | null {
  let sum = 0
  let weights = 0
  for (const one of cells) {
    const weight = weightOf(one)
    sum += weight === 0 ? 0 : weight * (rate(one) ?? 0)
    weights += weight
  }
  return weights === 0 ? null : sum / weights
}

const occurs = ({ tp, fp, fn }: Cells): number => (tp + fp + fn > 0 ? 1 : 0)
const trueOf = ({ tp, fn }: Cells): number => tp + fn

/** All measures of a multi-label prediction over its sums; see rowSums. */
export function multilabelMeasures(): SumMeasure[] {
  const byRow = (name: string, at: number): SumMeasure => ({
    name,
    of: (sums) => ((sums[ROWS] ?? 0) > 0 ? (sums[at] ?? 0) / (sums[ROWS] ?? 0) : null),
    reason: 'there are no rows',
  })
  const rates: [string, Rate][] = [
    ['precision', precision],
    ['recall', recall],
    ['f1', f1],
  ]
  const byLabel = rates.flatMap(([name, rate]): SumMeasure[] => {
    const reason = 'no label is true or predicted for any row'
    return [
      { name: `${name}_micro`, of: (sums) => micro(rate, labelCells(sums)), reason },
      { name: `${name}_macro`, of: (sums) => mean(rate, labelCells(sums), occurs), reason },
      { name: `${name}_weighted`, of: (sums) => mean(rate, labelCells(sums), trueOf), reason },
    ]
  })
  return [
    byRow('subset_accuracy', EXACT),
    byRow('hamming_loss', HAMMING),
    byRow('jaccard_samples', JACCARD),
    byRow('precision_samples', SAMPLE_PRECISION),
    byRow('recall_samples', SAMPLE_RECALL),
    byRow('f1_samples', SAMPLE_F1),
    ...byLabel,
  ]
}
