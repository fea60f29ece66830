import type { Experiment } from '@muster/core'
import { expect, test } from 'vitest'
import { matching, searchFor } from './chosen-experiments.ts'

const named = (title: string, hypothesis: string, kind = 'model'): Experiment =>
  ({ title, hypothesis, kind }) as Experiment
const all = [
  named('Trees on the baseline', 'Gradient boosting beats it'),
  named('Augment slides', 'Rotation helps', 'data'),
]

test.each([
  ['', 2],
  ['  ', 2],
  ['TREES', 1],
  ['boosting trees', 1],
  ['trees rotation', 0],
  ['data', 1],
])('given "%s", experiments with all of its words are found', (typed, count) => {
  expect(matching(all, typed)).toHaveLength(count)
})

test('the address holds what is not as usual', () => {
  expect(searchFor({ view: 'board', find: '', more: 1 })).toBe('')
  expect(searchFor({ view: 'list', find: 'a b', more: 3 })).toBe('?view=list&find=a+b&more=3')
})
