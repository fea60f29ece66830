import { describe, expect, test } from 'vitest'
import type { DriftColumn } from '../report.ts'
import { axisEnd, byVerdict, chanceText, judged } from './columns.ts'

const column = (name: string, verdict: string, value: number, more: Partial<DriftColumn> = {}): DriftColumn => ({
  name,
  kind: 'numeric',
  verdict,
  rows: { reference: 10, current: 10 },
  missing: { reference: 0, current: 0 },
  effects: [
    { measure: 'missing_share', value: 0, low: 0, high: 0, margin: 0.1, verdict: 'stable' },
    { measure: 'ks_distance', value, low: value - 0.1, high: value + 0.1, margin: 0.1, verdict },
  ],
  distances: {},
  pValue: null,
  adjustedPValue: null,
  minimumRows: 100,
  caveats: [],
  ...more,
})

describe('a column of a drift report', () => {
  test('is shown by the effect that its verdict rests on', () => {
    expect(judged(column('age', 'drift', 0.4))).toEqual({
      test: 'ks_distance',
      value: 0.4,
      low: 0.30000000000000004,
      high: 0.5,
      threshold: 0.1,
    })
    expect(judged(column('age', 'not-measured', 0, { effects: [] }))).toBeUndefined()
  })
  test('is shown as another tool would print it, where its rules judge', () => {
    const evidently = { test: 'psi', score: 0.2, threshold: 0.1 }
    expect(judged(column('age', 'drift', 0.4, { evidently }))).toMatchObject({
      test: 'psi',
      value: 0.2,
      threshold: 0.1,
    })
  })
  test('has the axis that all share: interval, threshold and value are on it', () => {
    expect(axisEnd([column('a', 'stable', 0.01), column('b', 'drift', 0.4)])).toBeCloseTo(0.525)
    expect(axisEnd([])).toBe(1)
  })
  test('stands above those that did not drift, the largest effect first', () => {
    const all = [
      column('a', 'stable', 0.01),
      column('b', 'drift', 0.2),
      column('c', 'unclear', 0.1),
      column('d', 'drift', 0.9),
    ]
    expect(byVerdict(all).map((c) => c.name)).toEqual(['d', 'b', 'c', 'a'])
  })
})

test('a chance is never told as nothing, nor by its zeros', () => {
  expect([chanceText(0), chanceText(1e-80), chanceText(0.03), chanceText(null)]).toEqual([
    '< 0.0001',
    '< 0.0001',
    '0.03',
    '–',
  ])
})
