import type { Refusal } from '@muster/core'
import { refusal } from '@muster/core'
import type { Queries } from '../store/database.ts'
import type { Caller } from '../store/perform.ts'
import { callerOfToken } from '../store/token-caller.ts'
import { hashSecret, looksLikeToken } from './secrets.ts'
import type { SignIn } from './sign-in.ts'

export type Authenticated =
  | { readonly caller: Caller; readonly by: 'token' | 'session' }
  | { readonly refusal: Refusal }

const nobody = refusal('not-signed-in', 'Nobody is signed in.', {
  help: 'Sign in with "muster login", or send an API token as "Authorization: Bearer …".',
})

/**
 * Who sends a request: the bearer of a token, or a signed-in browser. `recheckedInLock` says that a token will be read
 * again before anything is done, so that one seen before need not be read here.
 */
export async function authenticate(
  queries: Queries,
  auth: SignIn,
  headers: Headers,
  now: string,
  recheckedInLock = false,
): Promise<Authenticated> {
  const authorization = headers.get('authorization')
  if (authorization !== null) return byToken(queries, authorization, now, recheckedInLock)
  if (headers.get('cookie') === null) return { refusal: nobody }
  const session = await auth.api.getSession({ headers })
  if (session === null) return { refusal: nobody }
  return { caller: { person: session.user.id }, by: 'session' }
}

/**
 * Bearers of tokens seen before, by the hash of the secret. Only acts use it, and only to get as far as the lock: there
 * the token is read again, so that a revoked one does nothing.
 */
const recent = new Map<string, Caller>()
const MOST_RECENT = 1_000

async function byToken(
  queries: Queries,
  authorization: string,
  now: string,
  recheckedInLock: boolean,
): Promise<Authenticated> {
  const secret = /^Bearer +(\S+)$/i.exec(authorization)?.[1]
  if (secret === undefined || !looksLikeToken(secret)) {
    return {
      refusal: refusal('not-signed-in', 'The Authorization header does not hold a Muster API token.', {
        help: 'Send "Authorization: Bearer muster_…".',
      }),
    }
  }
  const hash = hashSecret(secret)
  const key = hash.toString('base64')
  const known = recheckedInLock ? recent.get(key) : undefined
  if (known !== undefined) return { caller: known, by: 'token' }
  const found = await callerOfToken(queries, hash, now)
  if ('code' in found) return { refusal: found }
  // Whatever acts with it later reads the token again inside the lock.
  const caller = { ...found, secretHash: hash }
  if (!recheckedInLock) return { caller, by: 'token' }
  if (recent.size >= MOST_RECENT) recent.clear()
  recent.set(key, caller)
  return { caller, by: 'token' }
}
