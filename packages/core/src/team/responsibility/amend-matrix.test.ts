import { describe, expect, test } from 'vitest'
import type { Matrix } from '../../acts/matrix.ts'
import { amend } from './amended.ts'

const matrix: Matrix = {
  activities: [{ id: 'train', title: 'Train', covers: [] }],
  cells: { train: { engineer: 'A', expert: 'R' } },
}

describe('a matrix with some cells changed', () => {
  test('has the new letters, and lacks the emptied ones', () => {
    const changes = [
      { activity: 'train', role: 'expert', stake: 'C' as const },
      { activity: 'train', role: 'engineer', stake: null },
    ]
    expect(amend(matrix, changes).cells).toEqual({ train: { expert: 'C' } })
    expect(matrix.cells['train']).toEqual({ engineer: 'A', expert: 'R' })
  })

  test.each(['__proto__', 'constructor', 'nowhere'])(
    'a change of the activity "%s", which it does not have, reaches nothing',
    (activity) => {
      expect(amend(matrix, [{ activity, role: 'polluted', stake: 'A' }]).cells).toEqual(matrix.cells)
      expect('polluted' in {}).toBe(false)
      expect('polluted' in Object).toBe(false)
    },
  )
})
