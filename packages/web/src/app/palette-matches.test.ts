import { describe, expect, test } from 'vitest'
import { bestMatches } from './palette-matches.ts'

const items = ['Gate', 'Promote a candidate at the gate', 'Experiments', 'Propose an experiment'].map((label) => ({
  label,
  group: '',
}))
const found = (typed: string): readonly string[] => bestMatches(items, typed, (i) => i.label).map((i) => i.label)

describe('the palette', () => {
  test('shows everything as it is before anything is typed', () => {
    expect(found('')).toEqual(items.map((i) => i.label))
  })
  test('puts what begins with the words first', () => {
    expect(found('gate')[0]).toBe('Gate')
    expect(found('prop exp')).toEqual(['Propose an experiment'])
  })
  test('finds nothing when a word does not occur', () => {
    expect(found('gate zebra')).toEqual([])
  })
})
