import { ACTIVITY_ACTS, authorize } from '@muster/core'
import { matrixOf, projectFacts, staffed } from '@muster/testkit'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Responsibilities, Stake } from '../../acts/matrix.ts'
import { amend } from './amended.ts'
import { matrixChange } from './matrix-change.ts'

const now = '2026-03-02T09:00:00.000Z'
const here = staffed()
const team: Responsibilities = projectFacts(here.world, here.project)
const change = (activity: string, role: string, stake: Stake | null) =>
  matrixChange(team, amend(team.matrix, [{ activity, role, stake }]), ACTIVITY_ACTS, now)

test('a matrix that stays as it is changes nothing for anybody', () => {
  expect(matrixChange(team, team.matrix, ACTIVITY_ACTS, now)).toEqual([])
})

test('whoever gets a stake gains it with the acts that it entitles to, and nobody else is concerned', () => {
  const row = team.matrix.activities.find((a) => a.covers.includes('train-model'))!
  const role = Object.entries(team.matrix.cells[row.id] ?? {}).find(([, stake]) => stake === 'I')![0]
  const [found, ...others] = change(row.id, role, 'R')
  expect(others).toEqual([])
  expect(found).toMatchObject({
    person: here.who(role),
    stakes: [{ activity: row.id, gains: ['R'], loses: ['I'] }],
    loses: [],
  })
  expect(found?.gains).toContain('experiment.propose')
})

test('what is gained and lost is exactly what the act path grants afterwards and not before', () => {
  const { activities, cells } = matrixOf('full-team')
  const roles = [...new Set(Object.values(cells).flatMap((row) => Object.keys(row)))]
  const cell = fc.record({
    activity: fc.constantFrom(...activities.map((a) => a.id)),
    role: fc.constantFrom(...roles),
    stake: fc.constantFrom<(Stake | null)[]>('R', 'A', 'C', 'I', null),
  })
  const granted = (of: Responsibilities, person: string): string[] =>
    ACTIVITY_ACTS.filter(({ name, stake, activity }) => {
      const act = {
        name,
        title: name,
        permission: {
          kind: 'activity' as const,
          stake,
          activity,
          responsibilities: (facts: Responsibilities) => facts,
        },
      }
      const actor = { person, kind: 'human' as const, active: true, administrator: false }
      return authorize(act, actor, {}, of, now).ok
    }).map((act) => act.name)
  fc.assert(
    fc.property(fc.array(cell, { minLength: 1, maxLength: 8 }), (changes) => {
      const after = amend(team.matrix, changes)
      const found = new Map(matrixChange(team, after, ACTIVITY_ACTS, now).map((c) => [c.person, c]))
      for (const person of new Set(team.assignments.map((a) => a.person))) {
        const [had, has] = [granted(team, person), granted({ ...team, matrix: after }, person)]
        expect(found.get(person)?.gains ?? []).toEqual(has.filter((name) => !had.includes(name)))
        expect(found.get(person)?.loses ?? []).toEqual(had.filter((name) => !has.includes(name)))
      }
    }),
    { numRuns: 40 },
  )
})
