import { counted, listed, percent } from '../findings/finding.ts'
import type { Finding } from '../findings/finding.ts'
import { readEvidently } from '../imports/evidently.ts'
import type { EvidentlyNumber, EvidentlyReport } from '../imports/evidently.ts'
import { readJUnit } from '../imports/junit.ts'
import type { TestCase } from '../imports/junit.ts'
import { shown } from '../report/numbers.ts'
import type { ReportFact, ReportMeasure, ReportParts, Section } from '../report/report.ts'
import { readBytes } from '../scan/read-bytes.ts'
import { ScanError } from '../scan/scan-error.ts'
import type { Analysis } from './analysis.ts'
import { pathOf, sliceName } from './analysis.ts'

export type ImportOptions = {
  readonly format: 'evidently' | 'junit'
  readonly tool?: string | undefined
  readonly toolVersion?: string | undefined
}

const MOST_BYTES = 64 * 1024 * 1024

/** The report of another program: its numbers and tests are taken over, and nothing is computed. */
export const importAnalysis: Analysis<ImportOptions> = {
  name: 'import',
  title: 'Report of another program',
  files: ['file'],
  run: async ({ files, options: { format, tool, toolVersion }, signal, onProgress }) => {
    const { name, bytes, digest } = await readBytes(pathOf(files, 'file'), MOST_BYTES, 'a report to import')
    signal?.throwIfAborted()
    onProgress?.({ phase: 'read', share: 1 })
    const text = textOf(bytes)
    const sources = [{ role: 'file', name, digest, bytes: bytes.length }]
    if (format === 'junit') {
      const tests = readJUnit(text)
      return {
        ...testParts(tests),
        title: 'Tests of another program',
        sources,
        result: { tests },
        tool: { name: tool ?? 'JUnit XML', version: toolVersion ?? 'unknown' },
      }
    }
    const result = readEvidently(text)
    return {
      ...evidentlyParts(result),
      title: 'Report of Evidently',
      sources,
      result,
      tool: { name: tool ?? 'Evidently', version: toolVersion ?? result.version ?? 'unknown' },
    }
  },
}

function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new ScanError('encoding_invalid', 'the text is not UTF-8', 'save the report as UTF-8')
  }
}

const MOST_LISTED = 100

function testParts(tests: readonly TestCase[]): ReportParts {
  const of = (...states: TestCase['state'][]): TestCase[] => tests.filter(({ state }) => states.includes(state))
  const [failed, skipped] = [of('failed', 'error'), of('skipped')]
  const ran = tests.length - skipped.length
  const seconds = tests.reduce((sum, test) => sum + (test.seconds ?? 0), 0)
  const caveats = [
    ...(tests.length === 0 ? ['The report has no test.'] : []),
    ...(skipped.length === 0
      ? []
      : [
          `${counted(skipped.length, 'test')} ${skipped.length === 1 ? 'was skipped and shows' : 'were skipped and show'} nothing.`,
        ]),
  ]
  const finding: Finding = {
    title:
      ran === 0 ? 'No test ran' : failed.length === 0 ? 'All tests passed' : `${counted(failed.length, 'test')} failed`,
    sentence:
      `${ran - failed.length} of ${counted(ran, 'test')} that ran passed` +
      (failed.length === 0 ? '.' : `; failed: ${listed(failed.map(nameOf))}.`),
    caveats,
    next:
      failed.length === 0
        ? 'Hold against what the tests cover, not against their number.'
        : 'Mend what fails, or the test if it is wrong; then import again.',
  }
  return {
    findings: [finding],
    caveats,
    measures: [
      { name: 'tests', value: tests.length },
      { name: 'tests_failed', value: failed.length, n: tests.length },
      { name: 'tests_skipped', value: skipped.length, n: tests.length },
      {
        name: 'tests_passed_share',
        value: ran === 0 ? null : (ran - failed.length) / ran,
        n: ran,
        ...(ran === 0 ? { reason: 'no test ran' } : {}),
      },
      ...(seconds > 0 ? [{ name: 'tests_seconds', value: seconds, n: tests.length }] : []),
    ],
    facts: testFacts(tests, failed, skipped),
    sections: testSections(tests),
    method: 'Read from a JUnit XML report: one entry for each test case, by its failure, error and skipped elements.',
  }
}

const nameOf = ({ suite, name }: TestCase): string => (suite === '' ? name : `${suite}: ${name}`)

function testFacts(
  tests: readonly TestCase[],
  failed: readonly TestCase[],
  skipped: readonly TestCase[],
): Record<string, ReportFact> {
  return {
    passed: failed.length === 0 && tests.length > skipped.length,
    tests: tests.length,
    failed: failed.length,
    skipped: skipped.length,
    failedTests: failed.slice(0, MOST_LISTED).map(nameOf),
  }
}

const ORDER: readonly TestCase['state'][] = ['error', 'failed', 'skipped', 'passed']
const MOST_ROWS = 1_000

function testSections(tests: readonly TestCase[]): Section[] {
  if (tests.length === 0) return []
  const rows = tests.toSorted((a, b) => ORDER.indexOf(a.state) - ORDER.indexOf(b.state)).slice(0, MOST_ROWS)
  return [
    {
      title: 'Tests',
      ...(tests.length > MOST_ROWS
        ? { text: `The first ${MOST_ROWS} of ${tests.length}, those that failed first.` }
        : {}),
      table: {
        columns: ['test', 'state', 'seconds', 'message'],
        numeric: [2],
        rows: rows.map((test) => [nameOf(test), test.state, shown(test.seconds), test.message]),
      },
    },
  ]
}

function evidentlyParts(result: EvidentlyReport): ReportParts {
  const { numbers, tests, columns, unread } = result
  const drifted = numbers
    .filter((one) => one.drifted === true)
    .flatMap(({ column }) => (column === undefined ? [] : [column]))
  const verdict = columns === undefined ? undefined : columns.share >= columns.limit ? 'drift' : 'stable'
  const caveats = [
    'Evidently’s rules have no stated false-alarm rate and no minimum of rows.',
    ...(unread.length === 0
      ? []
      : [`Metrics without a number, which were not taken over: ${listed([...new Set(unread)])}.`]),
  ]
  const ofTests = tests.length === 0 ? undefined : testParts(tests)
  const finding: Finding | undefined =
    columns === undefined
      ? undefined
      : {
          title:
            verdict === 'drift'
              ? 'The data have drifted, by Evidently’s rules'
              : 'The data are stable, by Evidently’s rules',
          sentence:
            `${columns.drifted}${columns.measured === null ? '' : ` of ${columns.measured}`} columns drifted (${percent(columns.share)}); Evidently calls it drift from ${percent(columns.limit)} on` +
            `${drifted.length === 0 ? '' : `: ${listed(drifted)}`}.`,
          caveats,
          next:
            verdict === 'drift'
              ? 'Look at the columns that drifted; compare the files themselves with muster evidence drift.'
              : 'Go on watching.',
        }
  const plain: Finding = {
    title: 'Numbers of Evidently',
    sentence: `${counted(numbers.length, 'number')} and ${counted(tests.length, 'test')} were taken over.`,
    caveats,
    next: 'Hold them against the criteria of the project.',
  }
  return {
    findings: [
      ...(finding === undefined ? [] : [finding]),
      ...(ofTests?.findings ?? []),
      ...(finding === undefined && ofTests === undefined ? [plain] : []),
    ],
    caveats: [...caveats, ...(ofTests?.caveats ?? [])],
    measures: [...numbers.map(measureOf), ...(ofTests?.measures ?? [])],
    facts: {
      mode: 'evidently',
      ...(verdict === undefined ? {} : { verdict }),
      ...(columns === undefined ? {} : { drifted: columns.drifted, share: columns.share }),
      ...(columns?.measured === undefined || columns.measured === null ? {} : { measured: columns.measured }),
      ...(drifted.length === 0 && columns?.drifted !== 0 ? {} : { driftedColumns: drifted.slice(0, 200) }),
      ...ofTests?.facts,
    },
    sections: [
      ...(numbers.length === 0
        ? []
        : [
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
          ]),
      ...(ofTests?.sections ?? []),
    ],
    method: 'Read from a JSON report of Evidently; its numbers are taken over as they are.',
  }
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
