import { brief, counted, decimal, ends, percent } from '../findings/finding.ts'
import type { Finding } from '../findings/finding.ts'
import type { Evaluation, Measure } from './evaluation.ts'

type Measured = Omit<Evaluation, 'findings' | 'source' | 'method'>

/** What the numbers mean, in words: how often the model is right, where it is weakest, and whether its scores can be believed. */
export function evaluationFindings(result: Measured): Finding[] {
  const found = [rightness(result), weakestSlice(result), weakestClass(result), calibration(result), worth(result)]
  return found.filter((finding) => finding !== undefined)
}

function whole({ measures }: Measured, name: Measure['name']): (Measure & { value: number }) | undefined {
  const measure = measures.find((one) => one.name === name && one.slice === undefined)
  return measure === undefined || measure.value === null ? undefined : { ...measure, value: measure.value }
}

function rightness(result: Measured): Finding | undefined {
  const accuracy = whole(result, 'accuracy')
  if (accuracy === undefined) return undefined
  const most = result.confusion.counts.map((line) => line.reduce((sum, count) => sum + count, 0))
  const constant = Math.max(...most) / accuracy.n
  const common = result.confusion.labels[most.indexOf(Math.max(...most))] ?? ''
  const isBetter = accuracy.low !== null && accuracy.low > constant
  const isWorse = accuracy.high !== null && accuracy.high < constant
  return {
    title: isBetter
      ? 'The model is right more often than the simplest guess'
      : isWorse
        ? 'The model is right less often than the simplest guess'
        : 'The model was not shown to be right more often than the simplest guess',
    sentence:
      `${percent(accuracy.value)}${ends(accuracy, percent)} of ${counted(accuracy.n, 'row')} are right; ` +
      `always saying ${JSON.stringify(common)} would have ${percent(constant)} right.`,
    caveats: result.caveats,
    next: isBetter
      ? 'Look at the errors that cost most, not only at how many there are.'
      : 'Compare by recall, precision or what errors cost, and bring more rows of the rare class.',
  }
}

/** The slice whose accuracy lies furthest below the whole, where the interval is below it too. */
function weakestSlice(result: Measured): Finding | undefined {
  const accuracy = whole(result, 'accuracy')
  if (accuracy === undefined) return undefined
  const small = new Set(result.slices.filter((slice) => slice.small).map(({ column, value }) => `${column} ${value}`))
  const below = result.measures.flatMap((one) =>
    one.name !== 'accuracy' ||
    one.slice === undefined ||
    one.value === null ||
    one.high === null ||
    one.high >= accuracy.value ||
    small.has(`${one.slice.column} ${one.slice.value}`)
      ? []
      : [{ ...one, value: one.value, slice: one.slice }],
  )
  if (below.length === 0) return undefined
  const worst = below.reduce((least, one) => (one.value < least.value ? one : least))
  const name = `${worst.slice.column} = ${worst.slice.value ?? '(none)'}`
  return {
    subject: name,
    title: `The model is right less often where ${name}`,
    sentence:
      `${percent(worst.value)}${ends(worst, percent)} of ${counted(worst.n, 'row')} are right there, against ` +
      `${percent(accuracy.value)} of all; ${counted(below.length, 'group')} of ${result.slices.length} ` +
      `${below.length === 1 ? 'lies' : 'lie'} below with the whole interval.`,
    caveats: ['Of many groups the worst always looks bad: the interval is not corrected for their number.'],
    next: 'Ask what is different about these rows, and measure them again on fresh data.',
  }
}

function weakestClass({ classDetails }: Measured): Finding | undefined {
  const known = classDetails.flatMap((one) =>
    one.recall.value === null || one.rows === 0 ? [] : [{ ...one, share: one.recall.value }],
  )
  if (known.length < 3) return undefined
  const worst = known.reduce((least, one) => (one.share < least.share ? one : least))
  return {
    subject: worst.label,
    title: `The class ${JSON.stringify(worst.label)} is found least often`,
    sentence: `${percent(worst.share)}${ends(worst.recall, percent)} of its ${counted(worst.rows, 'row')} are found.`,
    caveats: worst.rows < 30 ? [`It has ${counted(worst.rows, 'row')} only.`] : [],
    next: 'Look at what it is taken for in the confusion matrix.',
  }
}

function calibration(result: Measured): Finding | undefined {
  const error = whole(result, 'ece')
  const { curves } = result
  if (error === undefined || curves === undefined || curves.errorByChance === null) return undefined
  const isOff = error.value > curves.errorByChance
  const gaps = curves.calibration.flatMap(({ meanScore, share, rows }) =>
    meanScore === null || share === null || rows < 30 ? [] : [{ meanScore, share, gap: Math.abs(meanScore - share) }],
  )
  const widest = gaps.reduce<(typeof gaps)[number] | undefined>(
    (most, one) => (most === undefined || one.gap > most.gap ? one : most),
    undefined,
  )
  const where =
    widest === undefined
      ? ''
      : `; where the score is ${percent(widest.meanScore)} on the mean, ${percent(widest.share)} come true`
  return {
    title: isOff ? 'The scores are not probabilities yet' : 'The scores can be read as probabilities',
    sentence:
      `The expected calibration error is ${percent(error.value)}${ends(error, percent)}; chance alone would stay below ` +
      `${percent(curves.errorByChance)}${where}.`,
    caveats: ['The calibration error depends on the bins (ten of equal width) and is biased upward with few rows.'],
    next: isOff
      ? 'Calibrate the scores on held-out data before thresholds or costs are derived from them.'
      : 'Measure again when the mix of rows changes: calibration is the first thing that drifts.',
  }
}

function worth(result: Measured): Finding | undefined {
  const utility = whole(result, 'utility')
  if (utility === undefined) return undefined
  const sure =
    utility.low !== null && utility.low > 0 ? 'gain' : utility.high !== null && utility.high < 0 ? 'loss' : ''
  return {
    title:
      sure === 'gain'
        ? 'Decisions of this model are worth more than nothing'
        : sure === 'loss'
          ? 'Decisions of this model cost more than they bring'
          : 'Whether decisions of this model pay was not shown',
    sentence: `By the values given, a row brings ${brief(utility.value)}${ends(utility, brief)} on the mean of ${counted(utility.n, 'row')}.`,
    caveats: [
      `The values of the cells were given, not measured. Accuracy is ${decimal(whole(result, 'accuracy')?.value ?? 0)}.`,
    ],
    next: 'Have the values confirmed by who bears the costs.',
  }
}
