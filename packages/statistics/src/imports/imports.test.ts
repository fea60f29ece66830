import { expect, test } from 'vitest'
import { ScanError } from '../scan/scan-error.ts'
import { readEvidently } from './evidently.ts'
import { readJUnit } from './junit.ts'

const refused = (work: () => unknown): string => {
  try {
    work()
  } catch (error) {
    if (error instanceof ScanError) return `${error.code}: ${error.message}`
    throw error
  }
  return 'nothing was refused'
}

test('a JUnit report gives one entry for each test case, with the worst that happened to it', () => {
  const tests = readJUnit(`<?xml version="1.0"?>
    <testsuites tests="99" failures="0"><testsuite name="outer"><testsuite name="inner">
      <testcase name="plain" time="0.25"/>
      <testcase name="both" classname="a.b"><skipped/><failure message="m &lt; 1 &amp; n">trace</failure><error>boom</error></testcase>
      <testcase name="late"><skipped>no&#32;GPU</skipped></testcase>
      <testcase name="noisy" time="1,200.5"><system-out><![CDATA[<failure/>]]></system-out></testcase>
    </testsuite></testsuite></testsuites>`)
  expect(tests).toEqual([
    { suite: 'inner', name: 'plain', state: 'passed', seconds: 0.25, message: '' },
    { suite: 'a.b', name: 'both', state: 'error', seconds: null, message: 'm < 1 & n' },
    { suite: 'inner', name: 'late', state: 'skipped', seconds: null, message: 'no GPU' },
    { suite: 'inner', name: 'noisy', state: 'passed', seconds: 1200.5, message: '' },
  ])
})

test('XML that could harm, is no report, or is broken, is refused with its line', () => {
  const bomb = '<!DOCTYPE a [<!ENTITY x "y"><!ENTITY z "&x;&x;">]>\n<testsuite name="&z;"/>'
  expect(refused(() => readJUnit(bomb))).toBe('report_broken: the XML has a DOCTYPE (line 1)')
  expect(refused(() => readJUnit('<testsuite name="&own;"/>'))).toContain('not well-formed XML')
  expect(refused(() => readJUnit('<testsuite>\n<testcase></testsuite>'))).toContain('(line 2)')
  expect(refused(() => readJUnit('<testsuite><testcase name="a">'))).toContain('not well-formed XML')
  expect(refused(() => readJUnit('<html/>'))).toContain('the root is <html>')
  expect(refused(() => readJUnit('   '))).toMatch(/no XML|well-formed/)
  expect(refused(() => readJUnit('<testsuite>'.repeat(1_000)))).toContain('nested too deeply')
})

test('names and messages of tests are cut to what can be read', () => {
  const [one] = readJUnit(
    `<testsuite><testcase name="${'x'.repeat(500_000)}"><failure message="${'y'.repeat(9_000)}"/></testcase></testsuite>`,
  )
  expect([one?.name.length, one?.message.length]).toEqual([200, 300])
})

test('a snapshot of Evidently 0.7 is taken over as it is, and a score tells drift by its kind', () => {
  const drift = (column: string, method: string, threshold: number, value: number) => ({
    metric_name: `ValueDrift(column=${column})`,
    config: { type: 'evidently:metric_v2:ValueDrift', column, method, threshold },
    value,
  })
  const report = readEvidently(
    JSON.stringify({
      metrics: [
        {
          metric_name: 'DriftedColumnsCount(drift_share=0.6)',
          config: { drift_share: 0.6 },
          value: { count: 2, share: 0.5 },
        },
        drift('age', 'K-S p_value', 0.05, 0.2),
        drift('income', 'Wasserstein distance (normed)', 0.1, 0.1),
        { metric_name: 'RowCount()', config: {}, value: 500 },
        { metric_name: 'MissingValueCount', config: { column: 'age' }, value: { count: 3, share: 0.006 } },
        { metric_name: 'Odd', config: {}, value: null },
      ],
      tests: [
        { name: 'share', description: 'd', status: 'FAIL' },
        { name: 'soft', description: 'd', status: 'WARNING' },
      ],
    }),
  )
  expect(report.columns).toEqual({ drifted: 2, measured: 4, share: 0.5, limit: 0.6 })
  expect(report.numbers.filter(({ drifted }) => drifted !== undefined).map((one) => [one.column, one.drifted])).toEqual(
    [
      ['age', false],
      ['income', true],
    ],
  )
  expect(report.numbers).toContainEqual({ metric: 'RowCount', value: 500 })
  expect(report.numbers).toContainEqual({ metric: 'MissingValueCount.share', column: 'age', value: 0.006 })
  expect(report.unread).toEqual(['Odd'])
  expect(report.tests.map(({ state, message }) => [state, message])).toEqual([
    ['failed', 'd'],
    ['failed', 'd (not critical)'],
  ])
})

test('a report of Evidently before 0.7 is read too, NaN and all', () => {
  const report = readEvidently(`{"version":"0.4.40","metrics":[{"metric":"DataDriftTable","result":{
    "number_of_columns":2,"number_of_drifted_columns":1,"share_of_drifted_columns":0.5,"dataset_drift":true,
    "drift_by_columns":{"a":{"column_name":"a","stattest_name":"psi","stattest_threshold":0.1,"drift_score":0.4,"drift_detected":true},
    "b":{"column_name":"b","stattest_name":"psi","stattest_threshold":0.1,"drift_score":NaN,"drift_detected":false}}}}]}`)
  expect(report.version).toBe('0.4.40')
  expect(report.columns).toMatchObject({ drifted: 1, measured: 2 })
  expect(report.numbers[0]).toEqual({
    metric: 'drift_score',
    column: 'a',
    value: 0.4,
    method: 'psi',
    threshold: 0.1,
    drifted: true,
  })
})

test('JSON that is no report of Evidently is refused', () => {
  for (const text of ['', '[1]', '{"metrics":[]}', '{"metrics":', '"x"']) {
    expect(refused(() => readEvidently(text))).toMatch(/^report_broken: /)
  }
})
