import { setImmediate as nextTurn } from 'node:timers/promises'
import { Random } from '../evaluation/random.ts'
import { ScanError } from '../scan/scan-error.ts'
import { benjaminiHochberg, holm } from '../hypothesis/corrections.ts'
import { fairnessCaveats } from './caveats.ts'
import type { FairnessTable } from './cells.ts'
import type { Fairness, FairnessGrouping, FairnessSettings } from './fairness.ts'
import { fairnessSettings } from './fairness.ts'
import { fairnessFindings } from './fairness-findings.ts'
import type { GroupMetricName } from './group-metrics.ts'
import { groupingsOf } from './groupings.ts'
import { measureGrouping } from './measure-grouping.ts'
import type { MeasuredGrouping } from './measure-grouping.ts'
import { paritiesOf } from './parities.ts'
import { checkReference } from './reference-group.ts'
import { drawScenarios } from './scenarios.ts'

/** Of each metric and its complement one is a comparison of its own; the other has the same p-value. */
const TESTED: Readonly<Partial<Record<GroupMetricName, GroupMetricName>>> = {
  selection_rate: 'selection_rate',
  tpr: 'tpr',
  fnr: 'tpr',
  fpr: 'fpr',
  tnr: 'fpr',
  accuracy: 'accuracy',
  error_rate: 'accuracy',
  precision: 'precision',
  fdr: 'precision',
  npv: 'npv',
  for: 'npv',
}

/**
 * Measures how decisions differ between groups: the metrics of every group with its size, the differences and ratios
 * between groups and to everybody, equalized odds as a whole, each group against a reference group with the τ rule, and
 * all of it for single attributes, for their intersection and within control groups.
 *
 * Every number has a bootstrap interval from the same multinomial draws over the cells. Each comparison of a rate with
 * the reference group has a p-value, corrected by Holm and by Benjamini and Hochberg over all comparisons of the answer.
 * Rates without a denominator are undefined with a reason, never 0; `convention: 'fairlearn'` and `'aequitas'` give the
 * numbers of those tools instead. Definitions: Fairlearn 0.15 (MetricFrame), Aequitas, AIF360.
 *
 * @example
 * const table = fairnessTable({ actual: [1, 0], predicted: [1, 1], attributes: { sex: ['x', 'y'] } })
 * const { groupings } = await measureFairness(table)
 */
export async function measureFairness(
  table: FairnessTable,
  given: Partial<FairnessSettings> = {},
  during: { readonly signal?: AbortSignal | undefined; readonly onShare?: (share: number) => void } = {},
): Promise<Fairness> {
  const settings = fairnessSettings(given)
  const groupings = groupingsOf(table, settings.intersection)
  checkReference(groupings, settings.reference)
  const random = new Random(settings.seed, 'fairness')
  refuseTooMuch(table, groupings, settings)
  const scenarios = await drawScenarios(table, settings.draws, settings.interval === 'bca', random, during.signal)
  const measured: MeasuredGrouping[] = []
  for (const [index, grouping] of groupings.entries()) {
    // Other work of the process must not wait for all groupings.
    await nextTurn()
    during.signal?.throwIfAborted()
    measured.push(measureGrouping(table, grouping, scenarios, settings))
    during.onShare?.((index + 1) / groupings.length)
  }
  const corrected = correct(measured)
  const rows = table.cells.reduce((sum, cell) => sum + cell.rows, 0)
  const labelled = table.cells.some(({ actual }) => actual !== null)
  const result = { rows, labelled, weighted: table.weighted, groupings: corrected, settings }
  const caveats = fairnessCaveats(result)
  return {
    ...result,
    caveats,
    findings: fairnessFindings({ ...result, caveats }),
    method: methodOf(settings, corrected),
  }
}

/** Numbers that are held at once, each of 8 bytes: the cells of all draws, and the metrics of all groups in all draws. */
const MOST_DRAWN = 25_000_000
const MOST_MEASURED = 2_500_000

/** Refuses what would not fit into memory, before it is begun. */
function refuseTooMuch(
  { cells }: FairnessTable,
  groupings: readonly { readonly groups: readonly unknown[] }[],
  { draws, interval }: FairnessSettings,
): void {
  const scenarios = 1 + draws + (interval === 'bca' ? cells.length : 0)
  const groups = Math.max(0, ...groupings.map((grouping) => grouping.groups.length))
  if (scenarios * cells.length <= MOST_DRAWN && scenarios * groups <= MOST_MEASURED) return
  throw new ScanError(
    'option_invalid',
    `${draws} draws of ${cells.length} cells in ${groups} groups are too many`,
    interval === 'bca'
      ? 'take percentile intervals, fewer draws or fewer columns'
      : 'take fewer draws or fewer columns',
  )
}

/** Corrects the p-values of all comparisons together, and judges the parities. */
function correct(measured: readonly MeasuredGrouping[]): FairnessGrouping[] {
  const keyOf = (grouping: number, group: string, metric: GroupMetricName): string =>
    JSON.stringify([grouping, group, TESTED[metric]])
  const family = measured.flatMap(({ comparisons }, index) =>
    comparisons
      .filter(({ metric }) => TESTED[metric] === metric)
      .map(({ metric, group, p }) => ({ key: keyOf(index, group, metric), p })),
  )
  const raw = family.map(({ p }) => p)
  const [byHolm, byHochberg] = [holm(raw), benjaminiHochberg(raw)]
  const position = new Map(family.map(({ key }, index) => [key, index]))
  return measured.map((grouping, index) => {
    const comparisons = grouping.comparisons.map((comparison) => {
      if (comparison.p === null) return comparison
      const at = position.get(keyOf(index, comparison.group, comparison.metric)) ?? -1
      return { ...comparison, pHolm: byHolm[at] ?? null, pBenjaminiHochberg: byHochberg[at] ?? null }
    })
    return { ...grouping, comparisons, parities: paritiesOf(comparisons) }
  })
}

function methodOf(
  { draws, level, seed, interval, tau }: FairnessSettings,
  groupings: readonly FairnessGrouping[],
): string {
  const percent = Number((level * 100).toFixed(6))
  const tests = groupings.flatMap(({ comparisons }) =>
    comparisons.filter(({ metric, p }) => p !== null && TESTED[metric] === metric),
  ).length
  return (
    `${percent} % ${interval === 'bca' ? 'BCa intervals (worst cases: percentile)' : 'percentile intervals'} of ${draws} ` +
    `multinomial draws over the cells, seed ${seed}; with fewer than five hits or misses by Wilson. Fair is ${tau} to ${Number((1 / tau).toFixed(4))} of the reference ` +
    `group. P-values are corrected over ${tests} comparisons, by Holm and by Benjamini and Hochberg.`
  )
}
