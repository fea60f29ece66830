import { counted, listed } from '../findings/finding.ts'
import type { Fairness, FairnessGrouping } from './fairness.ts'

/** With fewer rows behind a rate, one row more or less moves it by more than ten points. */
const THIN_ROWS = 10

/** What a reader must know before trusting the numbers, in plain sentences. */
export function fairnessCaveats({
  groupings,
  labelled,
  weighted,
  settings,
}: Omit<Fairness, 'caveats' | 'findings' | 'method'>): string[] {
  const caveats: string[] = []
  const { minimumGroup, convention } = settings
  const small = groupings.flatMap((grouping) =>
    grouping.groups.filter((group) => group.small).map((group) => `${nameOf(grouping, group.name)} (${group.rows})`),
  )
  if (small.length > 0) {
    caveats.push(`Groups with fewer than ${minimumGroup} rows, where no number is reliable: ${listed(small)}.`)
  }
  const alone = groupings.filter(({ groups }) => groups.length < 2).map((grouping) => titleOf(grouping))
  if (alone.length > 0) caveats.push(`There is nothing to compare, since there is one group at most: ${listed(alone)}.`)
  const undefinedRates = groupings.flatMap((grouping) =>
    grouping.groups.flatMap((group) => {
      const names = group.metrics.filter(({ value }) => value === null).map(({ name }) => name)
      return names.length === 0 ? [] : [`${nameOf(grouping, group.name)} (${names.join(', ')})`]
    }),
  )
  if (undefinedRates.length > 0) {
    caveats.push(`Rates that are not defined and so are left out of the comparison: ${listed(undefinedRates)}.`)
  }
  const thin = labelled ? thinGroups(groupings) : []
  if (thin.length > 0) {
    caveats.push(
      `Fewer than ${THIN_ROWS} actually positive or negative rows, so their rates say little: ${listed(thin)}.`,
    )
  }
  const missing = groupings
    .filter(({ missing, control }) => missing > 0 && Object.keys(control).length === 0)
    .map((grouping) => `${titleOf(grouping)} (${counted(grouping.missing, 'row')})`)
  if (missing.length > 0) {
    caveats.push(`Rows without a value are in no group, though they count for everybody: ${listed(missing)}.`)
  }
  if (!labelled) caveats.push('There are no labels: who was selected can be told, who was wronged cannot.')
  if (weighted) {
    caveats.push(
      'Rows are weighted: intervals take the weights within a cell as near normal, and tests use Kish’s effective sample size.',
    )
  }
  if (groupings.some(({ groups }) => groups.length > 1)) {
    caveats.push(
      'A difference between the extremes of several groups is above 0 even when nothing differs; judge by the comparisons with the reference group.',
    )
  }
  if (convention !== 'recommended') {
    caveats.push(
      `Undefined rates are treated as ${convention === 'fairlearn' ? 'Fairlearn' : 'Aequitas'} does, not as recommended.`,
    )
  }
  return caveats
}

function thinGroups(groupings: readonly FairnessGrouping[]): string[] {
  return groupings.flatMap((grouping) =>
    grouping.groups.flatMap((group) => {
      if (group.small) return []
      const prevalence = group.metrics.find(({ name }) => name === 'prevalence')?.value ?? 0.5
      const fewest = Math.min(prevalence, 1 - prevalence) * group.rows
      return fewest > 0 && fewest < THIN_ROWS ? [nameOf(grouping, group.name)] : []
    }),
  )
}

/** A group as a sentence names it: `sex = x`, `sex|site = x|north in region north`. */
export function nameOf(grouping: Pick<FairnessGrouping, 'attributes' | 'control'>, group: string): string {
  return `${grouping.attributes.join('|')} = ${group}${within(grouping)}`
}

/** A grouping as a sentence names it. */
export function titleOf(grouping: Pick<FairnessGrouping, 'attributes' | 'control'>): string {
  return `${grouping.attributes.join(' and ')}${within(grouping)}`
}

function within({ control }: Pick<FairnessGrouping, 'control'>): string {
  const parts = Object.entries(control).map(([column, value]) => `${column} ${value ?? 'without a value'}`)
  return parts.length === 0 ? '' : ` in ${parts.join(', ')}`
}
