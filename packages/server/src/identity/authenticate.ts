import type { Refusal } from '@muster/core'
import { refusal } from '@muster/core'
import type { Token } from '@muster/core'
import type { Queries } from '../store/database.ts'
import type { Caller } from '../store/perform.ts'
import { hashSecret, looksLikeToken } from './secrets.ts'
import type { SignIn } from './sign-in.ts'

export type Authenticated =
  | { readonly caller: Caller; readonly by: 'token' | 'session' }
  | { readonly refusal: Refusal }

const nobody = refusal('not-signed-in', 'Nobody is signed in.', {
  help: 'Sign in with "muster login", or send an API token as "Authorization: Bearer …".',
})

/** Who sends a request: the bearer of a token, or a signed-in browser. */
export async function authenticate(
  queries: Queries,
  auth: SignIn,
  headers: Headers,
  now: string,
): Promise<Authenticated> {
  const authorization = headers.get('authorization')
  if (authorization !== null) return byToken(queries, authorization, now)
  if (headers.get('cookie') === null) return { refusal: nobody }
  const session = await auth.api.getSession({ headers })
  if (session === null) return { refusal: nobody }
  return { caller: { person: session.user.id }, by: 'session' }
}

async function byToken(queries: Queries, authorization: string, now: string): Promise<Authenticated> {
  const secret = /^Bearer +(\S+)$/i.exec(authorization)?.[1]
  if (secret === undefined || !looksLikeToken(secret)) {
    return {
      refusal: refusal('not-signed-in', 'The Authorization header does not hold a Muster API token.', {
        help: 'Send "Authorization: Bearer muster_…".',
      }),
    }
  }
  const [row] = await queries.query<{ doc: Token; owner: string | null }>(
    `select t.doc, p.doc->>'owner' as owner from token_secret s join token t on t.id = s.token join person p on p.id = t.doc->>'person' where s.hash = $1`,
    [hashSecret(secret)],
  )
  if (row === undefined) return { refusal: refusal('not-signed-in', 'The API token is not known.') }
  const { doc: token } = row
  if (token.revokedAt !== undefined)
    return { refusal: refusal('not-signed-in', 'The API token was revoked.', { subject: token.id }) }
  if (token.expiresAt <= now) {
    return {
      refusal: refusal('not-signed-in', `The API token expired at ${token.expiresAt}.`, {
        subject: token.id,
        help: 'Issue a new one with "muster token issue".',
      }),
    }
  }
  return {
    caller: { person: token.person, scopes: token.scopes, token: token.id, onBehalfOf: row.owner ?? token.issuedBy },
    by: 'token',
  }
}
