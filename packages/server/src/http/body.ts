import { refusal } from '@muster/core'
import type { FastifyInstance } from 'fastify'
import { RequestRefused } from './problem.ts'

const strictUtf8 = new TextDecoder('utf-8', { fatal: true })

/** Reads a JSON body: strict UTF-8, strict JSON; where it is wrong is said. */
export function parseJson(body: Buffer): unknown {
  let text: string
  try {
    text = strictUtf8.decode(body)
  } catch {
    throw new RequestRefused(refusal('body-malformed', 'The request body is not valid UTF-8.'))
  }
  if (text.trim() === '')
    throw new RequestRefused(refusal('body-malformed', 'The request body is empty; send a JSON object.'))
  try {
    return JSON.parse(text) as unknown
  } catch (error) {
    throw new RequestRefused(
      refusal(
        'body-malformed',
        `The request body is not valid JSON: ${error instanceof Error ? error.message.slice(0, 200) : ''}`,
      ),
    )
  }
}

/** JSON bodies by our own parser; every other type is refused unless a route takes it. */
export function readBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) => {
    try {
      done(null, parseJson(body as Buffer))
    } catch (error) {
      done(error as Error)
    }
  })
  app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, done) => {
    done(null, Object.fromEntries(new URLSearchParams(body as string)))
  })
  // Uploads are streams: the route reads them as they come.
  app.addContentTypeParser('application/octet-stream', (_request, payload, done) => done(null, payload))
}
