import type { Agreement, AgreementQuestion, AgreementSettings } from '../agreement/agreement.ts'
import { measureFileAgreement } from '../agreement/agreement-file.ts'
import type { ReportFact, ReportFinding, ReportMeasure, ReportParts } from '../report/report.ts'
import { ScanError } from '../scan/scan-error.ts'
import { agreementSections } from './agreement-sections.ts'
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
    sections: agreementSections(result),
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
