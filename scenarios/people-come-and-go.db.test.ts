import { projectNoun } from '@muster/core'
import type { LiveCandidate, LiveWorld } from '@muster/testkit'
import { eachDatabase, world } from '@muster/testkit'
import { beforeAll, beforeEach, expect, test } from 'vitest'

async function reviewed(here: LiveWorld): Promise<LiveCandidate> {
  const candidate = await here.candidate()
  await candidate.completeEvidence()
  await candidate.submit()
  await candidate.allReviews()
  await candidate.answerConsultations()
  return candidate
}

eachDatabase((open) => {
  let first: LiveWorld
  let here: LiveWorld
  beforeAll(async () => {
    first = await world((await open()).database, { matrix: 'source-5x8' })
  })
  beforeEach(async () => {
    here = await first.another()
  })

  test('a reviewer leaves mid-review: the review lapses, approvals wait, and somebody else reviews', async () => {
    const candidate = await reviewed(here)
    const assignment = here.assignments['second-ml-engineer']
    await here.as('product-manager').act('assignment.end', { assignment, reason: 'left the company' })
    const technical = (await candidate.status()).reviews.find((r) => r.duty === 'technical')
    expect(technical).toMatchObject({ state: 'lapsed', person: here.who('second-ml-engineer') })
    await here
      .as('security-privacy-legal')
      .act('approval.give', { ...(await candidate.judged()), duty: 'security' })
      .refused('approval-early')
    await here
      .as('second-ml-engineer')
      .act('review.give', { ...(await candidate.judged()), duty: 'technical', verdict: 'approve', comment: 'again' })
      .refused('duty-not-held')
    const successor = await here.join('ml-engineer')
    await candidate.review('technical', successor)
    await candidate.allApprovals()
    expect(await candidate.promote()).toMatch(/^prm_/)
  })

  test('an approver is deactivated and comes back: the approval does not', async () => {
    const candidate = await reviewed(here)
    await candidate.allApprovals()
    expect((await candidate.status()).passed).toBe(true)
    const person = here.who('security-privacy-legal')
    const administrator = here.as('administrator')
    await administrator.act('person.deactivate', { person, reason: 'suspended' })
    const inactive = here.as('security-privacy-legal')
    await inactive.act('approval.give', { ...(await candidate.judged()), duty: 'security' }).refused('person-inactive')
    here.clock.advance({ hours: 2 })
    await administrator.act('person.reactivate', { person })
    expect(await candidate.status()).toMatchObject({ passed: false, missing: ['security'] })
    await here
      .as('mlops-engineer')
      .act('promotion.promote', await candidate.judged())
      .refused('gate-blocked')
    await candidate.approve('security')
    expect(await candidate.promote()).toMatch(/^prm_/)
  })

  test('an assignment runs out overnight: what was given through it lapses with it, and prolonging it later revives nothing', async () => {
    const candidate = await reviewed(here)
    const pm = here.as('product-manager')
    const assignment = here.assignments['security-privacy-legal']
    await pm.act('assignment.amend', { assignment, until: here.clock.now().slice(0, 10) })
    await candidate.allApprovals()
    expect((await candidate.status()).passed).toBe(true)
    here.clock.advance({ days: 1 })
    expect((await candidate.status()).missing).toEqual(['security'])
    await here
      .as('mlops-engineer')
      .act('promotion.promote', await candidate.judged())
      .refused('gate-blocked')
    await pm.act('assignment.amend', { assignment, until: '2030-01-01' }).refused('already-so')
    const person = here.who('security-privacy-legal')
    await pm.act('assignment.assign', { person, role: 'security-privacy-legal' })
    expect((await candidate.status()).missing).toEqual(['security'])
    await candidate.approve('security')
    expect(await candidate.promote()).toMatch(/^prm_/)
  })

  test('the lead leaves: nobody can pass anything because of it, an administrator appoints another', async () => {
    const candidate = await reviewed(here)
    await candidate.allApprovals()
    const administrator = here.as('administrator')
    const successor = await here.join('ux-designer')
    await administrator.act('project.appoint-lead', { person: successor }).refused('lead-present')
    await here
      .as('product-manager')
      .act('assignment.end', { assignment: here.assignments['product-manager'], reason: 'leaving' })
      .refused('lead-needed')
    await administrator.act('person.deactivate', { person: here.who('product-manager'), reason: 'left' })
    await here
      .as('mlops-engineer')
      .act('promotion.promote', await candidate.judged())
      .refused('gate-blocked')
    for (const who of ['mlops-engineer', 'ml-engineer', 'administrator', 'outsider', 'ux-designer']) {
      await here
        .as(who)
        .act('assignment.assign', { person: here.outsider, role: 'product-manager' })
        .refused('not-entitled')
      const approval = await here.as(who).act('approval.give', { ...(await candidate.judged()), duty: 'product_owner' })
        .outcome
      expect(approval.ok).toBe(false)
    }
    await administrator.act('project.appoint-lead', { person: here.administrator }).refused('self-assignment')
    await here.as('mlops-engineer').act('project.appoint-lead', { person: successor }).refused('not-administrator')
    await administrator.act('project.appoint-lead', { person: successor })
    await candidate.approve('product_owner', successor)
    expect(await candidate.promote()).toMatch(/^prm_/)
  })

  test('the matrix is amended in the middle: who may decide changes at once, what was given stays', async () => {
    const candidate = await reviewed(here)
    await candidate.allApprovals()
    const pm = here.as('product-manager')
    const cell = (role: string, stake: string | null) => ({ activity: 'deploy-to-production', role, stake })
    await here
      .as('mlops-engineer')
      .act('matrix.amend', { changes: [cell('mlops-engineer', 'R')], reason: 'x' })
      .refused('not-entitled')
    await pm.act('matrix.amend', { changes: [cell('mlops-engineer', null)], reason: 'x' }).refused('matrix-broken')
    await pm.act('matrix.amend', {
      changes: [cell('mlops-engineer', 'R'), cell('software-engineer', 'A')],
      reason: 'software decides from now on',
    })
    const deciding = here.who('software-engineer')
    expect(await candidate.status()).toMatchObject({
      passed: true,
      next: [{ who: [deciding], act: 'promotion.promote' }],
    })
    await here
      .as('mlops-engineer')
      .act('promotion.promote', await candidate.judged())
      .refused('not-entitled')
    await pm.act('matrix.amend', {
      changes: [cell('mlops-engineer', 'A'), cell('software-engineer', 'R')],
      reason: 'back to what it was',
    })
    expect((await here.read(projectNoun, here.project)).stage).toBe('in-review')
    expect(await candidate.promote()).toMatch(/^prm_/)
  })
})
