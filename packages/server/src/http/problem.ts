import { randomUUID } from 'node:crypto'
import type { Refusal } from '@muster/core'
import { refusal } from '@muster/core'
import { problemOf } from '@muster/contract'
import type { FastifyReply } from 'fastify'
import { DiskFull, StoreUnavailable, sqlState } from '../store/database.ts'
import { LoaderRefusal } from '../store/perform.ts'

/** Ends a request with refusals from anywhere in a handler. */
export class RequestRefused extends Error {
  override readonly name = 'RequestRefused'
  readonly refusals: readonly Refusal[]
  constructor(...refusals: readonly Refusal[]) {
    super(refusals.map((r) => r.message).join(' '))
    this.refusals = refusals
  }
}

/** Answers problem details. */
export function answerProblem(reply: FastifyReply, refusals: readonly Refusal[], instance?: string): FastifyReply {
  const problem = problemOf(refusals, instance)
  if (problem.status === 401) void reply.header('www-authenticate', 'Bearer realm="muster"')
  if (problem.status === 503) void reply.header('retry-after', '2')
  return reply.status(problem.status).type('application/problem+json').send(JSON.stringify(problem))
}

/** What an error means to a client. A fault says its id and nothing else; the log has the rest under that id. */
export function refusalsOf(error: unknown): { refusals: readonly Refusal[]; fault?: string } {
  if (error instanceof RequestRefused || error instanceof LoaderRefusal) return { refusals: error.refusals }
  if (error instanceof StoreUnavailable)
    return {
      refusals: [
        refusal('store-unavailable', 'The database does not answer at the moment. Nothing was changed; try again.'),
      ],
    }
  if (error instanceof DiskFull)
    return {
      refusals: [
        refusal('disk-full', 'The disk is full. Nothing was changed.', {
          help: 'Free some space on the machine that runs Muster, then try again.',
        }),
      ],
    }
  if (sqlState(error) === '23505') return { refusals: [refusal('name-taken', uniqueMessage(error))] }
  const known = fastifyRefusal(error)
  if (known !== undefined) return { refusals: [known] }
  const fault = randomUUID()
  return {
    refusals: [refusal('internal', `A fault in Muster. The server's log holds the details under ${fault}.`)],
    fault,
  }
}

function uniqueMessage(error: unknown): string {
  const detail = typeof error === 'object' && error !== null && 'constraint' in error ? String(error.constraint) : ''
  return detail.includes('email')
    ? 'Somebody with this address is already registered.'
    : 'This name or key is already in use.'
}

/** Fastify's own errors about a request, by their codes. */
function fastifyRefusal(error: unknown): Refusal | undefined {
  const code = sqlState(error)
  const status = typeof error === 'object' && error !== null && 'statusCode' in error ? error.statusCode : undefined
  switch (code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return refusal('body-too-large', 'The request body is larger than this server takes.')
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return refusal('media-type-unsupported', 'Send the body as application/json.')
    case 'FST_ERR_CTP_EMPTY_JSON_BODY':
    case 'FST_ERR_CTP_INVALID_CONTENT_LENGTH':
    case 'FST_ERR_CTP_INVALID_JSON_BODY':
      return refusal('body-malformed', 'The request body is not valid JSON.')
    default:
      return status === 400 || status === 414 ? refusal('body-malformed', 'The request is malformed.') : undefined
  }
}
