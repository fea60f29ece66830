import { describe, expect, test } from 'vitest'
import { binNames, describeCurves, describeReaches, describeShares, reachText } from './describe.ts'

describe('what a picture shows, in a sentence', () => {
  test('of values: how many, the ends with their names, and what is marked', () => {
    const rows = [
      { name: 'F', value: 0.5, low: 0.4, high: 0.6, mark: 'outside' },
      { name: 'M', value: 1, low: null, high: null },
      { name: 'X', value: null, low: null, high: null },
    ]
    expect(describeReaches(rows, { band: { low: 0.8, high: 1.25 } })).toBe(
      '3 values; lowest 0.5 (F), highest 1 (M); the band is 0.8 to 1.25; marked: F (outside).',
    )
    expect(describeReaches([rows[1]!], { line: { at: 1, label: 'the same' } })).toBe(
      '1 value; M 1; held against 1 (the same).',
    )
  })
  test('of two sides: where they differ most', () => {
    const bins = binNames([0, 10, 20], undefined)
    expect(bins).toEqual(['0 to 10', '10 to 20'])
    expect(describeShares(bins, [0.5, 0.5], [0.2, 0.7])).toBe(
      'farthest apart at 0 to 10: reference 50 % against current 20 %.',
    )
    expect(describeShares([], [], [])).toBe('')
  })
  test('of lines: some of their points, the ends among them', () => {
    const points = Array.from({ length: 101 }, (_, i): readonly [number, number] => [i / 100, (i / 100) ** 2])
    expect(describeCurves([{ name: 'ROC', points }])).toBe(
      'ROC: 0 → 0, 0.25 → 0.0625, 0.5 → 0.25, 0.75 → 0.563, 1 → 1.',
    )
  })
})

test('a value is told with its interval and its rows, or that there is none', () => {
  expect(reachText({ value: 0.5, low: 0.4, high: 0.6, n: 1200 })).toBe('0.5 (0.4 to 0.6), 1,200 rows')
  expect(reachText({ value: null, low: null, high: null })).toBe('no value')
})
