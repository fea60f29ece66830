import { FIRST, eachDatabase, openedWorkspace } from '@muster/testkit'
import { expect, test } from 'vitest'
import type { Database } from '../store/database.ts'
import { authenticate } from './authenticate.ts'
import { identityCompanions } from './companions.ts'
import { invite, useInvitation } from './invitations.ts'
import { hashed, setPassword } from './passwords.ts'
import { hashSecret } from './secrets.ts'
import { signIn } from './sign-in.ts'

const NOW = '2026-03-01T12:00:00.000Z'
const DAY_MS = 86_400_000
const later = (days: number): string => new Date(Date.parse(NOW) + days * DAY_MS).toISOString()
const companions = identityCompanions((path) => `https://muster.example${path}`)
const PASSWORD = 'correct horse battery staple'

/** Everything that is stored, as text: every row of every table, bytes in hexadecimal. */
async function everything(database: Database): Promise<Map<string, string>> {
  const tables = await database.query<{ name: string }>(
    `select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'`,
  )
  const all = new Map<string, string>()
  for (const { name } of tables) {
    const rows = await database.query<{ row: string }>(`select row_to_json(t)::text as row from ${name} t`)
    all.set(name, rows.map((r) => r.row).join('\n'))
  }
  return all
}
const tablesWith = async (database: Database, text: string): Promise<string[]> =>
  [...(await everything(database))]
    .filter(([, rows]) => rows.toLowerCase().includes(text.toLowerCase()))
    .map(([name]) => name)
    .toSorted()

eachDatabase((open) => {
  test('a one-time link works once, for its purpose, until it expires, and only the newest', async () => {
    const { database } = await open()
    const use = (code: string, at: string, purpose: 'setup' | 'password' = 'password') =>
      useInvitation(database, purpose, code, at)
    const code = await invite(database, 'password', 'per_a', NOW)
    expect(await use(code, NOW, 'setup')).toBeUndefined()
    expect(await use(`${code}x`, NOW)).toBeUndefined()
    expect(await use(code, later(1))).toEqual({ person: 'per_a' })
    expect(await use(code, later(1))).toBeUndefined()
    const expired = await invite(database, 'password', 'per_a', NOW)
    expect(await use(expired, later(7))).toBeUndefined()
    const setup = await invite(database, 'setup', null, NOW)
    expect(await use(setup, later(1), 'setup')).toBeUndefined()
    const first = await invite(database, 'password', 'per_b', NOW)
    const second = await invite(database, 'password', 'per_b', NOW)
    const others = await invite(database, 'password', 'per_c', NOW)
    expect(await use(first, NOW)).toBeUndefined()
    expect(await use(second, NOW)).toEqual({ person: 'per_b' })
    expect(await use(others, NOW)).toEqual({ person: 'per_c' })
  })

  test('a one-time link that twenty use at once works for one', async () => {
    const { database } = await open()
    const code = await invite(database, 'setup', null, NOW)
    const used = await Promise.all(Array.from({ length: 20 }, () => useInvitation(database, 'setup', code, NOW)))
    expect(used.filter((u) => u !== undefined)).toEqual([{ person: null }])
  })

  test('secrets of tokens and links are nowhere in the database, only their hashes', async () => {
    const { database } = await open()
    const acting = await openedWorkspace(database, { companions })
    const token = String(
      (await acting.do('token.issue', { person: FIRST, label: 'ci', scopes: ['*'] })).result?.['secret'],
    )
    const { result } = await acting.do('person.register', { name: 'Bob', email: 'bob@example.org' })
    const code = new URL(String(result?.['passwordLink'])).searchParams.get('code')!
    for (const secret of [token, token.slice('muster_'.length), code, PASSWORD]) {
      expect(secret.length).toBeGreaterThan(20)
      expect(await tablesWith(database, secret)).toEqual([])
      expect(await tablesWith(database, Buffer.from(secret).toString('hex'))).toEqual([])
      expect(await tablesWith(database, Buffer.from(secret).toString('base64'))).toEqual([])
    }
    expect(await tablesWith(database, hashSecret(token).toString('hex'))).toEqual(['token_secret'])
    expect(await tablesWith(database, hashSecret(code).toString('hex'))).toEqual(['invitation'])
  })

  test('a token answers for its person until it expires or is revoked', async () => {
    const { database } = await open()
    let now = NOW
    const acting = await openedWorkspace(database, { companions, clock: () => now })
    const { subject: service } = await acting.do('service.register', { name: 'ci' })
    const issued = await acting.do('token.issue', {
      person: service,
      label: 'ci',
      scopes: ['evidence.*'],
      expiresInDays: 1,
    })
    const auth = signIn(database, { url: 'http://127.0.0.1:7300', secret: 'x'.repeat(40) })
    const asked = (authorization: string, at = NOW) => authenticate(database, auth, new Headers({ authorization }), at)
    const bearer = `Bearer ${String(issued.result?.['secret'])}`
    expect(await asked(bearer)).toMatchObject({
      caller: { person: service, scopes: ['evidence.*'], token: issued.subject, onBehalfOf: FIRST },
      by: 'token',
    })
    expect(await asked(bearer, later(1))).toMatchObject({ refusal: { code: 'not-signed-in' } })
    for (const wrong of [`${bearer}x`, 'Bearer muster_', 'Bearer ', 'Basic YTpi', bearer.slice(0, -1)])
      expect(await asked(wrong)).toMatchObject({ refusal: { code: 'not-signed-in' } })
    now = later(0.5)
    await acting.do('token.revoke', { token: issued.subject })
    expect(await asked(bearer)).toMatchObject({ refusal: { code: 'not-signed-in' } })
  })

  test('a deactivated person is signed out everywhere and may not act', async () => {
    const { database } = await open()
    const acting = await openedWorkspace(database, { companions })
    const { subject: bob } = await acting.do('person.register', { name: 'Bob Roberts', email: 'bob@example.org' })
    await setPassword(database, { id: bob, name: 'Bob Roberts', email: 'bob@example.org' }, await hashed(PASSWORD))
    const auth = signIn(database, { url: 'http://127.0.0.1:7300', secret: 'x'.repeat(40) })
    const signedIn = await auth.api.signInEmail({
      body: { email: 'bob@example.org', password: PASSWORD },
      returnHeaders: true,
    })
    const cookie = signedIn.headers
      .getSetCookie()
      .map((c) => c.split(';')[0])
      .join('; ')
    const asked = () => authenticate(database, auth, new Headers({ cookie }), new Date().toISOString())
    expect(await asked()).toEqual({ caller: { person: bob }, by: 'session' })
    await acting.do('person.deactivate', { person: bob, reason: 'left' })
    expect(await asked()).toMatchObject({ refusal: { code: 'not-signed-in' } })
    expect(await database.query('select id from auth_session')).toEqual([])
    expect(await acting.try('service.register', { name: 'x' }, bob)).toMatchObject({
      ok: false,
      refusals: [{ code: 'person-inactive' }],
    })
  })

  test('erasing a person deletes their name and address from every table; the ledger never held them', async () => {
    const { database } = await open()
    const acting = await openedWorkspace(database, { companions })
    const { subject: bob } = await acting.do('person.register', {
      name: 'Bobrowski Testname',
      email: 'Bob.Rare@Example.org',
    })
    await setPassword(
      database,
      { id: bob, name: 'Bobrowski Testname', email: 'bob.rare@example.org' },
      await hashed(PASSWORD),
    )
    const auth = signIn(database, { url: 'http://127.0.0.1:7300', secret: 'x'.repeat(40) })
    await auth.api.signInEmail({ body: { email: 'bob.rare@example.org', password: PASSWORD } })
    expect(await tablesWith(database, 'Bobrowski')).toEqual(['auth_user', 'person_profile'])
    expect(await tablesWith(database, 'bob.rare')).toEqual(['auth_user', 'person_profile'])
    await acting.do('person.deactivate', { person: bob, reason: 'left' })
    await acting.do('person.erase', { person: bob })
    for (const personal of ['Bobrowski', 'Testname', 'bob.rare'])
      expect(await tablesWith(database, personal)).toEqual([])
    expect(await database.query('select id from auth_account where "userId" = $1', [bob])).toEqual([])
    expect(await tablesWith(database, bob)).toContain('ledger_entry')
  })

  test('a person who was deactivated and erased has no open one-time link left', async () => {
    const { database } = await open()
    const acting = await openedWorkspace(database, { companions })
    const { subject: bob } = await acting.do('person.register', { name: 'Bob', email: 'bob@example.org' })
    await acting.do('person.deactivate', { person: bob, reason: 'left' })
    await acting.do('person.erase', { person: bob })
    expect(await database.query('select purpose from invitation where person = $1 and used_at is null', [bob])).toEqual(
      [],
    )
  })
})
