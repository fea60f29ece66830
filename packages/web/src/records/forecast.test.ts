import type { Experiment } from '@muster/core'
import { describe, expect, test } from 'vitest'
import { courseOf } from './forecast.ts'

const NOW = Date.parse('2026-03-11T00:00:00.000Z')
const experiment = (more: Partial<Experiment>): Experiment =>
  ({ forecast: { p50Days: 5, p85Days: 8, n: 0, basis: 'prior', explanation: '' }, ...more }) as Experiment

describe('the course of an experiment', () => {
  test('counts from its start to now, and is late beyond 85 of 100', () => {
    expect(courseOf(experiment({ startedAt: '2026-03-01T00:00:00.000Z' }), NOW)).toMatchObject({
      spentDays: 10,
      isLate: true,
      isOver: false,
    })
  })
  test('ends with its conclusion', () => {
    const over = experiment({ startedAt: '2026-03-01T00:00:00.000Z', concludedAt: '2026-03-03T00:00:00.000Z' })
    expect(courseOf(over, NOW)).toMatchObject({ spentDays: 2, isLate: false, isOver: true })
  })
  test('has not begun before it is started', () => {
    expect(courseOf(experiment({}), NOW)).toMatchObject({ spentDays: 0, isOver: false })
  })
})
