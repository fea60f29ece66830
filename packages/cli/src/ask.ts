import type { Connection } from './credentials.ts'
import type { ProblemShape } from './failure.ts'

/** Reads JSON at a path of the server. */
export type Ask = (path: string) => Promise<unknown>

/**
 * Reads from the server with nothing but Node: for commands that must answer at once, such as "gate check" in CI. The
 * typed client of the contract says refusals the same way.
 */
export function askWith({ url, token }: Connection): Ask {
  return async (path) => {
    const answer = await get(new URL(`${url}${path}`), token).catch((error: unknown) => {
      throw named('Unreachable', `No Muster server answers at ${url}: ${reasonOf(error)}`)
    })
    if (answer.status === 200 && answer.type.includes('json')) return JSON.parse(answer.text) as unknown
    if (answer.type.includes('application/problem+json')) {
      const problem = JSON.parse(answer.text) as ProblemShape
      throw Object.assign(named('ApiProblem', problem.detail), { problem })
    }
    throw named(
      'Unreachable',
      `${url} answered ${answer.status} and not as Muster would. Is this the address of a Muster server?`,
    )
  }
}

const named = (name: string, message: string): Error => Object.assign(new Error(message), { name })

function reasonOf(error: unknown): string {
  if (error instanceof AggregateError) return reasonOf(error.errors[0])
  return error instanceof Error && error.message !== '' ? error.message : 'no connection'
}

const PATIENCE_MS = 30_000

// node:http, not fetch: loading fetch costs a cold process about as much as everything else here.
async function get(url: URL, token: string | undefined): Promise<{ status: number; type: string; text: string }> {
  const { request } = url.protocol === 'https:' ? await import('node:https') : await import('node:http')
  return new Promise((resolve, reject) => {
    const headers = { accept: 'application/json', ...(token === undefined ? {} : { authorization: `Bearer ${token}` }) }
    const sent = request(url, { headers, agent: false, timeout: PATIENCE_MS }, (response) => {
      const parts: Buffer[] = []
      response.on('data', (part: Buffer) => parts.push(part))
      response.on('error', reject)
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          type: response.headers['content-type'] ?? '',
          text: Buffer.concat(parts).toString('utf8'),
        }),
      )
    })
    sent.on('timeout', () => sent.destroy(new Error(`no answer within ${PATIENCE_MS / 1000} seconds`)))
    sent.on('error', reject)
    sent.end()
  })
}
