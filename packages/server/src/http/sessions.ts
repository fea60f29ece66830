import { refusal } from '@muster/core'
import { headersOf } from './app.ts'
import type { Call, Handlers } from './context.ts'
import { RequestRefused } from './problem.ts'

/** The browser session that asks, if it is one. */
export async function sessionOf({ context, caller, request }: Call): Promise<string | undefined> {
  if (caller.token !== undefined) return undefined
  const found = await context.auth.api.getSession({ headers: headersOf(request) })
  return found?.session.id
}

interface SessionRow extends Record<string, unknown> {
  id: string
  created: Date
  seen: Date
  expires: Date
  browser: string | null
  address: string | null
}
const written = (at: Date): string => new Date(at).toISOString()

export const sessionHandlers: Handlers = {
  'session.list': async (call) => {
    const current = await sessionOf(call)
    const rows = await call.context.database.query<SessionRow>(
      `select id, "createdAt" as created, "updatedAt" as seen, "expiresAt" as expires, "userAgent" as browser, "ipAddress" as address
       from auth_session where "userId" = $1 and "expiresAt" > $2 order by "createdAt" desc`,
      [call.caller.person, call.now],
    )
    return {
      items: rows.map(({ id, created, seen, expires, browser, address }) => ({
        id,
        createdAt: written(created),
        seenAt: written(seen),
        expiresAt: written(expires),
        browser,
        address: address === '' ? null : address,
        current: id === current,
      })),
    }
  },
  'session.end': async (call) => {
    const { context, caller, body } = call
    if (caller.scopes !== undefined && !caller.scopes.includes('*'))
      throw new RequestRefused(refusal('scope-missing', 'This token may not end the sessions of its owner.'))
    const { session } = body as { session?: string }
    const current = await sessionOf(call)
    const rows = await context.database.query(
      `delete from auth_session where "userId" = $1 and ($2::text is null or id = $2) and ($2::text is not null or $3::text is null or id <> $3) returning id`,
      [caller.person, session ?? null, current ?? null],
    )
    if (session !== undefined && rows.length === 0)
      throw new RequestRefused(refusal('not-found', 'There is no such session, or it is not yours.'))
    return { ended: rows.length }
  },
}
