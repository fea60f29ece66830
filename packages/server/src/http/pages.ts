import { Readable } from 'node:stream'
import { REFUSALS, refusal } from '@muster/core'
import { openWorkspace } from '@muster/core'
import Fastify from 'fastify'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { useInvitation } from '../identity/invitations.ts'
import { hashed, passwordProblem, setPassword } from '../identity/passwords.ts'
import { perform } from '../store/perform.ts'
import { callerOf, headersOf, refuseForeignOrigin } from './app.ts'
import type { Context } from './context.ts'
import { RequestRefused } from './problem.ts'
import type { WebApp } from './web-app.ts'

const escape = (text: string): string => text.replaceAll(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`)

/** Our pages load nothing from anywhere else and run no script. */
const POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"

const STYLE = `
  :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
  body { max-width: 34rem; margin: 3rem auto; padding: 0 1rem; }
  h1 { font-size: 1.5rem; } label { display: block; margin: 1rem 0 .25rem; font-weight: 600; }
  input { font: inherit; width: 100%; padding: .5rem; box-sizing: border-box; border: 1px solid #888; border-radius: .375rem; }
  button { font: inherit; margin-top: 1.5rem; padding: .6rem 1.2rem; border: 0; border-radius: .375rem; background: #1c5cb0; color: #fff; cursor: pointer; }
  .problem { border-left: .25rem solid #c0392b; padding: .5rem 1rem; } .hint { opacity: .8; font-size: .9rem; } code { overflow-wrap: anywhere; }
  dt { margin-top: .75rem; } dd { margin: 0 0 0 1rem; }`

function page(reply: FastifyReply, status: number, title: string, body: string): FastifyReply {
  return reply
    .status(status)
    .header('content-security-policy', POLICY)
    .header('cache-control', 'no-store')
    .type('text/html; charset=utf-8')
    .send(
      `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${escape(title)} – Muster</title><style>${STYLE}</style></head><body><main><h1>${escape(title)}</h1>${body}</main></body></html>`,
    )
}

interface Field {
  readonly name: string
  readonly label: string
  readonly type: string
  readonly complete: string
  readonly value?: string
  readonly hint?: string
}

function form(
  action: string,
  code: string,
  fields: readonly Field[],
  submit: string,
  problems: readonly string[],
): string {
  const problem =
    problems.length === 0
      ? ''
      : `<div class="problem" role="alert">${problems.map((p) => `<p>${escape(p)}</p>`).join('')}</div>`
  const inputs = fields.map(
    (f) =>
      `<label for="${f.name}">${escape(f.label)}</label><input id="${f.name}" name="${f.name}" type="${f.type}" autocomplete="${f.complete}" required value="${escape(f.value ?? '')}"${f.hint === undefined ? '' : ` aria-describedby="${f.name}-hint"`}>${f.hint === undefined ? '' : `<p class="hint" id="${f.name}-hint">${escape(f.hint)}</p>`}`,
  )
  return `${problem}<form method="post" action="${action}"><input type="hidden" name="code" value="${escape(code)}">${inputs.join('')}<button type="submit">${escape(submit)}</button></form>`
}

const passwordField: Field = {
  name: 'password',
  label: 'Password',
  type: 'password',
  complete: 'new-password',
  hint: 'At least 12 characters. A sentence of four or five words is easy to remember and hard to guess.',
}

const word = (from: unknown, key: string): string => {
  const value = typeof from === 'object' && from !== null ? (from as Record<string, unknown>)[key] : undefined
  return typeof value === 'string' ? value : ''
}

const setupFields = (name: string, email: string): Field[] => [
  { name: 'name', label: 'Your name', type: 'text', complete: 'name', value: name },
  {
    name: 'email',
    label: 'Your e-mail address',
    type: 'email',
    complete: 'email',
    value: email,
    hint: 'You sign in with it. It stays on this server and out of the ledger.',
  },
  passwordField,
]

/** Opens the workspace: the first administrator, by the one-time link. All of it happens, or nothing. */
async function setUp(context: Context, body: unknown): Promise<void> {
  const [code, name, email, password] = ['code', 'name', 'email', 'password'].map((key) => word(body, key)) as [
    string,
    string,
    string,
    string,
  ]
  const weak = passwordProblem(password, { name, email })
  if (weak !== undefined) throw new RequestRefused(weak)
  const passwordHash = await hashed(password)
  const person = context.powers.newId('per')
  const now = context.powers.clock()
  const companions = { ...context.powers.companions }
  const before = companions['workspace.open']
  companions['workspace.open'] = {
    run: async (at) => {
      if ((await useInvitation(at.tx, 'setup', code, now)) === undefined) throw new RequestRefused(usedUp)
      await before?.run(at)
      await setPassword(at.tx, { id: person, name: name.trim(), email: email.trim() }, passwordHash)
      return {}
    },
  }
  const outcome = await perform(
    { ...context.powers, companions },
    openWorkspace,
    { person, as: 'setup' },
    { name, email },
  )
  if (!outcome.ok) throw new RequestRefused(...outcome.refusals)
}

const usedUp = refusal('setup-closed', 'This link is used up, wrong or expired.', {
  help: 'Start Muster again: it prints a new link while the workspace has no administrator. Ask an administrator for a new invitation otherwise.',
})

/** A person chooses their password by a one-time link. */
async function choosePassword(context: Context, body: unknown): Promise<void> {
  const code = word(body, 'code')
  const password = word(body, 'password')
  const now = context.powers.clock()
  await context.database.transaction(async (tx) => {
    const invitation = await useInvitation(tx, 'password', code, now)
    if (invitation?.person === undefined || invitation.person === null) throw new RequestRefused(usedUp)
    const [profile] = await tx.query<{ name: string; email: string | null; active: boolean }>(
      `select f.name, f.email, (p.doc->>'active')::boolean as active from person_profile f join person p on p.id = f.person where f.person = $1`,
      [invitation.person],
    )
    if (profile?.email === undefined || profile.email === null || !profile.active) throw new RequestRefused(usedUp)
    const weak = passwordProblem(password, { name: profile.name, email: profile.email })
    if (weak !== undefined) throw new RequestRefused(weak)
    await setPassword(tx, { id: invitation.person, name: profile.name, email: profile.email }, await hashed(password))
  })
}

const done = (what: string): string =>
  `<p>${escape(what)}</p><p>Sign in from a terminal:</p><p><code>npm run muster -- login</code></p><p>The API and its documentation are at <a href="/docs">/docs</a>.</p>`

function wantsJson(request: FastifyRequest): boolean {
  return request.headers['content-type']?.startsWith('application/json') === true
}

/** A page with one form, reached by a one-time link. */
interface FormPage {
  readonly path: string
  readonly title: string
  readonly intro: string
  readonly fields: (body: unknown) => Field[]
  readonly act: (body: unknown) => Promise<void>
  readonly button: string
  readonly after: string
}

const setupPage = (context: Context): FormPage => ({
  path: '/setup',
  title: 'Open this workspace',
  intro:
    'You become its first administrator: you register people, apply packs and make backups. It gives you no right to approve anything.',
  fields: (body) => setupFields(word(body, 'name'), word(body, 'email')),
  act: (body) => setUp(context, body),
  button: 'Create the first administrator',
  after: 'The workspace is open and you are its administrator.',
})

const welcomePage = (context: Context): FormPage => ({
  path: '/welcome',
  title: 'Choose your password',
  intro: 'You were registered by an administrator of this workspace. This link works once.',
  fields: () => [passwordField],
  act: (body) => choosePassword(context, body),
  button: 'Set the password',
  after: 'Your password is set.',
})

/** The web app shows the form where it is built and the browser runs it; this one does without both. */
function serveForm(app: FastifyInstance, context: Context, web: WebApp, it: FormPage): void {
  const body = (from: unknown, code: string, problems: readonly string[]): string =>
    `<p>${escape(it.intro)}</p>${form(it.path, code, it.fields(from), it.button, problems)}`
  app.get(
    it.path,
    (request, reply) =>
      web.page(request, reply) ?? page(reply, 200, it.title, body({}, word(request.query, 'code'), [])),
  )
  app.post(it.path, async (request, reply) => {
    refuseForeignOrigin(context, request)
    try {
      await it.act(request.body)
    } catch (error) {
      if (wantsJson(request) || !(error instanceof RequestRefused)) throw error
      const texts = error.refusals.flatMap((r) => [r.message, ...(r.help === undefined ? [] : [r.help])])
      const { status } = REFUSALS[error.refusals[0]?.code ?? 'input-invalid']
      return page(reply, status, it.title, body(request.body, word(request.body, 'code'), texts))
    }
    return wantsJson(request) ? reply.send({ done: true }) : page(reply, 200, 'Done', done(it.after))
  })
}

/** The few pages that come before the web app: setting up, choosing a password, what is here; and the documentation. */
export function servePages(context: Context) {
  return (app: FastifyInstance, web: WebApp): void => {
    for (const it of [setupPage(context), welcomePage(context)]) serveForm(app, context, web, it)
    app.get('/', (request, reply) => web.page(request, reply) ?? page(reply, 200, 'Muster is running', home()))
    app.get('/docs/errors', (_request, reply) => page(reply, 200, 'Why Muster says no', errorsTable()))
    serveSignIn(app, context)
    serveDocumentation(app)
    serveHealth(app, context)
  }
}

const home = (): string =>
  '<p>This server runs the path from idea to production: who may do what, what is missing, and why.</p><ul><li><a href="/docs">API documentation</a> (<a href="/openapi.json">OpenAPI 3.1</a>)</li><li><a href="/docs/errors">Why Muster says no</a>: every error code</li><li><a href="/api/v1/ledger/key">The ledger’s public key</a></li></ul><p>From a terminal: <code>npm run muster -- login</code>, then <code>npm run muster -- inbox</code>.</p>'

const errorsTable = (): string =>
  `<p>Every refusal carries one of these codes, which do not change, a sentence about the case at hand, and what would help.</p><dl>${Object.entries(
    REFUSALS,
  )
    .map(
      ([code, { status, meaning }]) =>
        `<dt id="${code}"><code>${code}</code> <span class="hint">${status}</span></dt><dd>${escape(meaning)}</dd>`,
    )
    .join('')}</dl>`

function serveSignIn(app: FastifyInstance, context: Context): void {
  app.route({
    method: ['GET', 'POST'],
    url: '/api/auth/*',
    handler: async (request, reply) => {
      if (request.method === 'POST') refuseForeignOrigin(context, request)
      if (request.body instanceof Readable)
        throw new RequestRefused(refusal('media-type-unsupported', 'Send the body as application/json.'))
      const body = request.method === 'POST' ? JSON.stringify(request.body ?? {}) : undefined
      const headers = headersOf(request)
      headers.delete('content-length')
      // Browsers always name the site a form was sent from; a terminal program has none and cannot be tricked into sending.
      if (!headers.has('origin')) headers.set('origin', new URL(context.url).origin)
      headers.delete('sec-fetch-mode')
      headers.delete('sec-fetch-site')
      const answer = await context.auth.handler(
        new Request(new URL(request.url, context.url), {
          method: request.method,
          headers,
          ...(body === undefined ? {} : { body }),
        }),
      )
      if (answer.status >= 500) throw new Error(`sign-in answered ${answer.status}`)
      if (answer.status === 429)
        throw new RequestRefused(
          refusal('too-many-requests', 'Too many attempts to sign in. Wait a minute, then try again.'),
        )
      if (answer.status === 401)
        throw new RequestRefused(refusal('not-signed-in', 'The address or the password is wrong.'))
      void reply.status(answer.status)
      answer.headers.forEach((value, name) => {
        if (name !== 'set-cookie' && name !== 'content-length') void reply.header(name, value)
      })
      const cookies = answer.headers.getSetCookie()
      if (cookies.length > 0) void reply.header('set-cookie', cookies)
      return reply.send(await answer.text())
    },
  })
  app.post('/api/v1/session/end-all', async (request, reply) => {
    const caller = await callerOf(context, request)
    if (caller.scopes !== undefined && !caller.scopes.includes('*'))
      throw new RequestRefused(refusal('scope-missing', 'This token may not end the sessions of its owner.'))
    const rows = await context.database.query('delete from auth_session where "userId" = $1 returning id', [
      caller.person,
    ])
    return reply.send({ ended: rows.length })
  })
}

/** Scalar's reference page. It is large and read rarely: it is loaded with the first look at it. */
function serveDocumentation(app: FastifyInstance): void {
  const agentOff = {
    agent: { disabled: true },
    mcp: { disabled: true },
    telemetry: false,
    withDefaultFonts: false,
    hideClientButton: true,
    showDeveloperTools: 'never',
  }
  let page: Promise<FastifyInstance> | undefined
  const load = async (): Promise<FastifyInstance> => {
    const { default: scalar } = await import('@scalar/fastify-api-reference')
    const docs = Fastify({ logger: false })
    await docs.register(scalar, {
      routePrefix: '/docs',
      configuration: { url: '/openapi.json', ...agentOff },
    } as Parameters<typeof scalar>[1])
    return docs
  }
  const answer = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const docs = await (page ??= load())
    const found = await docs.inject({ method: 'GET', url: request.url })
    if (found.statusCode === 404) throw new RequestRefused(refusal('route-unknown', 'There is no such page here.'))
    for (const [name, value] of Object.entries(found.headers)) {
      if (value !== undefined && name !== 'content-length' && name !== 'connection') void reply.header(name, value)
    }
    return reply.status(found.statusCode).send(found.rawPayload)
  }
  app.get('/docs', answer)
  app.get('/docs/*', answer)
}

function serveHealth(app: FastifyInstance, context: Context): void {
  app.get('/healthz', (_request, reply) => reply.send({ status: 'ok' }))
  app.get('/readyz', async (_request, reply) => {
    await context.database.query('select 1')
    return reply.send({ status: 'ready', store: context.database.kind, version: context.version })
  })
}
