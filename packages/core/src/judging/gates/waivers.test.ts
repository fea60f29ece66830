import { candidate, gateFacts, given } from '@muster/testkit'
import { describe, expect, test } from 'vitest'
import { assignPerson } from '../../team/responsibility/assignments.ts'
import { giveApproval } from '../reviews/acts.ts'
import { grantWaiver, revokeWaiver } from './acts.ts'
import type { GateFacts } from './facts.ts'
import { waiverNoun } from './round.ts'

/** The gate as if it let this role waive, too. */
function withWaiver(facts: GateFacts, role: string): GateFacts {
  const waiver = { ...facts.definition.waiver, roles: [role] }
  const gate = { ...facts.definition, waiver }
  return { ...facts, definition: gate, ...(facts.round === undefined ? {} : { round: { ...facts.round, gate } }) }
}

describe('a waiver', () => {
  const waivable = () => {
    const c = candidate()
    c.sealAll('cost')
    const grant = (more: object = {}, as = c.who('chief-ai-officer')) =>
      given(c.world).when(
        grantWaiver,
        { version: c.version, check: 'cost', reason: 'Pilot.', days: 10, ...more },
        { as },
      )
    const state = () => c.status().checks.find((k) => k.id === 'cost')!.state
    return { c, grant, state }
  }
  test('is a duty of its own: not for authors, not for other roles, not for administrators', () => {
    const { c, grant } = waivable()
    grant({}, c.who('mlops-engineer')).thenRefused('duty-not-held')
    grant({}, c.administrator).thenRefused('duty-not-held')
    c.world.does(c.who('product-manager'), assignPerson, {
      project: c.project,
      person: c.who('ml-engineer'),
      role: 'chief-ai-officer',
    })
    grant({}, c.who('ml-engineer')).thenRefused('own-work')
    grant().thenEvents('WaiverGranted')
  })
  test('is the one duty of its giver: neither review nor approval of the same candidate, until it ends', () => {
    const { c, grant } = waivable()
    const security = c.who('security-privacy-legal')
    grant({}, security).thenEvents('WaiverGranted')
    c.submit()
    c.reviewAll()
    c.answerAll()
    const approval = () => ({ round: c.round(), basis: c.status().basis, duty: 'security' })
    expect(c.status().approvals.find((a) => a.duty === 'security')?.eligible).not.toContain(security)
    given(c.world).when(giveApproval, approval(), { as: security }).thenRefused('one-duty-per-person')
    // Who has reviewed or approved does not waive either.
    given(c.world)
      .when(
        grantWaiver,
        { version: c.version, check: 'safety', reason: 'x', days: 1 },
        { as: c.who('ethics-officer'), facts: { gate: withWaiver(gateFacts(c.world, c.version), 'ethics-officer') } },
      )
      .thenRefused('one-duty-per-person')
    c.world.clock.pass({ days: 11 })
    c.seal('cost')
    expect(c.status().approvals.find((a) => a.duty === 'security')?.eligible).toContain(security)
  })
  test('lasts at most as long as the gate allows, and ends by itself', () => {
    const { c, grant, state } = waivable()
    grant({ days: 31 }).thenRefused('waiver-too-long')
    grant({ days: 30 }).thenEvents('WaiverGranted')
    expect(state()).toBe('waived')
    c.world.clock.pass({ days: 30, minutes: -1 })
    expect(state()).toBe('waived')
    c.world.clock.pass({ minutes: 1 })
    expect(state()).toBe('missing')
  })
  test('is needless where the check is satisfied, and given once at a time', () => {
    const { c, grant } = waivable()
    grant({ check: 'safety' }).thenRefused('waiver-needless')
    grant()
    grant().thenRefused('already-so')
    c.seal('cost')
    grant().thenRefused('waiver-needless')
  })
  test('is revoked by its duty, at once and once', () => {
    const { c, grant, state } = waivable()
    grant()
    const waiver = c.world.all(waiverNoun)[0]!.id
    const revoke = (as: string) => given(c.world).when(revokeWaiver, { waiver, reason: 'Over.' }, { as })
    revoke(c.who('mlops-engineer')).thenRefused('duty-not-held')
    revoke(c.who('risk-governance-specialist')).thenEvents('WaiverRevoked')
    expect(state()).toBe('missing')
    revoke(c.who('risk-governance-specialist')).thenRefused('waiver-over')
  })
  test('holds for one check of one version', () => {
    const { c, grant } = waivable()
    grant()
    expect(
      c
        .another('second')
        .status()
        .checks.find((k) => k.id === 'cost')?.state,
    ).toBe('missing')
    expect(c.status().checks.filter((k) => k.state === 'waived')).toHaveLength(1)
  })
})
