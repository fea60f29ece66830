import { counted, listed } from '../findings/finding.ts'
import type { Finding } from '../findings/finding.ts'
import type { TestCase } from '../imports/junit.ts'
import { shown } from '../report/numbers.ts'
import type { ReportFact, ReportParts, Section } from '../report/report.ts'

const MOST_LISTED = 100

/** Tests of another program as the parts of a report. */
export function testParts(tests: readonly TestCase[]): ReportParts {
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
