import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { comparePacks } from './compare-packs.ts'

const before = {
  version: '1.0.0',
  roles: [
    { id: 'ml-engineer', title: 'ML engineer', skills: ['python', 'statistics'] },
    { id: 'planner', title: 'Planner', skills: [] },
  ],
  cells: { train: { a: 'A', b: 'R' } },
}

test('what was added, removed and changed is named by id', () => {
  const after = {
    version: '1.1.0',
    roles: [
      { id: 'ml-engineer', title: 'Machine-learning engineer', skills: ['statistics', 'rust'] },
      { id: 'auditor', title: 'Auditor', skills: [] },
    ],
    cells: { train: { a: 'A', c: 'I' } },
  }
  expect(comparePacks(before, after)).toEqual([
    { path: ['version'], what: 'changed', before: '1.0.0', after: '1.1.0' },
    {
      path: ['roles', 'ml-engineer', 'title'],
      what: 'changed',
      before: 'ML engineer',
      after: 'Machine-learning engineer',
    },
    { path: ['roles', 'ml-engineer', 'skills', '"rust"'], what: 'added', after: 'rust' },
    { path: ['roles', 'ml-engineer', 'skills', '"python"'], what: 'removed', before: 'python' },
    { path: ['roles', 'auditor'], what: 'added', after: after.roles[1] },
    { path: ['roles', 'planner'], what: 'removed', before: before.roles[1] },
    { path: ['cells', 'train', 'c'], what: 'added', after: 'I' },
    { path: ['cells', 'train', 'b'], what: 'removed', before: 'R' },
  ])
})

test('a list in another order says so once, and fields in another order are no change', () => {
  expect(comparePacks(before, { ...before, roles: before.roles.toReversed() })).toEqual([
    { path: ['roles'], what: 'reordered' },
  ])
  expect(comparePacks({ a: 1, b: { c: 2, d: 3 } }, { b: { d: 3, c: 2 }, a: 1 })).toEqual([])
})

test('the same thing twice in a list is told from once', () => {
  expect(comparePacks({ a: ['x', 'x'] }, { a: ['x'] })).toEqual([
    { path: ['a', '"x" (2)'], what: 'removed', before: 'x' },
  ])
})

test('contents are equal exactly when nothing changed, whatever they hold', () => {
  const content = fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 4 }))
  fc.assert(
    fc.property(content, content, (one, other) => {
      expect(comparePacks(one, structuredClone(one))).toEqual([])
      // JSON knows no negative zero.
      const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value))
      const isSame = isDeepStrictEqual(plain(one), plain(other))
      expect(comparePacks(one, other).length === 0).toBe(isSame)
    }),
  )
})
