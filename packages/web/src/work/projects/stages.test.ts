import { STAGES as CORE } from '@muster/core'
import { expect, test } from 'vitest'
import { STAGES, nextStage } from './stages.ts'

test('the rail has the stages of the rules, in their order', () => {
  expect(STAGES).toEqual(CORE)
  expect(nextStage('in-review')).toBe('live')
  expect(nextStage('retired')).toBeUndefined()
})
