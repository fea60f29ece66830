import type { GroupMetricName } from './group-metrics.ts'

/** The parities of Aequitas, by the metrics that must all lie within τ…1/τ of the reference group's. */
const PARITIES = {
  statistical: ['predicted_positive_share'],
  impact: ['selection_rate'],
  fdr: ['fdr'],
  fpr: ['fpr'],
  for: ['for'],
  fnr: ['fnr'],
  tpr: ['tpr'],
  tnr: ['tnr'],
  npv: ['npv'],
  precision: ['precision'],
  type_1: ['fdr', 'fpr'],
  type_2: ['for', 'fnr'],
  equalized_odds: ['fpr', 'tpr'],
  unsupervised: ['predicted_positive_share', 'selection_rate'],
  supervised: ['fdr', 'fpr', 'for', 'fnr'],
} as const satisfies Readonly<Record<string, readonly GroupMetricName[]>>

export type ParityName = keyof typeof PARITIES

/** By the whole interval: inside the band τ…1/τ, outside it, or neither; or there is no number. */
export type ParityVerdict = 'within' | 'outside' | 'uncertain' | 'undefined'

/** A judgement by the value alone, as Aequitas makes it (null without a value), and by the whole interval. */
export type Judgement = { readonly isWithin: boolean | null; readonly verdict: ParityVerdict }

/** What the parities of Aequitas say of one group. */
export type GroupParities = {
  readonly group: string
  readonly parities: readonly (Judgement & { readonly name: ParityName })[]
}

type Judged = Judgement & { readonly metric: GroupMetricName; readonly group: string }

/**
 * Whether a ratio is fair by the τ rule: τ ≤ ratio ≤ 1/τ. Null without a ratio.
 *
 * @example
 * isWithinBand(0.85, 0.8) // true
 */
export function isWithinBand(ratio: number | null, tau: number): boolean | null {
  return ratio === null ? null : ratio >= tau && ratio <= 1 / tau
}

/** The same by the whole interval: nothing is said to be fair or unfair that the data do not show. */
export function verdictOf(
  { value, low, high }: { value: number | null; low: number | null; high: number | null },
  tau: number,
): ParityVerdict {
  if (value === null) return 'undefined'
  if (low === null || high === null) return 'uncertain'
  if (low >= tau && high <= 1 / tau) return 'within'
  return high < tau || low > 1 / tau ? 'outside' : 'uncertain'
}

/** The parities of each group that has comparisons. Those that need labels are left out without labels. */
export function paritiesOf(comparisons: readonly Judged[]): GroupParities[] {
  const byGroup = new Map<string, Map<GroupMetricName, Judged>>()
  for (const comparison of comparisons) {
    const found = byGroup.get(comparison.group) ?? new Map<GroupMetricName, Judged>()
    byGroup.set(comparison.group, found.set(comparison.metric, comparison))
  }
  return [...byGroup].map(([group, found]) => ({
    group,
    parities: Object.entries(PARITIES).flatMap(([name, metrics]) => {
      const parts = metrics.flatMap((metric) => found.get(metric) ?? [])
      return parts.length < metrics.length ? [] : [{ name: name as ParityName, ...allOf(parts) }]
    }),
  }))
}

/** One unfair part decides; an undefined or uncertain part leaves the whole open. */
function allOf(parts: readonly Judgement[]): Judgement {
  const within = parts.map((part) => part.isWithin)
  const verdicts = parts.map((part) => part.verdict)
  const worst = (['outside', 'undefined', 'uncertain'] as const).find((verdict) => verdicts.includes(verdict))
  return {
    isWithin: within.includes(false) ? false : within.includes(null) ? null : true,
    verdict: worst ?? 'within',
  }
}
