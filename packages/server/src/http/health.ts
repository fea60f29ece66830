import { namesOf } from './naming.ts'
import type { Call, Handlers } from './context.ts'
import type { Queries } from '../store/database.ts'

/** What was done for the safety of the whole, kept so that administrators see when it was last done. */
type Noted = 'verified.last' | 'backup.last'

/** Keeps that something was done now. */
export async function note(call: Call, what: Noted, more: Readonly<Record<string, unknown>>): Promise<void> {
  const value = JSON.stringify({ at: call.context.powers.clock(), by: call.caller.person, ...more })
  await call.context.database.query(
    'insert into setting (key, value) values ($1, $2) on conflict (key) do update set value = excluded.value',
    [what, value],
  )
}

type Note = Readonly<Record<string, unknown>> & { readonly by: string }

async function noted(queries: Queries): Promise<(what: Noted) => Note | null> {
  const rows = await queries.query<{ key: string; value: string }>(
    `select key, value from setting where key in ('verified.last', 'backup.last')`,
  )
  const notes = new Map(rows.map((row) => [row.key, JSON.parse(row.value) as Note]))
  const names = await namesOf(
    queries,
    [...notes.values()].map((n) => n.by),
  )
  return (what) => {
    const found = notes.get(what)
    return found === undefined ? null : { ...found, byName: names.get(found.by) ?? null }
  }
}

interface Counted extends Record<string, unknown> {
  version: string
  bytes: number
  migration: number
  files: number
  file_bytes: number
  size: number
  last_at: string
  active: number
  inactive: number
  services: number
  sessions: number
  session_people: number
  tokens: number
}

async function counted(queries: Queries, now: string): Promise<Counted> {
  const [row] = await queries.query<Counted>(
    `select current_setting('server_version') as version, pg_database_size(current_database())::float8 as bytes,
  (select max(number) from muster_migration) as migration,
  (select count(*)::int from file) as files, (select coalesce(sum(bytes), 0)::float8 from file) as file_bytes,
  h.size, h.last_at,
  (select count(*)::int from person where (doc->>'active')::boolean and doc->>'kind' = 'human') as active,
  (select count(*)::int from person where not (doc->>'active')::boolean) as inactive,
  (select count(*)::int from person where (doc->>'active')::boolean and doc->>'kind' = 'service') as services,
  (select count(*)::int from auth_session where "expiresAt" > $1::timestamptz) as sessions,
  (select count(distinct "userId")::int from auth_session where "expiresAt" > $1::timestamptz) as session_people,
  (select count(*)::int from token where doc->>'revokedAt' is null and doc->>'expiresAt' > $1::text) as tokens
  from ledger_head h`,
    [now],
  )
  if (row === undefined) throw new Error('the ledger has no head')
  return row
}

export const healthHandlers: Handlers = {
  'workspace.health': async (call) => {
    const { context, now } = call
    const row = await counted(context.database, now)
    const last = await noted(context.database)
    return {
      at: now,
      version: context.version,
      runtime: process.versions.node,
      startedAt: context.startedAt,
      store: { kind: context.database.kind, version: row.version, bytes: row.bytes, migration: row.migration },
      files: { count: row.files, bytes: row.file_bytes },
      ledger: {
        size: Number(row.size),
        lastAt: row.last_at === '' ? null : row.last_at,
        origin: context.ledgerKey.signer.name,
        key: context.ledgerKey.verifierKey,
      },
      verified: last('verified.last'),
      backup: last('backup.last'),
      people: { active: row.active, inactive: row.inactive, services: row.services },
      sessions: { active: row.sessions, people: row.session_people },
      tokens: { active: row.tokens },
      streams: context.tail.streams,
    }
  },
}
