import { describe, expect, test } from 'vitest'
import { changesOf } from './changes.ts'

const definition = { fields: [{ name: 'impact', title: 'Impact', type: 'integer' as const }] }
const item = { title: 'The scanner is replaced', owner: 'per_1', fields: { impact: 3, cause: 'age' } }

describe('the changes of an item', () => {
  test('say what a field was and what it becomes, by its title', () => {
    expect(changesOf({ fields: { impact: 5 } }, definition, item)).toEqual([{ name: 'Impact', before: 3, after: 5 }])
  })

  test('name what is emptied, and what has no title in the pack of today by its name', () => {
    expect(changesOf({ cleared: ['cause'] }, definition, item)).toEqual([{ name: 'cause', before: 'age' }])
  })

  test('of a new item are its fields and its owner; its title stands above them', () => {
    const data = { register: 'risks', title: 'New', owner: 'per_2', fields: { impact: 1 } }
    expect(changesOf(data, definition)).toEqual([
      { name: 'Owner', after: 'per_2' },
      { name: 'Impact', after: 1 },
    ])
  })

  test('of whatever else an entry holds are none', () => {
    expect(changesOf({ from: 'open', to: 'closed', reason: 'done' }, definition)).toEqual([])
  })
})
