import { experimentNoun, modelNoun, projectNoun, promotionNoun, roundNoun } from '@muster/core'
import type { LiveCandidate, LiveWorld } from '@muster/testkit'
import { eachDatabase, world } from '@muster/testkit'
import { beforeAll, beforeEach, expect, test } from 'vitest'

/** Everything but the approvals, for a candidate whose evidence is sealed. */
async function review(candidate: LiveCandidate): Promise<LiveCandidate> {
  await candidate.submit()
  await candidate.allReviews()
  await candidate.answerConsultations()
  return candidate
}
async function complete(candidate: LiveCandidate): Promise<LiveCandidate> {
  await candidate.completeEvidence()
  return review(candidate)
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
  const blocked = async (candidate: LiveCandidate) =>
    here
      .as('mlops-engineer')
      .act('promotion.promote', await candidate.judged())
      .refused('gate-blocked')

  test('evidence goes stale while approvals come in: the last approval waits, and fresh evidence starts a new round', async () => {
    const candidate = await here.candidate()
    await candidate.completeEvidence()
    here.clock.advance({ days: 59 })
    await review(candidate)
    await candidate.approve('technical_lead')
    await candidate.approve('product_owner')
    here.clock.advance({ days: 1 })
    expect((await candidate.status()).checks.find((c) => c.id === 'cost')?.state).toBe('stale')
    const security = here.as('security-privacy-legal')
    await security.act('approval.give', { ...(await candidate.judged()), duty: 'security' }).refused('approval-early')
    await blocked(candidate)
    await candidate.seal('cost')
    expect(await candidate.status()).toMatchObject({ basisChanged: true })
    await security.act('approval.give', { ...(await candidate.judged()), duty: 'security' }).refused('basis-changed')
    await review(candidate)
    expect((await candidate.status()).missing).toEqual(['technical_lead', 'product_owner', 'security'])
    await candidate.allApprovals()
    expect(await candidate.promote()).toMatch(/^prm_/)
  })

  test('an approval for what somebody looked at yesterday is refused today', async () => {
    const candidate = await complete(await here.candidate())
    const { basis } = await candidate.judged()
    await candidate.seal('safety')
    await candidate.submit()
    const { round } = await candidate.judged()
    await here
      .as('security-privacy-legal')
      .act('approval.give', { round, basis, duty: 'security' })
      .refused('basis-changed')
    await here.as('mlops-engineer').act('promotion.promote', { round, basis }).refused('basis-changed')
  })

  test('two candidates of one model race: the first promotion makes every approval of the other stale', async () => {
    const one = await complete(await here.candidate())
    const two = await complete(await one.rival())
    await one.allApprovals()
    await two.allApprovals()
    const before = await two.judged()
    const won = await one.promote()
    expect(await two.status()).toMatchObject({ passed: false, basisChanged: true, approved: false })
    await here.as('mlops-engineer').act('promotion.promote', before).refused('gate-blocked')
    await review(two)
    await two.allApprovals()
    const then = await two.promote()
    expect(await here.read(promotionNoun, won)).toMatchObject({ state: 'superseded' })
    expect(await here.read(promotionNoun, then)).toMatchObject({
      state: 'live',
      replaces: one.version,
      supersedes: won,
    })
  })

  test('a waiver lapses before promotion: the check counts again', async () => {
    const candidate = await here.candidate()
    await candidate.completeEvidence('rollback')
    const waive = (who: string, days: number) =>
      here.as(who).act('waiver.grant', { version: candidate.version, check: 'rollback', reason: 'pilot only', days })
    await waive('mlops-engineer', 2).refused('duty-not-held')
    await waive('administrator', 2).refused('duty-not-held')
    await waive('chief-ai-officer', 31).refused('waiver-too-long')
    await waive('chief-ai-officer', 4)
    await review(candidate)
    await candidate.allApprovals()
    expect(await candidate.status()).toMatchObject({ passed: true })
    here.clock.advance({ days: 4 })
    expect((await candidate.status()).checks.find((c) => c.id === 'rollback')?.state).toBe('missing')
    const refused = await blocked(candidate)
    expect(refused.message).toContain('rollback')
  })

  test('those who are C are waited for, and their window passes', async () => {
    const candidate = await here.candidate()
    await candidate.completeEvidence()
    await candidate.submit()
    await candidate.allReviews()
    await candidate.allApprovals()
    await blocked(candidate)
    here.clock.advance({ days: 4 })
    expect((await candidate.status()).consultations.every((c) => c.state === 'lapsed')).toBe(true)
    expect(await candidate.promote()).toMatch(/^prm_/)
  })

  test('a submission is withdrawn and comes back: nothing that was given before counts', async () => {
    const candidate = await complete(await here.candidate())
    await candidate.allApprovals()
    const { round } = await candidate.judged()
    await here.as('product-manager').act('gate.withdraw', { round, reason: 'x' }).refused('not-entitled')
    await here.as('software-engineer').act('gate.withdraw', { round, reason: 'a bug in the features' })
    expect((await here.read(experimentNoun, candidate.experiment)).status).toBe('running')
    expect((await here.read(projectNoun, here.project)).stage).toBe('building')
    await here
      .as('mlops-engineer')
      .act('promotion.promote', await candidate.judged())
      .refused('round-closed')
    await review(candidate)
    expect((await candidate.status()).missing).toEqual(['technical_lead', 'product_owner', 'security'])
    await candidate.allApprovals()
    expect(await candidate.promote()).toMatch(/^prm_/)
    expect((await here.read(roundNoun, round)).state).toBe('withdrawn')
  })

  test('a rollback brings the old version back', async () => {
    const one = await complete(await here.candidate())
    await one.allApprovals()
    const before = await one.promote()
    const two = await complete(await one.rival())
    await two.allApprovals()
    const after = await two.promote()
    const back = (who: string, promotion: string) =>
      here.as(who).act('promotion.roll-back', { promotion, reason: 'latency doubled' })
    await back('product-manager', after).refused('not-entitled')
    await back('software-engineer', before).refused('nothing-to-roll-back')
    await back('software-engineer', after)
    expect((await here.read(modelNoun, one.model)).aliases).toEqual({ champion: one.version })
    expect(await here.read(promotionNoun, before)).toMatchObject({ state: 'live' })
    await back('software-engineer', after).refused('nothing-to-roll-back')
    await back('mlops-engineer', before)
    expect((await here.read(modelNoun, one.model)).aliases).toEqual({})
    expect((await here.read(projectNoun, here.project)).stage).toBe('building')
  })

  test('an experiment is abandoned early: what was learnt is kept, and nothing can come from it any more', async () => {
    const candidate = await here.candidate()
    const ml = here.as('ml-engineer')
    await ml.act('experiment.abandon', {
      experiment: candidate.experiment,
      reason: 'the label leaks into the features',
      learning: 'split by customer, not by row',
    })
    expect(await here.read(experimentNoun, candidate.experiment)).toMatchObject({
      status: 'abandoned',
      learning: 'split by customer, not by row',
    })
    const { experiment, version } = candidate
    await here.as('software-engineer').act('gate.submit', { experiment, version }).refused('experiment-status')
    await ml.act('experiment.start', { experiment }).refused('experiment-status')
    const told = await here.database.query('select person from notice where project = $1 and subject = $2', [
      here.project,
      experiment,
    ])
    const informed = ['product-manager', 'software-engineer', 'security-privacy-legal'].map((role) => here.who(role))
    expect(new Set(told.map((row) => row['person']))).toEqual(new Set(informed))
    expect(told.length).toBe(informed.length)
  })
})
