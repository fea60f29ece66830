import { quoted, ScanError } from '../scan/scan-error.ts'
import { nearestNames } from '../scan/columns.ts'
import type { ReferenceGroup } from './fairness.ts'
import type { GroupMetricName } from './group-metrics.ts'
import { LOWER_IS_BETTER } from './group-metrics.ts'
import type { Grouping } from './groupings.ts'

/**
 * The index of the group the others are compared with in a metric, or −1 when there is none. `values` are the metric of
 * each group as observed. Of equally good ones, the first by name.
 */
export function referenceIndex(
  { groups, attributes }: Grouping,
  reference: ReferenceGroup,
  metric: GroupMetricName,
  values: readonly number[],
): number {
  if (typeof reference === 'object') {
    const wanted = attributes.map((attribute) => reference[attribute])
    if (!wanted.includes(undefined)) {
      return groups.findIndex(({ values }) => values.every((value, index) => value === wanted[index]))
    }
  }
  const better =
    reference === 'best' || reference === 'minimum'
      ? (one: number, other: number): boolean =>
          reference === 'minimum' || LOWER_IS_BETTER.has(metric) ? one < other : one > other
      : (one: number, other: number): boolean => one > other
  const scores = reference === 'best' || reference === 'minimum' ? values : groups.map(({ rows }) => rows)
  let chosen = -1
  for (const [index, score] of scores.entries()) {
    if (Number.isNaN(score)) continue
    if (chosen < 0 || better(score, scores[chosen] ?? Number.NaN)) chosen = index
  }
  return chosen
}

/** Refuses a reference that names an attribute or a value which does not occur. */
export function checkReference(groupings: readonly Grouping[], reference: ReferenceGroup): void {
  if (typeof reference !== 'object') return
  for (const [attribute, value] of Object.entries(reference)) {
    const grouping = groupings.find(({ attributes }) => attributes.length === 1 && attributes[0] === attribute)
    const values = grouping?.groups.map(({ name }) => name)
    if (values === undefined) {
      throw new ScanError(
        'option_invalid',
        `the reference names ${quoted(attribute)}, which is no attribute`,
        'name a value of one of the attributes',
      )
    }
    if (values.includes(value)) continue
    const near = nearestNames(value, values)
    throw new ScanError(
      'option_invalid',
      `the reference group ${quoted(value)} does not occur in ${quoted(attribute)}`,
      `give ${(near.length > 0 ? near : values.slice(0, 10)).map(quoted).join(' or ')}`,
    )
  }
}
