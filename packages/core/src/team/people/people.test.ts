import { given, recorded, workspace } from '@muster/testkit'
import { describe, expect, test } from 'vitest'
import type { AnyAct } from '../../acts/act.ts'
import {
  appointAuditor,
  deactivatePerson,
  dismissAuditor,
  erasePerson,
  grantAdministration,
  invitePerson,
  openWorkspace,
  reactivatePerson,
  registerPerson,
  registerService,
  revokeAdministration,
} from './acts.ts'
import { personNoun, personRegistered } from './person.ts'
import { issueToken, revokeToken, tokenNoun } from './tokens.ts'

function office() {
  const { world, administrator } = workspace()
  const register = () => world.does(administrator, registerPerson, { name: 'Ann', email: 'ann@example.org' }).subject
  const ann = register()
  const robot = world.does(administrator, registerService, { name: 'CI' }).subject
  const by = (act: AnyAct, command: object, as = administrator) => given(world).when(act, command as never, { as })
  const person = (id: string) => world.get(personNoun, id)
  return { world, administrator, ann, robot, register, by, person }
}

describe('people', () => {
  test('the first administrator opens the workspace; their name goes beside the ledger, not into it', () => {
    const decision = openWorkspace.decide(
      { name: 'Ada', email: 'ada@example.org' },
      { actor: 'per_1' } as never,
      { workspace: { open: false } },
      {} as never,
    )
    expect(decision).toMatchObject({
      ok: true,
      personal: [{ person: 'per_1', name: 'Ada', email: 'ada@example.org' }],
    })
    expect(JSON.stringify(decision.ok && decision.events)).not.toContain('Ada')
  })

  test('a registered person is a human being without administration; no name is in the event', () => {
    const { world, ann, person } = office()
    expect(person(ann)).toMatchObject({ kind: 'human', active: true, administrator: false, auditor: false })
    expect(JSON.stringify(world.log)).not.toContain('Ann')
  })

  test('a service account is answered for by who registered it, and cannot administer', () => {
    const { robot, administrator, person, by } = office()
    expect(person(robot)).toMatchObject({ kind: 'service', owner: administrator })
    by(grantAdministration, { person: robot }).thenRefused('person-unknown')
  })

  test('deactivation ends activity and administration, and reactivation gives back the first alone', () => {
    const { ann, by, person } = office()
    by(grantAdministration, { person: ann }).thenEvents('AdministrationGranted')
    by(grantAdministration, { person: ann }).thenRefused('already-so')
    by(deactivatePerson, { person: ann, reason: 'left' }).thenEvents('PersonDeactivated')
    expect(person(ann)).toMatchObject({
      active: false,
      administrator: false,
      deactivatedAt: '2026-03-02T09:00:00.000Z',
    })
    by(deactivatePerson, { person: ann, reason: 'left' }).thenRefused('already-so')
    by(reactivatePerson, { person: ann }).thenEvents('PersonReactivated')
    expect(person(ann)).toMatchObject({ active: true, administrator: false, deactivatedAt: '2026-03-02T09:00:00.000Z' })
    by(reactivatePerson, { person: ann }).thenRefused('already-so')
  })

  test('a new link to choose a password is recorded, and is for active people alone', () => {
    const { ann, by, person, robot } = office()
    by(invitePerson, { person: ann }).thenEvents('PasswordLinkIssued')
    expect(person(ann)?.linkIssuedAt).toBeDefined()
    by(invitePerson, { person: robot }).thenRefused('person-unknown')
    by(deactivatePerson, { person: ann, reason: 'left' })
    by(invitePerson, { person: ann }).thenRefused('person-unknown')
  })

  test('an inactive person is not made administrator', () => {
    const { ann, by } = office()
    by(deactivatePerson, { person: ann, reason: 'left' })
    by(grantAdministration, { person: ann }).thenRefused('person-unknown')
  })

  test('the last administrator stays, neither deactivated nor dismissed', () => {
    const { administrator, ann, by, person } = office()
    const refused = by(revokeAdministration, { person: administrator }).thenRefused('last-administrator')
    expect(refused.help).toContain('somebody else')
    by(deactivatePerson, { person: administrator, reason: 'x' }).thenRefused('last-administrator')
    by(grantAdministration, { person: ann })
    by(revokeAdministration, { person: administrator }).thenEvents('AdministrationRevoked')
    expect(person(administrator).administrator).toBe(false)
    by(deactivatePerson, { person: ann, reason: 'x' }, ann).thenRefused('last-administrator')
  })

  test('who is no administrator cannot be dismissed as one, but can be deactivated', () => {
    const { ann, by } = office()
    by(revokeAdministration, { person: ann }).thenRefused('already-so')
    by(deactivatePerson, { person: ann, reason: 'x' }).thenEvents('PersonDeactivated')
  })

  test('personal data is erased of deactivated people, once', () => {
    const { ann, by, person } = office()
    by(erasePerson, { person: ann }).thenRefused('still-active')
    by(deactivatePerson, { person: ann, reason: 'left' })
    by(erasePerson, { person: ann }).thenEvents('PersonErased')
    expect(person(ann).erased).toBe(true)
    by(erasePerson, { person: ann }).thenRefused('already-so')
  })

  test('an auditor is appointed and dismissed, each once', () => {
    const { ann, by, person } = office()
    by(dismissAuditor, { person: ann }).thenRefused('already-so')
    by(appointAuditor, { person: ann }).thenEvents('AuditorAppointed')
    expect(person(ann).auditor).toBe(true)
    by(appointAuditor, { person: ann }).thenRefused('already-so')
    by(dismissAuditor, { person: ann }).thenEvents('AuditorDismissed')
    expect(person(ann).auditor).toBe(false)
  })

  test('a second registration of the same id changes nothing', () => {
    const first = personNoun.evolve(
      undefined,
      recorded(personRegistered, 'per_1', { kind: 'human', administrator: true }),
    )
    expect(
      personNoun.evolve(first, recorded(personRegistered, 'per_1', { kind: 'service', administrator: false })),
    ).toBe(first)
  })

  test.each([
    ['an empty name', { name: ' ', email: 'a@example.org' }],
    ['a name of two lines', { name: 'a\nb', email: 'a@example.org' }],
    ['a name that turns the writing direction', { name: 'a\u202Eb', email: 'a@example.org' }],
    ['half a character', { name: 'a\uD800', email: 'a@example.org' }],
    ['a NUL', { name: 'a\u0000b', email: 'a@example.org' }],
    ['no address', { name: 'Ann', email: 'ann' }],
    ['an unknown field', { name: 'Ann', email: 'a@example.org', admin: true }],
  ])('%s is no input', (_what, input) => {
    expect(registerPerson.input.safeParse(input).success).toBe(false)
  })
})

describe('API tokens', () => {
  const wish = (person: string, more: object = {}) => ({ person, label: 'CI', scopes: ['evidence.*'], ...more })

  test('are issued by people for themselves and for service accounts they answer for', () => {
    const { world, administrator, ann, robot, by } = office()
    by(issueToken, wish(ann), ann).thenEvents('TokenIssued')
    by(issueToken, wish(robot), administrator).thenEvents('TokenIssued')
    by(issueToken, wish(robot), ann).thenRefused('not-yours')
    by(issueToken, wish(ann), administrator).thenRefused('not-yours')
    by(issueToken, wish(robot), robot).thenRefused('not-yours')
    expect(world.all(tokenNoun).map((t) => [t.person, t.issuedBy])).toEqual([
      [ann, ann],
      [robot, administrator],
    ])
  })

  test('expire after the days that were asked for, ninety when none were', () => {
    const { world, ann, by } = office()
    by(issueToken, wish(ann), ann)
    by(issueToken, wish(ann, { expiresInDays: 1 }), ann)
    expect(world.all(tokenNoun).map((t) => t.expiresAt)).toEqual([
      '2026-05-31T09:00:00.000Z',
      '2026-03-03T09:00:00.000Z',
    ])
  })

  test('are not issued for a deactivated account', () => {
    const { robot, administrator, by } = office()
    by(deactivatePerson, { person: robot, reason: 'x' })
    by(issueToken, wish(robot), administrator).thenRefused('person-unknown')
  })

  test.each([
    [['token.issue', 'evidence.seal'], ['evidence.seal'], true],
    [['token.*', 'evidence.*'], ['evidence.seal', 'evidence.*'], true],
    [['*'], ['*'], true],
    [['token.issue', 'read'], ['read'], true],
    [['token.issue'], ['*'], false],
    [['token.*'], ['evidence.seal'], false],
    [['token.*', 'evidence.seal'], ['evidence.*'], false],
    [['token.issue'], ['read'], false],
  ])('a token that may %j issues one for %j: %s', (scopes, wanted, allowed) => {
    const { world, ann } = office()
    const { subject: token } = world.does(ann, issueToken, wish(ann, { scopes }))
    const outcome = given(world).when(issueToken, wish(ann, { scopes: wanted }), { as: ann, scopes, token })
    if (allowed) outcome.thenEvents('TokenIssued')
    else outcome.thenRefused('scope-missing')
  })

  test('issued with a token end no later than it, and say what they were issued with', () => {
    const { world, ann } = office()
    const { subject: token } = world.does(ann, issueToken, wish(ann, { scopes: ['*'], expiresInDays: 10 }))
    const with10Days = { as: ann, scopes: ['*'], token }
    world.clock.pass({ days: 3.5 })
    const end = '2026-03-12T09:00:00.000Z'
    given(world).when(issueToken, wish(ann), with10Days).thenEvents('TokenIssued')
    expect(world.all(tokenNoun).at(-1)).toMatchObject({ expiresAt: end, issuedWith: token })
    given(world)
      .when(issueToken, wish(ann, { expiresInDays: 6 }), with10Days)
      .thenEvents('TokenIssued')
    expect(world.all(tokenNoun).at(-1)?.expiresAt).toBe('2026-03-11T21:00:00.000Z')
    const refused = given(world)
      .when(issueToken, wish(ann, { expiresInDays: 7 }), with10Days)
      .thenRefused('token-outlives')
    expect([refused.message, refused.help]).toEqual([
      expect.stringContaining(end),
      expect.stringContaining('at most 6 days'),
    ])
    world.clock.pass({ days: 6 })
    const late = given(world)
      .when(issueToken, wish(ann, { expiresInDays: 1 }), with10Days)
      .thenRefused('token-outlives')
    expect(late.help).not.toContain('at most')
  })

  test('neither by way of a successor, nor with a token that was revoked meanwhile', () => {
    const { world, ann } = office()
    const issuing = (token: string, more: object = {}) =>
      given(world).when(issueToken, wish(ann, { scopes: ['*'], ...more }), { as: ann, scopes: ['*'], token })
    const { subject: first } = world.does(ann, issueToken, wish(ann, { scopes: ['*'], expiresInDays: 10 }))
    const second = issuing(first).thenEvents('TokenIssued')[0]?.subject ?? ''
    issuing(second, { expiresInDays: 11 }).thenRefused('token-outlives')
    issuing(second).thenEvents('TokenIssued')
    expect(new Set(world.all(tokenNoun).map((t) => t.expiresAt)).size).toBe(1)
    world.does(ann, revokeToken, { token: first })
    issuing(first).thenRefused('scope-missing')
  })

  test('are revoked by who issued them, once', () => {
    const { world, administrator, ann, by } = office()
    by(issueToken, wish(ann), ann)
    const token = world.all(tokenNoun)[0]?.id
    by(revokeToken, { token }, administrator).thenRefused('not-yours')
    by(revokeToken, { token }, ann).thenEvents('TokenRevoked')
    expect(world.all(tokenNoun)[0]?.revokedAt).toBe('2026-03-02T09:00:00.000Z')
    by(revokeToken, { token }, ann).thenRefused('already-so')
  })

  test.each(['evidence', 'Evidence.seal', 'evidence.', '*.*', 'evidence.seal ', ''])('"%s" is no scope', (scope) => {
    const { ann } = office()
    expect(issueToken.input.safeParse(wish(ann, { scopes: [scope] })).success).toBe(false)
  })
})
