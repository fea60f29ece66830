import { describe, expect, test } from 'vitest'
import type { KpiAnswer } from './scorecard-report.ts'
import { scorecardReport, sparkline, valueText } from './scorecard-report.ts'

const screen = { color: false, width: 120, interactive: false }
const kpi: KpiAnswer = {
  id: 'lead-time',
  title: 'Lead time',
  roles: ['software-engineer'],
  unit: 'days',
  direction: 'lower',
  window: { days: 90, from: '', until: '' },
  value: 12,
  n: 3,
  trend: [{ from: '', until: '', value: 12, n: 3 }],
  target: 10,
  baseline: null,
  setBy: 'project',
  met: false,
}

describe('a value', () => {
  test.each([
    [0.5, 'share', '50 %'],
    [0.4, 'ratio', '40 %'],
    [3, 'days', '3 days'],
    [1, 'days', '24 hours'],
    [0.01, 'days', '14.4 minutes'],
    [0.00001, 'days', '0.864 seconds'],
    [-2, 'hours', '-2 hours'],
    [0, 'days', '0 seconds'],
    [100, 'ms', '100 ms'],
    [null, 'ms', '–'],
  ])('%j in %s is said as %s', (value, unit, text) => expect(valueText(value, unit)).toBe(text))
})

test('a trend is drawn from its lowest to its highest value, and a window without data is a dot', () => {
  expect(sparkline([1, null, 8, 4.5])).toBe('▁·█▅')
  expect(sparkline([2, 2])).toBe('▅▅')
  expect(sparkline([null])).toBe('·')
})

describe('a scorecard', () => {
  const about = { projectName: 'Churn', projects: 1, roles: ['software-engineer'] }
  test('says each value with n and target, and whether it is met', () => {
    const [, , row] = scorecardReport({ about, kpis: [kpi] }, screen)
    expect(row).toMatch(/^Lead time +12 days +3 +▅ +≤ 10 days ✗/)
  })
  test('says what registers contribute, beside the value', () => {
    const contributions = [{ register: 'savings', title: 'Confirmed savings', unit: 'a month', value: 400, n: 2 }]
    const lines = scorecardReport({ about, kpis: [{ ...kpi, contributions }] }, screen)
    expect(lines).toContain('From registers')
    expect(lines.at(-1)).toMatch(/^Lead time +Confirmed savings +400 a month +2 +savings/)
    expect(scorecardReport({ about, kpis: [kpi] }, screen)).not.toContain('From registers')
  })
  test('says why something has no value, and what would give it one', () => {
    const none = {
      ...kpi,
      value: null,
      n: 0,
      noData: 'No data, because nothing was promoted.',
      act: 'promotion.promote',
    }
    expect(scorecardReport({ about, kpis: [none] }, screen).join('\n')).toContain(
      'Lead time: nothing was promoted. What gives one: muster promotion promote.',
    )
  })
  test('of somebody who holds no role says so', () => {
    const lines = scorecardReport({ about: { ...about, roles: [] }, kpis: [] }, screen)
    expect(lines[0]).toContain('no role is held there')
  })
})
