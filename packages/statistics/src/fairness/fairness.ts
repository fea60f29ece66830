import { ScanError } from '../scan/scan-error.ts'
import type { Progress, Source } from '../scan/source.ts'
import type { Against, Convention } from './disparity.ts'
import type { BootstrapInterval, Estimate } from './estimate.ts'
import type { Finding } from '../findings/finding.ts'
import type { GroupMetricName } from './group-metrics.ts'
import type { GroupParities, ParityVerdict } from './parities.ts'

/**
 * Which group the others are compared with: the largest; the one with the best value of each metric; the one with the
 * smallest value of each metric (Aequitas' "min metric"); or the one named for each attribute.
 */
export type ReferenceGroup = 'majority' | 'best' | 'minimum' | Readonly<Record<string, string>>

/** A metric of a group. */
export type GroupMetric = Estimate & { readonly name: GroupMetricName }

/** One group with its size and metrics. */
export type FairnessGroup = {
  /** The values of the grouping's attributes joined by a bar; empty for everybody. */
  readonly name: string
  readonly values: readonly string[]
  readonly rows: number
  readonly weight: number
  /** Of the rows of all. */
  readonly share: number
  /** Fewer rows than the minimum group. */
  readonly small: boolean
  readonly metrics: readonly GroupMetric[]
}

/** How far groups are apart in one metric, and which are the farthest apart. */
export type Disparity = Estimate & {
  readonly metric: GroupMetricName
  readonly kind: 'difference' | 'ratio'
  readonly against: Against
  readonly lowest?: string
  readonly highest?: string
}

/** One group against the reference group in one metric. */
export type Comparison = {
  readonly metric: GroupMetricName
  readonly group: string
  readonly reference: string
  /** Of the group, minus the reference's. */
  readonly difference: Estimate
  /** Of the group, over the reference's. */
  readonly ratio: Estimate
  /** Whether the ratio itself is in τ…1/τ, as Aequitas judges; null without one. */
  readonly isWithin: boolean | null
  readonly verdict: ParityVerdict
  readonly test: 'score' | 'fisher' | 'effective-sample' | null
  readonly p: number | null
  readonly pHolm: number | null
  readonly pBenjaminiHochberg: number | null
}

/** The disparities that have names of their own. */
export type NamedDisparity = Estimate & {
  readonly name:
    | 'demographic_parity_difference'
    | 'demographic_parity_ratio'
    | 'equal_opportunity_difference'
    | 'equal_opportunity_ratio'
    | 'equalized_odds_difference'
    | 'equalized_odds_ratio'
  readonly against: Against
  /** Of equalized odds: the worse of the true and the false positive rate, or their mean. */
  readonly aggregate?: 'worst_case' | 'mean'
}

/** The reference group against all other groups pooled, as AIF360 compares the unprivileged with the privileged. */
export type AgainstRest = {
  readonly reference: string
  readonly differences: readonly GroupMetric[]
  readonly ratios: readonly GroupMetric[]
  /** The mean of the differences of fpr and tpr, and of their sizes. */
  readonly averageOddsDifference: Estimate
  readonly averageAbsoluteOddsDifference: Estimate
}

/** Everything about one way to split the rows. */
export type FairnessGrouping = {
  readonly attributes: readonly string[]
  readonly control: Readonly<Record<string, string | null>>
  readonly missing: number
  readonly overall: FairnessGroup
  readonly groups: readonly FairnessGroup[]
  readonly disparities: readonly Disparity[]
  readonly named: readonly NamedDisparity[]
  readonly comparisons: readonly Comparison[]
  readonly parities: readonly GroupParities[]
  readonly againstRest: AgainstRest | null
  /** Generalized entropy index (2) and Theil index of what everybody of this grouping got; null without labels. */
  readonly inequality: { readonly entropy: Estimate; readonly theil: Estimate } | null
}

/** The fairness of decisions between groups; plain data, equal for equal input and seed. */
export type Fairness = {
  readonly rows: number
  readonly labelled: boolean
  readonly weighted: boolean
  readonly groupings: readonly FairnessGrouping[]
  readonly caveats: readonly string[]
  readonly findings: readonly Finding[]
  readonly settings: FairnessSettings
  readonly method: string
}

/** The same of a file. */
export type FileFairness = Fairness & { readonly source: Source; readonly positive: string }

export type FairnessSettings = {
  readonly reference: ReferenceGroup
  /** The band of ratios that counts as fair is τ…1/τ; 0.8 is the four-fifths rule. */
  readonly tau: number
  readonly minimumGroup: number
  readonly draws: number
  readonly seed: number
  readonly level: number
  readonly interval: BootstrapInterval
  readonly convention: Convention
  readonly intersection: boolean
}

/** What to measure in a file. */
export type FairnessQuestion = Partial<FairnessSettings> & {
  readonly path: string
  /** The column with the actual class; left out, only rates of selection are measured. */
  readonly label?: string | undefined
  readonly prediction: string
  readonly attributes: readonly string[]
  /** Columns within whose groups everything is measured again. */
  readonly control?: readonly string[] | undefined
  readonly weight?: string | undefined
  /** The favourable class; left out, it is inferred as in an evaluation and a caveat says so. */
  readonly positive?: string | undefined
  readonly onProgress?: ((progress: Progress) => void) | undefined
  readonly signal?: AbortSignal | undefined
}

/** The settings with their defaults, or an `option_invalid` error. */
export function fairnessSettings(given: Partial<FairnessSettings> = {}): FairnessSettings {
  const settings: FairnessSettings = {
    reference: given.reference ?? 'majority',
    tau: given.tau ?? 0.8,
    minimumGroup: given.minimumGroup ?? 30,
    draws: given.draws ?? 1000,
    seed: given.seed ?? 1,
    level: given.level ?? 0.95,
    interval: given.interval ?? 'percentile',
    convention: given.convention ?? 'recommended',
    intersection: given.intersection ?? true,
  }
  const { draws, seed, level, minimumGroup, tau } = settings
  const refuse = (message: string, hint: string): never => {
    throw new ScanError('option_invalid', message, hint)
  }
  if (!Number.isInteger(draws) || draws < 100 || draws > 100_000) refuse(`draws is ${draws}`, 'give 100 to 100,000')
  if (!Number.isSafeInteger(seed)) refuse(`seed is ${seed}`, 'give a whole number')
  if (!(level > 0 && level < 1)) refuse(`level is ${level}`, 'give a share between 0 and 1, such as 0.95')
  if (!Number.isInteger(minimumGroup) || minimumGroup < 0) refuse(`minimumGroup is ${minimumGroup}`, 'give 0 or more')
  if (!(tau > 0 && tau <= 1)) refuse(`tau is ${tau}`, 'give a ratio above 0 and at most 1, such as 0.8')
  return settings
}
