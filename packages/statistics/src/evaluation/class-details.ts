import { clopperPearson, wilsonInterval } from '../hypothesis/proportions.ts'
import { bootstrapIntervals } from './bootstrap.ts'
import { classArea } from './class-scores.ts'
import { eachAgainstRest } from './confusion.ts'
import type { ConfusionMatrix } from './confusion.ts'
import type { ClassDetail, EvaluationSettings } from './evaluation.ts'
import { f1 } from './f1.ts'
import type { Figure } from './figure.ts'
import { NO_INTERVAL } from './interval.ts'
import type { Interval } from './interval.ts'
import { precision } from './precision.ts'
import { Random } from './random.ts'
import { recall } from './recall.ts'
import type { RankTally } from './roc-auc.ts'

/**
 * Each class against all others. Precision and recall are shares and have Wilson's interval (or that of Clopper and Pearson
 * where it is asked); F1 is bootstrapped over the four cells.
 */
export function classDetails(
  matrix: ConfusionMatrix,
  ranks: readonly RankTally[] | undefined,
  { draws, level, seed, interval }: EvaluationSettings,
): ClassDetail[] {
  const exact = interval === 'clopper-pearson' ? clopperPearson : wilsonInterval
  const share = (found: Figure, count: number, of: number): Figure & Interval => {
    return { ...found, ...(found.value === null ? NO_INTERVAL : exact(count, of, level)) }
  }
  return eachAgainstRest(matrix).map((counts, index) => {
    const { truePositives, falsePositives, falseNegatives, trueNegatives } = counts
    const label = matrix.labels[index] ?? ''
    const random = new Random(seed, `class ${label}`)
    const ownMatrix: ConfusionMatrix = {
      labels: ['this', 'other'],
      counts: [
        [truePositives, falseNegatives],
        [falsePositives, trueNegatives],
      ],
    }
    const ofOwn = ({ counts: [own = [], other = []] }: ConfusionMatrix): Figure =>
      f1({
        truePositives: own[0] ?? 0,
        falseNegatives: own[1] ?? 0,
        falsePositives: other[0] ?? 0,
        trueNegatives: other[1] ?? 0,
      })
    const kind = interval === 'percentile' ? 'percentile' : 'bca'
    const ends = bootstrapIntervals(ownMatrix, { f1: ofOwn }, { draws, level, random, kind }).f1
    const area = classArea(ranks?.[index], level)
    const found = f1(counts)
    return {
      label,
      rows: truePositives + falseNegatives,
      predicted: truePositives + falsePositives,
      precision: share(precision(counts), truePositives, truePositives + falsePositives),
      recall: share(recall(counts), truePositives, truePositives + falseNegatives),
      f1: { ...found, ...(found.value === null ? NO_INTERVAL : ends) },
      ...(area === undefined ? {} : { rocAuc: area }),
    }
  })
}
