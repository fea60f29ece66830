import { expect, test } from 'vitest'
import { onePerRule } from './one-per-rule.ts'

test('of kinds that the same people may seal, one is asked about', () => {
  const kinds = [
    { id: 'evaluation', activity: 'evaluate-model' },
    { id: 'documentation', activity: 'evaluate-model' },
    { id: 'safety', activity: 'assess-safety', judgement: { roles: ['a', 'b'] } },
    { id: 'ethics', activity: 'evaluate-model', judgement: { roles: ['b', 'a'] } },
    { id: 'scan', activity: 'assess-safety' },
  ]
  expect(onePerRule(kinds)).toEqual(['evaluation', 'safety', 'scan'])
})
