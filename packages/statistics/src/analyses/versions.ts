import { benchmarkRequests } from '../requests/benchmark-requests.ts'
import type { RequestsQuestion } from '../requests/requests.ts'
import type { Compared, Comparison, ComparisonQuestion } from '../comparison/comparison.ts'
import { compareVersionsFile } from '../comparison/compare-versions.ts'
import { shown, shownInterval } from '../report/numbers.ts'
import type { Section } from '../report/report.ts'
import { ScanError } from '../scan/scan-error.ts'
import type { ScanOptions } from '../scan/source.ts'
import type { Analysis } from './analysis.ts'
import { pathOf, sliceName, sourceAs } from './analysis.ts'
import { measuredParts } from './measured-parts.ts'
import { pairsOf } from './pairs.ts'

export type CompareOptions = Omit<
  ComparisonQuestion,
  'path' | 'otherPath' | 'first' | 'second' | 'slices' | keyof ScanOptions
> & {
  readonly first: string
  readonly second: string
  readonly firstName?: string | undefined
  readonly secondName?: string | undefined
  readonly firstScore?: string | undefined
  readonly secondScore?: string | undefined
  readonly slice?: readonly string[] | undefined
}

/** Two versions on the same rows: is the second better, by the interval of the difference? */
export const compareAnalysis: Analysis<CompareOptions> = {
  name: 'compare',
  title: 'Comparison of two versions',
  files: ['file', 'other?'],
  run: async ({ files, options, ...scan }) => {
    const { first, second, firstName, secondName, firstScore, secondScore, slice, ...rest } = options
    const result = await compareVersionsFile({
      path: pathOf(files, 'file'),
      otherPath: files['other'],
      ...rest,
      first: { name: firstName, prediction: first, score: firstScore },
      second: { name: secondName, prediction: second, score: secondScore },
      slices: slice,
      ...scan,
    })
    const { verdict, deciding, margin, otherSource } = result
    const of = result.comparisons.find((one) => one.name === deciding && one.slice === undefined)?.difference
    const parts = measuredParts(result, {
      shares: () => false,
      bySlice: [],
      facts: {
        verdict,
        measure: deciding,
        margin,
        rows: result.rows,
        ...(of === undefined || of.value === null ? {} : { difference: of.value }),
        ...(of === undefined || of.low === null ? {} : { differenceLow: of.low }),
        ...(of === undefined || of.high === null ? {} : { differenceHigh: of.high }),
      },
    })
    return {
      ...parts,
      sections: comparisonSections(result),
      sources: [
        sourceAs('file', result.source),
        ...(otherSource === undefined ? [] : [sourceAs('other', otherSource)]),
      ],
      result,
    }
  },
}

function comparisonSections(result: Comparison): Section[] {
  const { comparisons, first, second, tests } = result
  const whole = comparisons.filter(({ slice }) => slice === undefined)
  const sliced = comparisons.filter(({ slice, name }) => slice !== undefined && name === result.deciding)
  return [
    differenceSection(`${second} less ${first}`, whole, ({ name }) => name),
    ...(sliced.length === 0
      ? []
      : [
          differenceSection(`${result.deciding} by slice: ${second} less ${first}`, sliced, ({ slice }) =>
            slice === undefined ? '' : sliceName(slice.column, slice.value),
          ),
        ]),
    ...(tests.length === 0
      ? []
      : [
          {
            title: 'Tests',
            table: {
              columns: ['test', 'statistic', 'p'],
              numeric: [1, 2],
              rows: tests.map((test) => [test.test, shown(test.statistic), shown(test.pValue)]),
            },
          },
        ]),
  ]
}

function differenceSection(title: string, compared: readonly Compared[], nameOf: (one: Compared) => string): Section {
  return {
    title,
    chart: {
      kind: 'intervals',
      line: { at: 0, label: 'no difference' },
      rows: compared.map((one) => ({
        name: nameOf(one),
        value: one.difference.value,
        low: one.difference.low,
        high: one.difference.high,
        n: one.n,
        ...(one.verdict === 'worse' ? { mark: 'worse' } : {}),
      })),
    },
    table: {
      columns: ['measure', 'first', 'second', 'difference', 'interval', 'verdict', 'rows'],
      numeric: [1, 2, 3, 4, 6],
      rows: compared.map((one) => [
        nameOf(one),
        shown(one.first),
        shown(one.second),
        shown(one.difference.value),
        shownInterval(one.difference),
        one.verdict,
        shown(one.n),
      ]),
    },
  }
}

export type RequestsOptions = Omit<
  RequestsQuestion,
  'path' | 'slices' | 'quantiles' | 'limits' | 'draws' | keyof ScanOptions
> & {
  readonly slice?: readonly string[] | undefined
  readonly quantile?: readonly number[] | undefined
  /** `measure=number`, as in `latency_p95=300`. */
  readonly limit?: readonly string[] | undefined
}

/** What requests of a model took, cost, and how many failed. */
export const requestsAnalysis: Analysis<RequestsOptions> = {
  name: 'requests',
  title: 'Latency and cost of requests',
  files: ['file'],
  run: async ({ files, options: { slice, quantile = [], limit = [], ...options }, ...scan }) => {
    const result = await benchmarkRequests({
      path: pathOf(files, 'file'),
      ...options,
      ok: options.ok?.length === 0 ? undefined : options.ok,
      slices: slice,
      ...(quantile.length === 0 ? {} : { quantiles: quantile }),
      ...(limit.length === 0 ? {} : { limits: limitsOf(limit) }),
      ...scan,
    })
    const value = (name: string): number | null =>
      result.measures.find((one) => one.name === name && one.slice === undefined)?.value ?? null
    const facts = { latencyP95: value('latency_p95'), errorRate: value('error_rate'), throughput: value('throughput') }
    const known = Object.entries(facts).filter((fact): fact is [string, number] => fact[1] !== null)
    const look = {
      shares: (name: string) => name === 'error_rate',
      bySlice: ['latency_p95', 'error_rate'],
      facts: { requests: result.rows, ...Object.fromEntries(known) },
    }
    return { ...measuredParts(result, look), sources: [sourceAs('file', result.source)], result }
  },
}

function limitsOf(limits: readonly string[]): Record<string, number> {
  return Object.fromEntries(
    pairsOf(limits, 'measure=number').map(([name, text]) => {
      const value = Number(text)
      if (Number.isFinite(value)) return [name, value]
      throw new ScanError('option_invalid', `the limit of ${name} is "${text.slice(0, 40)}"`, 'give a number')
    }),
  )
}
