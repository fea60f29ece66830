import { candidate, digest, gateFacts, ready, submitted } from '@muster/testkit'
import { describe, expect, test } from 'vitest'
import type { Model } from '../../making/registry/registry.ts'
import { setCriterion } from '../../work/projects/criteria.ts'
import { withdrawEvidence } from '../evidence/acts.ts'
import { grantWaiver, revokeWaiver, submitCandidate } from './acts.ts'
import type { GateFacts } from './facts.ts'
import { basisNow, gateOf } from './facts.ts'

const basis = (facts: GateFacts) => basisNow(facts, gateOf(facts), digest).basis

describe('the basis of a decision', () => {
  test('is the same for the same things, in whatever order they come', () => {
    const c = candidate()
    c.sealAll()
    c.world.does(c.who('product-manager'), setCriterion, {
      project: c.project,
      kind: 'business',
      title: 'Cheap',
      metric: 'cost.monthly',
      comparator: '<=',
      threshold: 900,
    })
    const facts = gateFacts(c.world, c.version)
    const { state } = facts.project
    const turned: GateFacts = {
      ...facts,
      evidence: facts.evidence.toReversed(),
      project: { ...facts.project, state: { ...state, criteria: state.criteria.toReversed() } },
    }
    expect(basis(turned)).toBe(basis(facts))
  })

  const facts = gateFacts(...once())
  function once() {
    const c = submitted()
    return [c.world, c.version] as const
  }
  const { state } = facts.project
  const changes: Record<string, Partial<GateFacts>> = {
    'the version': { version: { ...facts.version, id: 'ver_other' } },
    'the bytes of the version': { version: { ...facts.version, digest: `sha256:${'0'.repeat(64)}` } },
    'what is live': { model: { ...facts.model, aliases: { champion: 'ver_live' } } satisfies Model },
    'one piece of evidence less': { evidence: facts.evidence.slice(1) },
    'a threshold': {
      project: {
        ...facts.project,
        state: { ...state, criteria: state.criteria.map((k) => ({ ...k, threshold: k.threshold - 0.01 })) },
      },
    },
    'one criterion less': { project: { ...facts.project, state: { ...state, criteria: [] } } },
    'a waiver': {
      waivers: [
        {
          id: 'wvr_1',
          project: facts.project.id,
          version: facts.version.id,
          check: 'cost',
          reason: 'x',
          grantedBy: 'per_1',
          grantedAt: '2026-03-02T09:00:00.000Z',
          expiresAt: '2026-03-05T09:00:00.000Z',
        },
      ],
    },
    'the definition of the gate': {
      round: { ...facts.round!, gate: { ...facts.round!.gate, oneDutyPerPerson: false } },
    },
  }
  test.each(Object.keys(changes))('changes with %s', (what) => {
    expect(basis({ ...facts, ...changes[what] })).not.toBe(basis(facts))
  })

  test('does not change with what is not judged: notes, other aliases, who set a criterion, the team', () => {
    const same: GateFacts = {
      ...facts,
      model: { ...facts.model, aliases: { challenger: 'ver_x' } },
      round: { ...facts.round!, note: 'Please look.' },
      rounds: 7,
      consultations: [],
      project: {
        ...facts.project,
        name: 'Renamed',
        assignments: [],
        state: {
          ...state,
          criteria: state.criteria.map((k) => ({ ...k, setBy: 'per_other', setAt: '2020-01-01T00:00:00.000Z' })),
        },
      },
    }
    expect(basis(same)).toBe(basis(facts))
  })

  test('of an open round holds to the gate the round was opened with: today’s pack never judges yesterday’s submission', () => {
    const stricter = { ...facts, definition: { ...facts.definition, oneDutyPerPerson: false, title: 'Stricter' } }
    expect(basis(stricter)).toBe(basis(facts))
    expect(basis({ ...stricter, round: { ...facts.round!, state: 'withdrawn' } })).not.toBe(basis(facts))
  })
})

describe('what was given holds for its basis alone', () => {
  test('time alone changes no basis, but evidence that goes stale blocks all the same', () => {
    const c = ready()
    const before = c.status().basis
    c.world.clock.pass({ days: 61 })
    const after = c.status()
    expect(after.basis).toBe(before)
    expect(after.basisChanged).toBe(false)
    expect(after.approvals.every((a) => a.state === 'given')).toBe(true)
    expect(after.checks.find((k) => k.id === 'cost')?.state).toBe('stale')
    expect(after.passed).toBe(false)
  })

  const ways: Record<string, (c: ReturnType<typeof ready>) => void> = {
    'newer evidence': (c) => void c.seal('safety'),
    'evidence withdrawn': (c) => {
      const evidence = gateFacts(c.world, c.version).evidence.find((e) => e.kind === 'safety')!.id
      c.world.does(c.who('ml-engineer'), withdrawEvidence, { evidence, reason: 'Wrong.' })
    },
    'an easier criterion': (c) => {
      c.world.does(c.who('product-manager'), setCriterion, {
        project: c.project,
        criterion: c.criterion,
        kind: 'technical',
        title: 'Few missed churners',
        metric: 'recall',
        comparator: '>=',
        threshold: 0.5,
      })
    },
    'another version going live': (c) => {
      const other = c.another('second')
      other.sealAll()
      other.submit()
      other.reviewAll()
      other.answerAll()
      other.approveAll()
      other.promote()
    },
  }
  test.each(Object.keys(ways))(
    '%s makes reviews and approvals stale, and the candidate must be submitted again',
    (what) => {
      const c = ready()
      ways[what]?.(c)
      const status = c.status()
      expect(status.basisChanged).toBe(true)
      expect(status.reviews.map((r) => r.state)).toEqual(['stale', 'stale', 'stale'])
      expect(status.approvals.map((a) => a.state)).toEqual(['stale', 'stale', 'stale'])
      expect(status.missing).toEqual(['technical_lead', 'product_owner', 'security'])
      expect(status.blockers.some((b) => b.includes('must be submitted again'))).toBe(true)
      expect(() => c.review('ethics', c.who('ethics-officer'))).toThrow('basis-changed')
      expect(() => c.approve('security', c.who('security-privacy-legal'))).toThrow('basis-changed')
      expect(() => c.promote()).toThrow('gate-blocked')
    },
  )

  test('a waiver granted and revoked gives back the basis that there was before', () => {
    const c = candidate()
    c.sealAll('cost')
    c.submit()
    const before = c.status().basis
    const by = c.who('chief-ai-officer')
    const waiver = c.world.does(by, grantWaiver, { version: c.version, check: 'cost', reason: 'x', days: 5 }).subject
    expect(c.status().basisChanged).toBe(true)
    c.world.does(by, revokeWaiver, { waiver, reason: 'Never mind.' })
    expect(c.status().basis).toBe(before)
    expect(c.status().basisChanged).toBe(false)
  })

  test('submitting again starts a new round in which nothing is given yet', () => {
    const c = ready()
    const first = c.round()
    c.seal('safety')
    c.submit()
    expect(c.round()).not.toBe(first)
    expect(c.status().round?.number).toBe(2)
    expect(c.status().missing).toHaveLength(3)
    expect(c.status().reviews.every((r) => r.state === 'missing')).toBe(true)
  })

  test('the same basis is not submitted twice while its round is open', () => {
    const c = submitted()
    const outcome = c.world.attempt(
      submitCandidate,
      { experiment: c.experiment, version: c.version },
      { as: c.who('software-engineer') },
    )
    expect(outcome).toMatchObject({ ok: false, refusals: [{ code: 'round-open', subject: c.round() }] })
  })
})
