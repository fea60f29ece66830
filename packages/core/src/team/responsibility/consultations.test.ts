import { given, projectFacts, staffed } from '@muster/testkit'
import { describe, expect, test } from 'vitest'
import { registerService } from '../people/acts.ts'
import { assignPerson, assignmentNoun, endAssignment } from './assignments.ts'
import { answerConsultation, answerStates, consultationNoun, isOpen, openConsultation } from './consultations.ts'
import { acceptWork, handOver, handoverNoun, returnWork } from './handovers.ts'

/** The domain expert hands over a data pipeline: the data engineer decides, ML and MLOps engineer are consulted. */
function handed() {
  const team = staffed('source-5x8')
  const { world, project, who } = team
  const handover = world.does(who('domain-expert'), handOver, {
    project,
    activity: 'build-data-pipeline',
    title: 'Pipeline',
    summary: 'Reads the orders.',
  }).subject
  const consultation = world.all(consultationNoun).find((c) => c.about === handover)!.id
  const answer = (role: string, verdict: 'no-objection' | 'advice' | 'objection' = 'advice') =>
    given(world).when(answerConsultation, { consultation, verdict, answer: 'A word.' }, { as: who(role) })
  const states = () =>
    answerStates(world.get(consultationNoun, consultation), world.clock.now()).map((a) => `${a.role} ${a.state}`)
  const accept = (role = 'data-engineer') => given(world).when(acceptWork, { handover }, { as: who(role) })
  return { ...team, handover, consultation, answer, states, accept }
}

describe('a consultation (T4)', () => {
  test('is put to every role that is C and held, with two working days to answer', () => {
    const { world, who, consultation, states } = handed()
    const { asked, dueAt, question } = world.get(consultationNoun, consultation)
    expect(asked).toEqual([
      { role: 'ml-engineer', people: [who('ml-engineer')] },
      { role: 'mlops-engineer', people: [who('mlops-engineer')] },
    ])
    expect(dueAt).toBe('2026-03-04T09:00:00.000Z')
    expect(question).toContain('Pipeline')
    expect(states()).toEqual(['ml-engineer open', 'mlops-engineer open'])
  })

  test('over a weekend lasts until the second working day', () => {
    const { world, project, who } = staffed('source-5x8')
    world.clock.set('2026-03-06T16:00:00.000Z')
    world.does(who('domain-expert'), handOver, { project, activity: 'build-data-pipeline', title: 'P', summary: 'S' })
    expect(world.all(consultationNoun).at(-1)?.dueAt).toBe('2026-03-10T16:00:00.000Z')
  })

  test('holds the decision up, naming whose answer is missing and until when', () => {
    const { answer, accept, who } = handed()
    answer('ml-engineer').thenEvents('ConsultationAnswered')
    const refused = accept().thenRefused('consultation-open')
    expect(refused.message).toContain(`mlops-engineer (${who('mlops-engineer')})`)
    expect(refused.message).not.toContain('ml-engineer (')
    expect(refused.message).toContain('2026-03-04T09:00:00.000Z')
  })

  test('no longer holds it up once every role has answered; an objection is no veto', () => {
    const { answer, accept, states } = handed()
    answer('ml-engineer', 'objection').thenEvents('ConsultationAnswered')
    answer('mlops-engineer').thenEvents('ConsultationAnswered')
    expect(states()).toEqual(['ml-engineer answered', 'mlops-engineer answered'])
    const [accepted] = accept().thenEvents('WorkAccepted')
    expect(accepted?.data['consulted']).toEqual([
      { role: 'ml-engineer', state: 'answered' },
      { role: 'mlops-engineer', state: 'answered' },
    ])
  })

  test('lapses when the window has passed, exactly then, and the decision records who kept silent', () => {
    const { world, answer, accept, states } = handed()
    answer('ml-engineer')
    world.clock.set('2026-03-04T08:59:59.999Z')
    accept().thenRefused('consultation-open')
    world.clock.set('2026-03-04T09:00:00.000Z')
    expect(states()).toEqual(['ml-engineer answered', 'mlops-engineer lapsed'])
    answer('mlops-engineer').thenRefused('consultation-closed')
    const [accepted] = accept().thenEvents('WorkAccepted')
    expect(accepted?.data['consulted']).toContainEqual({ role: 'mlops-engineer', state: 'lapsed' })
  })

  test('one answer for a role is enough, and nobody answers twice', () => {
    const { world, project, who, join, answer, states } = handed()
    answer('ml-engineer')
    answer('ml-engineer').thenRefused('already-so')
    const second = join('mlops-engineer')
    const handover = world.does(who('domain-expert'), handOver, {
      project,
      activity: 'build-data-pipeline',
      title: 'Again',
      summary: 'S',
    }).subject
    const later = world.all(consultationNoun).find((c) => c.about === handover)!.id
    world.does(second, answerConsultation, { consultation: later, verdict: 'advice', answer: 'Yes.' })
    expect(answerStates(world.get(consultationNoun, later), world.clock.now()).map((a) => a.state)).toEqual([
      'open',
      'answered',
    ])
    expect(states()).toContain('mlops-engineer open')
  })

  test('cannot be answered by who lost the role since, nor by who got it since', () => {
    const { world, who, join, answer, consultation } = handed()
    const assignment = world.all(assignmentNoun).find((a) => a.person === who('ml-engineer'))!
    world.does(who('product-manager'), endAssignment, { assignment: assignment.id, reason: 'moved on' })
    answer('ml-engineer').thenRefused('not-asked')
    const late = join('ml-engineer')
    given(world)
      .when(answerConsultation, { consultation, verdict: 'advice', answer: 'Me too.' }, { as: late })
      .thenRefused('not-asked')
  })

  test('is not opened when nobody else is C, and never asks who submits', () => {
    const { world, project, who } = staffed('source-5x8', ['mlops-engineer', 'ml-engineer'])
    const open = (by: string) =>
      openConsultation(
        projectFacts(world, project),
        { activity: 'build-data-pipeline', about: 'x', question: 'Q', by, windowWorkingDays: 2 },
        { now: world.clock.now(), newId: world.newId },
      )
    expect(open(who('domain-expert'))).toEqual([])
    const other = staffed('source-5x8')
    const facts = projectFacts(other.world, other.project)
    const [event] = openConsultation(
      facts,
      {
        activity: 'deploy-to-production',
        about: 'x',
        question: 'Q',
        by: other.who('ml-engineer'),
        windowWorkingDays: 0,
      },
      { now: other.world.clock.now(), newId: other.world.newId },
    )
    expect((event?.data['asked'] as { role: string }[]).map((a) => a.role)).toEqual([
      'data-engineer',
      'security-privacy-legal',
    ])
  })

  test('with a window of no days lapses at once', () => {
    const { world, consultation } = handed()
    const c = { ...world.get(consultationNoun, consultation), dueAt: world.clock.now() }
    expect(isOpen(c, world.clock.now())).toBe(false)
  })
})

describe('a handover', () => {
  test('is judged by somebody else: nobody accepts what they handed over', () => {
    const { world, project, who } = staffed('source-5x8')
    const as = who('data-engineer')
    const handover = world.does(as, handOver, {
      project,
      activity: 'build-data-pipeline',
      title: 'P',
      summary: 'S',
    }).subject
    world.clock.pass({ days: 7 })
    given(world).when(acceptWork, { handover }, { as }).thenRefused('own-work')
  })

  test('of a service account is not accepted by the person who answers for it', () => {
    const { world, project, administrator, who } = staffed('source-5x8')
    const robot = world.does(administrator, registerService, { name: 'CI' }).subject
    const assign = (person: string, role: string) =>
      world.does(who('product-manager'), assignPerson, { project, person, role })
    assign(robot, 'domain-expert')
    assign(administrator, 'data-engineer')
    const handover = world.does(robot, handOver, {
      project,
      activity: 'build-data-pipeline',
      title: 'P',
      summary: 'S',
    }).subject
    world.clock.pass({ days: 7 })
    given(world).when(acceptWork, { handover }, { as: administrator }).thenRefused('own-work')
    given(world)
      .when(acceptWork, { handover }, { as: who('data-engineer') })
      .thenEvents('WorkAccepted')
  })

  test('may be returned with a reason at any time, and is decided once', () => {
    const { world, who, handover, accept } = handed()
    const back = () => given(world).when(returnWork, { handover, reason: 'No tests.' }, { as: who('data-engineer') })
    back().thenEvents('WorkReturned')
    back().thenRefused('handover-closed')
    accept().thenRefused('handover-closed')
    expect(world.get(handoverNoun, handover)).toMatchObject({
      state: 'returned',
      decidedBy: who('data-engineer'),
      comment: 'No tests.',
    })
  })

  test('is of an activity of the matrix', () => {
    const { world, project, who } = staffed('source-5x8')
    given(world)
      .when(handOver, { project, activity: 'dance', title: 'P', summary: 'S' }, { as: who('data-engineer') })
      .thenRefused('activity-unknown')
  })
})
