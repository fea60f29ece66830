import { given, projectFacts, rolesPack, shippedResponsibilities, staffed } from '@muster/testkit'
import { describe, expect, test } from 'vitest'
import { ACTS } from '../../acts.ts'
import { registerPerson } from '../people/acts.ts'
import { giveResponsibility, holdingNoun, returnResponsibility } from './holdings.ts'
import type { Traced } from './shown.ts'
import { responsibilityStates } from './shown.ts'

const ROLES = rolesPack().roles
const SHOWS = new Map(shippedResponsibilities().shows.flatMap((s) => s.responsibilities.map((id) => [id, s] as const)))
const NAMES = new Set(ACTS.map((act) => String(act.name)))
const LATER = '2026-05-01T09:00:00.000Z'

function team(without: readonly string[] = []) {
  const s = staffed('source-5x8', without)
  const { world, project, who } = s
  const lead = who('product-manager')
  const act = (a: typeof giveResponsibility | typeof returnResponsibility, command: object, as = lead) =>
    given(world).when(a as typeof giveResponsibility, { project, reason: 'agreed', ...command } as never, { as })
  const states = (traced: readonly Traced[] = [], now = world.clock.now(), days = 30) => {
    const ids = [...new Set(ROLES.flatMap((r) => r.responsibilities.map((x) => x.id)))]
    const catalogue = ids.map((id) => ({
      id,
      text: id,
      roles: ROLES.filter((r) => r.responsibilities.some((x) => x.id === id)).map((r) => r.id),
    }))
    return responsibilityStates(
      {
        team: projectFacts(world, project),
        catalogue,
        shows: SHOWS,
        holdings: world.all(holdingNoun),
        traced,
        acts: NAMES,
      },
      days,
      now,
    )
  }
  const state = (id: string, traced: readonly Traced[] = [], now?: string) =>
    states(traced, now).find((r) => r.id === id)!
  return { ...s, lead, act, state, states }
}
const trace = (person: string, act: string, last: string, more: object = {}): Traced => ({
  person,
  act,
  count: 2,
  last,
  entries: [41, 40],
  ...more,
})

describe('giving a responsibility', () => {
  test('makes one person hold it instead of everybody in its roles, and can be taken over and returned', () => {
    const { act, state, who, join, world } = team()
    const second = join('ml-engineer')
    expect(state('B.R3.W2').holders).toEqual([who('ml-engineer'), second])
    act(giveResponsibility, { responsibility: 'B.R3.W2', person: second }).thenEvents('ResponsibilityGiven')
    expect(state('B.R3.W2')).toMatchObject({ holders: [second], named: true })
    act(giveResponsibility, { responsibility: 'B.R3.W2', person: who('ml-engineer') }).thenEvents('ResponsibilityGiven')
    expect(state('B.R3.W2').holders).toEqual([who('ml-engineer')])
    expect(world.all(holdingNoun)).toHaveLength(1)
    act(returnResponsibility, { responsibility: 'B.R3.W2' }).thenEvents('ResponsibilityReturned')
    expect(state('B.R3.W2')).toMatchObject({ holders: [who('ml-engineer'), second], named: false })
  })

  test('is the planner’s: others are told whom to ask', () => {
    const { act, who } = team()
    const wish = { responsibility: 'B.R3.W2', person: who('ml-engineer') }
    expect(act(giveResponsibility, wish, who('ml-engineer')).thenRefused('not-entitled').help).toContain('Ask')
  })

  test('is refused for what is in no catalogue, for somebody outside the project, and for who holds it already', () => {
    const { act, who, world, administrator } = team()
    const outsider = world.does(administrator, registerPerson, { name: 'Out', email: 'out@example.org' }).subject
    act(giveResponsibility, { responsibility: 'X.1', person: who('ml-engineer') }).thenRefused('responsibility-unknown')
    act(giveResponsibility, { responsibility: 'B.R3.W2', person: outsider }).thenRefused('person-unknown')
    act(giveResponsibility, { responsibility: 'B.R3.W2', person: who('ml-engineer') }).thenEvents('ResponsibilityGiven')
    act(giveResponsibility, { responsibility: 'B.R3.W2', person: who('ml-engineer') }).thenRefused('already-so')
    act(returnResponsibility, { responsibility: 'B.R4.W1' }).thenRefused('already-so')
    act(returnResponsibility, { responsibility: 'X.1' }).thenRefused('responsibility-unknown')
  })
})

describe('what the record shows of a responsibility', () => {
  test('all 178 of the sources have a state', () => {
    const { states } = team()
    expect(states()).toHaveLength(178)
  })

  test('somebody in its role who did it lately makes it active, with the entries', () => {
    const { state, who, world } = team()
    const done = trace(who('ml-engineer'), 'experiment.start', world.clock.now())
    expect(state('B.R3.W2', [done])).toMatchObject({ state: 'active', count: 2, entries: [41, 40] })
  })

  test('what somebody else did, or another act, does not count', () => {
    const { state, who, world } = team()
    const now = world.clock.now()
    const others = [trace(who('ux-designer'), 'experiment.start', now), trace(who('ml-engineer'), 'alias.remove', now)]
    expect(state('B.R3.W2', others)).toMatchObject({ state: 'new', count: 0 })
  })

  test('evidence counts by its kind and handovers by their activity', () => {
    const { state, who, world } = team()
    const now = world.clock.now()
    const sealed = (kind: string) => trace(who('ml-engineer'), 'evidence.seal', now, { kind })
    expect(state('B.R3.W3', [sealed('evaluation')]).state).toBe('active')
    expect(state('B.R3.W3', [sealed('cost')]).state).toBe('new')
    const handed = (activity: string) => trace(who('data-engineer'), 'handover.submit', now, { activity })
    expect(state('B.R2.W1', [handed('build-data-pipeline')]).state).toBe('active')
    expect(state('B.R2.W1', [handed('train-model')]).state).toBe('new')
  })

  test('held and nothing for 30 days lies fallow, on the day after and not before', () => {
    const { state, who } = team()
    const done = trace(who('ml-engineer'), 'experiment.start', '2026-03-02T09:00:00.000Z')
    expect(state('B.R3.W2', [done], '2026-04-01T09:00:00.000Z').state).toBe('active')
    expect(state('B.R3.W2', [done], '2026-04-01T09:00:00.001Z').state).toBe('fallow')
    expect(state('B.R3.W2', [], LATER)).toMatchObject({ state: 'fallow' })
  })

  test('nobody in its roles: it is held by nobody, and the roles are named', () => {
    const { state } = team(['ml-engineer'])
    expect(state('B.R3.W2')).toMatchObject({ state: 'unheld', holders: [] })
    expect(state('B.R3.W2').sentence).toContain('ml-engineer')
  })

  test('what no act can show yet says so and why, and is never called fallow', () => {
    const { state, join } = team()
    join('chief-ai-officer')
    const budget = state('A.R4.2', [], LATER)
    expect(budget).toMatchObject({ state: 'unshown', countsAs: [] })
    expect(budget.sentence).toContain('No act can show it yet: Budgets are not on record yet.')
  })
})
