import { eachDatabase, served } from '@muster/testkit'
import { expect, onTestFinished, test } from 'vitest'

const PASSWORD = 'four plain words suffice'

eachDatabase((open) => {
  test('a person sees their own sessions and ends one, or all but the one they use', async () => {
    const here = await served(await open())
    onTestFinished(() => here.stop())
    const email = 'bo@example.org'
    const { result } = await here.as('administrator').act('person.register', { name: 'Bo Browser', email })
    const code = new URL(String(result?.['passwordLink'])).searchParams.get('code')
    await here.send(undefined, '/welcome', { json: { code, password: PASSWORD } })
    const send = async (path: string, json: unknown, headers: Record<string, string> = {}) =>
      here.send(undefined, path, { ...(json === undefined ? {} : { json }), headers })
    const signIn = async () => {
      const answer = await send('/api/auth/sign-in/email', { email, password: PASSWORD })
      return {
        cookie: answer.headers
          .getSetCookie()
          .map((c) => c.split(';')[0])
          .join('; '),
      }
    }
    const [mine, other, third] = [await signIn(), await signIn(), await signIn()]
    interface Session {
      readonly id: string
      readonly current: boolean
    }
    const list = async () => ((await send('/api/v1/me/sessions', undefined, mine)).body as { items: Session[] }).items
    const sessions = await list()
    expect(sessions.filter((s) => s.current).length).toBe(1)
    expect(sessions.length).toBe(3)
    expect(JSON.stringify(sessions)).not.toContain('token')
    const end = async (body: object) => send('/api/v1/me/sessions/end', body, mine)
    expect((await end({ session: 'nobody-s' })).status).toBe(404)
    const ended = await end({ session: sessions.find((s) => !s.current)?.id })
    expect(ended.body).toEqual({ ended: 1 })
    expect((await end({})).body).toEqual({ ended: 1 })
    expect((await list()).map((s) => s.current)).toEqual([true])
    for (const gone of [other, third]) expect((await send('/api/v1/me', undefined, gone)).status).toBe(401)
  })
})
