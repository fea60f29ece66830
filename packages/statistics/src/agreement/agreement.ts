import type { Finding } from '../findings/finding.ts'
import { ScanError } from '../scan/scan-error.ts'
import type { Progress, Source } from '../scan/source.ts'
import type { Level } from './alpha.ts'
import type { CategoryAgreement, DisputedItem, RaterAgreement } from './breakdown.ts'
import type { GoldQuality } from './gold.ts'
import type { LabelCost } from './label-cost.ts'

/**
 * `alpha` is Krippendorff's at the level of the question; `gwet_ac2` is weighted as the level asks: linear for ordinal,
 * quadratic for interval and ratio.
 */
export type CoefficientName =
  | 'alpha'
  | 'fleiss_kappa'
  | 'gwet_ac1'
  | 'gwet_ac2'
  | 'randolph_kappa'
  | 'light_kappa'
  | 'davies_fleiss_kappa'

/** One coefficient over all raters. `value` is null when it has none, and `reason` says why. */
export type Coefficient = {
  readonly name: CoefficientName
  readonly value: number | null
  readonly low: number | null
  readonly high: number | null
  /** By linearization, where the coefficient has one. */
  readonly standardError?: number
  readonly reason?: string
}

/** Cohen's kappa of two raters, without weights and with both kinds; the interval is of the one without. */
export type PairAgreement = {
  readonly one: string
  readonly other: string
  /** Items that both labelled. */
  readonly items: number
  readonly agreement: number
  readonly kappa: number | null
  readonly low: number | null
  readonly high: number | null
  readonly standardError: number | null
  readonly p: number | null
  readonly maximum: number | null
  readonly linear: number | null
  readonly quadratic: number | null
  readonly scottPi: number | null
}

/** Consensus labels: how many there are, how sure, and the labels themselves where they were asked for. */
export type Consensus = {
  readonly method: 'majority' | 'dawid-skene'
  readonly decided: number
  /** Items whose labels tie; they have no majority. */
  readonly tied: number
  readonly unlabelled: number
  /** Of Dawid and Skene: whether the model came to rest, after how many rounds, and what it thinks of each rater. */
  readonly hasConverged?: boolean
  readonly rounds?: number
  readonly raterAccuracy?: readonly { readonly rater: string; readonly accuracy: number }[]
  /** Items that Dawid and Skene decide otherwise than the majority. */
  readonly differing?: number
  readonly labels?: readonly {
    readonly item: string
    readonly label: string | null
    readonly probability?: number
    readonly tied?: readonly string[]
  }[]
}

/** How well raters agree; plain data, equal for equal input and seed. */
export type Agreement = {
  readonly items: number
  readonly raters: number
  readonly labels: number
  /** Items with two labels or more: only these tell about agreement. */
  readonly pairableItems: number
  readonly categories: number
  readonly coefficients: readonly Coefficient[]
  /** Null with more raters than can be paired. */
  readonly pairs: readonly PairAgreement[] | null
  readonly byCategory: readonly CategoryAgreement[] | null
  readonly byRater: readonly RaterAgreement[] | null
  readonly disputed: readonly DisputedItem[] | null
  readonly consensus: Consensus | null
  readonly gold: readonly GoldQuality[] | null
  readonly cost: LabelCost | null
  readonly caveats: readonly string[]
  readonly findings: readonly Finding[]
  readonly settings: AgreementSettings
  readonly method: string
}

/** The same of a file. */
export type FileAgreement = Agreement & { readonly source: Source }

export type AgreementSettings = {
  readonly level: Level
  /** Bootstrap draws; 0 gives no intervals. */
  readonly draws: number
  readonly seed: number
  readonly confidence: number
  /** With categories, raters, pairs and disputed items. */
  readonly detail: boolean
  readonly consensus: 'none' | 'majority' | 'dawid-skene'
  /** List the consensus label of every item. */
  readonly listConsensus: boolean
  /** How many disputed items to list. */
  readonly mostDisputed: number
}

/** What to measure in a file in long form, one label a row. */
export type AgreementQuestion = Partial<AgreementSettings> & {
  readonly path: string
  readonly item: string
  readonly rater: string
  readonly label: string
  /** The labels in ascending order, for an ordinal level whose labels are no numbers. */
  readonly order?: readonly string[] | undefined
  /** The column with the true label of gold items; empty on the others. */
  readonly gold?: string | undefined
  /** The column with the seconds that each label took. */
  readonly leadTime?: string | undefined
  /** What an hour of labelling costs, for all or by rater. */
  readonly rates?: number | Readonly<Record<string, number>> | undefined
  readonly onProgress?: ((progress: Progress) => void) | undefined
  readonly signal?: AbortSignal | undefined
}

/** The settings with their defaults, or an `option_invalid` error. */
export function agreementSettings(given: Partial<AgreementSettings> = {}): AgreementSettings {
  const settings: AgreementSettings = {
    level: given.level ?? 'nominal',
    draws: given.draws ?? 1000,
    seed: given.seed ?? 1,
    confidence: given.confidence ?? 0.95,
    detail: given.detail ?? true,
    consensus: given.consensus ?? 'majority',
    listConsensus: given.listConsensus ?? false,
    mostDisputed: given.mostDisputed ?? 20,
  }
  const { draws, seed, confidence, mostDisputed } = settings
  const refuse = (message: string, hint: string): never => {
    throw new ScanError('option_invalid', message, hint)
  }
  if (draws !== 0 && (!Number.isInteger(draws) || draws < 100 || draws > 100_000)) {
    refuse(`draws is ${draws}`, 'give 100 to 100,000, or 0 for no intervals')
  }
  if (!Number.isSafeInteger(seed)) refuse(`seed is ${seed}`, 'give a whole number')
  if (!(confidence > 0 && confidence < 1)) refuse(`confidence is ${confidence}`, 'give a share such as 0.95')
  if (!Number.isInteger(mostDisputed) || mostDisputed < 0) refuse(`mostDisputed is ${mostDisputed}`, 'give 0 or more')
  return settings
}
