import { expect, test } from 'vitest'
import { brief, percent } from '../findings/finding.ts'
import { categoricalColumn } from './column.ts'
import { columnFinding, reportFinding } from './drift-findings.ts'
import { numericSample } from './numeric-sample.ts'
import { categoricalDrift, numericDrift } from './recommended.ts'

const repeated = (value: string, times: number): string[] => Array.from({ length: times }, () => value)
const numbers = (n: number, shift: number): Float64Array =>
  Float64Array.from({ length: n }, (_, index) => index / n + shift)
const column = (n: number, shift: number): Parameters<typeof numericDrift>[0] => ({
  kind: 'numeric',
  name: 'income',
  reference: numericSample(numbers(n, 0)),
  current: numericSample(numbers(n, shift)),
})
const judgement = { margin: 0.1, alpha: 0.05 }

test('every number of a finding is one of the result', () => {
  for (const shift of [0, 0.12, 0.5]) {
    const drift = numericDrift(column(4000, shift), judgement)
    const { sentence } = columnFinding(drift)
    const [effect] = drift.effects
    const told = sentence.match(/\d+(?:\.\d+)? %/g)!
    expect(told).toEqual([effect!.value!, effect!.low!, effect!.high!, effect!.margin].map(percent))
  }
})

test('the title says the verdict and the sentence says why', () => {
  expect(columnFinding(numericDrift(column(4000, 0.5), judgement))).toMatchObject({
    title: 'income has drifted',
    sentence: expect.stringContaining('all of that is at or above the margin'),
  })
  expect(columnFinding(numericDrift(column(4000, 0), judgement))).toMatchObject({
    title: 'income is stable',
    sentence: expect.stringContaining('all of that is below the margin'),
  })
  const unclear = columnFinding(numericDrift(column(50, 0.1), judgement))
  expect(unclear).toMatchObject({
    title: 'income cannot be judged yet',
    sentence: expect.stringContaining('this may be chance'),
  })
  expect(unclear.caveats.join(' ')).toContain('rows on each side are needed to call a column stable')
  expect(columnFinding(numericDrift(column(0, 0), judgement)).title).toBe('income was not measured')
})

test('when the missing share is what drifted, the finding is about that', () => {
  const drift = categoricalDrift(
    categoricalColumn('plan', repeated('a', 2000), [...repeated('a', 1000), ...repeated('', 1000)]),
    judgement,
  )
  expect(columnFinding(drift).sentence).toMatch(/^50 % \(.*\) of the rows more, or fewer, have no value/)
})

test('in the words of another tool its score and threshold are told', () => {
  const finding = columnFinding({
    ...numericDrift(column(100, 0), judgement),
    evidently: { test: 'ks', score: 0.012345, threshold: 0.05, drifted: true },
  })
  expect(finding.title).toBe('income drifted by Evidently’s rules')
  expect(finding.sentence).toContain(brief(0.012345))
  const results = [
    { method: 'kolmogorov_smirnov', value: 0.0647, alert: true },
    { method: 'wasserstein', value: 4.9149, alert: null },
    { method: 'hellinger', value: 0.0616, alert: false },
  ] as const
  expect(columnFinding({ ...numericDrift(column(100, 0), judgement), nannyml: results })).toMatchObject({
    title: 'income drifted by NannyML’s rules',
    sentence: 'Beyond NannyML’s thresholds: Kolmogorov–Smirnov 0.0647.',
  })
  expect(columnFinding({ ...numericDrift(column(100, 0), judgement), nannyml: results.slice(1) })).toMatchObject({
    title: 'income did not drift by NannyML’s rules',
    sentence: 'Within NannyML’s thresholds: Hellinger 0.0616.',
  })
})

test('a few columns that drifted are not called nothing to do where Evidently calls the data stable', () => {
  const report = { mode: 'evidently', verdict: 'stable', drifted: 2, measured: 5, share: 0.4 } as const
  const finding = reportFinding({ ...report, caveats: [], columns: [], margin: 0.1, falseAlarmRate: 0.05 })
  expect(finding.title).toBe('The data are stable by Evidently’s rules')
  expect(finding.sentence).toBe(
    '2 of 5 columns drifted (40 %); Evidently says that data drifted from 50 % of the columns on.',
  )
  expect(finding.next).toContain('Look at the columns that drifted')
})
