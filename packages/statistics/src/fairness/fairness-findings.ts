import { counted, decimal, ends, listed, percent } from '../findings/finding.ts'
import type { Finding } from '../findings/finding.ts'
import { titleOf } from './caveats.ts'
import type { Comparison, Fairness, FairnessGrouping } from './fairness.ts'
import type { GroupMetricName } from './group-metrics.ts'

/** What the verdicts are about in words; the other metrics are their complements or follow from them. */
const JUDGED: Readonly<Partial<Record<GroupMetricName, string>>> = {
  selection_rate: 'are selected',
  tpr: 'are recognised when they should be',
  fpr: 'are selected when they should not be',
  precision: 'deserved it when they were selected',
}

/**
 * One finding for each grouping: the largest departure from the reference group that the data show, or that none was
 * found, or that the groups are too small to tell.
 */
export function fairnessFindings(fairness: Omit<Fairness, 'findings' | 'method'>): Finding[] {
  return fairness.groupings.map((grouping) => {
    const judged = grouping.comparisons.filter(({ metric }) => metric in JUDGED)
    const outside = judged.filter(({ verdict }) => verdict === 'outside')
    const caveats = [...caveatsOf(grouping, fairness.settings.minimumGroup), ...always(fairness)]
    if (grouping.groups.length < 2) return nothingToCompare(grouping, caveats)
    if (outside.length > 0) return unequal(grouping, outside, fairness, caveats)
    const open = judged.filter(({ verdict }) => verdict !== 'within')
    return open.length > 0
      ? tooEarly(grouping, judged, open, fairness, caveats)
      : equal(grouping, judged, fairness, caveats)
  })
}

function unequal(
  grouping: FairnessGrouping,
  outside: readonly Comparison[],
  { settings }: Pick<Fairness, 'settings'>,
  caveats: readonly string[],
): Finding {
  const worst = outside.reduce((most, comparison) => (distance(comparison) > distance(most) ? comparison : most))
  const [own, base] = [worst.group, worst.reference].map((name) => rateOf(grouping, name, worst.metric))
  const { ratio, metric, group, reference } = worst
  return {
    title: `Unequal between groups of ${titleOf(grouping)}`,
    sentence:
      `${own ?? 'An unknown share'} of ${group} ${JUDGED[metric] ?? metric} against ${base ?? 'an unknown share'} of ${reference}: ` +
      `a ratio of ${decimal(ratio.value ?? Number.NaN)}${ends(ratio, decimal)}, outside ${band(settings.tau)}; ` +
      `${counted(outside.length, 'comparison')} of this kind ${outside.length === 1 ? 'is' : 'are'} outside.`,
    caveats,
    next: `Find out why ${group} differs (data, labels or threshold) before this goes live; then measure again.`,
  }
}

function tooEarly(
  grouping: FairnessGrouping,
  judged: readonly Comparison[],
  open: readonly Comparison[],
  { settings }: Pick<Fairness, 'settings'>,
  caveats: readonly string[],
): Finding {
  const groups = [...new Set(open.map(({ group }) => group))]
  return {
    title: `Not yet clear between groups of ${titleOf(grouping)}`,
    sentence:
      `Of ${counted(judged.length, 'comparison')} with the reference group none is shown to be outside ${band(settings.tau)}, ` +
      `but ${open.length} cannot be told to be inside it either: ${listed(groups)}.`,
    caveats,
    next: 'Collect more rows of these groups; until then claim neither fairness nor unfairness.',
  }
}

function equal(
  grouping: FairnessGrouping,
  judged: readonly Comparison[],
  { settings }: Pick<Fairness, 'settings'>,
  caveats: readonly string[],
): Finding {
  return {
    title: `Equal between groups of ${titleOf(grouping)}`,
    sentence:
      `All ${counted(judged.length, 'comparison')} of ${counted(grouping.groups.length, 'group')} with the reference group ` +
      `are inside ${band(settings.tau)} with their whole interval.`,
    caveats,
    next: 'Keep the groups under watch once this is live: what was measured holds for these data.',
  }
}

function nothingToCompare(grouping: FairnessGrouping, caveats: readonly string[]): Finding {
  return {
    title: `Nothing to compare in ${titleOf(grouping)}`,
    sentence: `There ${grouping.groups.length === 0 ? 'is no group' : 'is one group only'}, of ${counted(grouping.overall.rows, 'row')} in all.`,
    caveats,
    next: 'Give an attribute that has at least two values.',
  }
}

function caveatsOf(grouping: FairnessGrouping, minimumGroup: number): string[] {
  const small = grouping.groups.filter((group) => group.small).map(({ name, rows }) => `${name} (${rows})`)
  const missing = grouping.missing > 0 ? [`${counted(grouping.missing, 'row')} without a value are in no group.`] : []
  return small.length === 0 ? missing : [`Groups of fewer than ${minimumGroup} rows: ${listed(small)}.`, ...missing]
}

function always({ labelled }: Pick<Fairness, 'labelled'>): string[] {
  return labelled ? [] : ['There are no labels, so only selection is judged.']
}

function rateOf(grouping: FairnessGrouping, group: string, metric: GroupMetricName): string | undefined {
  const found = grouping.groups.find(({ name }) => name === group)?.metrics.find(({ name }) => name === metric)
  return found?.value === undefined || found.value === null ? undefined : percent(found.value)
}

function band(tau: number): string {
  return `${decimal(tau)} to ${decimal(1 / tau)}`
}

/** How far a ratio is from 1, whichever way. */
function distance({ ratio }: Comparison): number {
  return ratio.value === null || ratio.value === 0 ? Infinity : Math.abs(Math.log(ratio.value))
}
