import type { Queries } from '../store/database.ts'
import { hashSecret, newCode } from './secrets.ts'

const VALID_DAYS = { setup: 1, password: 7 } as const

/** Makes a one-time code: for opening the workspace, or for a person to choose a password. Only its hash is stored. */
export async function invite(
  queries: Queries,
  purpose: 'setup' | 'password',
  person: string | null,
  now: string,
): Promise<string> {
  const code = newCode()
  const expires = new Date(Date.parse(now) + VALID_DAYS[purpose] * 86_400_000).toISOString()
  // A new link replaces the ones before it.
  await queries.query(
    `delete from invitation where purpose = $1 and person is not distinct from $2 and used_at is null`,
    [purpose, person],
  )
  await queries.query('insert into invitation (hash, purpose, person, expires_at) values ($1, $2, $3, $4)', [
    hashSecret(code),
    purpose,
    person,
    expires,
  ])
  return code
}

/** Uses a code up. Undefined when it is wrong, used or expired; `person` is whom it was made for. */
export async function useInvitation(
  queries: Queries,
  purpose: 'setup' | 'password',
  code: string,
  now: string,
): Promise<{ person: string | null } | undefined> {
  const [row] = await queries.query<{ person: string | null }>(
    `update invitation set used_at = $3 where hash = $1 and purpose = $2 and used_at is null and expires_at > $3 returning person`,
    [hashSecret(code), purpose, now],
  )
  return row
}
