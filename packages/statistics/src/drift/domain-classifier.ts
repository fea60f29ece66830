import { RankTally } from '../evaluation/roc-auc.ts'
import { normal } from '../distributions/normal.ts'
import { binned, cutsOf, fitBoostedTrees, predictTrees } from './boosted-trees.ts'

/** How well a classifier tells two samples apart on rows that it has not learnt from: the area under its ROC curve. */
export type Separation = {
  readonly area: number | null
  readonly low: number | null
  readonly high: number | null
  readonly reason?: string
}

/** Fewer rows on a side than this teach a classifier nothing. */
export const LEAST_CLASSIFIER_ROWS = 50

/**
 * Learns to tell the reference from the current rows, by boosted trees on all features together, and says how well it
 * does: the area under the ROC curve is ½ when the two cannot be told apart, 1 when they always can. It sees changes of
 * dependence that no single column shows.
 *
 * Every row is scored by a model that has not seen it (two halves, alternating); the area is the mean over the halves,
 * its interval DeLong's on the logit scale. `features[k][row]`, NaN where missing; `isCurrent[row]` is 1 for current rows.
 *
 * @example
 * domainClassifier(features, isCurrent).area // 0.5 when nothing has changed
 */
export function domainClassifier(
  features: readonly ArrayLike<number>[],
  isCurrent: ArrayLike<number>,
  level = 0.95,
): Separation {
  return crossFitted(isCurrent, level, (train) => {
    const cuts = features.map((values) => cutsOf(Array.from(train, (row) => values[row] ?? Number.NaN)))
    const codes = features.map((values, index) => binned(values, cuts[index] ?? new Float64Array()))
    const model = fitBoostedTrees(codes, isCurrent, train, 'classes')
    return (row) => predictTrees(model, codes, row)
  })
}

/**
 * Scores every row by a model that was learnt on the other half, and measures both halves. `learn` gets the rows to learn
 * from and answers a scoring function.
 */
export function crossFitted(
  isCurrent: ArrayLike<number>,
  level: number,
  learn: (train: Int32Array) => (row: number) => number,
): Separation {
  const halves = splitHalves(isCurrent)
  const sizes = halves.map((half) => half.filter((row) => (isCurrent[row] ?? 0) === 1).length)
  const least = Math.min(...sizes, ...halves.map((half, index) => half.length - (sizes[index] ?? 0)))
  if (2 * least < LEAST_CLASSIFIER_ROWS) {
    return { area: null, low: null, high: null, reason: `a side has fewer than ${LEAST_CLASSIFIER_ROWS} rows` }
  }
  let area = 0
  let variance = 0
  for (const [index, test] of halves.entries()) {
    const train = Int32Array.from(halves[1 - index] ?? [])
    const score = learn(train)
    const tally = tallyOf(test, isCurrent, score)
    area += (tally.area().value ?? 0.5) / 2
    variance += (tally.variance() ?? 0) / 4
  }
  return { area, ...logitInterval(area, variance, level) }
}

/** Alternating rows of each class: both halves have the same mix. */
function splitHalves(isCurrent: ArrayLike<number>): [number[], number[]] {
  const halves: [number[], number[]] = [[], []]
  const seen = [0, 0]
  for (let row = 0; row < isCurrent.length; row++) {
    const label = (isCurrent[row] ?? 0) === 1 ? 1 : 0
    const count = seen[label] ?? 0
    halves[count % 2 === 0 ? 0 : 1].push(row)
    seen[label] = count + 1
  }
  return halves
}

function tallyOf(rows: readonly number[], isCurrent: ArrayLike<number>, score: (row: number) => number): RankTally {
  const scored = rows.map((row) => ({ score: score(row), positive: (isCurrent[row] ?? 0) === 1 }))
  scored.sort((a, b) => a.score - b.score)
  const tally = new RankTally()
  for (let from = 0; from < scored.length;) {
    let to = from
    let positives = 0
    while (to < scored.length && scored[to]?.score === scored[from]?.score) {
      if (scored[to]?.positive === true) positives += 1
      to++
    }
    tally.add(positives, to - from - positives)
    from = to
  }
  return tally
}

function logitInterval(area: number, variance: number, level: number): { low: number; high: number } {
  if (area <= 0 || area >= 1) return { low: area, high: area }
  const reach = (normal.upperQuantile((1 - level) / 2) * Math.sqrt(variance)) / (area * (1 - area))
  const logit = Math.log(area / (1 - area))
  return { low: 1 / (1 + Math.exp(reach - logit)), high: 1 / (1 + Math.exp(-reach - logit)) }
}

/** An area as a share from 0 to 1: 2 · area − 1, and 0 for what is worse than guessing. */
export function separationShare({ area, low, high }: Separation): {
  value: number | null
  low: number | null
  high: number | null
} {
  const share = (value: number | null): number | null => (value === null ? null : Math.max(0, 2 * value - 1))
  return { value: share(area), low: share(low), high: share(high) }
}
