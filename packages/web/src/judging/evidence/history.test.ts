import { describe, expect, test } from 'vitest'
import { sameSubject, seriesOf } from './history.ts'

const sealed = (id: string, day: number, value: number | null, more: object = {}) => ({
  id,
  kind: 'drift',
  split: 'production',
  state: 'superseded' as const,
  sealedAt: `2026-01-0${day}T00:00:00.000Z`,
  measures: [
    { name: 'psi', value: value === null ? null : value / 2, slice: 'column=age' },
    { name: 'drifted_share', value, low: 0, high: 1 },
  ],
  ...more,
})

describe('evidence over time', () => {
  test('is that of the same kind and split, the oldest first, without what was withdrawn', () => {
    const all = [
      sealed('b', 2, 0.2),
      sealed('a', 1, 0.1),
      sealed('c', 3, 0.3, { state: 'withdrawn' }),
      sealed('d', 4, 0.4, { split: 'training' }),
      sealed('e', 5, 0.5, { kind: 'evaluation' }),
    ]
    expect(sameSubject(all, { kind: 'drift', split: 'production' }).map((e) => e.id)).toEqual(['a', 'b'])
  })
  test('has a series for each measure with two values or more, the whole before slices', () => {
    const series = seriesOf([sealed('a', 1, 0.1), sealed('b', 2, null), sealed('c', 3, 0.3)])
    expect(series.map((s) => s.name)).toEqual(['drifted_share', 'psi · column=age'])
    expect(series[0]?.points.map((p) => [p.evidence, p.value])).toEqual([
      ['a', 0.1],
      ['c', 0.3],
    ])
    expect(seriesOf([sealed('a', 1, 0.1)])).toEqual([])
  })
})
