import { NOTHING_DIFFERS } from '../hypothesis/test-finding.ts'
import { testFile } from '../hypothesis/test-file.ts'
import type { HypothesisQuestion, TestedColumn, TestedFile } from '../hypothesis/test-file.ts'
import { shown, shownInterval } from '../report/numbers.ts'
import type { ReportMeasure, Section } from '../report/report.ts'
import type { ScanOptions } from '../scan/source.ts'
import type { Analysis } from './analysis.ts'
import { pathOf, sourceAs } from './analysis.ts'

export type TestOptions = Omit<HypothesisQuestion, 'path' | 'values' | keyof ScanOptions> & {
  readonly value: readonly string[]
}

/** Whether groups of rows differ, by hypothesis tests with effect sizes. */
export const testAnalysis: Analysis<TestOptions> = {
  name: 'test',
  title: 'Hypothesis tests',
  files: ['file'],
  run: async ({ files, options: { value, ...options }, ...scan }) => {
    const result = await testFile({ path: pathOf(files, 'file'), ...options, values: value, ...scan })
    const { tested, rows, groups, alpha } = result
    const different = tested.filter(({ isShown }) => isShown).map(({ column }) => column)
    const least = tested.flatMap(({ adjusted }) => (adjusted === null ? [] : [adjusted]))
    return {
      findings: result.findings,
      caveats: result.caveats,
      measures: tested.flatMap(measuresOf),
      facts: {
        tests: tested.length,
        different: different.length,
        differentColumns: different.slice(0, 100),
        alpha,
        groups: groups.length,
        rows,
        ...(least.length === 0 ? {} : { leastP: Math.min(...least) }),
      },
      sections: sectionsOf(result),
      method: result.method,
      sources: [sourceAs('file', result.source)],
      result,
    }
  },
}

function measuresOf({ column, result, adjusted }: TestedColumn): ReportMeasure[] {
  const slice = `column=${column}`.replaceAll(/\s+/g, ' ').slice(0, 200)
  const n = result.counts.reduce((sum, count) => sum + count, 0)
  const reason = result.reason === undefined ? {} : { reason: result.reason }
  const { name, value, low, high } = result.effect
  return [
    { name: 'p_value', value: result.pValue, low: null, high: null, n, slice, ...reason },
    { name: 'p_value_holm', value: adjusted, low: null, high: null, n, slice, ...reason },
    { name, value, low, high, n, slice, ...(value === null ? { reason: result.reason ?? 'no effect size' } : {}) },
  ]
}

function sectionsOf({ tested }: TestedFile): Section[] {
  const names = [...new Set(tested.map(({ result }) => result.effect.name))]
  return [
    {
      title: 'Tests',
      table: {
        columns: ['column', 'test', 'statistic', 'p', 'p (Holm)', 'effect', 'size', 'interval', 'rows', 'difference'],
        numeric: [2, 3, 4, 6, 7, 8],
        rows: tested.map(({ column, result, adjusted, isShown }) => [
          column,
          result.test,
          shown(result.statistic),
          shown(result.pValue),
          shown(adjusted),
          result.effect.name,
          shown(result.effect.value),
          shownInterval(result.effect),
          shown(result.counts.reduce((sum, count) => sum + count, 0)),
          result.pValue === null ? (result.reason ?? 'not tested') : isShown ? 'shown' : 'not shown',
        ]),
      },
    },
    ...names.map((name): Section => {
      const at = NOTHING_DIFFERS[name]
      return {
        title: `Effect size: ${name}`,
        isDetail: true,
        chart: {
          kind: 'intervals',
          ...(at === undefined ? {} : { line: { at, label: 'no difference' } }),
          rows: tested
            .filter(({ result }) => result.effect.name === name)
            .map(({ column, result: { effect, counts } }) => ({
              name: column,
              value: effect.value,
              low: effect.low,
              high: effect.high,
              n: counts.reduce((sum, count) => sum + count, 0),
            })),
        },
      }
    }),
    ...tested.map(groupSection),
  ]
}

function groupSection({ column, groups }: TestedColumn): Section {
  return {
    title: `${column} by group`,
    isDetail: true,
    table: {
      columns: ['group', 'rows', ...(groups[0]?.figures.map(({ name }) => name) ?? [])],
      numeric: [1, ...(groups[0]?.figures.map((_, index) => index + 2) ?? [])],
      rows: groups.map(({ name, rows, figures }) => [name, shown(rows), ...figures.map(({ value }) => shown(value))]),
    },
  }
}
