import type { HttpAnswer, ServedWorld } from '@muster/testkit'
import { eachDatabase, served } from '@muster/testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'

const OLD = 'four plain words suffice'
const NEW = 'five other words are better'
const codeOf = (answer: HttpAnswer): unknown => (answer.body as { code?: string }).code

eachDatabase((open) => {
  let here: ServedWorld
  let made = 0
  beforeAll(async () => {
    here = await served(await open())
  })
  afterAll(() => here.stop())

  /** Somebody of their own for each test, who has chosen the old password. */
  async function somebody() {
    made += 1
    const email = `changes-${made}@example.org`
    const { result, subject } = await here.as('administrator').act('person.register', { name: 'Cara Mender', email })
    const code = new URL(String(result?.['passwordLink'])).searchParams.get('code')
    expect((await here.send(undefined, '/welcome', { json: { code, password: OLD } })).status).toBe(200)
    // Not over HTTP, where so many tests would be told to wait.
    const signIn = (password: string): Promise<string> =>
      here.running.context.auth.api.signInEmail({ body: { email, password }, returnHeaders: true }).then(
        ({ headers }) =>
          headers
            .getSetCookie()
            .map((c) => c.split(';')[0])
            .join('; '),
        () => 'refused',
      )
    const change = (headers: Record<string, string>, current: string, password: string) =>
      here.send(undefined, '/api/v1/me/password', { json: { current, password }, headers })
    const isIn = async (cookie: string) => (await here.send(undefined, '/api/v1/me', { headers: { cookie } })).status
    return { person: subject, email, signIn, change, isIn }
  }

  test('who knows the old password has the new one afterwards, and the old one is nothing any more', async () => {
    const cara = await somebody()
    const cookie = await cara.signIn(OLD)
    const answer = await cara.change({ cookie }, OLD, NEW)
    expect([answer.status, answer.body]).toEqual([200, { changed: true, sessionsEnded: 0, tokens: 0 }])
    expect(await cara.signIn(OLD)).toBe('refused')
    expect(await cara.isIn(await cara.signIn(NEW))).toBe(200)
  })

  test('all other sessions end, this one goes on; by a token all end, and tokens go on', async () => {
    const cara = await somebody()
    const [one, two, three] = [await cara.signIn(OLD), await cara.signIn(OLD), await cara.signIn(OLD)]
    expect((await cara.change({ cookie: two }, OLD, NEW)).body).toMatchObject({ sessionsEnded: 2 })
    expect(await Promise.all([one, two, three].map((c) => cara.isIn(c)))).toEqual([401, 200, 401])
    const authorization = `Bearer ${await here.token(cara.person)}`
    expect((await cara.change({ authorization }, NEW, OLD)).body).toMatchObject({ sessionsEnded: 1, tokens: 1 })
    expect(await cara.isIn(two)).toBe(401)
    expect((await here.send(undefined, '/api/v1/me', { headers: { authorization } })).status).toBe(200)
  })

  test('a link to choose a password that was not used works no more', async () => {
    const cara = await somebody()
    const { result } = await here.as('administrator').act('person.invite', { person: cara.person })
    await cara.change({ cookie: await cara.signIn(OLD) }, OLD, NEW)
    const code = new URL(String(result?.['passwordLink'])).searchParams.get('code')
    expect(codeOf(await here.send(undefined, '/welcome', { json: { code, password: OLD } }))).toBe('setup-closed')
  })

  test('a wrong old password changes nothing; so does a new one that breaks the rules', async () => {
    const cara = await somebody()
    const cookie = await cara.signIn(OLD)
    const refused = async (current: string, password: string) => {
      const answer = await cara.change({ cookie }, current, password)
      return [answer.status, codeOf(answer)]
    }
    expect(await refused(`${OLD}!`, NEW)).toEqual([403, 'password-wrong'])
    for (const weak of ['short', 'x'.repeat(500), 'aaaaaaaaaaaaaaaaaa', 'Cara Mender 12', OLD])
      expect([weak.slice(0, 20), ...(await refused(OLD, weak))]).toEqual([weak.slice(0, 20), 422, 'password-weak'])
    for (const body of [
      {},
      { current: OLD },
      { current: OLD, password: 5 },
      { current: OLD, password: NEW, more: 1 },
    ]) {
      const answer = await here.send(undefined, '/api/v1/me/password', { json: body, headers: { cookie } })
      expect([answer.status, codeOf(answer)]).toEqual([422, 'input-invalid'])
      expect(answer.text).not.toContain(OLD)
    }
    expect(await cara.isIn(await cara.signIn(OLD))).toBe(200)
  })

  test('whoever guesses is told to wait, and the right one does not help before', async () => {
    const cara = await somebody()
    const cookie = await cara.signIn(OLD)
    const codes: unknown[] = []
    for (let i = 0; i < 11; i += 1) codes.push(codeOf(await cara.change({ cookie }, `guess ${i}`, NEW)))
    expect(codes).toEqual([...Array<string>(10).fill('password-wrong'), 'too-many-requests'])
    expect((await cara.change({ cookie }, OLD, NEW)).status).toBe(429)
    here.clock.advance({ minutes: 2 })
    expect((await cara.change({ cookie }, OLD, NEW)).status).toBe(200)
  })

  test('nobody, a narrow token, a service account and another site change no password', async () => {
    const cara = await somebody()
    expect((await cara.change({}, OLD, NEW)).status).toBe(401)
    const narrow = { authorization: `Bearer ${await here.token(cara.person, ['evidence.*', 'password.*'])}` }
    expect(codeOf(await cara.change(narrow, OLD, NEW))).toBe('scope-missing')
    const service = { authorization: `Bearer ${await here.token('service')}` }
    expect(codeOf(await cara.change(service, OLD, NEW))).toBe('password-wrong')
    const cookie = await cara.signIn(OLD)
    expect((await cara.change({ cookie, origin: 'https://evil.example' }, OLD, NEW)).status).toBe(401)
    expect(await cara.isIn(await cara.signIn(OLD))).toBe(200)
  })

  test('two at once: one is the new password, and the other is told that theirs was not the old one', async () => {
    here.clock.advance({ minutes: 2 })
    const cara = await somebody()
    const cookie = await cara.signIn(OLD)
    const both = await Promise.all([`${NEW} a`, `${NEW} b`].map((next) => cara.change({ cookie }, OLD, next)))
    expect(new Set(both.map((a) => a.status))).toEqual(new Set([200, 403]))
    const won = both[0]?.status === 200 ? `${NEW} a` : `${NEW} b`
    expect(await cara.isIn(await cara.signIn(won))).toBe(200)
  })

  test('it is no entry of the ledger, where an administrator’s link is one', async () => {
    const cara = await somebody()
    const cookie = await cara.signIn(OLD)
    const before = await here.entries()
    expect((await cara.change({ cookie }, OLD, NEW)).status).toBe(200)
    expect(await here.entries()).toEqual(before)
    await here.as('administrator').act('person.invite', { person: cara.person })
    expect((await here.entries()).at(-1)?.type).toBe('PasswordLinkIssued')
    expect(JSON.stringify(await here.entries())).not.toContain(NEW)
  })
})
