import { candidate, given, projectFacts, staffed, submitted, workspace } from '@muster/testkit'
import { describe, expect, test } from 'vitest'
import { giveReview } from '../judging/reviews/acts.ts'
import { rejectRound, submitCandidate } from '../judging/gates/acts.ts'
import { concludeExperiment } from '../making/experiments/experiment.ts'
import { deactivatePerson, openWorkspace, registerPerson, registerService } from '../team/people/acts.ts'
import { personNoun } from '../team/people/person.ts'
import { issueToken } from '../team/people/tokens.ts'
import { answerConsultation, consultationNoun } from '../team/responsibility/consultations.ts'
import { assignPerson } from '../team/responsibility/assignments.ts'
import { advanceProject, createProject } from '../work/projects/acts.ts'
import { setCriterion, withdrawCriterion } from '../work/projects/criteria.ts'
import type { Grant } from './grant.ts'
import { authorize, scopeAllows } from './grant.ts'

const criterion = {
  kind: 'business',
  title: 'Cheaper',
  metric: 'cost.monthly',
  comparator: '<=',
  threshold: 1_000,
} as const

describe('a grant', () => {
  test('carries who acts, for which act, and on what it rests', () => {
    const team = staffed()
    const allowed = authorize(
      createProject,
      team.world.actor(team.who('product-manager')),
      createProject.input.parse({ name: 'X', lead: team.who('product-manager') }),
      {} as never,
      team.world.clock.now(),
    )
    expect(allowed).toMatchObject({
      ok: true,
      grant: { act: 'project.create', actor: team.who('product-manager'), basis: { by: 'member' } },
    })
  })

  test('cannot be forged, taken from another act or left out: the compiler refuses', () => {
    const forged = { act: 'project.create', actor: 'per_1', basis: { by: 'member' } } as const
    // @ts-expect-error -- a Grant carries a symbol that only authorize has
    const grant: Grant<'project.create'> = forged
    const another = {} as Grant<'project.describe'>
    // @ts-expect-error -- the grant of one act is not the grant of another
    const swapped: Grant<'project.create'> = another
    // @ts-expect-error -- decide demands a grant
    const skipped: Parameters<typeof createProject.decide>[1] = undefined
    expect([grant, swapped, skipped]).toHaveLength(3)
  })
})

describe('a token scope', () => {
  test.each([
    [['*'], 'evidence.seal', true],
    [['evidence.seal'], 'evidence.seal', true],
    [['evidence.*'], 'evidence.seal', true],
    [['evidence.*'], 'evidence.withdraw', true],
    [['evidence.withdraw'], 'evidence.seal', false],
    [['evid.*'], 'evidence.seal', false],
    [['gate.*', 'evidence.seal'], 'evidence.seal', true],
    [['read'], 'evidence.seal', false],
    [[], 'evidence.seal', false],
  ])('%j: %s is allowed: %s', (scopes, act, allowed) => {
    expect(scopeAllows(scopes, act)).toBe(allowed)
  })

  test('limits what its person could otherwise do, and the refusal says which scope is needed', () => {
    const { world, project, who } = staffed()
    const command = { project, ...criterion }
    const as = who('product-manager')
    given(world)
      .when(setCriterion, command, { as, scopes: ['criterion.*'] })
      .thenEvents('CriterionSet')
    const refused = given(world)
      .when(setCriterion, command, { as, scopes: ['gate.*'] })
      .thenRefused('scope-missing')
    expect(refused.help).toContain('criterion.set')
    given(world)
      .when(setCriterion, command, { as: who('data-engineer'), scopes: ['*'] })
      .thenRefused('not-entitled')
  })
})

describe('each kind of permission', () => {
  test('assigned: whoever holds a role on the project now, with or without a stake', () => {
    const { world, project, administrator, who } = staffed()
    const permission = {
      kind: 'assigned',
      responsibilities: (f: { project: ReturnType<typeof projectFacts> }) => f.project,
    } as const
    const outcome = (person: string) =>
      authorize(
        { name: 'x.y', title: 'X', permission },
        world.actor(person),
        {},
        { project: projectFacts(world, project) },
        world.clock.now(),
      )
    expect(outcome(who('ux-designer'))).toMatchObject({
      ok: true,
      grant: { basis: { by: 'assigned', role: 'ux-designer' } },
    })
    expect(outcome(administrator)).toMatchObject({ ok: false, refusals: [{ code: 'not-assigned' }] })
  })

  test('setup needs nobody, for the server has checked the one-time link; a second opening is refused', () => {
    const { world, administrator } = workspace()
    given(world)
      .when(
        openWorkspace,
        { name: 'A', email: 'a@example.org' },
        { as: administrator, facts: { workspace: { open: false } } },
      )
      .thenEvents('PersonRegistered', 'WorkspaceOpened')
    given(world)
      .when(openWorkspace, { name: 'A', email: 'a@example.org' }, { as: administrator })
      .thenRefused('setup-closed')
  })

  test('administrator: only administrators register people', () => {
    const { world, administrator, who } = staffed()
    const command = { name: 'New', email: 'new@example.org' }
    given(world).when(registerPerson, command, { as: administrator }).thenEvents('PersonRegistered')
    given(world)
      .when(registerPerson, command, { as: who('mlops-engineer') })
      .thenRefused('not-administrator')
  })

  test('administering gives no stake: an administrator may not advance, decide or review a project', () => {
    const c = submitted()
    const { world, project, administrator: as } = c
    given(world).when(advanceProject, { project, to: 'scoped' }, { as }).thenRefused('not-entitled')
    given(world).when(rejectRound, { round: c.round(), reason: 'No.' }, { as }).thenRefused('not-entitled')
    given(world)
      .when(
        giveReview,
        { round: c.round(), basis: c.status().basis, duty: 'ethics', verdict: 'approve', comment: 'Fine.' },
        { as },
      )
      .thenRefused('duty-not-held')
  })

  test('member: everybody registered may create a project', () => {
    const { world, who } = staffed()
    given(world)
      .when(createProject, { name: 'Another', lead: who('ux-designer') }, { as: who('domain-expert') })
      .thenEvents('ProjectCreated', 'PersonAssigned')
  })

  test('self: a token is issued for oneself, and for nobody else', () => {
    const { world, who } = staffed()
    const command = { person: who('ux-designer'), label: 'laptop', scopes: ['read'] }
    given(world)
      .when(issueToken, command, { as: who('ux-designer') })
      .thenEvents('TokenIssued')
    given(world)
      .when(issueToken, command, { as: who('domain-expert') })
      .thenRefused('not-yours')
  })

  test('activity: R may do what asks for R, and A may do it too (T2)', () => {
    const { world, project, who } = staffed('source-5x8')
    const command = { project, ...criterion }
    const [byR] = given(world)
      .when(setCriterion, command, { as: who('ux-designer') })
      .thenEvents('CriterionSet')
    given(world)
      .when(setCriterion, command, { as: who('product-manager') })
      .thenEvents('CriterionSet')
    const withdrawal = { project, criterion: byR?.data['criterion'] as string, reason: 'Wrong' }
    given(world)
      .when(withdrawCriterion, withdrawal, { as: who('ux-designer') })
      .thenRefused('not-entitled')
    given(world)
      .when(withdrawCriterion, withdrawal, { as: who('product-manager') })
      .thenEvents('CriterionWithdrawn')
  })

  test('activity: a refusal says what the person is instead, and names who could', () => {
    const { world, project, administrator, who } = staffed('source-5x8')
    const refused = given(world)
      .when(setCriterion, { project, ...criterion }, { as: who('data-engineer') })
      .thenRefused('not-entitled')
    expect(refused.message).toContain('C as data-engineer')
    expect(refused.help).toContain(who('ux-designer'))
    expect(refused.help).toContain(who('product-manager'))
    expect(refused.subject).toBe('define-success')
    const { subject: outside } = world.does(administrator, registerPerson, { name: 'O', email: 'o@example.org' })
    for (const as of [outside, administrator]) {
      const { help } = given(world)
        .when(setCriterion, { project, ...criterion }, { as })
        .thenRefused('not-entitled')
      expect(help).toContain('for people on the project')
      expect(help).not.toMatch(/per_/)
    }
    const stranger = world.does(administrator, registerPerson, { name: 'S', email: 's@example.org' }).subject
    const told = given(world)
      .when(setCriterion, { project, ...criterion }, { as: stranger })
      .thenRefused('not-entitled')
    expect(told.message).toContain('has no stake in it')
  })

  test('activity: where nobody holds a role that may, the refusal says whom to assign', () => {
    const { world, project, who } = staffed('source-5x8', ['mlops-engineer', 'software-engineer'])
    const refused = given(world)
      .when(
        rejectRound,
        { round: 'rnd_00000000000000000000000001', reason: 'x' },
        {
          as: who('product-manager'),
          facts: { gate: { project: projectFacts(world, project) } },
        },
      )
      .thenRefused('not-entitled')
    expect(refused.help).toContain('assign somebody as mlops-engineer')
  })

  test('activity: a matrix without the activity refuses', () => {
    const { world, project, who } = staffed('source-5x8')
    const facts = projectFacts(world, project)
    given(world)
      .when(
        setCriterion,
        { project, ...criterion },
        { as: who('product-manager'), facts: { project: { ...facts, matrix: { activities: [], cells: {} } } } },
      )
      .thenRefused('activity-unknown')
  })

  test('asked: only those to whom the consultation was put may answer', () => {
    const c = submitted()
    const [consultation] = c.world.all(consultationNoun)
    const command = { consultation: consultation?.id ?? '', verdict: 'advice', answer: 'Watch the latency.' } as const
    given(c.world)
      .when(answerConsultation, command, { as: c.who('ux-designer') })
      .thenRefused('not-asked')
    given(c.world)
      .when(answerConsultation, command, { as: c.who('data-engineer') })
      .thenEvents('ConsultationAnswered')
  })

  test('duty: a role that may, independence and one duty a person are all needed', () => {
    const c = submitted()
    const review = (duty: string) =>
      ({ round: c.round(), basis: c.status().basis, duty, verdict: 'approve', comment: 'Fine.' }) as const
    const helped = given(c.world)
      .when(giveReview, review('technical'), { as: c.who('product-manager') })
      .thenRefused('duty-not-held')
    expect(helped.help).toContain(c.who('ai-engineer'))
    expect(helped.help).not.toContain(c.who('ml-engineer'))
    given(c.world)
      .when(giveReview, review('technical'), { as: c.who('ml-engineer') })
      .thenRefused('own-work')
    given(c.world)
      .when(giveReview, review('magic'), { as: c.who('ml-engineer') })
      .thenRefused('review-unknown')
    c.review('technical', c.who('ai-engineer'))
    c.world.does(c.who('product-manager'), assignPerson, {
      project: c.project,
      person: c.who('ai-engineer'),
      role: 'ethics-officer',
    })
    given(c.world)
      .when(giveReview, review('ethics'), { as: c.who('ai-engineer') })
      .thenRefused('one-duty-per-person')
  })

  test('duty: a service account fulfils none, whatever role it holds', () => {
    const c = submitted()
    const robot = c.world.does(c.administrator, registerService, { name: 'CI' }).subject
    c.world.does(c.who('product-manager'), assignPerson, { project: c.project, person: robot, role: 'ethics-officer' })
    given(c.world)
      .when(
        giveReview,
        { round: c.round(), basis: c.status().basis, duty: 'ethics', verdict: 'approve', comment: 'Beep.' },
        { as: robot },
      )
      .thenRefused('human-duty')
  })
})

describe('nobody acts who is barred', () => {
  test('a deactivated person may do nothing, whatever roles they hold', () => {
    const { world, project, administrator, who } = staffed()
    world.does(administrator, deactivatePerson, { person: who('ux-designer'), reason: 'left' })
    expect(world.get(personNoun, who('ux-designer')).active).toBe(false)
    given(world)
      .when(setCriterion, { project, ...criterion }, { as: who('ux-designer') })
      .thenRefused('person-inactive')
    given(world)
      .when(createProject, { name: 'X', lead: who('product-manager') }, { as: who('ux-designer') })
      .thenRefused('person-inactive')
  })

  test('the record of a retired project is closed to every stake, duty and consultation', () => {
    const c = submitted()
    const { world, project, who } = c
    const [consultation] = world.all(consultationNoun)
    world.does(who('product-manager'), advanceProject, { project, to: 'retired', confirm: true })
    given(world)
      .when(setCriterion, { project, ...criterion }, { as: who('product-manager') })
      .thenRefused('project-retired')
    given(world)
      .when(submitCandidate, { experiment: c.experiment, version: c.version }, { as: who('mlops-engineer') })
      .thenRefused('project-retired')
    given(world)
      .when(
        giveReview,
        { round: c.round(), basis: c.status().basis, duty: 'ethics', verdict: 'approve', comment: 'Fine.' },
        { as: who('ethics-officer') },
      )
      .thenRefused('project-retired')
    given(world)
      .when(
        answerConsultation,
        { consultation: consultation?.id ?? '', verdict: 'advice', answer: 'Late.' },
        { as: who('data-engineer') },
      )
      .thenRefused('project-retired')
  })

  test('a stake holds on its own project alone', () => {
    const c = candidate()
    const { world, who } = c
    const elsewhere = world.does(who('ux-designer'), createProject, { name: 'Other', lead: who('ux-designer') }).subject
    given(world)
      .when(setCriterion, { project: elsewhere, ...criterion }, { as: who('product-manager') })
      .thenRefused('not-entitled')
    given(world)
      .when(
        concludeExperiment,
        { experiment: c.experiment, outcome: 'confirmed', summary: 'Yes.', learning: 'Trees.' },
        { as: who('ux-designer') },
      )
      .thenRefused('not-entitled')
  })
})
