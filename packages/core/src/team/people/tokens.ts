import { z } from 'zod'
import { accept, act, fact } from '../../acts/act.ts'
import { event, eventType, noun } from '../../acts/event.ts'
import { scopeAllows } from '../../acts/grant.ts'
import * as input from '../../acts/input.ts'
import { refusal, refuse } from '../../acts/refusal.ts'
import { addDays } from '../../acts/time.ts'
import { personFact } from './person.ts'

/** An API token. Its secret is shown once and stored only as a hash, outside the ledger. */
export interface Token {
  readonly id: string
  readonly person: string
  readonly issuedBy: string
  readonly label: string
  readonly scopes: readonly string[]
  readonly issuedAt: string
  readonly expiresAt: string
  readonly revokedAt?: string
}

export const tokenIssued = eventType(
  'TokenIssued',
  'An API token was issued.',
  z.strictObject({ person: input.person, label: z.string(), scopes: z.array(z.string()), expiresAt: z.string() }),
)
export const tokenRevoked = eventType('TokenRevoked', 'The API token no longer works.', z.strictObject({}))
export const tokenEvents = [tokenIssued, tokenRevoked] as const

export const tokenNoun = noun<Token, typeof tokenEvents>('token', tokenEvents, {
  born: { TokenIssued: (e) => ({ id: e.subject, issuedBy: e.actor, issuedAt: e.at, ...e.data }) },
  changed: { TokenRevoked: (s, e) => ({ ...s, revokedAt: e.at }) },
})

/** The token that the command names as `token`. */
export const tokenFact = fact<Token>('token')

const scope = z
  .string()
  .regex(
    /^(\*|read|[a-z-]+\.(\*|[a-z-]+))$/,
    'must be "*", "read", "noun.*" or the name of an act such as "evidence.seal"',
  )

/** True if what a scope allows is allowed by others. */
const covers = (held: readonly string[] = [], wanted: string): boolean =>
  held.some((scope) => scope === '*' || scope === wanted) ||
  (wanted !== '*' && wanted !== 'read' && scopeAllows(held, wanted))

export const issueToken = act({
  name: 'token.issue',
  title: 'Issue an API token',
  help: 'Makes a token for yourself or for a service account you answer for. The secret is shown once.',
  input: z.strictObject({
    person: input.person.describe('Yourself, or a service account that you own'),
    label: input.line(100).describe('What it is for'),
    scopes: z.array(scope).min(1).max(50).describe('"*" for everything, "read", "evidence.*", or names of acts'),
    expiresInDays: z.int().min(1).max(366).default(90).describe('Days until it stops working'),
  }),
  needs: { person: personFact },
  permission: {
    kind: 'self',
    person: (_command, facts) => (facts.person.kind === 'service' ? facts.person.owner : facts.person.id),
  },
  events: [tokenIssued],
  decide: (command, grant, { person }, { now, newId }) => {
    if (!person.active) return refuse(refusal('person-unknown', 'The account is deactivated.', { subject: person.id }))
    const beyond = grant.scopes === undefined ? [] : command.scopes.filter((wanted) => !covers(grant.scopes, wanted))
    if (beyond.length > 0) {
      return refuse(
        refusal('scope-missing', `A token cannot issue a token that may do more: ${beyond.join(', ')}.`, {
          subject: '/scopes',
          help: 'Sign in yourself to issue it.',
        }),
      )
    }
    const { label, scopes } = command
    const expiresAt = addDays(now, command.expiresInDays)
    return accept(event(tokenIssued, newId('tok'), { person: person.id, label, scopes, expiresAt }))
  },
})

export const revokeToken = act({
  name: 'token.revoke',
  title: 'Revoke an API token',
  help: 'The token stops working at once.',
  input: z.strictObject({ token: input.id('tok').describe('The token') }),
  needs: { token: tokenFact },
  permission: { kind: 'self', person: (_command, facts) => facts.token.issuedBy },
  events: [tokenRevoked],
  decide: (_command, _grant, { token }) =>
    token.revokedAt === undefined
      ? accept(event(tokenRevoked, token.id, {}))
      : refuse(refusal('already-so', 'The token is already revoked.', { subject: token.id })),
})
