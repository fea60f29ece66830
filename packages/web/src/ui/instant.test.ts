import { expect, test } from 'vitest'
import { relative } from './relative.ts'

const NOW = Date.parse('2026-03-11T12:00:00.000Z')

test('moments are told by how far away they are, in the largest unit that fits', () => {
  expect(relative('2026-03-11T11:59:58.000Z', NOW)).toBe('just now')
  expect(relative('2026-03-11T11:15:00.000Z', NOW)).toBe('45 minutes ago')
  expect(relative('2026-03-09T10:00:00.000Z', NOW)).toBe('2 days ago')
  expect(relative('2026-03-13T12:00:00.000Z', NOW)).toBe('in 2 days')
  expect(relative('2025-03-11T12:00:00.000Z', NOW)).toBe('last year')
})
