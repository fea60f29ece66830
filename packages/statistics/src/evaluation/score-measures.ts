import type { EvaluationSettings, IntervalMethod, Measure, MeasureName, Slice } from './evaluation.ts'
import { figure, noFigure } from './figure.ts'
import type { Figure } from './figure.ts'
import { meanInterval, NO_INTERVAL } from './interval.ts'
import type { Interval } from './interval.ts'
import { lift } from './lift.ts'
import type { TopCounts } from './lift.ts'
import type { MeanTally } from './mean-tally.ts'
import { asMeasure } from './measure.ts'
import { multinomial } from './multinomial.ts'
import { percentile } from './percentile.ts'
import { Random } from './random.ts'
import type { ScoreTally } from './score-tally.ts'

/** The measures of one group that follow from the scores of the positive class, and what its calibration error is by chance. */
export function scoreMeasures(
  tally: ScoreTally,
  n: number,
  { draws, level, seed }: EvaluationSettings,
  slice?: Slice,
): { measures: Measure[]; errorByChance: number | null } {
  const mean = (name: MeasureName, of: MeanTally, most: number): Measure => {
    const value = of.weight === 0 ? noFigure('there are no rows') : figure(of.mean)
    const interval = meanInterval(of.mean, of.variance(), of.weight, level, 0, most)
    return asMeasure(name, value, interval, n, 'normal-mean', slice)
  }
  const random = new Random(seed, `scores ${slice === undefined ? '' : JSON.stringify([slice.column, slice.value])}`)
  const { byChance, ...errorEnds } = tally.calibration.errorInterval(draws, level, random, slice === undefined)
  const top = tally.top.counts()
  const measures = [
    asMeasure('roc_auc', tally.ranks.area(), tally.ranks.interval(level), n, 'delong-logit', slice),
    asMeasure('average_precision', tally.precision.area(), tally.precision.interval(level), n, 'boyd-logit', slice),
    mean('log_loss', tally.logLoss, Infinity),
    mean('brier', tally.brier, 1),
    asMeasure('ece', tally.calibration.error(), errorEnds, n, 'bootstrap-cells', slice),
    asMeasure('lift@10', lift(top), liftInterval(top, draws, level, random), n, 'bootstrap-cells', slice),
  ]
  return { measures, errorByChance: byChance }
}

/** The score measures where one score a row cannot be enough. */
export function withoutScoreMeasures(n: number, slice?: Slice): Measure[] {
  const reason = 'with more than two classes one score a row is not enough: name a score column for each class'
  const none = (name: MeasureName, method: IntervalMethod): Measure =>
    asMeasure(name, noFigure(reason), NO_INTERVAL, n, method, slice)
  return [none('roc_auc', 'delong-logit'), none('log_loss', 'normal-mean'), none('brier', 'normal-mean')]
}

/** The top is a tenth of the rows by definition, so what is drawn is which of the rows at the top and elsewhere are positive. */
function liftInterval(counts: TopCounts, draws: number, level: number, random: Random): Interval {
  if (lift(counts).value === null) return NO_INTERVAL
  // Ties across the border make fractions; a row more or less does not move an interval of whole rows.
  const top = Math.round(counts.topPositives + counts.topNegatives)
  const positives = Math.round(counts.topPositives)
  const others = Math.round(counts.otherPositives + counts.otherNegatives)
  const otherPositives = Math.round(counts.otherPositives)
  const cells = [positives, Math.max(0, top - positives), otherPositives, Math.max(0, others - otherPositives)]
  const drawn = [0, 0, 0, 0]
  const found: number[] = []
  for (let draw = 0; draw < draws; draw++) {
    multinomial(random, cells, drawn)
    const [topPositives = 0, topNegatives = 0, elsewhere = 0, otherNegatives = 0] = drawn
    const { value }: Figure = lift({ topPositives, topNegatives, otherPositives: elsewhere, otherNegatives })
    if (value !== null) found.push(value)
  }
  if (found.length < draws / 2) return NO_INTERVAL
  const sorted = Float64Array.from(found).sort()
  return { low: percentile(sorted, (1 - level) / 2), high: percentile(sorted, (1 + level) / 2) }
}
