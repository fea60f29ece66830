import { describe, expect, test } from 'vitest'
import { attendanceByRole, nextFacilitator } from './attending.ts'
import { median } from '../../acts/median.ts'
import { leadTimes, waitsByCause } from './durations.ts'

describe('facilitation', () => {
  const team = ['ada', 'bob', 'cyd']
  const at = (n: number) => `2026-03-0${n}T09:00:00.000Z`

  test('goes to whoever has not led yet, in the order in which they joined', () => {
    expect(nextFacilitator(team, [], new Set())).toEqual({ person: 'ada', skipped: [] })
    expect(nextFacilitator(team, [{ facilitator: 'ada', at: at(1) }], new Set()).person).toBe('bob')
  })

  test('then to whoever led longest ago', () => {
    const turns = [
      { facilitator: 'ada', at: at(4) },
      { facilitator: 'bob', at: at(2) },
      { facilitator: 'cyd', at: at(3) },
      { facilitator: 'ada', at: at(1) },
    ]
    expect(nextFacilitator(team, turns, new Set()).person).toBe('bob')
  })

  test('skips who is away, who is first when they are back', () => {
    expect(nextFacilitator(team, [], new Set(['ada', 'bob']))).toEqual({ person: 'cyd', skipped: ['ada', 'bob'] })
    expect(nextFacilitator(team, [{ facilitator: 'cyd', at: at(1) }], new Set()).person).toBe('ada')
  })

  test('is nobody’s when all are away, or nobody may', () => {
    expect(nextFacilitator(team, [], new Set(team))).toEqual({ skipped: team })
    expect(nextFacilitator([], [], new Set())).toEqual({ skipped: [] })
  })
})

describe('attendance by role', () => {
  test('counts excused absences apart, and a person once for each of their roles', () => {
    const invited = [
      { person: 'ada', roles: ['ml-engineer', 'ai-engineer'] },
      { person: 'bob', roles: ['ml-engineer'] },
      { person: 'cyd', roles: ['ml-engineer'] },
    ]
    const meetings = [
      { invited, present: ['ada'], excused: ['bob'] },
      { invited, present: ['ada', 'bob', 'guest'], excused: [] },
    ]
    expect(attendanceByRole(meetings)).toEqual([
      { role: 'ai-engineer', invited: 2, present: 2, excused: 0, missing: 0, rate: 1 },
      { role: 'ml-engineer', invited: 6, present: 3, excused: 1, missing: 2, rate: 3 / 5 },
    ])
  })

  test('has no rate where everybody was excused', () => {
    const only = [{ invited: [{ person: 'ada', roles: ['x'] }], present: [], excused: ['ada'] }]
    expect(attendanceByRole(only)).toEqual([{ role: 'x', invited: 1, present: 0, excused: 1, missing: 0 }])
  })
})

describe('durations', () => {
  test('the median of an even number is between the two in the middle; of none there is none', () => {
    expect([median([3, 1, 2]), median([4, 1, 2, 3]), median([])]).toEqual([2, 2.5, undefined])
  })

  test('lead times are told stage by stage, and a stage that none went through is left out', () => {
    const day = (n: number) => `2026-03-${String(n).padStart(2, '0')}T00:00:00.000Z`
    const work = [
      { proposedAt: day(1), startedAt: day(3), endedAt: day(9) },
      { proposedAt: day(1), startedAt: day(2), concludedAt: day(6), endedAt: day(6) },
    ]
    expect(leadTimes(work)).toEqual([
      { stage: 'from proposal to start', n: 2, medianDays: 1.5 },
      { stage: 'from start to result', n: 1, medianDays: 4 },
      { stage: 'from proposal to end', n: 2, medianDays: 6.5 },
    ])
    expect(leadTimes([])).toEqual([])
  })

  test('only the part of a wait that lies in the window counts', () => {
    const day = (n: number) => `2026-03-${String(n).padStart(2, '0')}T00:00:00.000Z`
    const waits = [
      { cause: 'reviews', from: day(1), until: day(12) },
      { cause: 'reviews', from: day(18) },
      { cause: 'answers', from: day(11), until: day(12) },
      { cause: 'answers', from: day(1), until: day(9) },
    ]
    expect(waitsByCause(waits, day(10), day(20))).toEqual([
      { cause: 'reviews', n: 2, days: 4, longestDays: 2, open: 1 },
      { cause: 'answers', n: 1, days: 1, longestDays: 1, open: 0 },
    ])
  })
})
