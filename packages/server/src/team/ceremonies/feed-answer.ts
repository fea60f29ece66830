import type { Call } from '../../http/context.ts'
import { notFound } from '../../http/reading.ts'
import { feedOfSecret } from '../../identity/feed-secrets.ts'
import { sha256Hex } from '../../store/commit.ts'
import { calendarText } from './calendar.ts'
import { contentOf } from './feeds.ts'

/** Answers a calendar program: the calendar, or 304 when it has it. Who knows the secret may read; nothing else is asked. */
export async function answerFeed(call: Call): Promise<string | undefined> {
  const { context, params, now, reply } = call
  const feed = await feedOfSecret(context.database, (params['secret'] ?? '').replace(/\.ics$/, ''))
  const found = feed === undefined ? undefined : await contentOf(context.database, feed, now)
  // One answer for all that does not work, so that nothing can be learnt from the difference.
  if (found === undefined) throw notFound('calendar at this address')
  const text = calendarText(found.content)
  const etag = `"${sha256Hex(text).slice(0, 32)}"`
  void reply.headers({
    etag,
    'last-modified': new Date(found.modifiedAt).toUTCString(),
    'cache-control': 'private, no-cache',
    'content-disposition': 'inline; filename="muster.ics"',
  })
  if (!isKnown(call, etag, found.modifiedAt)) return text
  void reply.code(304)
  return undefined
}

/** RFC 9110 §13.2.2: If-None-Match decides; If-Modified-Since only where there is none. */
function isKnown({ request }: Call, etag: string, modifiedAt: string): boolean {
  const match = request.headers['if-none-match']
  if (match !== undefined) return match.split(',').some((tag) => ['*', etag].includes(tag.trim().replace(/^W\//, '')))
  const since = Date.parse(request.headers['if-modified-since'] ?? '')
  return !Number.isNaN(since) && Math.floor(Date.parse(modifiedAt) / 1000) * 1000 <= since
}
