import type { Candidate } from '@muster/testkit'
import { GOOD_FACTS, candidate, given } from '@muster/testkit'
import { describe, expect, test } from 'vitest'
import { withdrawEvidence } from '../evidence/acts.ts'
import { withdrawCriterion } from '../../work/projects/criteria.ts'
import { grantWaiver } from './acts.ts'
import { passes } from './checks.ts'

const stateOf = (c: Candidate, id: string) => c.status().checks.find((check) => check.id === id)!

/** Each check of the source, the evidence that fails it, and how many days it stays fresh. */
const CHECKS = [
  {
    id: 'C.W2.3',
    check: 'performance',
    kind: 'evaluation',
    bad: { measures: [{ name: 'recall', value: 0.85 }] },
    days: 90,
  },
  { id: 'C.W2.4', check: 'safety', kind: 'safety', bad: { facts: { passed: false, unresolved: [] } }, days: 90 },
  { id: 'C.W2.5', check: 'cost', kind: 'cost', bad: { facts: { ...GOOD_FACTS.cost, monthly: 1_000.01 } }, days: 60 },
  {
    id: 'C.W2.6',
    check: 'documentation',
    kind: 'documentation',
    bad: { facts: { sections: [], missing: ['data'] } },
    days: 180,
  },
  {
    id: 'C.W2.7',
    check: 'rollback',
    kind: 'rollback',
    bad: { facts: { ...GOOD_FACTS.rollback, rehearsed: false } },
    days: 180,
  },
] as const

describe.each(CHECKS)('$id: the check "$check"', ({ check, kind, bad, days }) => {
  test('is missing without evidence, and says which', () => {
    const found = stateOf(candidate(), check)
    expect(found).toMatchObject({ state: 'missing', evidence: [] })
    expect(found.sentence).toBe(`No ${kind} evidence is sealed for this version.`)
    expect(found.help).not.toBe('')
  })
  test('is satisfied by good evidence, which it names', () => {
    const c = candidate()
    const evidence = c.seal(kind)
    expect(stateOf(c, check)).toMatchObject({ state: 'satisfied', evidence: [evidence] })
  })
  test('fails on bad evidence, with the numbers behind it', () => {
    const c = candidate()
    c.seal(kind, bad)
    const found = stateOf(c, check)
    expect(found.state).toBe('failed')
    expect(found.sentence).toMatch(
      kind === 'evaluation' ? /recall 0\.85 .*must be >= 0\.9: not met/ : /^Does not hold by what was sealed: /,
    )
    c.seal(kind)
    expect(stateOf(c, check).state).toBe('satisfied')
  })
  test(`goes stale after ${days} days, to the minute, without anybody doing anything`, () => {
    const c = candidate()
    c.seal(kind)
    c.world.clock.pass({ days, minutes: -1 })
    expect(stateOf(c, check).state).toBe('satisfied')
    c.world.clock.pass({ minutes: 1 })
    const found = stateOf(c, check)
    expect(found.state).toBe('stale')
    expect(found.sentence).toContain('measure again')
  })
  test('can be waived where it fails, and says what it would be without', () => {
    const c = candidate()
    c.seal(kind, bad)
    const waiver = c.world.does(c.who('chief-ai-officer'), grantWaiver, {
      version: c.version,
      check,
      reason: 'A pilot with ten customers.',
      days: 3,
    }).subject
    const found = stateOf(c, check)
    expect(found).toMatchObject({ state: 'waived', waiver })
    expect(found.sentence).toContain('A pilot with ten customers.')
    expect(found.sentence).toContain('without the waiver:')
    expect(passes(found)).toBe(true)
    c.seal(kind)
    expect(stateOf(c, check).state).toBe('satisfied')
  })
  test('falls back when its evidence is withdrawn', () => {
    const c = candidate()
    const evidence = c.seal(kind)
    const by = kind === 'cost' || kind === 'rollback' ? 'software-engineer' : 'ml-engineer'
    c.world.does(c.who(by), withdrawEvidence, { evidence, reason: 'Wrong file.' })
    expect(stateOf(c, check).state).toBe('missing')
  })
})

describe('C.W2.4: safety', () => {
  test('fails while one finding is unresolved, even if it says passed', () => {
    const c = candidate()
    c.seal('safety', { facts: { passed: true, unresolved: ['jailbreak by role play'] } })
    expect(stateOf(c, 'safety')).toMatchObject({ state: 'failed' })
    expect(stateOf(c, 'safety').sentence).toContain('jailbreak by role play')
  })
})
describe('C.W2.5: cost', () => {
  test('may use the budget to the last cent', () => {
    const c = candidate()
    c.seal('cost', { facts: { ...GOOD_FACTS.cost, monthly: 1_000 } })
    expect(stateOf(c, 'cost').state).toBe('satisfied')
  })
})
describe('C.W2.7: rollback', () => {
  test.each([{ target: '' }, { steps: [] }, { rehearsed: false }])('fails with %j', (more) => {
    const c = candidate()
    c.seal('rollback', { facts: { ...GOOD_FACTS.rollback, ...more } })
    expect(stateOf(c, 'rollback').state).toBe('failed')
  })
})
describe('C.W2.3: performance', () => {
  test('fails where no technical criterion was set: there is nothing to be good by', () => {
    const c = candidate()
    c.seal('evaluation')
    c.world.does(c.who('product-manager'), withdrawCriterion, {
      project: c.project,
      criterion: c.criterion,
      reason: 'x',
    })
    expect(stateOf(c, 'performance')).toMatchObject({
      state: 'failed',
      sentence: 'The project has set no criterion to measure against.',
    })
  })
  test('fails where the criterion was not measured', () => {
    const c = candidate()
    c.seal('evaluation', { measures: [{ name: 'precision', value: 1 }] })
    expect(stateOf(c, 'performance').sentence).toContain('not measured')
    expect(stateOf(c, 'performance').state).toBe('failed')
  })
  test('is judged by evidence of this version alone', () => {
    const c = candidate()
    const other = c.another('second')
    other.seal('evaluation')
    expect(stateOf(c, 'performance').state).toBe('missing')
    expect(stateOf(other, 'performance').state).toBe('satisfied')
  })
  test('nobody ticks it: there is no act that sets the state of a check', () => {
    const c = candidate()
    expect(
      given(c.world)
        .when(
          grantWaiver,
          { version: c.version, check: 'magic', reason: 'x', days: 1 },
          { as: c.who('chief-ai-officer') },
        )
        .thenRefused('check-unknown').help,
    ).toContain('performance')
  })
})
