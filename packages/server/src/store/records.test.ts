import { expect, test } from 'vitest'
import { Records } from './records.ts'

test('what is known holds at one end of the ledger alone', () => {
  const records = new Records()
  records.keep('person', 'per_1', { active: true })
  records.holdsAt('5 ab')
  records.forgetUnless('5 ab')
  expect(records.get('person', 'per_1')).toEqual({ changed: false, seq: -1, state: { active: true } })
  records.forgetUnless('6 cd')
  expect(records.get('person', 'per_1')).toBeUndefined()
})

test('what was never said to hold is forgotten', () => {
  const records = new Records()
  records.keep('person', 'per_1', {})
  records.forgetUnless('')
  expect(records.get('person', 'per_1')).toBeUndefined()
})

test('a changed record is written once, with the entry that changed it last', () => {
  const records = new Records()
  records.change('person', 'per_1', { n: 1 }, 7)
  records.change('person', 'per_1', { n: 2 }, 8)
  expect([...records.takeChanged()]).toEqual([['person', [{ id: 'per_1', seq: 8, state: { n: 2 } }]]])
  expect([...records.takeChanged()]).toEqual([])
})

test('what was worked out from a noun is worked out again when one of its records changes, and not before', async () => {
  const records = new Records()
  let times = 0
  const team = () => records.derived('team', ['person'], () => Promise.resolve((times += 1)))
  expect([await team(), await team()]).toEqual([1, 1])
  records.change('project', 'prj_1', {}, 1)
  expect(await team()).toBe(1)
  records.change('person', 'per_1', {}, 2)
  expect(await team()).toBe(2)
})

test('nothing found is looked for again', async () => {
  const records = new Records()
  let times = 0
  const look = () => records.derived('bearer', ['token'], () => Promise.resolve((times += 1) > 1 ? 'found' : undefined))
  expect([await look(), await look()]).toEqual([undefined, 'found'])
})

test('too much is forgotten at once', () => {
  const records = new Records()
  for (let i = 0; i < 2_001; i += 1) records.keep('experiment', `exp_${i}`, {})
  records.holdsAt('1 a')
  records.forgetUnless('1 a')
  expect(records.get('experiment', 'exp_2000')).toBeUndefined()
})
