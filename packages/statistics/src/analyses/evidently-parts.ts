import { counted, listed, percent } from '../findings/finding.ts'
import type { Finding } from '../findings/finding.ts'
import type { EvidentlyNumber, EvidentlyReport } from '../imports/evidently.ts'
import { shown } from '../report/numbers.ts'
import type { ReportFact, ReportMeasure, ReportParts, Section } from '../report/report.ts'
import { sliceName } from './analysis.ts'
import { testParts } from './test-parts.ts'

/** A report of Evidently as the parts of ours: its numbers, its tests, and what it says of the columns. */
export function evidentlyParts(result: EvidentlyReport): ReportParts {
  const { numbers, tests, unread } = result
  const caveats = [
    'Evidently’s rules have no stated false-alarm rate and no minimum of rows.',
    ...(unread.length === 0
      ? []
      : [`Metrics without a number, which were not taken over: ${listed([...new Set(unread)])}.`]),
  ]
  const ofTests = tests.length === 0 ? undefined : testParts(tests)
  const ofColumns = columnFinding(result, caveats)
  const plain: Finding = {
    title: 'Numbers of Evidently',
    sentence: `${counted(numbers.length, 'number')} and ${counted(tests.length, 'test')} were taken over.`,
    caveats,
    next: 'Hold them against the criteria of the project.',
  }
  const found = [...(ofColumns === undefined ? [] : [ofColumns]), ...(ofTests?.findings ?? [])]
  return {
    findings: found.length === 0 ? [plain] : found,
    caveats: [...caveats, ...(ofTests?.caveats ?? [])],
    measures: [...numbers.map(measureOf), ...(ofTests?.measures ?? [])],
    facts: { ...factsOf(result), ...ofTests?.facts },
    sections: [...numberSections(numbers), ...(ofTests?.sections ?? [])],
    method: 'Read from a JSON report of Evidently; its numbers are taken over as they are.',
  }
}

const driftedIn = (numbers: readonly EvidentlyNumber[]): string[] =>
  numbers.filter((one) => one.drifted === true).flatMap(({ column }) => (column === undefined ? [] : [column]))

const verdictOf = ({ share, limit }: NonNullable<EvidentlyReport['columns']>): 'drift' | 'stable' =>
  share >= limit ? 'drift' : 'stable'

function columnFinding({ columns, numbers }: EvidentlyReport, caveats: readonly string[]): Finding | undefined {
  if (columns === undefined) return undefined
  const { drifted, measured, share, limit } = columns
  const hasDrifted = verdictOf(columns) === 'drift'
  const names = driftedIn(numbers)
  return {
    title: hasDrifted ? 'The data have drifted, by Evidently’s rules' : 'The data are stable, by Evidently’s rules',
    sentence:
      `${drifted}${measured === null ? '' : ` of ${measured}`} columns drifted (${percent(share)}); ` +
      `Evidently calls it drift from ${percent(limit)} on${names.length === 0 ? '' : `: ${listed(names)}`}.`,
    caveats,
    next: hasDrifted
      ? 'Look at the columns that drifted; compare the files themselves with muster evidence drift.'
      : 'Go on watching.',
  }
}

function factsOf({ columns, numbers }: EvidentlyReport): Record<string, ReportFact> {
  const names = driftedIn(numbers)
  if (columns === undefined) return { mode: 'evidently', ...(names.length === 0 ? {} : { driftedColumns: names }) }
  const { drifted, measured, share } = columns
  return {
    mode: 'evidently',
    verdict: verdictOf(columns),
    drifted,
    share,
    ...(measured === null ? {} : { measured }),
    // Which they are is known only where the report has the scores too.
    ...(names.length === 0 && drifted > 0 ? {} : { driftedColumns: names.slice(0, 200) }),
  }
}

function numberSections(numbers: readonly EvidentlyNumber[]): Section[] {
  if (numbers.length === 0) return []
  return [
    {
      title: 'Numbers',
      table: {
        columns: ['metric', 'column', 'value', 'method', 'threshold', 'drifted'],
        numeric: [2, 4],
        rows: numbers.map((one) => [
          one.metric,
          one.column ?? '',
          shown(one.value),
          one.method ?? '',
          shown(one.threshold),
          one.drifted === undefined ? '' : one.drifted ? 'yes' : 'no',
        ]),
      },
    },
  ]
}

/** Names of measures are lower case: `ValueDrift` becomes `value_drift`. */
function measureOf({ metric, column, value }: EvidentlyNumber): ReportMeasure {
  const name = metric
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replaceAll(/[^a-z0-9_.@-]+/g, '_')
    .replace(/^[^a-z0-9]+/, '')
    .slice(0, 100)
  return {
    name: name === '' ? 'value' : name,
    value,
    ...(column === undefined ? {} : { slice: sliceName('column', column) }),
  }
}
