import { refusal } from '@muster/core'
import type { FastifyRequest } from 'fastify'
import { sha256Hex } from '../store/commit.ts'
import type { Queries } from '../store/database.ts'
import type { ActAnswer, Idempotency } from '../store/perform.ts'
import { RequestRefused } from './problem.ts'

const MOST_KEY_CHARACTERS = 200

/** The idempotency key of a request, if it has one. */
function idempotencyKey(request: FastifyRequest): string | undefined {
  const key = request.headers['idempotency-key']
  if (key === undefined) return undefined
  if (typeof key !== 'string' || key === '' || key.length > MOST_KEY_CHARACTERS || !/^[\x21-\x7e]+$/.test(key)) {
    throw new RequestRefused(
      refusal('input-invalid', `An idempotency key has 1 to ${MOST_KEY_CHARACTERS} printable ASCII characters.`, {
        subject: 'Idempotency-Key',
      }),
    )
  }
  return key
}

/**
 * The key of a request with what tells this request from others.
 *
 * @param name of the act or route
 * @param input as its schema gives it, so that the same request written otherwise is the same
 */
export function idempotencyOf(request: FastifyRequest, name: string, input: unknown): Idempotency | undefined {
  const key = idempotencyKey(request)
  return key === undefined ? undefined : { key, fingerprint: sha256Hex(`${name}\n${JSON.stringify(input)}`) }
}

/**
 * The answer that is kept under a key. Looked at before long work, which would end with it anyway: `perform` looks again
 * inside the lock.
 */
export async function keptAnswer(
  queries: Queries,
  person: string,
  { key, fingerprint }: Idempotency,
): Promise<ActAnswer | undefined> {
  const [kept] = await queries.query<{ fingerprint: string; body: string }>(
    'select fingerprint, body from idempotency where person = $1 and key = $2',
    [person, key],
  )
  if (kept === undefined) return undefined
  if (kept.fingerprint !== fingerprint) {
    throw new RequestRefused(
      refusal('idempotency-conflict', `The idempotency key "${key}" was used for a different request.`, {
        help: 'Use a new key for a new request.',
      }),
    )
  }
  return JSON.parse(kept.body) as ActAnswer
}
