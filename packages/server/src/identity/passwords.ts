import type { Refusal } from '@muster/core'
import { refusal } from '@muster/core'
import { hashPassword } from 'better-auth/crypto'
import type { Queries } from '../store/database.ts'

const MIN_LENGTH = 12
export const MAX_LENGTH = 128
const MIN_DISTINCT = 5

/** What is wrong with a password, if anything: long enough, not one character repeated, not the name or address. */
export function passwordProblem(
  password: string,
  about: { readonly name: string; readonly email: string },
): Refusal | undefined {
  const weak = (message: string): Refusal =>
    refusal('password-weak', message, {
      subject: '/password',
      help: 'A sentence of four or five words is easy to remember and hard to guess.',
    })
  const low = password.toLowerCase()
  if (password.length < MIN_LENGTH) return weak(`The password must have at least ${MIN_LENGTH} characters.`)
  if (password.length > MAX_LENGTH) return weak(`The password must have at most ${MAX_LENGTH} characters.`)
  if (new Set(password).size < MIN_DISTINCT)
    return weak(`The password must have at least ${MIN_DISTINCT} different characters.`)
  const own = [about.email, about.email.split('@')[0] ?? '', about.name]
    .map((s) => s.toLowerCase())
    .filter((s) => s.length >= 4)
  if (own.some((word) => low.includes(word) && password.length - word.length < 6))
    return weak('The password must not be made of your name or address.')
  return undefined
}

/** Hash of a password as the sign-in library checks it (scrypt). */
export const hashed = (password: string): Promise<string> => hashPassword(password)

/** Gives a person a way to sign in, or replaces the password they had; all their sessions end. */
export async function setPassword(
  queries: Queries,
  person: { id: string; name: string; email: string },
  passwordHash: string,
): Promise<void> {
  await queries.query(
    `insert into auth_user (id, name, email, "emailVerified") values ($1, $2, $3, true)
     on conflict (id) do update set name = excluded.name, email = excluded.email, "updatedAt" = now()`,
    [person.id, person.name, person.email.toLowerCase()],
  )
  await queries.query(
    `insert into auth_account (id, "accountId", "providerId", "userId", password) values ($1, $1, 'credential', $1, $2)
     on conflict (id) do update set password = excluded.password, "updatedAt" = now()`,
    [person.id, passwordHash],
  )
  await queries.query('delete from auth_session where "userId" = $1', [person.id])
}
