import type { Candidate } from '@muster/testkit'
import { candidate, given, ready, submitted } from '@muster/testkit'
import { describe, expect, test } from 'vitest'
import { grantWaiver } from '../../judging/gates/acts.ts'
import { roundNoun } from '../../judging/gates/round.ts'
import { experimentNoun } from '../../making/experiments/experiment.ts'
import { modelNoun } from '../../making/registry/registry.ts'
import { deactivatePerson } from '../../team/people/acts.ts'
import { projectNoun } from '../../work/projects/project.ts'
import { promote, promotionNoun, rollBack } from './promotion.ts'

const tryPromote = (c: Candidate, as = c.who('mlops-engineer')) =>
  given(c.world).when(promote, { round: c.round(), basis: c.status().basis }, { as })
const approvedBut = (missing: string) => {
  const c = submitted()
  c.reviewAll()
  c.answerAll()
  const owner = c.join('product-manager')
  const by = {
    technical_lead: c.who('mlops-engineer'),
    product_owner: owner,
    security: c.who('security-privacy-legal'),
  }
  for (const [duty, person] of Object.entries(by)) if (duty !== missing) c.approve(duty, person)
  return c
}

describe('promoting', () => {
  test.each([
    ['C.W3.1', 'technical_lead', 'Approval of the technical lead'],
    ['C.W3.2', 'product_owner', 'Approval of the product owner'],
    ['C.W3.3', 'security', 'Approval of security'],
  ])('%s: needs the approval %s', (_id, duty, title) => {
    const c = approvedBut(duty)
    expect(c.status().missing).toEqual([duty])
    expect(tryPromote(c).thenRefused('gate-blocked').message).toContain(`${title} is missing`)
  })
  test('C.W3.4: while an approval is missing, approved is false', () => {
    expect(approvedBut('security').status()).toMatchObject({ approved: false, passed: false })
  })
  test('C.W3.5: the refusal gives exactly the set that is missing, and who could give it', () => {
    const c = submitted()
    c.reviewAll()
    c.answerAll()
    expect(c.status().missing).toEqual(['technical_lead', 'product_owner', 'security'])
    const refused = tryPromote(c).thenRefused('gate-blocked')
    expect(refused.message).toContain(
      'Missing approvals: Approval of the technical lead, Approval of the product owner, Approval of security.',
    )
    expect(refused.help).toContain(c.who('mlops-engineer'))
  })
  test('C.W3.6: when all are there, approved is true and the candidate goes live', () => {
    const c = ready()
    expect(c.status()).toMatchObject({ approved: true, passed: true, missing: [] })
    tryPromote(c).thenEvents('ModelPromoted', 'RoundPassed', 'AliasMoved', 'ExperimentMoved', 'StageEntered')
    expect(c.world.get(modelNoun, c.model).aliases).toEqual({ champion: c.version })
    expect(c.world.get(roundNoun, c.round()).state).toBe('promoted')
    expect(c.world.get(experimentNoun, c.experiment).status).toBe('promoted')
    expect(c.world.get(projectNoun, c.project).stage).toBe('live')
  })
  test('C.W3.7: creates a deployment plan for this version', () => {
    const c = ready()
    const { plan } = c.world.get(promotionNoun, c.promote())
    expect(plan.version).toBe(c.version)
    expect(plan.steps.map((s) => [s.kind, s.weight])).toEqual([
      ['shadow', 0],
      ['canary', 5],
      ['canary', 25],
      ['canary', 50],
      ['full', 100],
    ])
  })
  test('C.W3.8: creates a monitoring configuration for this version', () => {
    const c = ready()
    const { monitoring } = c.world.get(promotionNoun, c.promote())
    expect(monitoring.version).toBe(c.version)
    expect(monitoring.monitors.map((m) => m.watches)).toEqual(['drift', 'performance', 'latency', 'error-rate', 'cost'])
  })
  test('C.W3.9: approvals are by entitled, independent people, and the record says who gave them in which entry', () => {
    const c = ready()
    const { approvals, promotedBy } = c.world.get(promotionNoun, c.promote())
    expect(approvals.map((a) => a.duty)).toEqual(['technical_lead', 'product_owner', 'security'])
    expect(new Set(approvals.map((a) => a.person)).size).toBe(3)
    expect(approvals.every((a) => c.world.log[a.entry]?.type === 'ApprovalGiven')).toBe(true)
    expect(promotedBy).toBe(c.who('mlops-engineer'))
    expect(() => approvedBut('security').approve('security', c.who('domain-expert'))).toThrow('duty-not-held')
  })
  test('is for who is A for the deployment, on the basis they looked at', () => {
    const c = ready()
    tryPromote(c, c.who('software-engineer')).thenRefused('not-entitled')
    tryPromote(c, c.administrator).thenRefused('not-entitled')
    given(c.world)
      .when(promote, { round: c.round(), basis: `sha256:${'0'.repeat(64)}` }, { as: c.who('mlops-engineer') })
      .thenRefused('basis-changed')
  })
  test('happens once', () => {
    const c = ready()
    c.promote()
    tryPromote(c).thenRefused('round-closed')
  })
  test('waits for those who are consulted, or for the window (T4)', () => {
    const c = submitted()
    c.reviewAll()
    c.approveAll()
    expect(c.status()).toMatchObject({ approved: true, passed: false })
    expect(tryPromote(c).thenRefused('gate-blocked').message).toContain('is consulted and has until')
    c.world.clock.pass({ days: 2 })
    const [promoted] = tryPromote(c).thenEvents(
      'ModelPromoted',
      'RoundPassed',
      'AliasMoved',
      'ExperimentMoved',
      'StageEntered',
    )
    expect(promoted?.data['consulted']).toContainEqual({ role: 'security-privacy-legal', state: 'lapsed' })
  })
  test('does not happen because somebody left', () => {
    const c = ready()
    c.world.does(c.administrator, deactivatePerson, { person: c.who('ethics-officer'), reason: 'left' })
    expect(tryPromote(c).thenRefused('gate-blocked').message).toContain('Ethics review is lapsed')
  })
  test('on a waived check names the waiver; an expired waiver blocks it', () => {
    const waivedUntilThen = () => {
      const c = candidate()
      c.sealAll('cost')
      c.world.does(c.who('chief-ai-officer'), grantWaiver, {
        version: c.version,
        check: 'cost',
        reason: 'Pilot.',
        days: 1,
      })
      c.submit()
      c.reviewAll()
      c.answerAll()
      c.approveAll()
      return c
    }
    const c = waivedUntilThen()
    const waiver = c.status().checks.find((k) => k.id === 'cost')?.waiver
    const { data } = c.world.does(c.who('mlops-engineer'), promote, { round: c.round(), basis: c.status().basis })
    expect(data['waived']).toEqual([{ check: 'cost', waiver }])
    const late = waivedUntilThen()
    late.world.clock.pass({ days: 1 })
    expect(tryPromote(late).thenRefused('gate-blocked').message).toContain('No cost evidence')
  })
})

describe('rolling back (K61)', () => {
  const live = () => {
    const first = ready()
    const one = first.promote()
    return { first, one }
  }
  const back = (c: Candidate, promotion: string, as = c.who('software-engineer')) =>
    given(c.world).when(rollBack, { promotion, reason: 'Errors.' }, { as })
  const champion = (c: Candidate) => c.world.get(modelNoun, c.model).aliases['champion']

  test('where nothing was live before, takes the model off and the project back to building', () => {
    const { first, one } = live()
    back(first, one, first.who('ux-designer')).thenRefused('not-entitled')
    back(first, one).thenEvents('PromotionRolledBack', 'AliasMoved', 'ExperimentMoved', 'StageEntered')
    expect(champion(first)).toBeUndefined()
    expect(first.status()).toMatchObject({ passed: false })
    // Mended, the candidate may come back through another round.
    expect(first.status().next.at(-1)).toMatchObject({ act: 'gate.submit' })
    expect(first.world.get(projectNoun, first.project).stage).toBe('building')
    expect(first.world.get(promotionNoun, one)).toMatchObject({ state: 'rolled-back', rolledBackBecause: 'Errors.' })
    back(first, one).thenRefused('nothing-to-roll-back')
  })
  test('restores what was live before, and its promotion; a superseded one is not rolled back', () => {
    const { first, one } = live()
    // The second version needs an experiment of its own: the first one's is over.
    const second = successor(first)
    const two = second.promote()
    expect(first.world.get(promotionNoun, one).state).toBe('superseded')
    expect(first.world.get(promotionNoun, two)).toMatchObject({ replaces: first.version, supersedes: one })
    expect(first.world.get(promotionNoun, two).plan.rollback.target).toBe(first.version)
    back(first, one).thenRefused('nothing-to-roll-back')
    back(first, two).thenEvents('PromotionRolledBack', 'AliasMoved', 'ExperimentMoved')
    expect(champion(first)).toBe(first.version)
    expect(first.world.get(promotionNoun, one).state).toBe('live')
    expect(first.world.get(projectNoun, first.project).stage).toBe('live')
    back(first, one).thenEvents('PromotionRolledBack', 'AliasMoved', 'ExperimentMoved', 'StageEntered')
  })
})

/** The next candidate of the same model, from an experiment of its own, of which nothing is missing. */
function successor(first: Candidate): Candidate {
  const second = first.next('second')
  second.sealAll()
  second.submit()
  second.reviewAll()
  second.answerAll()
  second.approveAll()
  return second
}
