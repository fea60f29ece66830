import type { Refusal } from '@muster/core'
import { refusal } from '@muster/core'
import { verifyPassword } from 'better-auth/crypto'
import type { Database } from '../store/database.ts'
import { hashed, passwordProblem } from './passwords.ts'

const wrong = refusal('password-wrong', 'The current password is wrong.', {
  help: 'If you have forgotten it, ask an administrator for a link to choose a new one.',
})

/** What a person who changes their password is told. */
export interface Changed {
  readonly changed: true
  /** Sessions that ended; the one that the person changed it in goes on. */
  readonly sessionsEnded: number
  /** API tokens that act for the person and go on working: they are revoked by name. */
  readonly tokens: number
}

/**
 * Replaces a person's password by one that they chose, when they know the one before. All their other sessions and their
 * unused one-time links end. It is no entry of the ledger: nobody gains a right over another by it.
 *
 * @param session id of the session that goes on
 */
export async function changePassword(
  database: Database,
  person: string,
  { current, next, session, now }: { current: string; next: string; session: string | undefined; now: string },
): Promise<Changed | Refusal> {
  const [known] = await database.query<{ name: string; email: string; hash: string }>(
    `select f.name, f.email, a.password as hash from auth_account a join person_profile f on f.person = a."userId"
     where a."userId" = $1 and a."providerId" = 'credential' and a.password is not null and f.email is not null`,
    [person],
  )
  // Hashing takes its time on purpose: no transaction waits for it.
  if (known === undefined || !(await verifyPassword({ hash: known.hash, password: current }))) return wrong
  const weak = passwordProblem(next, known)
  if (weak !== undefined) return weak
  if (await verifyPassword({ hash: known.hash, password: next }))
    return refusal('password-weak', 'The new password must be another one than before.', { subject: '/password' })
  const hash = await hashed(next)
  // One statement, so that all of it happens or nothing. Where somebody else was faster, the password checked above is it no more.
  const [done] = await database.query<{ replaced: number; ended: number; tokens: number }>(
    `with replaced as (
       update auth_account set password = $3, "updatedAt" = now()
       where "userId" = $1 and "providerId" = 'credential' and password = $2 returning id),
     ended as (
       delete from auth_session where "userId" = $1 and id is distinct from $4 and exists (select 1 from replaced) returning id),
     unused as (
       delete from invitation where person = $1 and purpose = 'password' and used_at is null and exists (select 1 from replaced))
     select (select count(*)::int from replaced) as replaced, (select count(*)::int from ended) as ended,
       (select count(*)::int from token where doc->>'person' = $1 and not doc ? 'revokedAt' and doc->>'expiresAt' > $5) as tokens`,
    [person, known.hash, hash, session ?? null, now],
  )
  if (done?.replaced !== 1) return wrong
  return { changed: true, sessionsEnded: done.ended, tokens: done.tokens }
}
