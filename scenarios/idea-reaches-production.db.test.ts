import { experimentNoun, projectNoun, promotionNoun, roundNoun } from '@muster/core'
import type { LiveWorld } from '@muster/testkit'
import { digestOf, eachDatabase, world } from '@muster/testkit'
import { beforeAll, describe, expect, test } from 'vitest'

describe('an idea reaches production', () => {
  eachDatabase((open) => {
    let here: LiveWorld
    beforeAll(async () => {
      here = await world((await open()).database, { matrix: 'full-team' })
    })

    test('K03 K05 K50: a project goes from idea to building only with its criteria and its people', async () => {
      const pm = here.as('product-manager')
      const { subject: project } = await pm.act('project.create', {
        name: 'Second idea',
        lead: here.who('product-manager'),
      })
      expect((await here.read(projectNoun, project)).stage).toBe('idea')
      await pm.act('project.advance', { project, to: 'building' }).refused('stage-order')
      const why = await pm.act('project.advance', { project, to: 'scoped', confirm: true }).refused('stage-blocked')
      expect(why.message).not.toBe('')
      await pm.act('project.describe', { project, objective: 'Fewer churners.' })
      const criterion = { project, metric: 'recall', comparator: '>=', threshold: 0.9 }
      await pm.act('criterion.set', { ...criterion, kind: 'technical', title: 'Recall' })
      await pm.act('criterion.set', { ...criterion, kind: 'business', title: 'Hours saved' })
      for (const role of ['domain-expert', 'ml-engineer', 'data-engineer'])
        await pm.act('assignment.assign', { project, person: here.who(role), role })
      await pm.act('project.advance', { project, to: 'scoped' }).refused('stage-unconfirmed')
      await pm.act('project.advance', { project, to: 'scoped', confirm: true })
      await pm.act('project.advance', { project, to: 'staffed', confirm: true }).refused('stage-blocked')
      for (const role of [
        'mlops-engineer',
        'software-engineer',
        'ux-designer',
        'ethics-officer',
        'security-privacy-legal',
        'monitoring-specialist',
      ])
        await pm.act('assignment.assign', { project, person: here.who(role), role })
      await pm.act('project.advance', { project, to: 'staffed', confirm: true })
      await pm.act('project.advance', { project, to: 'building', confirm: true })
      expect((await here.read(projectNoun, project)).stage).toBe('building')
    })

    test('C.W1.1 C.W1.2 C.W1.3 C.W1.4 C.W1.5 C.W1.6 C.W1.7 C.W1.8 C.W1.9: a proposal has its id, hypothesis, owner, status, reviews, empty metrics and a forecast', async () => {
      const { subject } = await here.as('ml-engineer').act('experiment.propose', {
        title: 'Trees',
        hypothesis: 'Boosted trees miss fewer churners.',
        kind: 'tuning',
      })
      const experiment = await here.read(experimentNoun, subject)
      expect(experiment.id).toMatch(/^exp_/) // C.W1.1
      expect(experiment.hypothesis).toBe('Boosted trees miss fewer churners.') // C.W1.2
      expect(experiment.owner).toBe(here.who('ml-engineer')) // C.W1.3
      expect(experiment.status).toBe('proposed') // C.W1.4
      expect(experiment.requiredReviews).toEqual(['technical', 'ethics', 'business']) // C.W1.5 C.W1.6 C.W1.7
      expect(experiment.metrics).toEqual([]) // C.W1.8
      expect(experiment.forecast).toMatchObject({ basis: 'prior', p50Days: 5, p85Days: 10, n: 0 }) // C.W1.9
      expect(experiment.forecast.explanation).not.toBe('')
    })

    test('C.W1.9: with enough finished experiments of the kind, the forecast comes from them', async () => {
      const ml = here.as('ml-engineer')
      for (let i = 0; i < 12; i += 1) {
        const { subject: experiment } = await ml.act('experiment.propose', {
          title: 'Past',
          hypothesis: 'x',
          kind: 'prompt',
        })
        await ml.act('experiment.start', { experiment })
        here.clock.advance({ days: 1 })
        // What is abandoned early gives no answer, so it says nothing about how long an answer takes.
        if (i % 2 === 1) await ml.act('experiment.abandon', { experiment, reason: 'no use', learning: 'none' })
        here.clock.advance({ days: 3 })
        const outcome = i % 4 === 0 ? 'refuted' : 'confirmed'
        if (i % 2 === 0) await ml.act('experiment.conclude', { experiment, outcome, summary: 'x', learning: 'x' })
      }
      const { subject } = await ml.act('experiment.propose', { title: 'Next', hypothesis: 'x', kind: 'prompt' })
      const { forecast } = await here.read(experimentNoun, subject)
      expect(forecast).toMatchObject({ basis: 'reference-class', n: 6, p50Days: 4, p85Days: 4 })
    })

    test('C.W2.1 C.W2.2: a submission carries the experiment and its artifacts', async () => {
      const candidate = await here.candidate()
      const artifacts = [{ name: 'report.html', digest: digestOf('report') }]
      const { experiment, version } = candidate
      const { subject } = await here.as('software-engineer').act('gate.submit', { experiment, version, artifacts })
      expect(await here.read(roundNoun, subject)).toMatchObject({ experiment, version, artifacts })
      expect((await here.read(experimentNoun, experiment)).status).toBe('in-review')
      const other = await here.candidate()
      await here
        .as('software-engineer')
        .act('gate.submit', { experiment, version: other.version })
        .refused('lineage-mismatch')
    })

    test.each([
      ['C.W2.3', 'performance', 'evaluation', { measures: [{ name: 'recall', value: 0.8 }] }],
      ['C.W2.4', 'safety', 'safety', { facts: { passed: true, unresolved: ['a prompt leaks'] } }],
      ['C.W2.5', 'cost', 'cost', { facts: { monthly: 1_200, budget: 1_000, currency: 'EUR', assumptions: [] } }],
      ['C.W2.6', 'documentation', 'documentation', { facts: { sections: ['Data'], missing: ['Limits'] } }],
      ['C.W2.7', 'rollback', 'rollback', { facts: { target: 'before', steps: ['back'], rehearsed: false } }],
    ])(
      '%s: the check "%s" is missing, then failed, then satisfied, by its evidence alone',
      async (_id, check, kind, bad) => {
        const candidate = await here.candidate()
        await candidate.submit()
        const state = async () => (await candidate.status()).checks.find((c) => c.id === check)?.state
        expect(await state()).toBe('missing')
        await candidate.seal(kind, bad)
        expect(await state()).toBe('failed')
        await candidate.seal(kind)
        expect(await state()).toBe('satisfied')
      },
    )

    test('C.W3.1 C.W3.2 C.W3.3 C.W3.4 C.W3.5 C.W3.6 C.W3.7 C.W3.8 C.W3.9: promotion waits for exactly the missing approvals', async () => {
      const candidate = await here.candidate()
      await candidate.completeEvidence()
      await candidate.submit()
      await candidate.allReviews()
      await candidate.answerConsultations()
      const mlops = here.as('mlops-engineer')
      const titles = ['Approval of the technical lead', 'Approval of the product owner', 'Approval of security']
      const all = ['technical_lead', 'product_owner', 'security'] // C.W3.1 C.W3.2 C.W3.3
      for (const [given, duty] of all.entries()) {
        const status = await candidate.status()
        expect(status.approved).toBe(false) // C.W3.4
        expect(status.missing).toEqual(all.slice(given)) // C.W3.5
        const refused = await mlops.act('promotion.promote', await candidate.judged()).refused('gate-blocked')
        expect(refused.message).toContain(`Missing approvals: ${titles.slice(given).join(', ')}.`)
        await candidate.approve(duty)
      }
      expect(await candidate.status()).toMatchObject({ approved: true, missing: [], passed: true }) // C.W3.6
      await here
        .as('product-manager')
        .act('promotion.promote', await candidate.judged())
        .refused('not-entitled') // C.W3.9
      const promotion = await here.read(promotionNoun, await candidate.promote())
      expect(promotion.plan.steps.map((s) => s.kind)).toEqual(expect.arrayContaining(['shadow', 'canary', 'full'])) // C.W3.7
      expect(promotion.monitoring.monitors.length).toBeGreaterThan(3) // C.W3.8
      expect(promotion.approvals.map((a) => a.duty)).toEqual(all)
      expect((await here.read(projectNoun, here.project)).stage).toBe('live')
      expect((await here.read(experimentNoun, candidate.experiment)).status).toBe('promoted')
    })

    test('C.W3.9 K58: no author approves, no service account, no administrator, and nobody twice', async () => {
      const candidate = await here.candidate()
      await candidate.completeEvidence()
      await candidate.submit()
      await candidate.allReviews()
      const approve = async (who: string, duty: string) =>
        here.as(who).act('approval.give', { ...(await candidate.judged()), duty })
      const refused = async (who: string, duty: string) => {
        const outcome = await here.as(who).act('approval.give', { ...(await candidate.judged()), duty }).outcome
        return outcome.ok ? 'allowed' : outcome.refusals[0]?.code
      }
      expect(await refused('ml-engineer', 'technical_lead')).toBe('own-work')
      expect(await refused('second-ml-engineer', 'technical_lead')).toBe('one-duty-per-person')
      expect(await refused('administrator', 'security')).toBe('duty-not-held')
      expect(await refused('service', 'security')).toBe('human-duty')
      await approve('security-privacy-legal', 'security')
      expect(await refused('security-privacy-legal', 'security')).toBe('already-so')
    })
  })
})
