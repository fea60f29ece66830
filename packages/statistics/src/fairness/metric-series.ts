import type { FairnessTable } from './cells.ts'
import type { MetricFormula } from './group-metrics.ts'
import type { Grouping } from './groupings.ts'
import { placeOf } from './groupings.ts'
import type { Scenarios } from './scenarios.ts'

/**
 * The four confusion cells of every group, and of everybody as the last, in every scenario.
 * `tallies[((group * 4) + place) * scenarios + scenario]`.
 */
export function tallyGroups(
  table: FairnessTable,
  { groups, groupOfCell }: Grouping,
  scenarios: Scenarios,
): Float64Array {
  const { cells } = table
  const { count, weights } = scenarios
  const tallies = new Float64Array((groups.length + 1) * 4 * count)
  for (const [index, cell] of cells.entries()) {
    const group = groupOfCell[index] ?? -2
    if (group === -2) continue
    const place = placeOf(cell)
    const ofOverall = (groups.length * 4 + place) * count
    const ofGroup = group < 0 ? -1 : (group * 4 + place) * count
    for (let scenario = 0; scenario < count; scenario++) {
      const weight = weights[scenario * cells.length + index] ?? 0
      tallies[ofOverall + scenario] = (tallies[ofOverall + scenario] ?? 0) + weight
      if (ofGroup >= 0) tallies[ofGroup + scenario] = (tallies[ofGroup + scenario] ?? 0) + weight
    }
  }
  return tallies
}

/** A metric of every group, and of everybody as the last, in every scenario: one series each. */
export function metricSeries(tallies: Float64Array, count: number, formula: MetricFormula): Float64Array[] {
  const groups = tallies.length / 4 / count
  const overall = (groups - 1) * 4 * count
  return Array.from({ length: groups }, (_, group) => {
    const from = group * 4 * count
    const series = new Float64Array(count)
    for (let at = 0; at < count; at++) {
      series[at] = formula(
        tallies[from + at] ?? 0,
        tallies[from + count + at] ?? 0,
        tallies[from + 2 * count + at] ?? 0,
        tallies[from + 3 * count + at] ?? 0,
        (tallies[overall + at] ?? 0) + (tallies[overall + count + at] ?? 0),
      )
    }
    return series
  })
}

/** Joins the series of groups into one, scenario by scenario. The last series is everybody's and comes apart. */
export function acrossGroups(
  series: readonly Float64Array[],
  join: (values: Float64Array, overall: number) => number,
): Float64Array {
  const overall = series.at(-1) ?? new Float64Array(0)
  const values = new Float64Array(series.length - 1)
  const joined = new Float64Array(overall.length)
  for (let at = 0; at < joined.length; at++) {
    for (let group = 0; group < values.length; group++) values[group] = series[group]?.[at] ?? Number.NaN
    joined[at] = join(values, overall[at] ?? Number.NaN)
  }
  return joined
}

/** Joins two series, scenario by scenario. */
export function pairwise(
  first: Float64Array,
  second: Float64Array,
  join: (first: number, second: number) => number,
): Float64Array {
  return first.map((value, at) => join(value, second[at] ?? Number.NaN))
}
