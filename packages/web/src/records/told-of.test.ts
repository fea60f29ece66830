import { EVENTS } from '@muster/core'
import { expect, test } from 'vitest'
import { words } from '../words/events.ts'
import { toldOf } from './told-of.ts'

test('every event of core is told in words', () => {
  expect([...EVENTS.keys()].filter((type) => words.events[type] === undefined)).toEqual([])
  expect(Object.keys(words.events).filter((type) => !EVENTS.has(type))).toEqual([])
})

test('an event that these pages do not know is told by its name', () => {
  expect(toldOf('ProbeLaunched')).toBe('probe launched')
})
