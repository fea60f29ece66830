import { z } from 'zod'
import { accept, act, fact } from '../../acts/act.ts'
import { event, eventType, noun } from '../../acts/event.ts'
import { scopeAllows } from '../../acts/grant.ts'
import * as input from '../../acts/input.ts'
import type { Refusal } from '../../acts/refusal.ts'
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
  /** The token it was issued with, when a program issued it: what came of a token that leaked can be found. */
  readonly issuedWith?: string
  readonly revokedAt?: string
}

export const tokenIssued = eventType(
  'TokenIssued',
  'An API token was issued.',
  z.strictObject({
    person: input.person,
    label: z.string(),
    scopes: z.array(z.string()),
    expiresAt: z.string(),
    issuedWith: input.id('tok').optional(),
  }),
)
export const tokenRevoked = eventType('TokenRevoked', 'The API token no longer works.', z.strictObject({}))
export const tokenEvents = [tokenIssued, tokenRevoked] as const

export const tokenNoun = noun<Token, typeof tokenEvents>('token', tokenEvents, {
  born: {
    TokenIssued: (e) => {
      const { issuedWith, ...data } = e.data
      const token = { id: e.subject, issuedBy: e.actor, issuedAt: e.at, ...data }
      return issuedWith === undefined ? token : { ...token, issuedWith }
    },
  },
  changed: { TokenRevoked: (s, e) => ({ ...s, revokedAt: e.at }) },
})

/** The token that the command names as `token`. */
export const tokenFact = fact<Token>('token')
/** The tokens that act for whoever acts, other than revoked ones. */
export const ownTokensFact = fact<readonly Token[]>('ownTokens')

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

const USUAL_DAYS = 90
const SIGN_IN = 'Issue it while signed in by password, or with a token that may.'

function outlives(end: string, now: string): Refusal {
  const days = Math.floor((Date.parse(end) - Date.parse(now)) / 86_400_000)
  return refusal('token-outlives', `A token cannot issue one that lasts longer than itself; it ends at ${end}.`, {
    subject: '/expiresInDays',
    help: days < 1 ? SIGN_IN : `Ask for at most ${days} ${days === 1 ? 'day' : 'days'}. ${SIGN_IN}`,
  })
}

export const issueToken = act({
  name: 'token.issue',
  title: 'Issue an API token',
  help: 'Makes a token for yourself or for a service account you answer for. The secret is shown once. A token issues none that may do more or lasts longer than itself.',
  input: z.strictObject({
    person: input.person.describe('Yourself, or a service account that you own'),
    label: input.line(100).describe('What it is for'),
    scopes: z.array(scope).min(1).max(50).describe('"*" for everything, "read", "evidence.*", or names of acts'),
    expiresInDays: z
      .int()
      .min(1)
      .max(366)
      .optional()
      .describe('Days until it stops working; 90 when left out, or until the token that issues it ends'),
  }),
  needs: { person: personFact, ownTokens: ownTokensFact },
  permission: {
    kind: 'self',
    person: (_command, facts) => (facts.person.kind === 'service' ? facts.person.owner : facts.person.id),
  },
  events: [tokenIssued],
  decide: (command, grant, { person, ownTokens }, { now, newId }) => {
    if (!person.active) return refuse(refusal('person-unknown', 'The account is deactivated.', { subject: person.id }))
    const beyond = grant.scopes === undefined ? [] : command.scopes.filter((wanted) => !covers(grant.scopes, wanted))
    if (beyond.length > 0) {
      return refuse(
        refusal('scope-missing', `A token cannot issue a token that may do more: ${beyond.join(', ')}.`, {
          subject: '/scopes',
          help: SIGN_IN,
        }),
      )
    }
    const wanted = addDays(now, command.expiresInDays ?? USUAL_DAYS)
    const data = { person: person.id, label: command.label, scopes: command.scopes }
    if (grant.scopes === undefined) return accept(event(tokenIssued, newId('tok'), { ...data, expiresAt: wanted }))
    const issuer = ownTokens.find((token) => token.id === grant.token)
    if (issuer === undefined)
      return refuse(refusal('scope-missing', 'The token that acts is not known any more.', { help: SIGN_IN }))
    if (command.expiresInDays !== undefined && wanted > issuer.expiresAt) return refuse(outlives(issuer.expiresAt, now))
    const expiresAt = wanted < issuer.expiresAt ? wanted : issuer.expiresAt
    return accept(event(tokenIssued, newId('tok'), { ...data, expiresAt, issuedWith: issuer.id }))
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
