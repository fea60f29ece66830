import type { Refusal, Token } from '@muster/core'
import { personNoun, refusal, tokenNoun } from '@muster/core'
import type { Queries } from './database.ts'
import { Work } from './work.ts'

/** A token as it stands, with the owner of the service account that it belongs to. */
interface TokenRow extends Record<string, unknown> {
  doc: Token
  owner: string | null
  /** Whether the person who answers for it is active. */
  answered: boolean | null
}

/** Who a token answers for, and what it may do. */
export interface TokenHolder {
  readonly person: string
  readonly scopes: readonly string[]
  readonly token: string
  readonly onBehalfOf: string
}

/** Who acts with the token that has this hash, as it stands now; or why nobody does. */
export async function callerOfToken(queries: Queries, hash: Uint8Array, now: string): Promise<TokenHolder | Refusal> {
  const read = async (): Promise<TokenRow | undefined> => {
    const [found] = await queries.query<TokenRow>(
      `select t.doc, p.doc->>'owner' as owner, (a.doc->>'active')::boolean as answered
       from token_secret s join token t on t.id = s.token join person p on p.id = t.doc->>'person'
       left join person a on a.id = coalesce(p.doc->>'owner', t.doc->>'issuedBy') where s.hash = $1`,
      [hash],
    )
    return found
  }
  // A secret comes and goes with an entry of its token alone.
  const row =
    queries instanceof Work
      ? await queries.derived(`bearer of ${Buffer.from(hash).toString('hex')}`, [tokenNoun.name, personNoun.name], read)
      : await read()
  if (row === undefined) return refusal('not-signed-in', 'The API token is not known.')
  const { doc: token, owner } = row
  if (row.answered !== true) {
    return refusal('not-signed-in', 'Who answers for this token has been deactivated.', { subject: token.id })
  }
  if (token.revokedAt !== undefined)
    return refusal('not-signed-in', 'The API token was revoked.', { subject: token.id })
  if (token.expiresAt <= now) {
    return refusal('not-signed-in', `The API token expired at ${token.expiresAt}.`, {
      subject: token.id,
      help: 'Issue a new one with "muster token issue".',
    })
  }
  return { person: token.person, scopes: token.scopes, token: token.id, onBehalfOf: owner ?? token.issuedBy }
}
