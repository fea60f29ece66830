import type { Fairness, FairnessGrouping, FairnessQuestion } from '../fairness/fairness.ts'
import { measureFileFairness } from '../fairness/fairness-file.ts'
import type { GroupMetricName } from '../fairness/group-metrics.ts'
import { brief } from '../findings/finding.ts'
import { shown, shownInterval } from '../report/numbers.ts'
import type { ReportFact, ReportMeasure, ReportParts, Section } from '../report/report.ts'
import { ScanError } from '../scan/scan-error.ts'
import type { Analysis } from './analysis.ts'
import { pathOf, sliceName, sourceAs } from './analysis.ts'

export type FairnessOptions = Omit<FairnessQuestion, 'path' | 'attributes' | 'reference' | 'onProgress' | 'signal'> & {
  readonly attribute: readonly string[]
  /** `majority`, `best`, `minimum`, or `column=group` for each attribute. */
  readonly compareWith?: readonly string[] | undefined
}

/** The decisions in a file of predictions, compared between groups of people. */
export const fairnessAnalysis: Analysis<FairnessOptions> = {
  name: 'fairness',
  title: 'Fairness between groups',
  files: ['file'],
  run: async ({ files, options: { attribute, compareWith, ...options }, ...scan }) => {
    const given = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined))
    const result = await measureFileFairness({
      path: pathOf(files, 'file'),
      ...given,
      prediction: options.prediction,
      attributes: attribute,
      ...referenceOf(compareWith ?? []),
      ...scan,
    })
    return { ...fairnessParts(result), sources: [sourceAs('file', result.source)], result }
  },
}

const RULES = ['majority', 'best', 'minimum'] as const

function referenceOf(given: readonly string[]): Pick<FairnessQuestion, 'reference'> | Record<string, never> {
  const [first] = given
  if (first === undefined) return {}
  const rule = RULES.find((name) => name === first)
  if (rule !== undefined && given.length === 1) return { reference: rule }
  const groups = given.map((text) => {
    const at = text.indexOf('=')
    if (at > 0) return [text.slice(0, at), text.slice(at + 1)] as const
    throw new ScanError(
      'option_invalid',
      `"${text.slice(0, 60)}" is no reference group`,
      'give majority, best or minimum, or column=group for each attribute',
    )
  })
  return { reference: Object.fromEntries(groups) }
}

/** What is drawn of each grouping: who is selected, who is recognised, who is wrongly selected. */
const DRAWN: readonly GroupMetricName[] = ['selection_rate', 'tpr', 'fpr', 'precision', 'accuracy']
/** What is sealed of each group; the others follow from them. */
const SEALED: readonly GroupMetricName[] = ['selection_rate', 'tpr', 'fpr', 'precision', 'accuracy', 'prevalence']
/** What a verdict about a grouping rests on. */
const JUDGED: readonly GroupMetricName[] = ['selection_rate', 'tpr', 'fpr', 'precision']

/** Fairness as the parts of a report. */
export function fairnessParts(result: Fairness): ReportParts {
  return {
    findings: result.findings,
    caveats: result.caveats,
    measures: result.groupings.flatMap(measuresOf),
    facts: factsOf(result),
    sections: result.groupings.flatMap((grouping) => sectionsOf(grouping, result.settings.tau)),
    method: result.method,
  }
}

/** `sex × age`, with the control group where there is one. */
function nameOf({ attributes, control }: FairnessGrouping): string {
  const within = Object.entries(control).map(([column, value]) => sliceName(column, value))
  return [attributes.join(' × '), ...within].join(', ')
}

function measuresOf(grouping: FairnessGrouping): ReportMeasure[] {
  const by = `by=${nameOf(grouping)}`.slice(0, 200)
  const named = grouping.named
    .filter(({ against, aggregate }) => against === 'groups' && aggregate !== 'mean')
    .map(({ name, value, low, high, reason }): ReportMeasure => ({
      name,
      value,
      low,
      high,
      n: grouping.overall.rows,
      slice: by,
      ...(reason === undefined ? {} : { reason }),
    }))
  const within = Object.keys(grouping.control).length > 0
  const groups = grouping.groups.flatMap((group) =>
    group.metrics
      .filter(({ name }) => SEALED.includes(name))
      .map(({ name, value, low, high, reason }): ReportMeasure => ({
        name,
        value,
        low,
        high,
        n: group.rows,
        slice: sliceName(within ? nameOf(grouping) : grouping.attributes.join('|'), group.name),
        ...(reason === undefined ? {} : { reason }),
      })),
  )
  return [...named, ...groups]
}

function factsOf({ groupings, rows, labelled, settings }: Fairness): Record<string, ReportFact> {
  const comparisons = groupings.flatMap((grouping) =>
    grouping.comparisons
      .filter(({ metric }) => JUDGED.includes(metric))
      .map((comparison) => ({ ...comparison, group: `${nameOf(grouping)}: ${comparison.group}` })),
  )
  const outside = comparisons.filter(({ verdict }) => verdict === 'outside')
  const open = comparisons.filter(({ verdict }) => verdict !== 'within' && verdict !== 'outside')
  const ratios = comparisons.flatMap(({ ratio: { value } }) =>
    value === null || value <= 0 ? [] : [Math.min(value, 1 / value)],
  )
  const verdict =
    comparisons.length === 0 ? 'not-measured' : outside.length > 0 ? 'unequal' : open.length > 0 ? 'unclear' : 'equal'
  const named = (items: readonly { group: string; metric: string }[]): string[] =>
    [...new Set(items.map(({ group, metric }) => `${group} (${metric})`))].slice(0, 100)
  return {
    verdict,
    rows,
    labelled,
    tau: settings.tau,
    outside: named(outside),
    unclear: named(open),
    ...(ratios.length === 0 ? {} : { worstRatio: Math.min(...ratios) }),
    smallGroups: groupings
      .flatMap((grouping) =>
        grouping.groups.filter(({ small }) => small).map(({ name }) => `${nameOf(grouping)}: ${name}`),
      )
      .slice(0, 100),
  }
}

function sectionsOf(grouping: FairnessGrouping, tau: number): Section[] {
  const title = nameOf(grouping)
  const rates = DRAWN.flatMap((metric): Section[] => {
    const rows = grouping.groups.flatMap((group) => {
      const found = group.metrics.find(({ name }) => name === metric)
      if (found === undefined) return []
      const { value, low, high } = found
      return [{ name: group.name, value, low, high, n: group.rows, ...(group.small ? { mark: 'few rows' } : {}) }]
    })
    if (rows.every(({ value }) => value === null)) return []
    const all = grouping.overall.metrics.find(({ name }) => name === metric)?.value ?? null
    return [
      {
        title: `${metric} by ${title}`,
        isDetail: true,
        chart: {
          kind: 'intervals',
          least: 0,
          most: 1,
          rows,
          ...(all === null ? {} : { line: { at: all, label: 'everybody' } }),
        },
        table: {
          columns: ['group', 'rows', metric, 'interval'],
          numeric: [1, 2, 3],
          rows: rows.map((row) => [
            row.mark === undefined ? row.name : `${row.name} (${row.mark})`,
            shown(row.n),
            shown(row.value),
            shownInterval(row),
          ]),
        },
      },
    ]
  })
  return [ratioSection(grouping, title, tau), ...rates].filter((section) => section !== undefined)
}

/** Each group over the reference group, against the band τ…1/τ. */
function ratioSection(grouping: FairnessGrouping, title: string, tau: number): Section | undefined {
  const judged = grouping.comparisons.filter(({ metric }) => JUDGED.includes(metric))
  if (judged.length === 0) return undefined
  const reference = judged[0]?.reference ?? ''
  return {
    title: `Groups of ${title} against ${reference}`,
    text: `The rate of each group over that of its reference group. Between ${brief(tau)} and ${brief(1 / tau)} counts as equal.`,
    chart: {
      kind: 'intervals',
      least: 0,
      band: { low: tau, high: 1 / tau, label: `${brief(tau)} to ${brief(1 / tau)}` },
      line: { at: 1, label: 'the same' },
      rows: judged.map(({ group, metric, ratio, verdict }) => ({
        name: `${group}: ${metric}`,
        value: ratio.value,
        low: ratio.low,
        high: ratio.high,
        ...(verdict === 'outside' ? { mark: 'outside' } : {}),
      })),
    },
    table: {
      columns: ['group', 'metric', 'against', 'ratio', 'interval', 'verdict', 'p (Holm)'],
      numeric: [3, 4, 6],
      rows: judged.map(({ group, metric, reference: against, ratio, verdict, pHolm }) => [
        group,
        metric,
        against,
        shown(ratio.value),
        shownInterval(ratio),
        verdict,
        shown(pHolm),
      ]),
    },
  }
}
