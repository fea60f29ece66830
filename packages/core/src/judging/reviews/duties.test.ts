import type { Candidate } from '@muster/testkit'
import { candidate, gateFacts, given, ready, submitted } from '@muster/testkit'
import { describe, expect, test } from 'vitest'
import { registerVersion } from '../../making/registry/registry.ts'
import { deactivatePerson, reactivatePerson, registerService } from '../../team/people/acts.ts'
import { assignPerson, assignmentNoun, endAssignment } from '../../team/responsibility/assignments.ts'
import { rejectRound, submitCandidate, withdrawRound } from '../gates/acts.ts'
import { roundNoun } from '../gates/round.ts'
import { giveApproval, giveReview, revokeApproval } from './acts.ts'

const tryReview = (c: Candidate, duty: string, as: string, more: object = {}) =>
  given(c.world).when(
    giveReview,
    { round: c.round(), basis: c.status().basis, duty, verdict: 'approve', comment: 'Fine.', ...more },
    { as },
  )
const tryApprove = (c: Candidate, duty: string, as: string, more: object = {}) =>
  given(c.world).when(giveApproval, { round: c.round(), basis: c.status().basis, duty, ...more }, { as })
const duty = (c: Candidate, name: string) => {
  const { reviews, approvals } = c.status()
  return [...reviews, ...approvals].find((d) => d.duty === name)!
}
const end = (c: Candidate, person: string) => {
  for (const a of c.world.all(assignmentNoun).filter((x) => x.person === person && x.endedAt === undefined))
    c.world.does(c.who('product-manager'), endAssignment, { assignment: a.id, reason: 'moved on' })
}
const deactivate = (c: Candidate, person: string) =>
  c.world.does(c.administrator, deactivatePerson, { person, reason: 'left' })
const reviewed = () => {
  const c = submitted()
  c.reviewAll()
  return c
}

describe('submitting (C.W2.1 C.W2.2)', () => {
  test('C.W2.1: carries the experiment, which must be the one the version came from', () => {
    const c = submitted()
    expect(c.world.get(roundNoun, c.round())).toMatchObject({ experiment: c.experiment, version: c.version, number: 1 })
    given(c.world)
      .when(
        submitCandidate,
        { experiment: 'exp_ZZZZZZZZZZZZZZZZZZZZZZZZZZ', version: c.version },
        { as: c.who('software-engineer') },
      )
      .thenRefused('lineage-mismatch')
  })
  test('C.W2.2: carries artifacts, each with its digest', () => {
    const c = candidate()
    const artifacts = [{ name: 'card.md', digest: `sha256:${'a'.repeat(64)}` }]
    c.world.does(c.who('software-engineer'), submitCandidate, {
      experiment: c.experiment,
      version: c.version,
      artifacts,
    })
    expect(c.world.get(roundNoun, c.round()).artifacts).toEqual(artifacts)
  })
  test('is possible before any evidence is there: the gate then says what is missing', () => {
    const c = candidate()
    c.submit()
    expect(c.status().checks.map((k) => k.state)).toEqual(['missing', 'missing', 'missing', 'missing', 'missing'])
  })
  test('asks those who are C for the deployment', () => {
    const c = submitted()
    expect(c.status().consultations.map((x) => x.role)).toContain('security-privacy-legal')
    expect(c.status().blockers.some((b) => b.includes('data-engineer is consulted'))).toBe(true)
  })
  test('is refused when the experiment asks for a review that the gate does not know', () => {
    const c = candidate()
    const gate = gateFacts(c.world, c.version)
    const facts = { gate: { ...gate, definition: { ...gate.definition, reviews: [] } } }
    given(c.world)
      .when(
        submitCandidate,
        { experiment: c.experiment, version: c.version },
        { as: c.who('software-engineer'), facts },
      )
      .thenRefused('review-unknown')
  })
})

describe('a review', () => {
  test('is given by an entitled, independent person on exactly the basis they looked at', () => {
    const c = submitted()
    tryReview(c, 'ethics', c.who('ethics-officer'), { basis: `sha256:${'0'.repeat(64)}` }).thenRefused('basis-changed')
    tryReview(c, 'ethics', c.who('ethics-officer')).thenEvents('ReviewGiven')
    expect(duty(c, 'ethics')).toMatchObject({ state: 'given', person: c.who('ethics-officer'), verdict: 'approve' })
    expect(c.given('ethics')).toMatchObject({ role: 'ethics-officer', basis: c.status().basis })
  })
  test.each([
    ['the owner of the experiment', 'domain-expert', 'business'],
    ['who sealed evidence', 'ml-engineer', 'technical'],
  ])('is not given by %s', (_who, role, name) => {
    const c = submitted()
    tryReview(c, name, c.who(role)).thenRefused('own-work')
  })
  test('is not given by who submitted, nor by who answers for the service that registered the version', () => {
    const c = candidate()
    c.world.does(c.who('mlops-engineer'), submitCandidate, { experiment: c.experiment, version: c.version })
    tryReview(c, 'technical', c.who('mlops-engineer')).thenRefused('own-work')
    const robot = c.world.does(c.administrator, registerService, { name: 'CI' }).subject
    for (const [person, role] of [
      [robot, 'data-scientist'],
      [c.administrator, 'ethics-officer'],
    ] as const)
      c.world.does(c.who('product-manager'), assignPerson, { project: c.project, person, role })
    const version = c.world.does(robot, registerVersion, {
      model: c.model,
      experiment: c.experiment,
      digest: `sha256:${'b'.repeat(64)}`,
      dataDigest: `sha256:${'c'.repeat(64)}`,
      commit: 'abcdef1',
      description: 'From CI.',
    }).subject
    const { subject: round } = c.world.does(c.who('software-engineer'), submitCandidate, {
      experiment: c.experiment,
      version,
    })
    const { basis } = c.world.get(roundNoun, round)
    given(c.world)
      .when(giveReview, { round, basis, duty: 'ethics', verdict: 'approve', comment: 'Fine.' }, { as: c.administrator })
      .thenRefused('own-work')
  })
  test('that is negative blocks, and only its giver can change it in this round', () => {
    const c = reviewed()
    const first = c.who('ethics-officer')
    const second = c.join('ethics-officer')
    c.review('ethics', first, 'reject')
    expect(duty(c, 'ethics')).toMatchObject({ state: 'negative', because: 'reject' })
    expect(c.status().next).toContainEqual(expect.objectContaining({ who: [first], act: 'review.give' }))
    tryReview(c, 'ethics', second).thenRefused('already-so')
    c.review('ethics', first)
    expect(duty(c, 'ethics').state).toBe('given')
    tryReview(c, 'ethics', second).thenRefused('already-so')
  })
  test('that is negative reopens for others when its giver leaves', () => {
    const c = submitted()
    c.review('ethics', c.who('ethics-officer'), 'reject')
    const second = c.join('ethics-officer')
    deactivate(c, c.who('ethics-officer'))
    expect(duty(c, 'ethics').state).toBe('lapsed')
    tryReview(c, 'ethics', second).thenEvents('ReviewGiven')
  })
  test('counts no longer once its giver seals evidence on what is judged', () => {
    const c = submitted()
    c.review('technical', c.who('ai-engineer'))
    c.seal('safety', {}, c.who('ethics-officer'))
    c.submit()
    expect(duty(c, 'technical').state).toBe('missing')
    tryReview(c, 'ethics', c.who('ethics-officer')).thenRefused('own-work')
  })
})

describe('an approval', () => {
  test('comes after the checks and reviews; the refusal names all that is early', () => {
    const c = candidate()
    c.sealAll('cost')
    c.submit()
    const { outcome } = tryApprove(c, 'security', c.who('security-privacy-legal'))
    expect(outcome.ok ? [] : outcome.refusals.map((r) => [r.code, r.subject])).toEqual([
      ['approval-early', 'cost'],
      ['approval-early', 'technical'],
      ['approval-early', 'ethics'],
      ['approval-early', 'business'],
    ])
  })
  test('is given once for each duty, by one person for one duty', () => {
    const c = reviewed()
    const security = c.who('security-privacy-legal')
    tryApprove(c, 'product_owner', c.who('product-manager')).thenRefused('one-duty-per-person')
    tryApprove(c, 'security', security).thenEvents('ApprovalGiven')
    tryApprove(c, 'security', security).thenRefused('already-so')
    tryApprove(c, 'security', c.join('security-privacy-legal')).thenRefused('already-so')
    tryApprove(c, 'king', security).thenRefused('approval-unknown')
  })
  test('is taken back by its giver alone while it is not used', () => {
    const c = ready()
    const round = c.round()
    const revoke = (as: string) =>
      given(c.world).when(revokeApproval, { round, duty: 'security', reason: 'Doubts.' }, { as })
    revoke(c.who('mlops-engineer')).thenRefused('not-yours')
    revoke(c.who('security-privacy-legal')).thenEvents('ApprovalRevoked')
    expect(duty(c, 'security').state).toBe('missing')
    revoke(c.who('security-privacy-legal')).thenRefused('not-yours')
    c.approve('security', c.who('security-privacy-legal'))
    c.promote()
    given(c.world)
      .when(revokeApproval, { round, duty: 'security', reason: 'Doubts.' }, { as: c.who('security-privacy-legal') })
      .thenRefused('round-closed')
  })
  test('lapses when its giver is deactivated, and does not come back with them', () => {
    const c = ready()
    const person = c.who('security-privacy-legal')
    c.world.clock.pass({ hours: 1 })
    deactivate(c, person)
    expect(duty(c, 'security')).toMatchObject({ state: 'lapsed', because: `${person} is no longer active` })
    c.world.clock.pass({ hours: 1 })
    c.world.does(c.administrator, reactivatePerson, { person })
    expect(duty(c, 'security')).toMatchObject({ state: 'lapsed', because: `${person} was deactivated meanwhile` })
    expect(() => c.promote()).toThrow('gate-blocked')
    c.world.clock.pass({ hours: 1 })
    c.approve('security', person)
    expect(duty(c, 'security').state).toBe('given')
  })
  test('lapses when the assignment through which it was given ends, even if the person is assigned anew', () => {
    const c = ready()
    const person = c.who('security-privacy-legal')
    end(c, person)
    expect(duty(c, 'security')).toMatchObject({ state: 'lapsed', eligible: [] })
    c.world.does(c.who('product-manager'), assignPerson, {
      project: c.project,
      person,
      role: 'security-privacy-legal',
    })
    expect(duty(c, 'security')).toMatchObject({ state: 'lapsed', eligible: [person] })
    expect(c.status().missing).toEqual(['security'])
  })
  test('lapses with the last day of the assignment', () => {
    const c = reviewed()
    const guest = c.join()
    c.world.does(c.who('product-manager'), assignPerson, {
      project: c.project,
      person: guest,
      role: 'product-manager',
      until: '2026-03-02',
    })
    c.approve('product_owner', guest)
    expect(duty(c, 'product_owner').state).toBe('given')
    c.world.clock.set('2026-03-03T00:00:00.000Z')
    expect(duty(c, 'product_owner').state).toBe('lapsed')
  })
})

describe('a round ends', () => {
  test.each([
    ['withdrawn', withdrawRound, 'software-engineer'],
    ['rejected', rejectRound, 'mlops-engineer'],
  ] as const)('%s: nothing can be given in it any more, and what was given is stale', (state, act, role) => {
    const c = reviewed()
    const command = { round: c.round(), reason: 'A bug.' }
    const basis = c.status().basis
    c.world.does(c.who(role), act, command)
    expect(c.world.get(roundNoun, command.round)).toMatchObject({ state, endedBecause: 'A bug.' })
    expect(c.status().reviews.map((r) => r.state)).toEqual(['stale', 'stale', 'stale'])
    expect(c.status().passed).toBe(false)
    tryReview(c, 'ethics', c.who('ethics-officer'), { basis }).thenRefused('round-closed')
    tryApprove(c, 'security', c.who('security-privacy-legal'), { basis }).thenRefused('round-closed')
    given(c.world)
      .when(act, command, { as: c.who(role) })
      .thenRefused('round-closed')
  })
  test('rejecting is for who is A, withdrawing for who is R', () => {
    const c = submitted()
    const command = { round: c.round(), reason: 'x' }
    given(c.world)
      .when(rejectRound, command, { as: c.who('software-engineer') })
      .thenRefused('not-entitled')
    given(c.world)
      .when(withdrawRound, command, { as: c.who('ethics-officer') })
      .thenRefused('not-entitled')
  })
  test('superseded by the next submission', () => {
    const c = reviewed()
    const first = c.round()
    c.seal('safety')
    c.submit()
    expect(c.world.get(roundNoun, first)).toMatchObject({
      state: 'superseded',
      endedBecause: `submitted again as ${c.round()}`,
    })
    given(c.world)
      .when(
        giveReview,
        { round: first, basis: c.status().basis, duty: 'ethics', verdict: 'approve', comment: 'x' },
        { as: c.who('ethics-officer') },
      )
      .thenRefused('round-closed')
  })
})

describe('gate status says who must do what next', () => {
  const next = (c: Candidate) => c.status().next.map((s) => s.act)
  test('seal what is missing and submit; then review and answer; then approve; then promote', () => {
    const c = candidate()
    expect(c.status().blockers[0]).toBe('The candidate has not been submitted.')
    expect(next(c)).toEqual([...Array.from({ length: 5 }, () => 'evidence.seal'), 'gate.submit'])
    c.sealAll()
    expect(next(c)).toEqual(['gate.submit'])
    expect(c.status().next[0]?.who).toEqual([c.who('mlops-engineer'), c.who('software-engineer')])
    c.submit()
    expect(next(c).slice(0, 3)).toEqual(['review.give', 'review.give', 'review.give'])
    expect(new Set(next(c).slice(3))).toEqual(new Set(['consultation.answer']))
    c.reviewAll()
    c.answerAll()
    expect(next(c)).toEqual(['approval.give', 'approval.give', 'approval.give'])
    c.approveAll()
    expect(c.status().next).toEqual([
      { who: [c.who('mlops-engineer')], what: 'Promote the candidate: nothing is missing.', act: 'promotion.promote' },
    ])
  })
  test('names only people who are entitled, independent and free', () => {
    const c = reviewed()
    c.answerAll()
    const who = (d: string) => c.status().next.find((s) => s.duty === d)?.who
    expect(who('technical_lead')).toEqual([c.who('mlops-engineer')])
    expect(who('product_owner')).toEqual([])
    expect(c.status().next.find((s) => s.duty === 'product_owner')?.what).toContain(
      'Nobody independent on the project can: assign somebody as product-manager.',
    )
  })
  test('after the promotion there is nothing to do at the gate', () => {
    const c = ready()
    c.promote()
    expect(c.status().next).toEqual([])
    expect(c.status().round?.state).toBe('promoted')
  })
})
