import type { Matrix } from '@muster/core'
import { describe, expect, test } from 'vitest'
import { draftOf, moved, nextStake, typed } from './raci-draft.ts'

const matrix: Matrix = {
  activities: [
    { id: 'train', title: 'Train', covers: ['train-model'] },
    { id: 'deploy', title: 'Deploy', covers: [] },
  ],
  cells: { train: { engineer: 'R', lead: 'A' }, deploy: { engineer: 'R', lead: 'A' } },
}

describe('a draft of a matrix', () => {
  test('knows what differs, and a cell that is set back is no change', () => {
    const edits = [
      { activity: 'train', role: 'lead', stake: 'C' as const },
      { activity: 'deploy', role: 'lead', stake: null },
      { activity: 'train', role: 'lead', stake: 'A' as const },
    ]
    const draft = draftOf(matrix, edits)
    expect(draft.changes).toEqual([{ activity: 'deploy', role: 'lead', stake: null }])
    expect(draft.stakeOf('deploy', 'lead')).toBeNull()
    expect(draft.before('deploy', 'lead')).toBe('A')
    expect(draft.broken.map((f) => [f.code, f.activity])).toEqual([['no-accountable', 'deploy']])
    expect(draftOf(matrix, []).broken).toEqual([])
  })
  test('has no cell by a name that every object inherits', () => {
    expect(draftOf(matrix, []).stakeOf('train', 'constructor')).toBeNull()
  })
})

test('a click goes through all letters and back to empty', () => {
  const seen = [null, 'R', 'A', 'C', 'I'].map((s) => nextStake(s as 'R' | null))
  expect(seen).toEqual(['R', 'A', 'C', 'I', null])
})

test('letters of any size set a cell, Delete empties it, other keys do nothing', () => {
  expect(['r', 'A', 'Delete', 'Backspace', 'x', 'Enter'].map(typed)).toEqual([
    'R',
    'A',
    null,
    null,
    undefined,
    undefined,
  ])
})

test('the arrows stay within the grid', () => {
  expect(moved('ArrowLeft', [0, 0], [2, 3])).toEqual([0, 0])
  expect(moved('ArrowDown', [1, 2], [2, 3])).toEqual([1, 2])
  expect(moved('ArrowRight', [1, 1], [2, 3])).toEqual([1, 2])
  expect(moved('End', [1, 0], [2, 3])).toEqual([1, 2])
  expect(moved('q', [1, 0], [2, 3])).toBeUndefined()
})
