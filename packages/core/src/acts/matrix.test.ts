import { matrixOf, staffed } from '@muster/testkit'
import { describe, expect, test } from 'vitest'
import type { Assignment, Matrix, Responsibilities } from './matrix.ts'
import { activityFor, holders, inForce, peopleWith, rolesHeld, rolesWith, stakesHeld } from './matrix.ts'
import { addDays, addWorkingDays, daysBetween } from './time.ts'

const matrix: Matrix = {
  activities: [
    { id: 'modelling', title: 'Modelling', covers: ['train-model', 'evaluate-model'] },
    { id: 'train-model', title: 'A row whose id another row covers', covers: [] },
    { id: 'party', title: 'Party', covers: [] },
  ],
  cells: { modelling: { boss: 'A', doer: 'R', friend: 'C' }, party: { boss: 'A', doer: 'R' } },
}
const assignment = (person: string, role: string, more: Partial<Assignment> = {}): Assignment => ({
  id: `asg_${person}_${role}`,
  project: 'prj_1',
  person,
  role,
  allocation: 100,
  engagement: 'embedded',
  from: '2026-03-01',
  ...more,
})
const of = (...assignments: Assignment[]): Responsibilities => ({
  id: 'prj_1',
  matrix,
  assignments,
  people: new Map(assignments.map((a) => [a.person, { active: a.person !== 'gone' }])),
  retired: false,
})
const now = '2026-03-10T12:00:00.000Z'

describe('the row of an activity', () => {
  test('is the one that covers it, before the one of that id', () => {
    expect(activityFor(matrix, 'train-model')?.id).toBe('modelling')
  })
  test('is found by its own id too, and is nothing when there is no such row', () => {
    expect(activityFor(matrix, 'party')?.id).toBe('party')
    expect(activityFor(matrix, 'sleep')).toBeUndefined()
    expect(rolesWith(matrix, 'sleep', 'A')).toEqual([])
  })
  test('every canonical activity has exactly one row in both shipped matrices', () => {
    for (const name of ['source-5x8', 'full-team'] as const) {
      const covered = matrixOf(name).activities.flatMap((a) => a.covers)
      expect(new Set(covered).size).toBe(covered.length)
    }
  })
})

describe('an assignment is in force', () => {
  test.each([
    ['on its first day', { from: '2026-03-10' }, true],
    ['not before', { from: '2026-03-11' }, false],
    ['through its last day', { until: '2026-03-10' }, true],
    ['not after', { until: '2026-03-09' }, false],
    ['not once it was ended, even with days left', { until: '2026-04-01', endedAt: '2026-03-09T08:00:00.000Z' }, false],
    ['without an end', {}, true],
  ])('%s', (_when, more, expected) => {
    expect(inForce(assignment('ann', 'doer', more), now)).toBe(expected)
  })
  test('until the last millisecond of its last day, in UTC', () => {
    const a = assignment('ann', 'doer', { until: '2026-03-10' })
    expect(inForce(a, '2026-03-10T23:59:59.999Z')).toBe(true)
    expect(inForce(a, '2026-03-11T00:00:00.000Z')).toBe(false)
  })
})

describe('who holds what', () => {
  test('roles count only while in force and while the person is active', () => {
    const team = of(
      assignment('ann', 'doer'),
      assignment('ann', 'boss', { until: '2026-03-09' }),
      assignment('gone', 'boss'),
      assignment('bob', 'friend'),
    )
    expect(rolesHeld(team, 'ann', now)).toEqual(['doer'])
    expect(rolesHeld(team, 'gone', now)).toEqual([])
    expect(rolesHeld(team, 'nobody', now)).toEqual([])
    expect(holders(team, 'boss', now)).toEqual([])
    expect(peopleWith(team, 'evaluate-model', 'R', now)).toEqual(['ann'])
    expect(peopleWith(team, 'evaluate-model', 'C', now)).toEqual(['bob'])
  })
  test('a person with two roles has both stakes, and is named once', () => {
    const team = of(assignment('ann', 'doer'), assignment('ann', 'boss'), assignment('ann', 'doer', { id: 'asg_2' }))
    expect(rolesHeld(team, 'ann', now)).toEqual(['doer', 'boss'])
    expect(stakesHeld(team, 'ann', 'train-model', now)).toEqual([
      { stake: 'R', role: 'doer' },
      { stake: 'A', role: 'boss' },
    ])
    expect(holders(team, 'doer', now)).toEqual(['ann'])
    expect(stakesHeld(team, 'ann', 'sleep', now)).toEqual([])
  })
  test('in a staffed project everybody holds their one role', () => {
    const { world, who } = staffed('source-5x8')
    expect(world.log.filter((e) => e.type === 'PersonAssigned')).toHaveLength(8)
    expect(who('domain-expert')).not.toBe(who('ux-designer'))
  })
})

describe('time', () => {
  test.each([
    ['Monday', '2026-03-02T09:00:00.000Z', 2, '2026-03-04T09:00:00.000Z'],
    ['Thursday', '2026-03-05T09:00:00.000Z', 2, '2026-03-09T09:00:00.000Z'],
    ['Friday', '2026-03-06T15:30:00.000Z', 2, '2026-03-10T15:30:00.000Z'],
    ['Saturday', '2026-03-07T09:00:00.000Z', 2, '2026-03-10T09:00:00.000Z'],
    ['Sunday', '2026-03-08T09:00:00.000Z', 1, '2026-03-09T09:00:00.000Z'],
    ['Friday, with no days', '2026-03-06T15:30:00.000Z', 0, '2026-03-06T15:30:00.000Z'],
  ])('working days from a %s skip the weekend', (_day, from, days, expected) => {
    expect(addWorkingDays(from, days)).toBe(expected)
  })
  test('calendar days go over the end of a month and of a leap year’s February', () => {
    expect(addDays('2026-01-31T00:00:00.000Z', 1)).toBe('2026-02-01T00:00:00.000Z')
    expect(addDays('2028-02-28T12:00:00.000Z', 1)).toBe('2028-02-29T12:00:00.000Z')
    expect(daysBetween('2026-03-02T00:00:00.000Z', '2026-03-03T12:00:00.000Z')).toBe(1.5)
  })
})
