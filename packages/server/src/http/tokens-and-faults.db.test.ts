import { join } from 'node:path'
import type { HttpAnswer, ServedWorld } from '@muster/testkit'
import { eachDatabase, handOf, served } from '@muster/testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { migrate } from '../store/migrate.ts'
import { openPglite } from '../store/pglite.ts'
import { openPostgres } from '../store/postgres.ts'

const codeOf = (answer: HttpAnswer): unknown => (answer.body as { code?: string } | undefined)?.code
const PASSWORD = 'four plain words suffice'

eachDatabase((open) => {
  let here: ServedWorld
  beforeAll(async () => {
    here = await served(await open())
  })
  afterAll(() => here.stop())

  const bearer = (token: string) => ({ headers: { authorization: `Bearer ${token}` } })
  const propose = (token: string) =>
    here.send(undefined, '/api/v1/acts/experiment.propose', {
      json: { project: here.project, title: 'Trees', hypothesis: 'They do.' },
      ...bearer(token),
    })

  test('a token does what its scopes name and nothing else', async () => {
    const narrow = await here.token('ml-engineer', ['evidence.*'])
    const refused = await propose(narrow)
    expect([refused.status, codeOf(refused)]).toEqual([403, 'scope-missing'])
    for (const scope of ['experiment.propose', 'experiment.*', '*'])
      expect((await propose(await here.token('ml-engineer', [scope]))).status).toBe(200)
  })

  test('a token issues no token that may do more or lasts longer than itself', async () => {
    const person = here.who('ml-engineer')
    const issued = await handOf(here.running.context.powers, { person }).act('token.issue', {
      person,
      label: 'short',
      scopes: ['token.*', 'evidence.seal'],
      expiresInDays: 2,
    })
    const secret = String(issued.result?.['secret'])
    const successor = (more: object) =>
      here.send(undefined, '/api/v1/acts/token.issue', {
        json: { person, label: 'next', scopes: ['evidence.seal'], ...more },
        ...bearer(secret),
      })
    for (const [more, code] of [
      [{ expiresInDays: 3 }, 'token-outlives'],
      [{ scopes: ['*'] }, 'scope-missing'],
      [{ scopes: ['evidence.seal', 'evidence.*'] }, 'scope-missing'],
    ] as const) {
      const answer = await successor(more)
      expect([answer.status, codeOf(answer)], answer.text).toEqual([403, code])
    }
    expect((await successor({})).status).toBe(200)
    const { items } = (await here.send('ml-engineer', '/api/v1/tokens')).body as { items: Record<string, string>[] }
    const [first] = await here.database.query<{ end: string }>(
      `select doc->>'expiresAt' as end from token where id = $1`,
      [issued.subject],
    )
    expect(items.find((t) => t['label'] === 'next')).toMatchObject({
      issuedWith: issued.subject,
      expiresAt: first?.end,
    })
  })

  test('a revoked, an expired and a made-up token are nobody', async () => {
    const person = here.who('ml-engineer')
    const hand = handOf(here.running.context.powers, { person })
    const issue = (days: number) => hand.act('token.issue', { person, label: 'x', scopes: ['*'], expiresInDays: days })
    const revoked = await issue(30)
    const secret = String(revoked.result?.['secret'])
    expect((await propose(secret)).status).toBe(200)
    await hand.act('token.revoke', { token: revoked.subject })
    const expiring = String((await issue(1)).result?.['secret'])
    expect((await propose(expiring)).status).toBe(200)
    here.clock.advance({ days: 1 })
    for (const token of [secret, expiring, 'muster_nonsense', 'x', '', 'muster_%00']) {
      for (const answer of [await propose(token), await here.send(undefined, '/api/v1/me', bearer(token))]) {
        expect([token.slice(0, 8), answer.status, codeOf(answer)]).toEqual([token.slice(0, 8), 401, 'not-signed-in'])
        if (token.length > 20) expect(answer.text).not.toContain(token)
      }
    }
  })

  test('no secret of a token is in the ledger', async () => {
    const secret = await here.token('ml-engineer')
    expect(JSON.stringify(await here.entries())).not.toContain(secret)
  })

  test('a signed-in browser that another site sent here does nothing', async () => {
    const email = 'browser@example.org'
    const { result } = await here.as('administrator').act('person.register', { name: 'Bo Browser', email })
    const code = new URL(String(result?.['passwordLink'])).searchParams.get('code')
    const chosen = await here.send(undefined, '/welcome', { json: { code, password: PASSWORD } })
    expect(chosen.status, chosen.text).toBe(200)
    const wrong = await here.send(undefined, '/api/auth/sign-in/email', {
      json: { email, password: 'not this one at all' },
    })
    expect([wrong.status, codeOf(wrong)]).toEqual([401, 'not-signed-in'])
    const signedIn = await here.send(undefined, '/api/auth/sign-in/email', { json: { email, password: PASSWORD } })
    expect(signedIn.status, signedIn.text).toBe(200)
    const cookie = signedIn.headers
      .getSetCookie()
      .map((c) => c.split(';')[0])
      .join('; ')
    expect(signedIn.headers.getSetCookie().every((c) => /httponly/i.test(c) && /samesite=lax/i.test(c))).toBe(true)
    expect((await here.send(undefined, '/api/v1/me', { headers: { cookie } })).status).toBe(200)
    const act = (origin?: string) =>
      here.send(undefined, '/api/v1/acts/project.create', {
        json: { name: 'Mine', lead: here.who('product-manager') },
        headers: { cookie, ...(origin === undefined ? {} : { origin }) },
      })
    for (const origin of ['https://evil.example', 'null', `${here.running.url}.evil.example`]) {
      const answer = await act(origin)
      expect([origin, answer.status]).toEqual([origin, 401])
    }
    expect((await act(here.running.url)).status).toBe(200)
  })

  // Counted in memory for the whole process, whatever the database: once, and after everybody who signs in.
  test.runIf(open.kind === 'postgres')('whoever guesses passwords is told to wait', async () => {
    const statuses = new Set<number>()
    for (let i = 0; i < 40 && !statuses.has(429); i += 1)
      statuses.add(
        (
          await here.send(undefined, '/api/auth/sign-in/email', {
            json: { email: 'nobody@example.org', password: `guess ${i} of many` },
          })
        ).status,
      )
    expect(statuses).toEqual(new Set([401, 429]))
  })

  test('a fault gives an id and nothing else, and keeps nothing', async () => {
    const { powers } = here.running.context
    const { loaders } = powers
    const before = (await here.entries()).length
    const broken = () => Promise.reject(new Error('password=hunter2 at postgres://muster@db'))
    Object.assign(powers, { loaders: { ...loaders, project: broken } })
    const answer = await here.post('ml-engineer', 'model.register', {
      project: here.project,
      name: 'm',
      description: 'x',
    })
    Object.assign(powers, { loaders })
    expect([answer.status, codeOf(answer)]).toEqual([500, 'internal'])
    expect((answer.body as { instance: string }).instance).toMatch(/^[0-9a-f-]{36}$/)
    expect(answer.text).not.toMatch(/hunter2|postgres:|Error|\.ts/)
    expect((await here.entries()).length).toBeLessThanOrEqual(before + 1)
  })

  test('without its database Muster lives, is not ready, and says so', async () => {
    const store = await open()
    const { databaseUrl } = store.place
    const database = databaseUrl === undefined ? await openPglite(undefined) : openPostgres(databaseUrl)
    await migrate(database)
    const other = await served({ ...store, database, folder: join(store.folder, 'other') })
    await other.send('ml-engineer', '/api/v1/me')
    await database.close()
    for (const path of ['/readyz', '/api/v1/me', '/api/v1/projects']) {
      const answer = await other.send('ml-engineer', path)
      expect([path, answer.status, codeOf(answer)], answer.text).toEqual([path, 503, 'store-unavailable'])
      expect(answer.headers.get('retry-after')).not.toBeNull()
    }
    expect((await other.send(undefined, '/healthz')).status).toBe(200)
    await other.stop()
  })
})
