import type { AnyAct, Person } from '@muster/core'
import { refusal, scopeAllows } from '@muster/core'
import type { Route } from '@muster/contract'
import { ACT_ROUTES, QUERIES, actPath, openapi } from '@muster/contract'
import Fastify from 'fastify'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Readable } from 'node:stream'
import { authenticate } from '../identity/authenticate.ts'
import { ADDRESS_HEADER } from '../identity/sign-in.ts'
import type { Caller } from '../store/perform.ts'
import { perform, rehearse } from '../store/perform.ts'
import { readBodies } from './body.ts'
import type { Context, Handlers } from './context.ts'
import { idempotencyOf } from './idempotency.ts'
import { nameSentences } from './naming.ts'
import { RequestRefused, answerProblem, refusalsOf } from './problem.ts'
import type { WebApp } from './web-app.ts'
import { serveWebApp } from './web-app.ts'

const REFUSAL_TEXTS = new Set(['message', 'help'])

/** Builds the HTTP server: acts and queries from the contract, sign-in, documentation, health. */
export function httpServer(
  context: Context,
  handlers: Handlers,
  more: (app: FastifyInstance, web: WebApp) => void,
): FastifyInstance {
  const app = Fastify({
    bodyLimit: context.config.bodyLimitKb * 1024,
    trustProxy: false,
    logger: false,
    // An address that cannot even be decoded is answered like every other refusal.
    frameworkErrors: (_error, _request, reply) => {
      void answerProblem(reply, [refusal('body-malformed', 'The address of the request is malformed.')])
    },
    routerOptions: { maxParamLength: 200, ignoreTrailingSlash: true },
  })
  readBodies(app)
  app.setErrorHandler((error, _request, reply) => answerError(context, error, reply))
  const web = serveWebApp(app)
  // Every address that is nothing else is one of the web app, whose own router says what is there.
  app.setNotFoundHandler((request, reply) => web.page(request, reply) ?? answerUnknown(app, request, reply))
  app.addHook('onSend', async (_request, reply) => {
    void reply.headers({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'same-origin',
      'x-frame-options': 'DENY',
    })
  })
  for (const act of ACT_ROUTES.values()) serveAct(app, context, act)
  for (const route of QUERIES) {
    const handler = handlers[route.name]
    if (handler === undefined) throw new Error(`the query ${route.name} has no handler`)
    serveQuery(app, context, route, handler)
  }
  // Written out when it is first asked for: a start need not wait for it.
  let document: string | undefined
  app.get('/openapi.json', (_request, reply) =>
    reply.type('application/json').send((document ??= JSON.stringify(openapi(context.version)))),
  )
  more(app, web)
  return app
}

async function answerError(context: Context, error: unknown, reply: FastifyReply): Promise<FastifyReply> {
  const { refusals, fault } = refusalsOf(error)
  if (fault !== undefined)
    context.log('error', 'fault', { fault, error: error instanceof Error ? (error.stack ?? error.message) : 'unknown' })
  return answerProblem(reply, await named(context, refusals), fault)
}

/** Refusals with names for ids; when the database cannot be asked, as they are. */
async function named<T>(context: Context, refusals: T): Promise<T> {
  try {
    return await nameSentences(context.database, refusals, REFUSAL_TEXTS)
  } catch {
    return refusals
  }
}

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const

function answerUnknown(app: FastifyInstance, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const path = request.url.split('?')[0] ?? ''
  const others = METHODS.filter((method) => method !== request.method && app.findRoute({ method, url: path }) !== null)
  if (others.length > 0) {
    void reply.header('allow', others.join(', '))
    return answerProblem(reply, [
      refusal('method-not-allowed', `${path} answers to ${others.join(', ')}, not to ${request.method}.`),
    ])
  }
  return answerProblem(reply, [
    refusal('route-unknown', `There is nothing at ${path.slice(0, 200)}.`, {
      help: 'The addresses are listed at /docs.',
    }),
  ])
}

/** The headers of a request for the sign-in library, with the address of the caller as we know it. */
export function headersOf(request: FastifyRequest): Headers {
  const headers = new Headers()
  for (const [name, value] of Object.entries(request.headers)) {
    if (name === ADDRESS_HEADER || value === undefined) continue
    headers.set(name, Array.isArray(value) ? value.join(', ') : value)
  }
  headers.set(ADDRESS_HEADER, request.ip)
  return headers
}

/** Who calls; refused when nobody is signed in, or when a browser was sent here by another site. */
export async function callerOf(context: Context, request: FastifyRequest, acts = false): Promise<Caller> {
  const { database, auth, powers } = context
  const found = await authenticate(database, auth, headersOf(request), powers.clock(), acts)
  if ('refusal' in found) throw new RequestRefused(found.refusal)
  if (found.by === 'session' && request.method !== 'GET') refuseForeignOrigin(context, request)
  return found.caller
}

export function refuseForeignOrigin(context: Context, request: FastifyRequest): void {
  const { origin } = request.headers
  const own = [new URL(context.url).host, request.headers.host]
  if (origin !== undefined && !own.includes(hostOf(origin))) {
    throw new RequestRefused(refusal('not-signed-in', 'The request was sent by another site.'))
  }
}

function hostOf(origin: string): string {
  try {
    return new URL(origin).host
  } catch {
    return ''
  }
}

function serveAct(app: FastifyInstance, context: Context, act: AnyAct): void {
  app.post(actPath(act), async (request, reply) => {
    refuseStream(request)
    const caller = await callerOf(context, request, true)
    const rehearsal = rehearsalIn(request.query)
    if (rehearsal !== undefined) {
      const { refusals, events } = await rehearse(context.powers, act, caller, request.body ?? {})
      const answer = { act: act.name, allowed: refusals.length === 0, refusals: await named(context, refusals) }
      return reply
        .type('application/json')
        .send(JSON.stringify(rehearsal === 'events' ? { ...answer, events } : answer))
    }
    const idempotency = idempotencyOf(request, String(act.name), parsedInput(act, request))
    const outcome = await perform(context.powers, act, caller, request.body ?? {}, idempotency)
    if (!outcome.ok) return answerProblem(reply, await named(context, outcome.refusals))
    return reply.type('application/json').send(JSON.stringify(outcome.answer))
  })
}

/** The command as its schema gives it; an invalid one is refused by `perform`. */
function parsedInput(act: AnyAct, request: FastifyRequest): unknown {
  const parsed = act.input.safeParse(request.body ?? {})
  return parsed.success ? parsed.data : 'invalid'
}

/** Acts, sign-in and queries with a body speak JSON; a file is for the upload alone. */
function refuseStream(request: FastifyRequest): void {
  if (request.body instanceof Readable) {
    throw new RequestRefused(refusal('media-type-unsupported', 'Send the body as application/json.'))
  }
}

/** `?rehearse=true` asks what would be refused, `?rehearse=events` also what would become true; neither does anything. */
function rehearsalIn(query: unknown): 'true' | 'events' | undefined {
  const value = typeof query === 'object' && query !== null && 'rehearse' in query ? query.rehearse : undefined
  if (value === undefined || value === 'true' || value === 'events') return value
  throw new RequestRefused(
    refusal('input-invalid', 'rehearse: must be "true" or "events".', { subject: 'query rehearse' }),
  )
}

/** The upload takes large bodies, so nothing else than a file may even begin. */
function refuseOtherThanFile(request: FastifyRequest, _reply: FastifyReply, done: (error?: Error) => void): void {
  const isFile = request.headers['content-type']?.startsWith('application/octet-stream') === true
  const refused = refusal('media-type-unsupported', 'Send the file itself, as application/octet-stream.')
  done(isFile ? undefined : new RequestRefused(refused))
}

function serveQuery(app: FastifyInstance, context: Context, route: Route, handler: Handlers[string]): void {
  const bodyLimit = route.name === 'file.upload' ? context.config.uploadLimitMb * 1024 * 1024 : undefined
  app.route({
    method: route.method,
    url: route.path,
    ...(bodyLimit === undefined ? {} : { bodyLimit, onRequest: refuseOtherThanFile }),
    handler: async (request, reply) => {
      const now = context.powers.clock()
      const isPublic = route.permission === 'public'
      const caller: Caller = isPublic ? { person: '' } : await callerOf(context, request)
      const standing = isPublic ? { administrator: false, auditor: false } : await readerStanding(context, caller)
      if (route.permission === 'administrator' && !standing.administrator) {
        throw new RequestRefused(
          refusal('not-administrator', `${route.title}: only an administrator of the workspace may do this.`),
        )
      }
      if (route.permission === 'administrator') refuseNarrowToken(route, caller)
      if (route.name !== 'file.upload') refuseStream(request)
      const params = valid(route.params, request.params, 'path') as Record<string, string>
      const query = valid(route.query, request.query, 'query') as Record<string, unknown>
      const body = route.body === undefined ? request.body : valid(route.body, request.body ?? {}, 'body')
      const answer = await handler?.({ context, caller, ...standing, params, query, body, now, request, reply })
      if (route.media !== undefined)
        void reply.type(`${route.media}${route.media.startsWith('text/') ? '; charset=utf-8' : ''}`)
      else if (!(answer instanceof Readable)) return reply.type('application/json').send(JSON.stringify(answer))
      return reply.send(answer)
    },
  })
}

/** What only administrators may read (a backup holds the signing key) is not for every token of theirs. */
function refuseNarrowToken(route: Route, { scopes }: Caller): void {
  if (scopes === undefined || scopeAllows(scopes, route.name)) return
  throw new RequestRefused(
    refusal('scope-missing', `The token may do ${scopes.join(', ')}; ${route.title.toLowerCase()} is not among it.`, {
      help: `Issue a token with the scope "${route.name}".`,
    }),
  )
}

/** Whether whoever sent a request may still read, and whether everything; undefined when not. For answers that go on. */
export async function standingOf(context: Context, request: FastifyRequest): Promise<{ all: boolean } | undefined> {
  try {
    const standing = await readerStanding(context, await callerOf(context, request))
    return { all: standing.administrator || standing.auditor }
  } catch (error) {
    if (error instanceof RequestRefused) return undefined
    throw error
  }
}

async function readerStanding(context: Context, caller: Caller): Promise<{ administrator: boolean; auditor: boolean }> {
  const [row] = await context.database.query<{ doc: Person }>('select doc from person where id = $1', [caller.person])
  if (row === undefined) throw new RequestRefused(refusal('not-signed-in', 'This account is not known any more.'))
  if (!row.doc.active)
    throw new RequestRefused(refusal('person-inactive', 'This person has been deactivated and may not act.'))
  return { administrator: row.doc.administrator, auditor: row.doc.auditor }
}

function valid(schema: Route['params'] | NonNullable<Route['body']>, value: unknown, where: string): unknown {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  throw new RequestRefused(
    ...parsed.error.issues.map((issue) => {
      const at = issue.path.map(String).join('/')
      return refusal('input-invalid', at === '' ? issue.message : `${at}: ${issue.message}`, {
        subject: where === 'body' ? `/${at}` : `${where} ${at}`,
      })
    }),
  )
}
