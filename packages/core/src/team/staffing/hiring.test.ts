import { given, shippedStaffing, staffed } from '@muster/testkit'
import { describe, expect, test } from 'vitest'
import { projectNoun } from '../../work/projects/project.ts'
import { setMilestone } from '../../work/projects/criteria.ts'
import { addApplicant, advanceApplicant, applicantNoun, closeApplicant, eraseApplicant } from './applicants.ts'
import { checkLines } from './check.ts'
import { median } from '../../acts/median.ts'
import { funnels, leadTime } from './funnel.ts'
import type { HiringFacts } from './hiring.ts'
import { hiringQuestions, rankedHires } from './hiring.ts'
import type { ProjectRecord } from './record-facts.ts'
import { recordFact } from './record-facts.ts'
import { closeRequisition, openRequisition, requisitionNoun } from './requisitions.ts'
import { riskCover } from './risks.ts'
import { transitionStatus } from './transition-states.ts'
import { amendTransition, closeTransition, planTransition, transitionNoun } from './transitions.ts'

const PACK = shippedStaffing()
const NOW = '2026-03-02T09:00:00.000Z'
const nothing: ProjectRecord = { criteria: [], accepted: [], transitions: [] }

function facts(
  more: Partial<HiringFacts> & { held?: (role: string) => boolean; record?: ProjectRecord } = {},
): HiringFacts {
  const { record = nothing, held = () => true, ...rest } = more
  return {
    pack: PACK,
    lines: [],
    patternLines: [],
    risks: [],
    transitions: [],
    milestones: [{ id: 'mil_1', title: 'First candidate', due: '2026-06-01' }],
    requisitions: [],
    answers: {},
    known: (fact) => recordFact(fact, record, NOW),
    held,
    rolesOf: () => [],
    accountableFor: () => [],
    couldTake: () => [],
    leadDays: 60,
    ...rest,
  }
}
const said = (question: string, answer: string) => ({
  [question]: { id: 'ans_1', project: 'prj_1', question, answer, reason: 'seen', by: 'per_1', at: NOW },
})
const rolesOf = (f: HiringFacts) => rankedHires(f, hiringQuestions(f), NOW).map((h) => h.role)

describe('the four hiring questions', () => {
  test('B.HQ5: are asked as tasks before the next milestone where the record cannot tell', () => {
    const questions = hiringQuestions(facts())
    expect(questions.map((q) => [q.question, q.from, q.before])).toEqual(
      ['data-ready', 'real-time', 'business-critical', 'vendor-sunset'].map((q) => [q, 'open', '2026-06-01']),
    )
  })

  test.each([
    ['B.HQ1', 'data-ready', 'no', ['data-engineer', 'labeling-lead']],
    ['B.HQ2', 'real-time', 'real-time', ['mlops-engineer', 'software-engineer']],
    ['B.HQ3', 'business-critical', 'yes', ['domain-expert', 'ethics-officer']],
    ['B.HQ4', 'vendor-sunset', 'yes', ['mlops-engineer']],
  ])('%s: "%s" answered %s asks for %j, unless they are there', (_id, question, answer, roles) => {
    expect(rolesOf(facts({ answers: said(question, answer), held: () => false }))).toEqual(roles)
    expect(rolesOf(facts({ answers: said(question, answer) }))).toEqual([])
  })

  test('B.HQ2: answering in batches asks for nobody', () => {
    expect(rolesOf(facts({ answers: said('real-time', 'batch'), held: () => false }))).toEqual([])
  })

  test('are answered by the record where it knows, whatever a person said', () => {
    const record: ProjectRecord = {
      criteria: [{ id: 'crt_1', kind: 'business', metric: 'recall', title: 'Few missed' }],
      accepted: [
        { role: 'data-engineer', handover: 'hnd_1' },
        { role: 'labeling-lead', handover: 'hnd_2' },
      ],
      latency: { p95Ms: 100, evidence: 'evd_1' },
      transitions: [{ id: 'tra_1', vendor: 'Cloudy', sunset: '2026-06-30' }],
    }
    const questions = hiringQuestions(facts({ record, answers: said('data-ready', 'no') }))
    expect(questions.map((q) => [q.from, q.answer])).toEqual([
      ['record', 'yes'],
      ['record', 'real-time'],
      ['record', 'yes'],
      ['record', 'yes'],
    ])
    expect(questions[0]?.because).toContain('hnd_1')
  })

  test('cost criteria do not make the model critical, and a sunset far away is not soon', () => {
    const cost = { ...nothing, criteria: [{ id: 'crt_1', kind: 'business', metric: 'cost.monthly', title: 'Cheap' }] }
    expect(recordFact('business-critical', cost, NOW)).toBeUndefined()
    const far = { ...nothing, transitions: [{ id: 'tra_1', vendor: 'Cloudy', sunset: '2027-06-30' }] }
    expect(recordFact('vendor-sunset', far, NOW)?.answer).toBe('no')
  })
})

describe('whom to hire first (B.HQ6, B.HQ7)', () => {
  const line = { id: 'ops', title: 'Operations', roles: ['mlops-engineer'], min: 1 }
  const lines = checkLines([line], { placed: [], rolesOf: () => [], couldTake: () => [] })
  const exposed = riskCover(
    PACK.risks.filter((r) => r.id === 'data'),
    () => [],
  )

  test('more and heavier reasons come first; one hire may serve several wishes', () => {
    const f = facts({
      lines,
      patternLines: [line],
      risks: exposed,
      answers: said('data-ready', 'no'),
      held: () => false,
    })
    const hires = rankedHires(f, hiringQuestions(f), NOW)
    expect(hires.map((h) => [h.rank, h.role, h.score])).toEqual([
      [1, 'data-engineer', 4],
      [2, 'labeling-lead', 4],
      [3, 'mlops-engineer', 2],
    ])
    expect(hires[0]?.reasons.map((r) => r.kind)).toEqual(['question', 'risk'])
  })

  test('who has to be there from day one comes first, also where a line asks for a discipline', () => {
    const domain = PACK.composition.find((c) => c.id === 'domain')!
    const rolesOfDiscipline = (d: string) => (d === 'domain' ? ['domain-expert', 'clinician'] : [])
    const check = { placed: [], rolesOf: rolesOfDiscipline, couldTake: () => [] }
    const f = facts({
      lines: checkLines([domain, line], check),
      patternLines: [domain, line],
      risks: exposed,
      held: () => false,
      rolesOf: rolesOfDiscipline,
    })
    const hires = rankedHires(f, hiringQuestions(f), NOW)
    expect(hires[0]).toMatchObject({ role: 'domain-expert', reasons: [{ kind: 'composition' }] })
    expect(rolesOf(f)).toEqual(['domain-expert', 'mlops-engineer', 'data-engineer', 'labeling-lead'])
  })

  test('a past of few hires does not move the lead time', () => {
    expect(leadTime([], 60)).toEqual({ days: 60, basis: 'the prior of the pack; nobody was hired yet' })
    expect(leadTime([0, 0, 0, 0], 60).days).toBe(60)
    expect(leadTime([10, 60, 60, 60, 90], 20)).toEqual({ days: 60, basis: 'what hiring took so far (median of 5)' })
  })

  test('each protects a milestone, and says until when a requisition has to be open', () => {
    const [hire] = rankedHires(facts({ lines, patternLines: [line] }), [], NOW)
    expect(hire).toMatchObject({ milestone: { title: 'First candidate' }, openBy: '2026-04-02', late: false })
    const [late] = rankedHires(facts({ lines, patternLines: [line], leadDays: 120 }), [], NOW)
    expect(late).toMatchObject({ late: true })
    expect(late?.sentence).toContain('should have been open')
  })

  test('the milestone of an open requisition is the one it protects, and the date warns no more', () => {
    const milestones = [
      { id: 'mil_1', title: 'First', due: '2026-03-10' },
      { id: 'mil_2', title: 'Second', due: '2026-09-01' },
    ]
    const requisition = {
      id: 'req_1',
      project: 'prj_1',
      role: 'mlops-engineer',
      milestone: 'mil_2',
      outsourcing: false,
      reason: 'x',
      openedBy: 'per_1',
      openedAt: NOW,
    }
    const f = facts({ lines, patternLines: [line], milestones, requisitions: [requisition] })
    expect(rankedHires(f, [], NOW)).toMatchObject([{ milestone: { id: 'mil_2' }, requisition: 'req_1', late: false }])
  })

  test('outsourcing is possible unless the role answers for something or the pattern leaves it out', () => {
    const outsourcing = (more: Partial<HiringFacts>) =>
      rankedHires(facts({ lines, patternLines: [line], ...more }), [], NOW)[0]
    expect(outsourcing({})).toMatchObject({ outsourcing: 'possible' })
    expect(outsourcing({ accountableFor: () => ['Deploy'] })?.outsourcingBecause).toContain('"Deploy"')
    expect(outsourcing({ patternLines: [{ ...line, engagements: ['embedded'] }] })).toMatchObject({
      outsourcing: 'not-advised',
    })
  })

  test('nothing is hired for what is there', () => {
    expect(rankedHires(facts(), hiringQuestions(facts()), NOW)).toEqual([])
  })
})

describe('requisitions and applicants', () => {
  function team() {
    const { world, project, who } = staffed('source-5x8')
    const lead = who('product-manager')
    const open = (more: object = {}, as = lead) =>
      given(world).when(
        openRequisition,
        { project, role: 'data-engineer', reason: 'too much data', ...more } as never,
        { as },
      )
    const add = (requisition: string) => given(world).when(addApplicant, { requisition, name: 'Kim' }, { as: lead })
    const to = (applicant: string, step: 'interview' | 'offer' | 'hired') =>
      given(world).when(advanceApplicant, { applicant, to: step }, { as: lead })
    return { world, project, who, lead, open, add, to }
  }

  test('go from sourced to hired one step at a time, and hiring closes the requisition', () => {
    const { world, open, add, to } = team()
    const requisition = open().thenEvents('RequisitionOpened')[0]!.subject
    const applicant = add(requisition).thenEvents('ApplicantAdded')[0]!.subject
    expect(to(applicant, 'offer').thenRefused('applicant-stage').message).toContain('"interview"')
    to(applicant, 'interview').thenEvents('ApplicantAdvanced')
    to(applicant, 'offer').thenEvents('ApplicantAdvanced')
    world.clock.pass({ days: 40 })
    to(applicant, 'hired').thenEvents('ApplicantAdvanced', 'RequisitionClosed')
    expect(world.get(requisitionNoun, requisition)).toMatchObject({ outcome: 'hired' })
    add(requisition).thenRefused('requisition-closed')
    to(applicant, 'hired').thenRefused('requisition-closed')
    const [funnel] = funnels(world.all(requisitionNoun), world.all(applicantNoun), world.clock.now())
    expect(funnel).toMatchObject({
      open: 0,
      hired: 1,
      daysToHire: 40,
      conversion: { interview: 1, offer: 1, hired: 1 },
    })
  })

  test('the name of an applicant is in no event', () => {
    const { world, open, add } = team()
    add(open().thenEvents('RequisitionOpened')[0]!.subject).thenEvents('ApplicantAdded')
    expect(JSON.stringify(world.log)).not.toContain('Kim')
  })

  test('an application that is over goes no further, and is erased once', () => {
    const { world, open, add, to, lead } = team()
    const applicant = add(open().thenEvents('RequisitionOpened')[0]!.subject).thenEvents('ApplicantAdded')[0]!.subject
    const close = () => given(world).when(closeApplicant, { applicant, outcome: 'withdrew' }, { as: lead })
    close().thenEvents('ApplicantClosed')
    close().thenRefused('applicant-stage')
    to(applicant, 'interview').thenRefused('applicant-stage')
    given(world).when(eraseApplicant, { applicant }, { as: lead }).thenEvents('ApplicantErased')
    given(world).when(eraseApplicant, { applicant }, { as: lead }).thenRefused('already-so')
  })

  test('opening is the planner’s, for a role of the catalogue and an open milestone of the project', () => {
    const { world, project, who, lead, open } = team()
    open({}, who('ml-engineer')).thenRefused('not-entitled')
    open({ role: 'wizard' }).thenRefused('role-unknown')
    open({ milestone: 'mil_00000000000000000000000001' }).thenRefused('not-found')
    world.does(lead, setMilestone, { project, title: 'First', due: '2026-06-01' })
    const milestone = world.get(projectNoun, project).milestones[0]?.id
    const [opened] = open({ milestone }).thenEvents('RequisitionOpened')
    const close = { requisition: opened!.subject, outcome: 'outsourced', reason: 'An agency does it' } as const
    given(world).when(closeRequisition, close, { as: lead }).thenEvents('RequisitionClosed')
    given(world).when(closeRequisition, close, { as: lead }).thenRefused('requisition-closed')
  })

  test('the funnel tells nothing where nothing is on record', () => {
    expect(funnels([], [], NOW)).toEqual([])
    expect(median([])).toBeUndefined()
    expect(median([3, 1, 2])).toBe(2)
    expect(median([1, 2, 3, 10])).toBe(2.5)
  })
})

describe('from a vendor to people of one’s own (B.SZ3.1, B.SZ3.2)', () => {
  const terms = { warnDays: 90, leadDays: 60, review: PACK.vendor.review }
  function planned() {
    const { world, project, who } = staffed('source-5x8')
    const lead = who('product-manager')
    const plan = (more: object = {}) =>
      given(world).when(
        planTransition,
        {
          project,
          vendor: 'Cloudy',
          does: 'hosting',
          sunset: '2026-12-31',
          roles: [{ role: 'mlops-engineer', by: '2026-12-01' }],
          ...more,
        },
        { as: lead },
      )
    return { world, lead, plan }
  }
  const status = (world: ReturnType<typeof planned>['world'], now: string, engagement?: 'embedded' | 'outsourced') =>
    transitionStatus(
      world.all(transitionNoun)[0]!,
      engagement === undefined ? [] : [{ person: 'per_1', role: 'mlops-engineer', allocation: 50, engagement }],
      terms,
      now,
    )

  test('a role that is not staffed is planned, then warned of 90 days before, then late', () => {
    const { world, plan } = planned()
    plan().thenEvents('TransitionPlanned')
    expect(status(world, '2026-09-01T00:00:00.000Z')).toMatchObject({
      warnings: [],
      roles: [{ state: 'planned', openBy: '2026-10-02' }],
    })
    expect(status(world, '2026-09-02T00:00:00.000Z')).toMatchObject({ roles: [{ state: 'warned', daysLeft: 90 }] })
    expect(status(world, '2026-12-02T00:00:00.000Z')).toMatchObject({ roles: [{ state: 'late' }], daysToSunset: 29 })
  })

  test('somebody outsourced does not make it internal, somebody embedded does', () => {
    const { world, plan } = planned()
    plan().thenEvents('TransitionPlanned')
    expect(status(world, '2026-11-02T00:00:00.000Z', 'outsourced').roles[0]?.state).toBe('warned')
    expect(status(world, '2026-11-02T00:00:00.000Z', 'embedded').roles[0]?.state).toBe('staffed')
  })

  test('dates are in order, roles are of the catalogue, and what is over stays over', () => {
    const { world, lead, plan } = planned()
    plan({ sunset: '2026-01-01' }).thenRefused('date-order')
    plan({ roles: [{ role: 'mlops-engineer', by: '2027-01-01' }] }).thenRefused('date-order')
    plan({ roles: [{ role: 'wizard', by: '2026-06-01' }] }).thenRefused('role-unknown')
    const [made] = plan().thenEvents('TransitionPlanned')
    const transition = made!.subject
    const amend = (change: object) =>
      given(world).when(amendTransition, { transition, reason: 'moved', ...change } as never, { as: lead })
    amend({}).thenRefused('input-invalid')
    amend({ sunset: '2026-11-01' }).thenRefused('date-order')
    amend({ sunset: '2027-03-31' }).thenEvents('TransitionAmended')
    const close = { transition, outcome: 'vendor-stays', reason: 'cheaper' } as const
    given(world).when(closeTransition, close, { as: lead }).thenEvents('TransitionClosed')
    given(world).when(closeTransition, close, { as: lead }).thenRefused('transition-closed')
    amend({ does: 'less' }).thenRefused('transition-closed')
    const stays = status(world, NOW)
    expect(stays).toMatchObject({ state: 'vendor-stays', warnings: [], sunset: '2027-03-31' })
    expect(stays.sentence).toContain('look again at mlops-engineer, security-privacy-legal')
  })
})
