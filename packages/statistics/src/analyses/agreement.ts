import type { Agreement, AgreementQuestion, AgreementSettings } from '../agreement/agreement.ts'
import { measureFileAgreement } from '../agreement/agreement-file.ts'
import { shown, shownInterval } from '../report/numbers.ts'
import type { ReportFact, ReportFinding, ReportMeasure, ReportParts, Section } from '../report/report.ts'
import { ScanError } from '../scan/scan-error.ts'
import type { Analysis } from './analysis.ts'
import { pathOf, sliceName, sourceAs } from './analysis.ts'

export type AgreementOptions = {
  readonly item: string
  readonly rater: string
  readonly label: string
  readonly level?: AgreementSettings['level'] | undefined
  readonly order?: readonly string[] | undefined
  readonly gold?: string | undefined
  readonly leadTime?: string | undefined
  /** One number for all, or `rater=number` for each. */
  readonly rate?: readonly string[] | undefined
  readonly consensus?: AgreementSettings['consensus'] | undefined
  readonly listConsensus?: boolean | undefined
  readonly draws?: number | undefined
  readonly seed?: number | undefined
  readonly confidence?: number | undefined
}

/** How well people agree on labels, how right they are on gold items, and what a label costs. */
export const agreementAnalysis: Analysis<AgreementOptions> = {
  name: 'agreement',
  title: 'Agreement of labels',
  files: ['file'],
  run: async ({ files, options: { rate = [], order, ...options }, ...scan }) => {
    const given = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined))
    const result = await measureFileAgreement({
      path: pathOf(files, 'file'),
      ...given,
      item: options.item,
      rater: options.rater,
      label: options.label,
      order: order?.length === 0 ? undefined : order,
      rates: ratesOf(rate),
      ...scan,
    })
    return { ...agreementParts(result), sources: [sourceAs('file', result.source)], result }
  },
}

function ratesOf(given: readonly string[]): AgreementQuestion['rates'] {
  if (given.length === 0) return undefined
  const numberOf = (text: string): number => {
    const value = text.trim() === '' ? Number.NaN : Number(text)
    if (Number.isFinite(value) && value >= 0) return value
    const hint = 'give a number of 0 or more for all raters, or rater=number for each'
    throw new ScanError('option_invalid', `"${text.slice(0, 60)}" is no rate`, hint)
  }
  const [first = ''] = given
  if (given.length === 1 && !first.includes('=')) return numberOf(first)
  return Object.fromEntries(
    given.map((text) => {
      const at = text.lastIndexOf('=')
      return [text.slice(0, Math.max(at, 0)), numberOf(text.slice(at + 1))]
    }),
  )
}

/** Agreement as the parts of a report. Numbers about single raters are for those who read the report, not for the record. */
export function agreementParts(result: Agreement): ReportParts {
  return {
    findings: result.findings.map((finding): ReportFinding =>
      isOfAll(finding) ? finding : { ...finding, aboutPerson: true },
    ),
    caveats: result.caveats,
    measures: measuresOf(result),
    facts: factsOf(result),
    sections: sectionsOf(result),
    method: result.method,
  }
}

/** Only the first finding and that of cost name no rater. */
const isOfAll = ({ title }: ReportFinding): boolean =>
  /^(?:Agreement cannot|Labels are|Reliability of|Cost of labels)/.test(title)

function goldShare({ gold }: Agreement): { right: number; labels: number } | undefined {
  if (gold === null) return undefined
  const labels = gold.reduce((sum, one) => sum + one.labels, 0)
  return labels === 0 ? undefined : { right: gold.reduce((sum, one) => sum + one.right, 0), labels }
}

function measuresOf(result: Agreement): ReportMeasure[] {
  const { coefficients, byCategory, pairableItems, cost } = result
  const quality = goldShare(result)
  return [
    ...coefficients.map(({ name, value, low, high, reason }): ReportMeasure => ({
      name,
      value,
      low,
      high,
      n: pairableItems,
      ...(reason === undefined ? {} : { reason }),
    })),
    ...(quality === undefined
      ? []
      : [{ name: 'gold_accuracy', value: quality.right / quality.labels, n: quality.labels }]),
    ...(cost?.costPerLabel === undefined || cost.costPerLabel === null
      ? []
      : [{ name: 'cost_per_label', value: cost.costPerLabel, n: cost.labels }]),
    ...(byCategory ?? []).map(({ category, labels, alpha }): ReportMeasure => ({
      name: 'alpha',
      value: alpha.value,
      n: labels,
      slice: sliceName('category', category),
      ...(alpha.value === null ? { reason: alpha.reason } : {}),
    })),
  ]
}

function factsOf(result: Agreement): Record<string, ReportFact> {
  const { items, raters, labels, pairableItems, coefficients, cost, settings } = result
  const alpha = coefficients.find(({ name }) => name === 'alpha')
  const quality = goldShare(result)
  const number = (name: string, value: number | null | undefined): Record<string, number> =>
    value === null || value === undefined ? {} : { [name]: value }
  return {
    level: settings.level,
    items,
    raters,
    labels,
    pairableItems,
    ...number('alpha', alpha?.value),
    ...number('alphaLow', alpha?.low),
    ...number('goldAccuracy', quality === undefined ? undefined : quality.right / quality.labels),
    ...number('costPerLabel', cost?.costPerLabel),
  }
}

function sectionsOf(result: Agreement): Section[] {
  const { coefficients, byCategory, byRater, pairs, disputed, gold } = result
  const sections: (Section | undefined)[] = [
    {
      title: 'Coefficients',
      text: '1 is full agreement, 0 what chance alone would give.',
      chart: {
        kind: 'intervals',
        most: 1,
        rows: coefficients.map(({ name, value, low, high }) => ({ name, value, low, high })),
        band: { low: 0.8, high: 1, label: '0.8 to 1: reliable' },
        line: { at: 0.667, label: '0.667: tentative' },
      },
      table: {
        columns: ['coefficient', 'value', 'interval', 'why not'],
        numeric: [1, 2],
        rows: coefficients.map((one) => [one.name, shown(one.value), shownInterval(one), one.reason ?? '']),
      },
    },
    byCategory === null || byCategory.length === 0
      ? undefined
      : {
          title: 'By category',
          text: 'Agreement on each category against all others.',
          chart: {
            kind: 'intervals',
            most: 1,
            rows: byCategory.map(({ category, alpha, labels }) => ({
              name: category,
              value: alpha.value,
              low: null,
              high: null,
              n: labels,
            })),
          },
          table: {
            columns: ['category', 'labels', 'alpha'],
            numeric: [1, 2],
            rows: byCategory.map(({ category, labels, alpha }) => [category, shown(labels), shown(alpha.value)]),
          },
        },
    byRater === null || byRater.length === 0
      ? undefined
      : {
          title: 'By rater',
          table: {
            columns: ['rater', 'labels', 'same as others', 'alpha without them'],
            numeric: [1, 2, 3],
            rows: byRater.map((one) => [one.rater, shown(one.labels), shown(one.agreement), shown(one.alphaWithout)]),
          },
        },
    pairs === null || pairs.length === 0
      ? undefined
      : {
          title: 'Pairs of raters',
          table: {
            columns: ['one', 'other', 'items', 'same', 'kappa', 'interval'],
            numeric: [2, 3, 4, 5],
            rows: pairs.map((pair) => [
              pair.one,
              pair.other,
              shown(pair.items),
              shown(pair.agreement),
              shown(pair.kappa),
              shownInterval(pair),
            ]),
          },
        },
    gold === null || gold.length === 0
      ? undefined
      : {
          title: 'Gold items',
          text: 'How often each rater gave an item its known label.',
          chart: {
            kind: 'intervals',
            least: 0,
            most: 1,
            rows: gold.map(({ rater, share, interval, labels }) => ({
              name: rater,
              value: share,
              ...interval,
              n: labels,
            })),
          },
          table: {
            columns: ['rater', 'gold labels', 'right', 'interval'],
            numeric: [1, 2, 3],
            rows: gold.map(({ rater, labels, share, interval }) => [
              rater,
              shown(labels),
              shown(share),
              shownInterval(interval),
            ]),
          },
        },
    disputed === null || disputed.length === 0
      ? undefined
      : {
          title: 'Most disputed items',
          table: {
            columns: ['item', 'labels', 'pairs that agree', 'votes'],
            numeric: [1, 2],
            rows: disputed.map(({ item, labels, agreement, votes }) => [
              item,
              shown(labels),
              shown(agreement),
              votes.map(({ category, count }) => `${category} ${count}`).join(', '),
            ]),
          },
        },
  ]
  return sections.filter((section) => section !== undefined)
}
