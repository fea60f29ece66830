import type { Evidence } from '@muster/core'
import { describe, expect, test } from 'vitest'
import { differences } from './differences.ts'

const evidence = (measures: Evidence['measures'], more: Partial<Evidence> = {}): Evidence =>
  ({ state: 'current', split: 'test', measures, ...more }) as Evidence

describe('what changed since the live version', () => {
  test('is told for measures that both have, of all rows', () => {
    const before = [
      evidence([
        { name: 'recall', value: 0.9 },
        { name: 'old', value: 1 },
      ]),
    ]
    const now = [
      evidence([
        { name: 'recall', value: 0.95 },
        { name: 'recall', value: 0.2, slice: 'a=b' },
      ]),
    ]
    expect(differences(before, now)).toEqual([{ name: 'recall', before: 0.9, now: 0.95, change: 0.95 - 0.9 }])
  })
  test('leaves out evidence that does not count any more, and measures without a value', () => {
    const before = [
      evidence([{ name: 'recall', value: 0.9 }], { state: 'superseded' }),
      evidence([{ name: 'f1', value: null }]),
    ]
    expect(
      differences(before, [
        evidence([
          { name: 'recall', value: 1 },
          { name: 'f1', value: 1 },
        ]),
      ]),
    ).toEqual([])
  })
  test('keeps splits apart', () => {
    const before = [evidence([{ name: 'recall', value: 0.9 }], { split: 'validation' })]
    expect(differences(before, [evidence([{ name: 'recall', value: 1 }])])).toEqual([])
  })
})
