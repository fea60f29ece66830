import type { SizeQuestion } from '@muster/contract'
import { refusal } from '@muster/core'
import {
  detectableEffectOfMeans,
  detectableProportion,
  powerOfMeans,
  powerOfProportions,
  sampleSizeOfMcNemar,
  sampleSizeOfMeans,
  sampleSizeOfProportions,
} from '@muster/statistics'
import { RequestRefused } from '../../http/problem.ts'

interface SizeAnswer {
  readonly rows?: number
  readonly detectable?: number | null
  readonly power?: number
  readonly sentence: string
}

const percent = (share: number): string => `${Number((share * 100).toPrecision(3))} %`
const figure = (value: number): string => String(Number(value.toPrecision(3)))
/** More digits than anybody plans with. */
const rounded = (value: number): number => Number(value.toPrecision(6))

function needed(question: SizeQuestion, names: readonly (keyof SizeQuestion)[], why: string): void {
  const missing = names.filter((name) => question[name] === undefined)
  if (missing.length === 0) return
  throw new RequestRefused(
    refusal('input-invalid', `${missing.join(' and ')}: must be given ${why}.`, {
      subject: `query ${missing[0] ?? ''}`,
    }),
  )
}

/** How many rows an experiment takes, or what so many rows would show. The formulas and their sources: `sample-size.ts` of the statistics. */
export function sizeOf(question: SizeQuestion): SizeAnswer {
  try {
    return answers[question.compare](question)
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    throw new RequestRefused(
      refusal('input-invalid', `${error.message.charAt(0).toUpperCase()}${error.message.slice(1)}.`, {
        help: 'Shares lie between 0 and 1, and two of them must differ; a difference of means is in standard deviations.',
      }),
    )
  }
}

const answers: Readonly<Record<SizeQuestion['compare'], (question: SizeQuestion) => SizeAnswer>> = {
  means: (question) => {
    const { effect, rows, alpha, power } = question
    const design = { alpha, power }
    if (rows !== undefined && effect !== undefined) {
      const chance = powerOfMeans(rows, effect, alpha)
      const sentence = `With ${rows} rows in each group, a difference of ${figure(effect)} standard deviations is seen with a chance of ${percent(chance)}.`
      return { rows, power: rounded(chance), sentence }
    }
    if (rows !== undefined) {
      const detectable = detectableEffectOfMeans(rows, design)
      const sentence = `With ${rows} rows in each group, a difference from ${figure(detectable)} standard deviations on is seen with a chance of ${percent(power)}.`
      return { rows, detectable: rounded(detectable), sentence }
    }
    needed(question, ['effect'], 'where no number of rows is')
    const n = sampleSizeOfMeans(effect ?? 0, design)
    const sentence = `${n} rows in each group show a difference of ${figure(effect ?? 0)} standard deviations with a chance of ${percent(power)}.`
    return { rows: n, sentence }
  },
  proportions: (question) => {
    needed(question, ['first'], 'to compare shares')
    const { first = 0, second, rows, alpha, power } = question
    const design = { alpha, power }
    if (rows !== undefined && second !== undefined) {
      const chance = powerOfProportions(rows, first, second, alpha)
      const sentence = `With ${rows} rows in each group, ${percent(first)} and ${percent(second)} are told apart with a chance of ${percent(chance)}.`
      return { rows, power: rounded(chance), sentence }
    }
    if (rows !== undefined) {
      const detectable = detectableProportion(first, rows, design)
      const sentence =
        detectable === null
          ? `With ${rows} rows in each group, no higher share is told from ${percent(first)} with a chance of ${percent(power)}.`
          : `With ${rows} rows in each group, ${percent(detectable)} and more is told from ${percent(first)} with a chance of ${percent(power)}.`
      return { rows, detectable: detectable === null ? null : rounded(detectable), sentence }
    }
    needed(question, ['second'], 'where no number of rows is')
    const n = sampleSizeOfProportions(first, second ?? first, design)
    const sentence = `${n} rows in each group tell ${percent(first)} from ${percent(second ?? first)} with a chance of ${percent(power)}.`
    return { rows: n, sentence }
  },
  paired: (question) => {
    needed(
      question,
      ['first', 'second'],
      'to compare two models on the same rows: the shares that only one of them gets right',
    )
    const { first = 0, second = 0, alpha, power } = question
    const n = sampleSizeOfMcNemar(first, second, { alpha, power })
    const sentence = `${n} rows, each judged by both, show that one model is right alone in ${percent(first)} of them and the other in ${percent(second)}, with a chance of ${percent(power)}.`
    return { rows: n, sentence }
  },
}
