import { percent } from '../findings/finding.ts'
import { shown } from '../report/numbers.ts'
import type { ReportFinding, Section } from '../report/report.ts'
import { compareRerun } from '../rerun/compare-rerun.ts'
import type { Rerun, RerunQuestion } from '../rerun/rerun.ts'
import type { ScanOptions } from '../scan/scan-file.ts'
import type { Analysis } from './analysis.ts'
import { pathOf, sourceAs } from './analysis.ts'
import { measuredParts } from './measured-parts.ts'

export type RerunOptions = Omit<RerunQuestion, 'path' | 'rerunPath' | 'values' | keyof ScanOptions> & {
  readonly value?: readonly string[] | undefined
}

/** Whether running again gave the same. */
export const rerunAnalysis: Analysis<RerunOptions> = {
  name: 'rerun',
  title: 'Rerun held against the first run',
  files: ['file', 'other'],
  run: async ({ files, options: { value, ...options }, ...scan }) => {
    const paths = { path: pathOf(files, 'file'), rerunPath: pathOf(files, 'other') }
    const result = await compareRerun({ ...paths, ...options, values: value, ...scan })
    const { rows, same, within, columns, verdict, absolute, relative, sources } = result
    const [first, second] = sources
    const parts = measuredParts(result, {
      shares: () => true,
      bySlice: ['within_share'],
      facts: {
        verdict,
        reproduced: verdict !== 'differs',
        identical: verdict === 'identical',
        rows,
        rowsSame: same,
        rowsWithin: within,
        columns: columns.length,
        differentColumns: columns.filter((one) => one.within < rows).map(({ column }) => column),
        absolute,
        relative,
      },
    })
    return {
      ...parts,
      findings: [...parts.findings, ...exampleFindings(result)],
      sections: sectionsOf(result),
      sources: [sourceAs('file', first), sourceAs('other', second)],
      result,
    }
  },
}

function sectionsOf({ columns, rows }: Rerun): Section[] {
  const share = (count: number): string => (rows === 0 ? '–' : percent(count / rows))
  return [
    {
      title: 'Rows within the tolerance, by column',
      chart: {
        kind: 'intervals',
        least: 0,
        most: 1,
        bars: true,
        rows: columns.map((one) => ({
          name: one.column,
          value: rows === 0 ? null : one.within / rows,
          low: null,
          high: null,
          n: rows,
          ...(one.within < rows ? { mark: 'differs' } : {}),
        })),
      },
      table: {
        columns: [
          'column',
          'compared as',
          'the same',
          'within tolerance',
          'in one run only',
          'largest difference',
          'of the larger value',
        ],
        numeric: [2, 3, 4, 5, 6],
        rows: columns.map((one) => [
          one.column,
          one.isNumeric ? 'number' : 'text',
          share(one.same),
          share(one.within),
          shown(one.lost),
          shown(one.largest),
          one.largestRelative === null ? '–' : percent(one.largestRelative),
        ]),
      },
    },
  ]
}

/** The rows that differ most: values of the data, which are not written where they could not be erased. */
function exampleFindings({ columns }: Rerun): ReportFinding[] {
  return columns
    .filter(({ examples }) => examples.length > 0)
    .map(({ column, examples }) => ({
      subject: column,
      title: `Rows in which ${column} differs most`,
      sentence: `${examples
        .map(
          ({ key, first, second }) =>
            `${key}: ${first === '' ? 'nothing' : first} and ${second === '' ? 'nothing' : second}`,
        )
        .join('; ')}.`,
      caveats: [],
      next: 'Start with these rows.',
      isForReportOnly: true,
    }))
}
