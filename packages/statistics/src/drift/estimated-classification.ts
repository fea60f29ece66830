import { binomial } from '../evaluation/binomial.ts'
import { percentile } from '../evaluation/percentile.ts'
import { Random } from '../evaluation/random.ts'
import { multinomial } from '../evaluation/multinomial.ts'
import { isotonic, isotonicAt } from './isotonic.ts'

/** The measures that can be estimated without labels. */
export const ESTIMATED_CLASSIFICATION = ['accuracy', 'precision', 'recall', 'specificity', 'f1', 'roc_auc'] as const
export type EstimatedMeasureName = (typeof ESTIMATED_CLASSIFICATION)[number]

/** A performance that was not measured but estimated: there were no labels. */
export type EstimatedMeasure<Name extends string = EstimatedMeasureName> = {
  readonly name: Name
  readonly estimated: true
  readonly value: number | null
  readonly low: number | null
  readonly high: number | null
  readonly level: number
  readonly n: number
  readonly caveats: readonly string[]
}

export type ClassifierRows = {
  /** Scores and true classes (1 is positive) of rows whose labels are known. */
  readonly referenceScores: ArrayLike<number>
  readonly referenceLabels: ArrayLike<number>
  /** Scores of the rows without labels. */
  readonly currentScores: ArrayLike<number>
  /** From which score on a row counts as predicted positive. */
  readonly threshold: number
}

const CAVEATS = [
  'Estimated without labels: it holds only while the same score means the same chance as in the reference.',
]

/**
 * Confidence-based performance estimation (as NannyML's CBPE): what the measures of a classifier on rows without labels
 * are to be expected, from its own scores. Scores become chances by isotonic regression on the reference; each row then
 * counts as a positive by its chance and as a negative by the rest.
 *
 * The interval is a percentile bootstrap: rows are drawn anew within groups of equal chance, and labels by their chance. It
 * knows the luck of the draw but not whether the relation of score and outcome has changed: no such estimate can.
 *
 * @example
 * estimateClassification(rows).find(({ name }) => name === 'accuracy')
 */
export function estimateClassification(
  rows: ClassifierRows,
  { draws = 500, seed = 1, level = 0.95 }: { draws?: number; seed?: number; level?: number } = {},
): EstimatedMeasure[] {
  const { referenceScores, referenceLabels, currentScores, threshold } = rows
  if (referenceScores.length !== referenceLabels.length) throw new RangeError('every reference score needs a label')
  const n = currentScores.length
  const positives = Array.from(referenceLabels).filter((label) => label === 1).length
  const undefinedFor = (reason: string): EstimatedMeasure[] =>
    ESTIMATED_CLASSIFICATION.map((name) => ({
      name,
      estimated: true,
      value: null,
      low: null,
      high: null,
      level,
      n,
      caveats: [reason],
    }))
  if (n === 0) return undefinedFor('There are no rows to estimate for.')
  if (positives === 0 || positives === referenceLabels.length) {
    return undefinedFor('The reference has one class only, so scores cannot become chances.')
  }
  const calibration = isotonic(referenceScores, referenceLabels)
  const groups = groupsOf(currentScores, threshold, (score) => isotonicAt(calibration, score))
  const expected = measuresOf(
    groups.map(({ count, chance, above }) => ({ above, positive: count * chance, negative: count * (1 - chance) })),
  )
  const drawn = ESTIMATED_CLASSIFICATION.map((): number[] => [])
  const random = new Random(seed, 'cbpe')
  const counts = groups.map(({ count }) => count)
  const into = counts.map(() => 0)
  for (let draw = 0; draw < draws; draw++) {
    multinomial(random, counts, into)
    const cells = groups.map(({ chance, above }, index) => {
      const count = into[index] ?? 0
      const positive = binomial(random, count, chance)
      return { above, positive, negative: count - positive }
    })
    const values = measuresOf(cells)
    for (const [index, name] of ESTIMATED_CLASSIFICATION.entries()) {
      const value = values[name]
      if (value !== null) drawn[index]?.push(value)
    }
  }
  return ESTIMATED_CLASSIFICATION.map((name, index) => {
    const sorted = Float64Array.from(drawn[index] ?? []).sort()
    const enough = expected[name] !== null && sorted.length >= draws / 2
    return {
      name,
      estimated: true,
      value: expected[name],
      low: enough ? percentile(sorted, (1 - level) / 2) : null,
      high: enough ? percentile(sorted, (1 + level) / 2) : null,
      level,
      n,
      caveats:
        positives < 30 || referenceLabels.length - positives < 30
          ? [...CAVEATS, 'The reference has few rows of a class.']
          : CAVEATS,
    }
  })
}

type Cell = { readonly above: boolean; readonly positive: number; readonly negative: number }

/** Rows of one chance on one side of the threshold, in ascending order of the score. */
function groupsOf(
  scores: ArrayLike<number>,
  threshold: number,
  chanceOf: (score: number) => number,
): { chance: number; above: boolean; count: number }[] {
  const sorted = Float64Array.from(scores).sort()
  const groups: { chance: number; above: boolean; count: number }[] = []
  for (const score of sorted) {
    const chance = chanceOf(score)
    const above = score >= threshold
    const last = groups.at(-1)
    if (last !== undefined && last.chance === chance && last.above === above) last.count += 1
    else groups.push({ chance, above, count: 1 })
  }
  return groups
}

function measuresOf(cells: readonly Cell[]): Record<EstimatedMeasureName, number | null> {
  let [tp, fp, fn, tn] = [0, 0, 0, 0]
  let [positives, negatives, pairs] = [0, 0, 0]
  for (const { above, positive, negative } of cells) {
    if (above) [tp, fp] = [tp + positive, fp + negative]
    else [fn, tn] = [fn + positive, tn + negative]
    pairs += positive * (negatives + negative / 2)
    positives += positive
    negatives += negative
  }
  const ratio = (part: number, whole: number): number | null => (whole > 0 ? part / whole : null)
  return {
    accuracy: ratio(tp + tn, tp + fp + fn + tn),
    precision: ratio(tp, tp + fp),
    recall: ratio(tp, tp + fn),
    specificity: ratio(tn, tn + fp),
    f1: ratio(2 * tp, 2 * tp + fp + fn),
    roc_auc: ratio(pairs, positives * negatives),
  }
}
