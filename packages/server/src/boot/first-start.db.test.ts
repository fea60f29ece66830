import type { Running } from './start.ts'
import { readConfig } from './config.ts'
import { start } from './start.ts'
import type { HttpAnswer, ServedWorld } from '@muster/testkit'
import { eachDatabase, served } from '@muster/testkit'
import { expect, onTestFinished, test } from 'vitest'

const PASSWORD = 'four plain words suffice'

eachDatabase((open) => {
  /** An empty workspace behind a server, and the way in. */
  const begun = async (): Promise<{ running: Running; send: Send; cookie: () => Promise<string> }> => {
    const store = await open()
    const config = readConfig({}, { data: store.folder, port: 0, logLevel: 'silent' })
    const running = await start(config, { store: { database: store.database, close: async () => undefined } })
    onTestFinished(() => running.stop())
    const send: Send = async (path, json, headers = {}) =>
      fetch(`${running.url}${path}`, {
        method: json === undefined ? 'GET' : 'POST',
        headers: { ...(json === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
        ...(json === undefined ? {} : { body: JSON.stringify(json) }),
      })
    const cookie = async (): Promise<string> => {
      const code = new URL(running.setupLink ?? '').searchParams.get('code')
      const opened = await send('/setup', { code, name: 'Ada Admin', email: 'ada@example.com', password: PASSWORD })
      expect(opened.status, await opened.clone().text()).toBe(200)
      const signedIn = await send('/api/auth/sign-in/email', { email: 'ada@example.com', password: PASSWORD })
      return signedIn.headers
        .getSetCookie()
        .map((c) => c.split(';')[0])
        .join('; ')
    }
    return { running, send, cookie }
  }
  type Send = (path: string, json?: unknown, headers?: Record<string, string>) => Promise<Response>
  interface Health {
    readonly ledger: { readonly size: number }
    readonly store: { readonly bytes: number }
    readonly verified: unknown
    readonly backup: unknown
  }
  type Line = Record<string, unknown> & { text?: string; people?: { email: string }[]; password?: string }

  test('the worked example is loaded from the browser, told step by step, and once', { timeout: 180_000 }, async () => {
    const { send, cookie } = await begun()
    expect(await (await send('/api/v1/workspace/state')).json()).toMatchObject({ open: false })
    const known = { cookie: await cookie() }
    expect(await (await send('/api/v1/workspace/state')).json()).toMatchObject({ open: true })
    const shown = async () => (await send('/api/v1/workspace', undefined, known)).json()
    expect(await shown()).toMatchObject({ people: 1, projects: 0, example: { state: 'possible' } })
    const [answer, second] = await Promise.all([
      send('/api/v1/workspace/example', {}, known),
      send('/api/v1/workspace/example', {}, known),
    ])
    expect(new Set([answer.status, second.status])).toEqual(new Set([200, 409]))
    const stream = answer.status === 200 ? answer : second
    expect(stream.headers.get('content-type')).toContain('application/x-ndjson')
    const lines = (await stream.text())
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Line)
    const last = lines.at(-1)
    expect(last, JSON.stringify(last)).toMatchObject({ done: true })
    expect(lines.slice(0, -1).map((line) => line['step'])).toEqual(lines.slice(0, -1).map((_, i) => i + 1))
    expect(lines.length).toBeGreaterThan(10)
    expect(await shown()).toMatchObject({ projects: 1, example: { state: 'loaded', version: last?.['version'] } })
    // Whoever plays in it can sign in, and administrators cannot load it again.
    const email = last?.people?.[0]?.email
    const signedIn = await send('/api/auth/sign-in/email', { email, password: last?.password })
    expect(signedIn.status).toBe(200)
    const again = await send('/api/v1/workspace/example', {}, known)
    expect([again.status, ((await again.json()) as { code: string }).code]).toEqual([409, 'workspace-in-use'])
    const verdict = await (await send('/api/v1/ledger/verify', undefined, known)).json()
    expect(verdict).toMatchObject({ ok: true, findings: [] })
  })

  test('the example is for administrators of an empty workspace', async () => {
    const here: ServedWorld = await served(await open())
    onTestFinished(() => here.stop())
    const load = (who: string): Promise<HttpAnswer> => here.send(who, '/api/v1/workspace/example', { json: {} })
    expect((await load('ml-engineer')).status).toBe(403)
    const refused = await load('administrator')
    expect([refused.status, (refused.body as { code: string }).code]).toEqual([409, 'workspace-in-use'])
    const shown = (await here.send('ml-engineer', '/api/v1/workspace')).body
    expect(shown).toMatchObject({ open: true, projects: 1, example: { state: 'in-use' } })
  })

  test('health says what the store holds, and when it was last verified and backed up', async () => {
    const here: ServedWorld = await served(await open())
    onTestFinished(() => here.stop())
    const health = async () => (await here.send('administrator', '/api/v1/health')).body as Health
    const before = await health()
    const { size } = before.ledger
    expect(before).toMatchObject({ store: { kind: open.kind }, verified: null, backup: null, sessions: { active: 0 } })
    expect(before.store.bytes).toBeGreaterThan(1_000_000)
    expect(size).toBe((await here.entries()).length)
    await here.send('ml-engineer', '/api/v1/ledger/verify')
    const backup = await here.send('administrator', '/api/v1/backup')
    expect(backup.status).toBe(200)
    await expect.poll(async () => (await health()).backup).toMatchObject({ by: here.who('administrator') })
    expect((await health()).verified).toMatchObject({ by: here.who('ml-engineer'), ok: true, findings: 0 })
    expect((await here.send('ml-engineer', '/api/v1/health')).status).toBe(403)
  })
})
