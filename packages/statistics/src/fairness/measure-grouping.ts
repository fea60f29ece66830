import type { Interval } from '../evaluation/interval.ts'
import { moverDifference, moverRatio } from '../hypothesis/mover.ts'
import type { FairnessTable } from './cells.ts'
import { combine, differenceOf, disparityTo, ratioOf } from './disparity.ts'
import type { Against } from './disparity.ts'
import { estimateOf } from './estimate.ts'
import type { Estimate } from './estimate.ts'
import type {
  AgainstRest,
  Comparison,
  Disparity,
  FairnessGroup,
  FairnessGrouping,
  FairnessSettings,
  NamedDisparity,
} from './fairness.ts'
import { GROUP_METRICS, metricFormula, UNSUPERVISED_METRICS, whyUndefined } from './group-metrics.ts'
import type { GroupMetricName } from './group-metrics.ts'
import type { Group, Grouping } from './groupings.ts'
import { entropyIndex } from './inequality.ts'
import { acrossGroups, metricSeries, pairwise, tallyGroups } from './metric-series.ts'
import { isWithinBand, verdictOf } from './parities.ts'
import { referenceIndex } from './reference-group.ts'
import { proportionTest } from './proportion-test.ts'
import type { Scenarios } from './scenarios.ts'
import { scoreEstimate, sparseInterval } from './sparse-estimate.ts'

/** A grouping measured, before its comparisons are corrected for being many. */
export type MeasuredGrouping = Omit<FairnessGrouping, 'parities'>

type AllSeries = ReadonlyMap<GroupMetricName, Float64Array[]>

/** What is measured of one grouping; `estimate` turns a series over scenarios into a value with an interval. */
type Work = {
  readonly grouping: Grouping
  readonly settings: FairnessSettings
  readonly scenarios: Scenarios
  readonly series: AllSeries
  readonly estimate: (series: Float64Array, why: string) => Estimate
  /** The same for the worst of many, which is no smooth function of the cells: always by percentiles. */
  readonly worst: (series: Float64Array, why: string) => Estimate
}

const AGAINST: readonly Against[] = ['groups', 'overall']
const TOO_FEW = 'fewer than two groups have this metric'
const NO_RATIO = 'fewer than two groups have this metric, or it is 0 in all of them'

/** Measures one grouping: metrics of groups, disparities, named disparities, and comparisons with the reference group. */
export function measureGrouping(
  table: FairnessTable,
  grouping: Grouping,
  scenarios: Scenarios,
  settings: FairnessSettings,
): MeasuredGrouping {
  const labelled = table.cells.some(({ actual }) => actual !== null)
  const tallies = tallyGroups(table, grouping, scenarios)
  const names = labelled ? GROUP_METRICS : UNSUPERVISED_METRICS
  const zero = settings.convention === 'fairlearn'
  const series = new Map(names.map((name) => [name, metricSeries(tallies, scenarios.count, metricFormula(name, zero))]))
  const { level, interval } = settings
  const work: Work = {
    grouping,
    settings,
    scenarios,
    series,
    estimate: (values, why) => estimateOf(values, scenarios, level, interval, why),
    worst: (values, why) => estimateOf(values, scenarios, level, 'percentile', why),
  }
  const apart = disparitySeries(work)
  return {
    attributes: grouping.attributes,
    control: grouping.control,
    missing: grouping.missing,
    overall: describeGroup(work, grouping.overall, grouping.groups.length),
    groups: grouping.groups.map((group, index) => describeGroup(work, group, index)),
    disparities: disparities(work, apart),
    named: namedDisparities(work, apart),
    comparisons: names.flatMap((metric) => comparisonsIn(work, metric, table.weighted)),
    againstRest: againstRest(work, tallies),
    inequality: labelled ? inequality(work, tallies) : null,
  }
}

function describeGroup({ grouping, settings, series, estimate }: Work, group: Group, index: number): FairnessGroup {
  const all = grouping.overall.rows
  return {
    name: group.name,
    values: group.values,
    rows: group.rows,
    weight: group.weight,
    share: all === 0 ? 0 : group.rows / all,
    small: group.rows < settings.minimumGroup,
    metrics: [...series].map(([name, groups]) => {
      const found = estimate(groups[index] ?? new Float64Array(0), whyUndefined(name))
      const ends = found.value === null ? undefined : sparseInterval(name, group, grouping.overall, settings.level)
      return { name, ...found, ...ends }
    }),
  }
}

type Apart = (metric: GroupMetricName, kind: 'difference' | 'ratio', against: Against) => Float64Array

/** The series of every disparity, each made once. */
function disparitySeries({ series, settings }: Work): Apart {
  const made = new Map<string, Float64Array>()
  return (metric, kind, against) => {
    const key = `${metric} ${kind} ${against}`
    const known = made.get(key)
    if (known !== undefined) return known
    const join = kind === 'difference' ? differenceOf : ratioOf
    const values = acrossGroups(series.get(metric) ?? [], (groups, overall) =>
      join(groups, overall, against, settings.convention),
    )
    made.set(key, values)
    return values
  }
}

function disparities({ grouping, series, worst }: Work, apart: Apart): Disparity[] {
  return [...series.keys()].flatMap((metric) => {
    const extremes = extremesOf(grouping, series.get(metric) ?? [])
    return (['difference', 'ratio'] as const).flatMap((kind) =>
      AGAINST.map((against) => ({
        metric,
        kind,
        against,
        ...worst(apart(metric, kind, against), kind === 'ratio' ? NO_RATIO : TOO_FEW),
        ...extremes,
      })),
    )
  })
}

function extremesOf({ groups }: Grouping, series: readonly Float64Array[]): { lowest?: string; highest?: string } {
  const defined = groups
    .map(({ name }, index) => ({ name, value: series[index]?.[0] ?? Number.NaN }))
    .filter(({ value }) => !Number.isNaN(value))
  const [first] = defined
  if (first === undefined) return {}
  const lowest = defined.reduce((least, group) => (group.value < least.value ? group : least), first)
  const highest = defined.reduce((most, group) => (group.value > most.value ? group : most), first)
  return { lowest: lowest.name, highest: highest.name }
}

function namedDisparities({ series, settings, worst }: Work, apart: Apart): NamedDisparity[] {
  const kinds = ['difference', 'ratio'] as const
  const single = (name: string, metric: GroupMetricName): NamedDisparity[] =>
    kinds.flatMap((kind) =>
      AGAINST.map((against) => ({
        name: `${name}_${kind}` as NamedDisparity['name'],
        against,
        ...worst(apart(metric, kind, against), kind === 'ratio' ? NO_RATIO : TOO_FEW),
      })),
    )
  if (!series.has('tpr')) return single('demographic_parity', 'selection_rate')
  const odds = kinds.flatMap((kind) =>
    AGAINST.flatMap((against) =>
      (['worst_case', 'mean'] as const).map((aggregate): NamedDisparity => {
        const joined = pairwise(apart('tpr', kind, against), apart('fpr', kind, against), (tpr, fpr) =>
          combine(tpr, fpr, kind, aggregate, settings.convention),
        )
        const why = 'the true or the false positive rate cannot be compared'
        return { name: `equalized_odds_${kind}`, against, aggregate, ...worst(joined, why) }
      }),
    ),
  )
  return [...single('demographic_parity', 'selection_rate'), ...single('equal_opportunity', 'tpr'), ...odds]
}

function comparisonsIn(work: Work, metric: GroupMetricName, weighted: boolean): Comparison[] {
  const { grouping, series, settings, estimate } = work
  const groups = series.get(metric) ?? []
  const observed = grouping.groups.map((_, index) => groups[index]?.[0] ?? Number.NaN)
  const chosen = referenceIndex(grouping, settings.reference, metric, observed)
  const reference = grouping.groups[chosen]
  const base = groups[chosen]
  if (reference === undefined || base === undefined) return []
  return grouping.groups.flatMap((group, index): Comparison[] => {
    const own = groups[index]
    if (own === undefined || index === chosen) return []
    const difference = pairwise(own, base, (a, b) => a - b)
    const over = pairwise(own, base, (a, b) => disparityTo(a, b, settings.convention))
    const why = Number.isNaN(observed[index]) ? whyUndefined(metric) : undefined
    const ofReference = Number.isNaN(base[0]) ? `of the reference group: ${whyUndefined(metric)}` : undefined
    const found = {
      difference: estimate(difference, why ?? ofReference ?? 'not a number'),
      ratio: estimate(over, why ?? ofReference ?? 'the metric of the reference group is 0'),
    }
    const sparse = sparseComparison(metric, group, reference, work)
    const ratio = withEnds(found.ratio, sparse?.ratio)
    return [
      {
        metric,
        group: group.name,
        reference: reference.name,
        difference: withEnds(found.difference, sparse?.difference),
        ratio,
        isWithin: isWithinBand(ratio.value, settings.tau),
        verdict: verdictOf(ratio, settings.tau),
        ...proportionTest(metric, group, reference, weighted),
        pHolm: null,
        pBenjaminiHochberg: null,
      },
    ]
  })
}

/** The intervals of a comparison in which a side rests on few hits or misses; undefined where draws say enough. */
function sparseComparison(
  metric: GroupMetricName,
  group: Group,
  reference: Group,
  { grouping, settings: { level } }: Work,
): { readonly difference: Interval; readonly ratio: Interval } | undefined {
  const own = scoreEstimate(metric, group, grouping.overall, level)
  const base = scoreEstimate(metric, reference, grouping.overall, level)
  if (own === undefined || base === undefined || !(own.isFew || base.isFew)) return undefined
  return { difference: moverDifference(base, own), ratio: moverRatio(own, base) }
}

/** The value with other ends, where it has a value and there are some. */
function withEnds(found: Estimate, ends: Interval | undefined): Estimate {
  return found.value === null || ends === undefined ? found : { ...found, low: ends.low, high: ends.high }
}

/** Several groups as one. */
function pooled(groups: readonly Group[]): Group {
  const sum = (of: (group: Group) => number): number => groups.reduce((total, group) => total + of(group), 0)
  const cells = (of: 'counts' | 'squares'): Group['counts'] => [
    sum((group) => group[of][0]),
    sum((group) => group[of][1]),
    sum((group) => group[of][2]),
    sum((group) => group[of][3]),
  ]
  const [rows, weight] = [sum((group) => group.rows), sum((group) => group.weight)]
  return { name: '', values: [], rows, weight, counts: cells('counts'), squares: cells('squares') }
}

function againstRest(work: Work, tallies: Float64Array): AgainstRest | null {
  const { grouping, settings, scenarios, series, estimate } = work
  if (grouping.groups.length < 2) return null
  const { count } = scenarios
  const observed = grouping.groups.map((_, index) => series.get('selection_rate')?.[index]?.[0] ?? Number.NaN)
  const chosen = referenceIndex(grouping, settings.reference, 'selection_rate', observed)
  const reference = grouping.groups[chosen]
  if (reference === undefined) return null
  // Reference and all others pooled, with their sum in the place of everybody.
  const two = new Float64Array(12 * count)
  for (const index of grouping.groups.keys()) {
    for (let at = 0; at < 4 * count; at++) {
      const value = tallies[index * 4 * count + at] ?? 0
      const to = (index === chosen ? 0 : 4 * count) + at
      two[to] = (two[to] ?? 0) + value
      two[8 * count + at] = (two[8 * count + at] ?? 0) + value
    }
  }
  const zero = settings.convention === 'fairlearn'
  const seriesOf = (name: GroupMetricName): Float64Array[] => metricSeries(two, count, metricFormula(name, zero))
  const joined = (name: GroupMetricName, join: (rest: number, reference: number) => number): Float64Array => {
    const [ofReference = new Float64Array(0), ofRest = new Float64Array(0)] = seriesOf(name)
    return pairwise(ofRest, ofReference, join)
  }
  const minus = (name: GroupMetricName): Float64Array => joined(name, (rest, base) => rest - base)
  const over = (name: GroupMetricName): Float64Array =>
    joined(name, (rest, base) => disparityTo(rest, base, settings.convention))
  const odds = (join: (fpr: number, tpr: number) => number): Estimate =>
    series.has('tpr')
      ? estimate(pairwise(minus('fpr'), minus('tpr'), join), 'the true or the false positive rate is not defined')
      : { value: null, low: null, high: null, reason: 'there are no labels' }
  const names = [...series.keys()]
  const rest = pooled(grouping.groups.filter((_, index) => index !== chosen))
  const sparse = new Map(names.map((name) => [name, sparseComparison(name, rest, reference, work)]))
  return {
    reference: reference.name,
    differences: names.map((name) => {
      return { name, ...withEnds(estimate(minus(name), whyUndefined(name)), sparse.get(name)?.difference) }
    }),
    ratios: names.map((name) => {
      return { name, ...withEnds(estimate(over(name), whyUndefined(name)), sparse.get(name)?.ratio) }
    }),
    averageOddsDifference: odds((fpr, tpr) => (fpr + tpr) / 2),
    averageAbsoluteOddsDifference: odds((fpr, tpr) => (Math.abs(fpr) + Math.abs(tpr)) / 2),
  }
}

function inequality({ grouping, scenarios, estimate }: Work, tallies: Float64Array): FairnessGrouping['inequality'] {
  const { count } = scenarios
  const from = grouping.groups.length * 4 * count
  const index = (alpha: 1 | 2): Estimate => {
    const values = new Float64Array(count)
    for (let at = 0; at < count; at++) {
      values[at] = entropyIndex(
        {
          truePositives: tallies[from + at] ?? 0,
          falsePositives: tallies[from + count + at] ?? 0,
          falseNegatives: tallies[from + 2 * count + at] ?? 0,
          trueNegatives: tallies[from + 3 * count + at] ?? 0,
        },
        alpha,
      )
    }
    return estimate(values, 'nobody has any benefit')
  }
  return { entropy: index(2), theil: index(1) }
}
