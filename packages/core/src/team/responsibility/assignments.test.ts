import { given, matrixOf, projectFacts, staffed } from '@muster/testkit'
import { describe, expect, test } from 'vitest'
import { registerPerson } from '../people/acts.ts'
import { deactivatePerson } from '../people/acts.ts'
import { projectNoun } from '../../work/projects/project.ts'
import { amendMatrix } from './amend-matrix.ts'
import { amendAssignment, appointLead, assignPerson, assignmentNoun, endAssignment, leadRole } from './assignments.ts'

function team() {
  const s = staffed('source-5x8')
  const { world, project, who, administrator } = s
  const lead = who('product-manager')
  const someone = world.does(administrator, registerPerson, { name: 'New', email: 'new@example.org' }).subject
  const assign = (more: object = {}, as = lead) =>
    given(world).when(assignPerson, { project, person: someone, role: 'data-engineer', ...more }, { as })
  const assignmentOf = (person: string) => world.all(assignmentNoun).findLast((a) => a.person === person)!
  const amendIt = (assignment: string, change: object, as = lead) =>
    given(world).when(amendAssignment, { assignment, ...change }, { as })
  const end = (person: string, as = lead) =>
    given(world).when(endAssignment, { assignment: assignmentOf(person).id, reason: 'over' }, { as })
  return { ...s, lead, someone, assign, assignmentOf, amendIt, end }
}

describe('assigning a person', () => {
  test('gives them a role from today on, full-time and embedded unless said otherwise', () => {
    const { world, someone, assign, assignmentOf } = team()
    assign().thenEvents('PersonAssigned')
    expect(assignmentOf(someone)).toMatchObject({
      role: 'data-engineer',
      allocation: 100,
      engagement: 'embedded',
      from: world.clock.now().slice(0, 10),
    })
  })
  test('keeps allocation, engagement and dates that were given', () => {
    const { someone, assign, assignmentOf } = team()
    const wish = { allocation: 20, engagement: 'outsourced', from: '2026-04-01', until: '2026-04-30' }
    assign(wish).thenEvents('PersonAssigned')
    expect(assignmentOf(someone)).toMatchObject(wish)
  })
  test('is for who is accountable for staffing, and never for themselves', () => {
    const { assign, lead, who } = team()
    assign({}, who('ux-designer')).thenRefused('not-entitled')
    assign({ person: lead, role: 'security-privacy-legal' }).thenRefused('self-assignment')
  })
  test('asks for a known role, an active person and an end after the start', () => {
    const { world, administrator, someone, assign } = team()
    assign({ role: 'astrologer' }).thenRefused('role-unknown')
    assign({ from: '2026-04-02', until: '2026-04-01' }).thenRefused('date-order')
    assign({ from: '2026-04-02', until: '2026-04-02' }).thenEvents('PersonAssigned')
    world.does(administrator, deactivatePerson, { person: someone, reason: 'left' })
    assign({ role: 'ux-designer' }).thenRefused('person-unknown')
  })
  test('is refused while they hold the role, and possible again after', () => {
    const { world, someone, assign, amendIt, assignmentOf, end } = team()
    assign({ until: '2026-03-31' })
    assign().thenRefused('assignment-overlap')
    assign({ from: '2026-04-01' }).thenEvents('PersonAssigned')
    end(someone)
    assign({ from: '2026-04-01' }).thenEvents('PersonAssigned')
    const first = world.all(assignmentNoun).find((a) => a.person === someone)!
    amendIt(first.id, { until: '2026-04-01' }).thenRefused('assignment-overlap')
    amendIt(first.id, { until: null }).thenRefused('assignment-overlap')
    expect(assignmentOf(someone).from).toBe('2026-04-01')
  })
})

describe('amending an assignment', () => {
  test('changes what is given and nothing else; an end of null leaves it open', () => {
    const { world, someone, assign, assignmentOf, amendIt } = team()
    assign({ until: '2026-04-30' })
    const { id } = assignmentOf(someone)
    amendIt(id, { allocation: 50 }).thenEvents('AssignmentAmended')
    expect(world.get(assignmentNoun, id)).toMatchObject({ allocation: 50, until: '2026-04-30' })
    amendIt(id, { until: null }).thenEvents('AssignmentAmended')
    expect(world.get(assignmentNoun, id)).not.toHaveProperty('until')
    amendIt(id, { until: '2026-05-01', engagement: 'part-time' }).thenEvents('AssignmentAmended')
    expect(world.get(assignmentNoun, id)).toMatchObject({ until: '2026-05-01', engagement: 'part-time' })
    amendIt(id, {}).thenRefused('input-invalid')
    amendIt(id, { until: '2026-03-01' }).thenRefused('date-order')
  })
  test('does not reopen one that is over: what lapsed with it stays lapsed', () => {
    const { world, someone, assign, assignmentOf, amendIt } = team()
    assign({ until: '2026-03-03' })
    const { id } = assignmentOf(someone)
    world.clock.set('2026-03-03T20:00:00.000Z')
    amendIt(id, { until: '2026-03-04' }).thenEvents('AssignmentAmended')
    world.clock.set('2026-03-05T08:00:00.000Z')
    amendIt(id, { until: null }).thenRefused('already-so')
  })
  test('does not prolong one’s own role', () => {
    const { world, project, who, lead, assignmentOf, amendIt, join } = team()
    const deputy = join('product-manager')
    const role = { project, person: lead, role: 'security-privacy-legal', until: '2026-03-31' }
    world.does(deputy, assignPerson, role)
    const { id } = assignmentOf(lead)
    amendIt(id, { until: null }).thenRefused('self-assignment')
    amendIt(id, { until: '2026-04-01' }).thenRefused('self-assignment')
    amendIt(id, { until: '2026-03-30' }).thenEvents('AssignmentAmended')
    amendIt(id, { until: null }, deputy).thenEvents('AssignmentAmended')
    expect(who('product-manager')).toBe(lead)
  })
  test('does not leave the project without a lead by a last day in the past', () => {
    const { world, lead, assignmentOf, amendIt, join } = team()
    const { id } = assignmentOf(lead)
    world.clock.pass({ days: 3 })
    amendIt(id, { until: '2026-03-03' }).thenRefused('lead-needed')
    join('product-manager')
    amendIt(id, { until: '2026-03-03' }).thenEvents('AssignmentAmended')
  })
})

describe('ending an assignment', () => {
  test('takes the role away at once, and happens once', () => {
    const { who, end } = team()
    end(who('ux-designer')).thenEvents('AssignmentEnded')
    end(who('ux-designer')).thenRefused('already-so')
  })
  test('of the last lead waits for a successor', () => {
    const { lead, end, join } = team()
    end(lead).thenRefused('lead-needed')
    join('product-manager')
    end(lead).thenEvents('AssignmentEnded')
  })
})

describe('appointing a lead', () => {
  const appoint = (t: ReturnType<typeof team>, person: string) =>
    given(t.world).when(appointLead, { project: t.project, person }, { as: t.administrator })
  test('is for administrators, when nobody active is accountable any more', () => {
    const t = team()
    const refused = appoint(t, t.someone).thenRefused('lead-present')
    expect(refused.help).toContain(t.lead)
    t.world.does(t.administrator, deactivatePerson, { person: t.lead, reason: 'left' })
    const [assigned] = appoint(t, t.someone).thenEvents('PersonAssigned')
    expect(assigned?.data['role']).toBe('product-manager')
    appoint(t, t.who('ux-designer')).thenRefused('lead-present')
  })
  test('is never of the administrator themselves', () => {
    const t = team()
    t.world.does(t.administrator, deactivatePerson, { person: t.lead, reason: 'left' })
    appoint(t, t.administrator).thenRefused('self-assignment')
  })
  test('needs a matrix that says which role leads', () => {
    expect(leadRole({ matrix: matrixOf('source-5x8') })).toBe('product-manager')
    expect(leadRole({ matrix: matrixOf('full-team') })).toBe('product-manager')
    expect(leadRole({ matrix: { activities: [], cells: {} } })).toBeUndefined()
    const t = team()
    const facts = { ...projectFacts(t.world, t.project), matrix: { activities: [], cells: {} } }
    given(t.world)
      .when(appointLead, { project: t.project, person: t.someone }, { as: t.administrator, facts: { team: facts } })
      .thenRefused('matrix-broken')
  })
})

describe('amending the matrix of a project (K06)', () => {
  const amendIt = (
    t: ReturnType<typeof team>,
    ...changes: { activity: string; role: string; stake: 'R' | 'A' | 'C' | 'I' | null }[]
  ) => given(t.world).when(amendMatrix, { project: t.project, changes, reason: 'We differ.' }, { as: t.lead })
  test('changes what people may do, on this project alone', () => {
    const t = team()
    amendIt(t, { activity: 'train-model', role: 'data-scientist', stake: 'R' }).thenEvents('MatrixAmended')
    expect(t.world.get(projectNoun, t.project).matrix.cells['train-model']).toMatchObject({
      'data-scientist': 'R',
      'ml-engineer': 'A',
    })
    expect(matrixOf('source-5x8').cells['train-model']).not.toHaveProperty('data-scientist')
  })
  test('keeps exactly one A and at least one R for every activity', () => {
    const t = team()
    amendIt(t, { activity: 'train-model', role: 'ml-engineer', stake: null }).thenRefused('matrix-broken')
    amendIt(t, { activity: 'train-model', role: 'data-engineer', stake: 'A' }).thenRefused('matrix-broken')
    amendIt(t, { activity: 'train-model', role: 'domain-expert', stake: null }).thenRefused('matrix-broken')
    amendIt(
      t,
      { activity: 'train-model', role: 'ml-engineer', stake: 'R' },
      { activity: 'train-model', role: 'data-engineer', stake: 'A' },
    ).thenEvents('MatrixAmended')
  })
  test('names the cell that is wrong', () => {
    const t = team()
    const ok = { activity: 'train-model', role: 'ux-designer', stake: 'I' } as const
    expect(amendIt(t, ok, { ...ok, activity: 'dance' }).thenRefused('activity-unknown').subject).toBe(
      '/changes/1/activity',
    )
    expect(amendIt(t, ok, { ...ok, role: 'dancer' }).thenRefused('role-unknown').subject).toBe('/changes/1/role')
  })
})
