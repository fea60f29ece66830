import { figure } from '../evaluation/figure.ts'
import type { Figure } from '../evaluation/figure.ts'
import { NO_INTERVAL, withWidth } from '../evaluation/interval.ts'
import type { Interval } from '../evaluation/interval.ts'
import { clopperPearson } from '../hypothesis/proportions.ts'
import { Random } from '../evaluation/random.ts'
import { agreementSettings } from './agreement.ts'
import type {
  Agreement,
  AgreementSettings,
  Coefficient,
  CoefficientName,
  Consensus,
  PairAgreement,
} from './agreement.ts'
import { agreementCaveats } from './agreement-caveats.ts'
import { agreementFindings } from './agreement-findings.ts'
import { alphaKernel } from './alpha.ts'
import { categoryAgreement, disputedItems, raterAgreement } from './breakdown.ts'
import { chanceCorrected, chanceKernel } from './chance-corrected.ts'
import type { ChanceCoefficient } from './chance-corrected.ts'
import { cohenKappa, scottPi } from './cohen-kappa.ts'
import { dawidSkene } from './dawid-skene.ts'
import { goldQuality } from './gold.ts'
import { labelCost } from './label-cost.ts'
import type { LabelTable } from './label-table.ts'
import { majorityLabels } from './majority.ts'
import { daviesFleissKappa, lightKappa, raterPairs } from './rater-pairs.ts'
import type { RaterPair } from './rater-pairs.ts'
import { unitIntervals } from './resample-units.ts'
import type { UnitFormula } from './resample-units.ts'
import { unitPatterns } from './unit-patterns.ts'
import type { UnitPatterns } from './unit-patterns.ts'
import type { AgreementWeights } from './weights.ts'

/** Coefficients over a table of categories, and answers for each category, are for few of them. */
const MOST_CATEGORIES = 100
/** Every pair of raters has a table of its own. */
const MOST_PAIRED_RATERS = 30

/** What belongs to labels beside the labels themselves. */
export type LabelExtras = {
  /** Item → true label. */
  readonly gold?: ReadonlyMap<string, string> | undefined
  /** Seconds that each label took, with its rater, in any order. */
  readonly times?: { readonly rater: ArrayLike<number>; readonly seconds: ArrayLike<number> } | undefined
  readonly rates?: number | Readonly<Record<string, number>> | undefined
}

/**
 * Measures how well raters agree: Krippendorff's alpha at the level of the question, Fleiss', Gwet's and Randolph's
 * coefficients, Cohen's kappa of each pair of raters; by category, by rater and by item; consensus labels; and, where
 * given, the quality on gold items and the cost.
 *
 * Intervals of coefficients over all raters come from drawing items anew; those of pairs from the formula of Fleiss,
 * Cohen and Everitt. A coefficient that is not defined has a reason: no item with two labels, or one category only.
 *
 * @example
 * const table = labelTable({ items: ['u', 'u'], raters: ['a', 'b'], labels: ['1', '2'] })
 * const { coefficients } = await measureAgreement(table)
 */
export async function measureAgreement(
  table: LabelTable,
  given: Partial<AgreementSettings> = {},
  extras: LabelExtras = {},
  during: { readonly signal?: AbortSignal | undefined; readonly onShare?: (share: number) => void } = {},
): Promise<Agreement> {
  const settings = agreementSettings(given)
  const { detail, level, confidence } = settings
  const patterns = unitPatterns(table)
  const few = table.categories.length <= MOST_CATEGORIES
  const pairs = detail && few && table.raters.length <= MOST_PAIRED_RATERS ? raterPairs(table) : null
  const coefficients = [
    ...(await overItems(table, patterns, settings, during)),
    ...(pairs === null ? [] : overPairs(pairs)),
  ]
  const consensus = consensusOf(table, settings, few)
  const result = {
    items: table.items.length,
    raters: table.raters.length,
    labels: table.category.length,
    pairableItems: patterns.units.reduce((sum, units, at) => ((patterns.size[at] ?? 0) > 1 ? sum + units : sum), 0),
    categories: table.categories.length,
    coefficients,
    pairs: pairs === null ? null : pairs.map((pair) => describePair(table, pair, confidence)),
    byCategory: detail && few ? categoryAgreement(patterns, table.categories) : null,
    byRater: detail ? raterAgreement(table, level) : null,
    disputed: detail ? disputedItems(table, settings.mostDisputed) : null,
    consensus,
    gold: extras.gold === undefined ? null : goldQuality(table, extras.gold, confidence),
    cost: costOf(table, extras, consensus),
    settings,
  }
  const caveats = agreementCaveats(result)
  return { ...result, caveats, findings: agreementFindings({ ...result, caveats }), method: methodOf(settings) }
}

function costOf(table: LabelTable, { times, rates }: LabelExtras, consensus: Consensus | null): Agreement['cost'] {
  if (times === undefined) return null
  return labelCost({ raters: table.raters, ...times, rates: rates ?? 0, consensus: consensus?.decided ?? 0 })
}

async function overItems(
  table: LabelTable,
  patterns: UnitPatterns,
  settings: AgreementSettings,
  during: Parameters<typeof unitIntervals>[3],
): Promise<Coefficient[]> {
  const { level, draws, seed, confidence } = settings
  const found: { name: CoefficientName; formula: UnitFormula | string; standardError?: number | null }[] = []
  const alpha = alphaKernel(patterns, level, table.values)
  found.push({ name: 'alpha', formula: typeof alpha === 'string' ? alpha : (units) => alpha(units).alpha })
  const weights: AgreementWeights = level === 'ordinal' ? 'linear' : level === 'nominal' ? 'identity' : 'quadratic'
  const others: [CoefficientName, ChanceCoefficient, AgreementWeights][] = [
    ['fleiss_kappa', 'fleiss', 'identity'],
    ['gwet_ac1', 'gwet', 'identity'],
    ...(level === 'nominal'
      ? []
      : [['gwet_ac2', 'gwet', weights] as [CoefficientName, ChanceCoefficient, AgreementWeights]]),
    ['randolph_kappa', 'randolph', 'identity'],
  ]
  for (const [name, coefficient, weighted] of others) {
    if (table.categories.length > MOST_CATEGORIES) {
      found.push({ name, formula: `there are more than ${MOST_CATEGORIES} different labels` })
      continue
    }
    const values = level === 'ordinal' ? null : table.values
    const kernel = chanceKernel(patterns, coefficient, weighted, values)
    const { standardError } = chanceCorrected(patterns, coefficient, weighted, values)
    found.push({ name, formula: (units) => kernel(units).value, standardError })
  }
  const formulas = found.map(({ formula }): UnitFormula => {
    return typeof formula === 'string' ? () => ({ value: null, reason: formula }) : formula
  })
  const values = formulas.map((formula) => formula(patterns.units))
  const random = new Random(seed, 'agreement')
  const intervals =
    draws === 0 ? [] : await unitIntervals(patterns, formulas, { draws, level: confidence, random }, during)
  return found.map(({ name, standardError }, index) => {
    const value = values[index] ?? figure(Number.NaN)
    const drawn = value.value === null ? NO_INTERVAL : withWidth(intervals[index] ?? NO_INTERVAL)
    const bound =
      name === 'alpha' && draws > 0 && drawn.low === null ? undisputedBound(alpha, patterns, settings) : undefined
    const ends = bound ?? drawn
    return {
      ...describe(name, value),
      ...ends,
      ...(standardError === undefined || standardError === null ? {} : { standardError }),
    }
  })
}

/**
 * The interval of a nominal alpha where no item is disputed, and draws say nothing: how large the share of disputed items
 * may be is told by the bound of Clopper and Pearson, and alpha is 1 less observed over expected disagreement. An item
 * counts as wholly disputed there, whatever its labels would be.
 */
function undisputedBound(
  alpha: ReturnType<typeof alphaKernel>,
  patterns: UnitPatterns,
  { level, confidence }: AgreementSettings,
): Interval | undefined {
  if (typeof alpha === 'string' || level !== 'nominal') return undefined
  const { observed, expected } = alpha(patterns.units)
  if (observed !== 0 || !(expected > 0)) return undefined
  const items = patterns.units.reduce((sum, units, at) => ((patterns.size[at] ?? 0) > 1 ? sum + units : sum), 0)
  const { high } = clopperPearson(0, items, confidence)
  return { low: 1 - high / expected, high: 1 }
}

function overPairs(pairs: readonly RaterPair[]): Coefficient[] {
  return [describe('light_kappa', lightKappa(pairs)), describe('davies_fleiss_kappa', daviesFleissKappa(pairs))]
}

function describe(name: CoefficientName, found: Figure): Coefficient {
  return { name, value: found.value, ...NO_INTERVAL, ...(found.value === null ? { reason: found.reason } : {}) }
}

function describePair({ raters }: LabelTable, { one, other, counts }: RaterPair, confidence: number): PairAgreement {
  const plain = cohenKappa(counts, 'identity', { level: confidence })
  return {
    one: raters[one] ?? '',
    other: raters[other] ?? '',
    items: plain.n,
    agreement: plain.observed,
    kappa: plain.kappa.value,
    low: plain.interval.low,
    high: plain.interval.high,
    standardError: plain.standardError,
    p: plain.p,
    maximum: plain.maximum,
    linear: cohenKappa(counts, 'linear').kappa.value,
    quadratic: cohenKappa(counts, 'quadratic').kappa.value,
    scottPi: scottPi(counts).value,
  }
}

function consensusOf(
  table: LabelTable,
  { consensus, listConsensus }: AgreementSettings,
  few: boolean,
): Consensus | null {
  if (consensus === 'none') return null
  const majority = majorityLabels(table)
  const nameOf = (at: number | null): string | null => (at === null || at < 0 ? null : (table.categories[at] ?? null))
  const tied = majority.filter((item) => item.tied.length > 0).length
  const unlabelled = majority.filter((item) => item.labels === 0).length
  if (consensus === 'majority' || !few) {
    const labels = majority.map((found, item) => ({
      item: table.items[item] ?? '',
      label: nameOf(found.label),
      ...(found.tied.length === 0 ? {} : { tied: found.tied.map((at) => nameOf(at) ?? '') }),
    }))
    const counts = { decided: majority.length - tied - unlabelled, tied, unlabelled }
    return { method: 'majority', ...counts, ...(listConsensus ? { labels } : {}) }
  }
  const model = dawidSkene(table)
  const q = table.categories.length
  const labels = Array.from(model.labels, (label, item) => ({
    item: table.items[item] ?? '',
    label: nameOf(label),
    probability: label < 0 ? 0 : (model.posterior[item * q + label] ?? 0),
  }))
  return {
    method: 'dawid-skene',
    decided: majority.length - unlabelled,
    tied,
    unlabelled,
    hasConverged: model.hasConverged,
    rounds: model.rounds,
    raterAccuracy: table.raters.map((rater, index) => ({ rater, accuracy: model.accuracy[index] ?? 0 })),
    differing: majority.filter(({ label }, item) => label !== null && label !== model.labels[item]).length,
    ...(listConsensus ? { labels } : {}),
  }
}

function methodOf({ draws, seed, confidence, level }: AgreementSettings): string {
  const percent = Number((confidence * 100).toFixed(6))
  const intervals =
    draws === 0
      ? 'Without intervals over all raters.'
      : `${percent} % percentile intervals of ${draws} draws of items with all their labels, seed ${seed}.`
  return `Alpha at the ${level} level. ${intervals} Pairs of raters: the normal interval of Fleiss, Cohen and Everitt.`
}
