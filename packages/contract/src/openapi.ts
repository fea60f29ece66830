import { REFUSALS } from '@muster/core'
import { z } from 'zod'
import type { Route } from './route.ts'
import { ACT_ROUTES, QUERIES, actAnswer, actPath } from './routes.ts'

type Json = Record<string, unknown>

function schemaOf(schema: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema: _dialect, ...json } = z.toJSONSchema(schema, { io, unrepresentable: 'any' }) as Json
  return json
}

function parameters(route: Route): Json[] {
  const of = (where: 'path' | 'query', object: z.ZodObject): Json[] =>
    Object.entries(object.shape).map(([name, field]) => {
      const { description, ...schema } = schemaOf(field as z.ZodType, 'input')
      const isRequired = where === 'path' || !(field as z.ZodType).safeParse(undefined).success
      return { name, in: where, required: isRequired, ...(description === undefined ? {} : { description }), schema }
    })
  return [...of('path', route.params), ...of('query', route.query)]
}

const problem = {
  description: 'Refused, with the reasons',
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
}

function queryOperation(route: Route): Json {
  const isUpload = route.name === 'file.upload'
  const body =
    route.body === undefined
      ? undefined
      : { required: true, content: { 'application/json': { schema: schemaOf(route.body, 'input') } } }
  const upload = { required: true, content: { 'application/octet-stream': { schema: {} } } }
  return {
    operationId: route.name,
    tags: [route.name.split('.')[0]],
    summary: route.title,
    description: `${route.help}\n\nWho may: ${READERS[route.permission]}`,
    ...(route.permission === 'public' ? { security: [] } : {}),
    parameters: route.keyed === true ? [...parameters(route), idempotencyKey] : parameters(route),
    ...(isUpload ? { requestBody: upload } : body === undefined ? {} : { requestBody: body }),
    responses: {
      '200': {
        description: route.title,
        content: { [route.media ?? 'application/json']: { schema: schemaOf(route.answer, 'output') } },
      },
      default: problem,
    },
  }
}

const READERS: Record<Route['permission'], string> = {
  public: 'everybody.',
  member: 'everybody who is signed in.',
  project: 'everybody on the project, auditors and administrators.',
  file: 'who uploaded the file or answers for the account that did, who may read a project it is used in, and auditors.',
  administrator: 'administrators.',
}

const rehearsal = {
  name: 'rehearse',
  in: 'query',
  required: false,
  description:
    'Does nothing and answers `{ act, allowed, refusals }`: what would be refused now, and why. With `events` also what would become true: `events` with `type`, `subject` and `data`.',
  schema: { type: 'string', enum: ['true', 'events'] },
}

const idempotencyKey = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description:
    'The same key with the same request acts once and answers the same, without what is shown once (a secret, a link).',
  schema: { type: 'string', maxLength: 200 },
}

const problemSchema = {
  type: 'object',
  required: ['type', 'title', 'status', 'code', 'detail', 'refusals'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    code: { type: 'string', enum: Object.keys(REFUSALS) },
    detail: { type: 'string' },
    instance: { type: 'string' },
    refusals: {
      type: 'array',
      items: {
        type: 'object',
        required: ['code', 'message'],
        properties: {
          code: { type: 'string' },
          message: { type: 'string' },
          subject: { type: 'string' },
          help: { type: 'string' },
        },
      },
    },
  },
}

/** The OpenAPI 3.1 document of the whole API, made from the acts and the queries. */
export function openapi(version: string): Json {
  const paths: Record<string, Json> = {}
  for (const act of ACT_ROUTES.values()) {
    paths[actPath(act)] = {
      post: {
        operationId: String(act.name),
        tags: [String(act.name).split('.')[0]],
        summary: act.title,
        description: act.help,
        parameters: [idempotencyKey, rehearsal],
        requestBody: {
          required: true,
          content: { 'application/json': { schema: schemaOf(act.input as z.ZodType, 'input') } },
        },
        responses: {
          '200': {
            description: 'Done, and durable',
            content: { 'application/json': { schema: schemaOf(actAnswer, 'output') } },
          },
          default: problem,
        },
      },
    }
  }
  for (const route of QUERIES) {
    const path = route.path.replaceAll(/:([a-z]+)/gi, '{$1}')
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: queryOperation(route) }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Muster',
      version,
      description: 'Runs an AI team’s path from idea to production.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    security: [{ token: [] }, { session: [] }],
    paths,
    components: {
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer', description: 'An API token' },
        session: { type: 'apiKey', in: 'cookie', name: 'muster.session_token', description: 'A signed-in browser' },
      },
      schemas: { Problem: problemSchema },
    },
  }
}
