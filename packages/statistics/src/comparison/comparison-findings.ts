import { brief, chance, counted, ends, percent } from '../findings/finding.ts'
import type { Finding } from '../findings/finding.ts'
import type { Compared, Comparison } from './comparison.ts'

type Measured = Omit<Comparison, 'findings'>

const TITLES = {
  better: (second: string, first: string, measure: string) => `${second} is better than ${first} in ${measure}`,
  'not-worse': (second: string, first: string, measure: string) =>
    `${second} is not worse than ${first} in ${measure} by as much as the margin`,
  unclear: (second: string, first: string, measure: string) =>
    `Which of ${first} and ${second} is better in ${measure} was not shown`,
  worse: (second: string, first: string, measure: string) => `${second} is worse than ${first} in ${measure}`,
} as const

const NEXT = {
  better: 'Ask whether the difference is worth the change, and look at the groups below.',
  'not-worse': 'Choose by what else differs: cost, speed, fairness, upkeep.',
  unclear: 'Bring more rows of the kind on which the two differ, or say by a margin how much worse would still do.',
  worse: 'Keep the first version.',
} as const

/** Which version is better, by the interval; and where the second is worse though the whole is not. */
export function comparisonFindings(result: Measured): Finding[] {
  const main = result.comparisons.find(({ name, slice }) => name === result.deciding && slice === undefined)
  if (main === undefined) return []
  const findings = [verdict(result, main)]
  const groups = worseGroups(result)
  if (groups !== undefined) findings.push(groups)
  return findings
}

function verdict(result: Measured, main: Compared): Finding {
  const { first, second, deciding, margin, tests, caveats } = result
  const test = tests.find((one) => one.test === 'mcnemar')
  const p = test?.pValue ?? null
  const values = main.first === null || main.second === null ? '' : `: ${brief(main.first)} and ${brief(main.second)}`
  const gap =
    main.difference.value === null
      ? 'there is no difference to tell'
      : `the difference is ${brief(main.difference.value)}${ends(main.difference, brief)}`
  const within = margin > 0 ? `; the margin is ${brief(margin)}` : ''
  const mcnemar = p === null || deciding !== 'accuracy' ? '' : `; McNemar’s p is ${chance(p)}`
  return {
    title: TITLES[main.verdict](second, first, deciding),
    sentence: `On the same ${counted(main.n, 'row')}${values}; ${gap}${within}${mcnemar}.`,
    caveats: [...caveats, ...(deciding === 'accuracy' ? (test?.caveats ?? []) : [])],
    next: NEXT[main.verdict],
  }
}

function worseGroups({ comparisons, deciding, first, second }: Measured): Finding | undefined {
  const sliced = comparisons.filter(({ name, slice }) => name === deciding && slice !== undefined)
  const worse = sliced.filter(({ verdict }) => verdict === 'worse')
  const [worst] = worse.toSorted((a, b) => gapOf(a) - gapOf(b))
  if (worst?.slice === undefined || worst.difference.value === null) return undefined
  const name = `${worst.slice.column} = ${worst.slice.value ?? '(none)'}`
  return {
    subject: name,
    title: `${second} is worse than ${first} where ${name}`,
    sentence:
      `There the difference is ${brief(worst.difference.value)}${ends(worst.difference, brief)} on ${counted(worst.n, 'row')}; ` +
      `${counted(worse.length, 'group')} of ${sliced.length} (${percent(worse.length / sliced.length)}) ${worse.length === 1 ? 'is' : 'are'} worse.`,
    caveats: ['Intervals are not corrected for the number of groups: some look worse by chance.'],
    next: 'Decide whether this group may be worse served, before the change and not after it.',
  }
}

function gapOf({ difference, better }: Compared): number {
  return (difference.value ?? 0) * (better === 'higher' ? 1 : -1)
}
