import { GOOD_FACTS, candidate, digestOf, given } from '@muster/testkit'
import { describe, expect, test } from 'vitest'
import { registerService } from '../../team/people/acts.ts'
import { assignPerson } from '../../team/responsibility/assignments.ts'
import { checkFacts, sealEvidence, withdrawEvidence } from './acts.ts'
import type { EvidenceField, EvidenceKind, FactValue } from './evidence.ts'
import { currentOf, evidenceNoun, isFresh, sealers } from './evidence.ts'

const kind = (...fields: EvidenceField[]): EvidenceKind => ({
  id: 'safety',
  title: 'Safety',
  activity: 'assess-safety',
  freshDays: 90,
  fields,
})
const field = (type: EvidenceField['type'], more: Partial<EvidenceField> = {}): EvidenceField => ({
  name: 'value',
  type,
  required: true,
  ...more,
})
const problems = (k: EvidenceKind, facts: Record<string, FactValue>) =>
  checkFacts(k, facts).map((r) => `${r.subject}: ${r.message}`)

describe('the facts that a kind of evidence asks for', () => {
  test.each([
    ['number', 1.5, true],
    ['number', '1.5', false],
    ['integer', 3, true],
    ['integer', 3.5, false],
    ['boolean', false, true],
    ['boolean', 'yes', false],
    ['string', '', true],
    ['string', 3, false],
    ['text-list', [], true],
    ['text-list', 'one', false],
    ['date', '2026-02-28', true],
    ['date', '2026-02-30', false],
    ['date', 'soon', false],
    ['digest', `sha256:${'0'.repeat(64)}`, true],
    ['digest', 'sha256:0', false],
  ] as const)('of type %s accept %j: %s', (type, value, accepted) => {
    expect(problems(kind(field(type)), { value })).toHaveLength(accepted ? 0 : 1)
  })
  test('keep to their range, ends included', () => {
    const k = kind(field('number', { min: 0, max: 1 }))
    expect([0, 1, 0.5].flatMap((value) => problems(k, { value }))).toEqual([])
    expect(problems(k, { value: -0.1 })).toEqual(['/facts/value: "value" is -0.1; it must be at least 0.'])
    expect(problems(k, { value: 1.1 })).toEqual(['/facts/value: "value" is 1.1; it must be at most 1.'])
  })
  test('may be left out only where they are not required', () => {
    expect(problems(kind(field('number')), {})).toEqual([
      '/facts/value: Evidence of kind "safety" needs "value" (number).',
    ])
    expect(problems(kind(field('number', { required: false })), {})).toEqual([])
  })
  test('are all named when several are wrong, an unknown one too', () => {
    expect(checkFacts(kind(field('number')), { other: 1 }).map((r) => r.code)).toEqual([
      'evidence-invalid',
      'evidence-invalid',
    ])
    expect(problems(kind(), { constructor: 'x' })).toHaveLength(1)
  })
})

const good = (version: string, more: object = {}) => ({
  version,
  kind: 'safety',
  facts: { passed: true, unresolved: [] },
  source: { name: 'safety.json', digest: digestOf('safety.json') },
  tool: { name: 'muster', version: '0.1.0' },
  ...more,
})

describe('sealing evidence', () => {
  const sealing = () => {
    const c = candidate()
    const seal = (more: object = {}, as = c.who('ml-engineer')) =>
      given(c.world).when(sealEvidence, good(c.version, more), { as })
    return { ...c, tryToSeal: seal, of: (id: string) => c.world.get(evidenceNoun, id) }
  }
  test('keeps the numbers, the source, the tool, who vouches and how long it stays fresh', () => {
    const { tryToSeal, of, who, world } = sealing()
    const [sealed] = tryToSeal().thenEvents('EvidenceSealed')
    expect(of(sealed!.subject)).toMatchObject({
      kind: 'safety',
      split: 'test',
      state: 'current',
      sealedBy: who('ml-engineer'),
      sealedAt: world.clock.now(),
      freshUntil: '2026-05-31T09:00:00.000Z',
      entry: sealed!.seq,
      source: { name: 'safety.json', digest: digestOf('safety.json') },
    })
  })
  test('again supersedes the older of the same kind and split, and overwrites nothing', () => {
    const { tryToSeal, of, world, version } = sealing()
    const first = tryToSeal().thenEvents('EvidenceSealed')[0]!.subject
    const onOther = tryToSeal({ split: 'validation' }).thenEvents('EvidenceSealed')[0]!.subject
    const second = tryToSeal({ facts: { passed: false, unresolved: [] } }).thenEvents(
      'EvidenceSealed',
      'EvidenceSuperseded',
    )[0]!.subject
    expect(of(first)).toMatchObject({ state: 'superseded', facts: { passed: true } })
    expect(of(second)).toMatchObject({ state: 'current', supersedes: first, facts: { passed: false } })
    expect(of(onOther).state).toBe('current')
    expect(currentOf(world.all(evidenceNoun), version, 'safety', 'test')?.id).toBe(second)
  })
  test('is for who is R for the activity of that kind', () => {
    const { tryToSeal, who } = sealing()
    tryToSeal({ kind: 'cost', facts: { ...GOOD_FACTS.cost } }, who('software-engineer')).thenEvents('EvidenceSealed')
    tryToSeal({ kind: 'cost', facts: { ...GOOD_FACTS.cost } }, who('ethics-officer')).thenRefused('not-entitled')
  })
  test('of an unknown kind, without its facts, or without the measures it needs is refused', () => {
    const { tryToSeal } = sealing()
    expect(tryToSeal({ kind: 'astrology' }).thenRefused('evidence-kind-unknown').help).toContain('safety')
    expect(tryToSeal({ facts: { passed: true } }).thenRefused('evidence-invalid').subject).toBe('/facts/unresolved')
    expect(tryToSeal({ kind: 'evaluation', facts: {} }).thenRefused('evidence-invalid').subject).toBe('/measures')
  })
  test('that is a human judgement is a duty: of its roles, not of a program, not of who made the version', () => {
    const { world, administrator, project, tryToSeal, who } = sealing()
    tryToSeal({}, who('ethics-officer')).thenEvents('EvidenceSealed')
    tryToSeal({}, who('software-engineer')).thenRefused('duty-not-held')
    // The domain expert made the version, and holds one of the roles.
    const own = tryToSeal({}, who('domain-expert')).thenRefused('own-work')
    expect(own.help).toContain(who('ethics-officer'))
    const robot = world.does(administrator, registerService, { name: 'CI' }).subject
    world.does(who('product-manager'), assignPerson, { project, person: robot, role: 'ml-engineer' })
    tryToSeal({}, robot).thenRefused('human-duty')
  })
  test('by a service account, its owner stands behind it too', () => {
    const { world, administrator, project, who, version } = sealing()
    const robot = world.does(administrator, registerService, { name: 'CI' }).subject
    world.does(who('product-manager'), assignPerson, { project, person: robot, role: 'ml-engineer' })
    const cost = good(version, { kind: 'cost', facts: { ...GOOD_FACTS.cost } })
    const id = world.does(robot, sealEvidence, cost).subject
    expect(sealers(world.get(evidenceNoun, id))).toEqual([robot, administrator])
    expect(sealers({ sealedBy: 'per_1' })).toEqual(['per_1'])
  })
  test.each([
    { measures: [{ name: 'Recall', value: 1 }] },
    { measures: [{ name: 'recall', value: Number.NaN }] },
    { measures: [{ name: 'recall', value: 1, n: -1 }] },
    { facts: { '1st': 1 } },
    { source: { name: 'x', digest: 'x' } },
    { sealedBy: 'per_1' },
  ])('%j is no input', (wrong) => {
    const { version } = sealing()
    expect(sealEvidence.input.safeParse(good(version, wrong)).success).toBe(false)
  })
})

describe('evidence over time', () => {
  test('is fresh until exactly the end of its days, computed when read', () => {
    const evidence = { freshUntil: '2026-05-31T09:00:00.000Z' }
    expect(isFresh(evidence, '2026-05-31T08:59:59.999Z')).toBe(true)
    expect(isFresh(evidence, '2026-05-31T09:00:00.000Z')).toBe(false)
  })
  test('is withdrawn once, with a reason, stays readable, and no longer counts', () => {
    const c = candidate()
    const evidence = c.seal('safety')
    const withdraw = (as = c.who('ethics-officer')) =>
      given(c.world).when(withdrawEvidence, { evidence, reason: 'Wrong file.' }, { as })
    withdraw(c.who('software-engineer')).thenRefused('not-entitled')
    withdraw().thenEvents('EvidenceWithdrawn')
    expect(c.world.get(evidenceNoun, evidence)).toMatchObject({
      state: 'withdrawn',
      withdrawnBecause: 'Wrong file.',
      facts: { passed: true },
    })
    withdraw().thenRefused('evidence-withdrawn')
    expect(currentOf(c.world.all(evidenceNoun), c.version, 'safety', 'test')).toBeUndefined()
  })
})
