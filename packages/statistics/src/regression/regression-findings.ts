import type { MeasuredValue } from '../findings/analysis.ts'
import { brief, counted, ends, percent } from '../findings/finding.ts'
import type { Finding } from '../findings/finding.ts'
import { sliceName } from '../evaluation/part-groups.ts'
import type { RegressionEvaluation } from './regression.ts'

type Measured = Omit<RegressionEvaluation, 'findings'>
type Known = MeasuredValue & { value: number }

/** What the numbers mean: how large errors are, whether they lean to one side, where they are largest, whether ranges hold. */
export function regressionFindings(result: Measured, minimumGroup: number): Finding[] {
  const found = [size(result), lean(result), worstSlice(result, minimumGroup), ...ranges(result)]
  return found.filter((finding) => finding !== undefined)
}

function whole({ measures }: Measured, name: string): Known | undefined {
  const found = measures.find((one) => one.name === name && one.slice === undefined)
  return found === undefined || found.value === null ? undefined : { ...found, value: found.value }
}

function size(result: Measured): Finding | undefined {
  const error = whole(result, 'mae')
  if (error === undefined) return undefined
  const r2 = whole(result, 'r2')
  const isBetter = r2 !== undefined && r2.low !== null && r2.low > 0
  const explained =
    r2 === undefined ? '' : `; ${percent(r2.value)}${ends(r2, percent)} of the variation of the label is explained`
  return {
    title: isBetter
      ? 'Predictions are nearer than the mean of the label'
      : 'Predictions were not shown to be nearer than the mean of the label',
    sentence: `They are ${brief(error.value)}${ends(error, brief)} off on the mean of ${counted(error.n, 'row')}${explained}.`,
    caveats: result.caveats,
    next: isBetter ? 'Ask whether an error of this size matters where the number is used.' : 'Do not use it yet.',
  }
}

function lean(result: Measured): Finding | undefined {
  const bias = whole(result, 'bias')
  if (bias === undefined || bias.low === null || bias.high === null) return undefined
  if (bias.low <= 0 && bias.high >= 0) return undefined
  return {
    title: bias.value > 0 ? 'Too much is predicted' : 'Too little is predicted',
    sentence: `On the mean predictions lie ${brief(Math.abs(bias.value))}${ends(bias, brief)} ${bias.value > 0 ? 'above' : 'below'} what happened.`,
    caveats: ['In sums over many rows such a leaning adds up, while other errors cancel out.'],
    next: 'Correct the offset on held-out data, or find what the model does not see.',
  }
}

function worstSlice({ measures }: Measured, minimumGroup: number): Finding | undefined {
  const all = measures.find(({ name, slice }) => name === 'mae' && slice === undefined)
  const value = all?.value ?? null
  if (value === null) return undefined
  const above = measures.flatMap((one) =>
    one.name === 'mae' && one.slice !== undefined && one.value !== null && one.low !== null && one.low > value
      ? one.n < minimumGroup
        ? []
        : [{ ...one, value: one.value, slice: one.slice }]
      : [],
  )
  if (above.length === 0) return undefined
  const worst = above.reduce((most, one) => (one.value > most.value ? one : most))
  return {
    subject: sliceName(worst.slice),
    title: `Errors are larger where ${sliceName(worst.slice)}`,
    sentence: `There they are ${brief(worst.value)}${ends(worst, brief)} on the mean of ${counted(worst.n, 'row')}, against ${brief(value)} in all.`,
    caveats: ['Of many groups the worst always looks bad: the interval is not corrected for their number.'],
    next: 'Ask what is different about these rows.',
  }
}

function ranges(result: Measured): Finding[] {
  return result.measures.flatMap((one) => {
    if (!one.name.startsWith('coverage@') || one.slice !== undefined || one.value === null) return []
    if (one.low === null || one.high === null) return []
    const level = Number(one.name.slice('coverage@'.length))
    const isShort = one.high < level
    const isLong = one.low > level
    return [
      {
        subject: one.name,
        title: isShort
          ? `Ranges of ${percent(level)} hold too seldom`
          : isLong
            ? `Ranges of ${percent(level)} are wider than need be`
            : `Ranges of ${percent(level)} hold what they promise, as far as can be told`,
        sentence: `${percent(one.value)}${ends(one, percent)} of ${counted(one.n, 'row')} lie inside.`,
        caveats: ['Ranges may hold on the whole and fail in a group: look at the slices.'],
        next: isShort
          ? 'Widen them on held-out data (conformal prediction) before plans rest on them.'
          : 'Keep measuring it.',
      },
    ]
  })
}
