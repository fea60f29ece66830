import type { LedgerEntry } from '@muster/core'
import { refusal } from '@muster/core'
import type { Call } from '../../http/context.ts'
import { RequestRefused } from '../../http/problem.ts'
import type { Page } from '../../http/reading.ts'
import { decode, encode } from '../../http/reading.ts'
import type { Queries } from '../../store/database.ts'

/** So many entries are looked through for one page where no index helps: a search must not hold up everybody else. */
const WINDOW = 20_000

/** Number of the first entry that was recorded at an instant or later. Times never go backwards, so halving finds it. */
async function firstAt(queries: Queries, at: string): Promise<number> {
  const [row] = await queries.query<{ low: number }>(
    `with recursive half (low, high) as (
       select 0::bigint, size from ledger_head
       union all
       select case when e.at < $1 then e.seq + 1 else half.low end, case when e.at < $1 then half.high else e.seq end
       from half join ledger_entry e on e.seq = (half.low + half.high) / 2 where half.low < half.high)
     select low from half where low >= high`,
    [at],
  )
  return Number(row?.low ?? 0)
}

const DAY = /^\d{4}-\d{2}-\d{2}$/
const before = (at: unknown): string | undefined => (typeof at === 'string' ? at : undefined)

/** The instants that `since` and `until` name, as the entries write them; a day is meant with all its hours. */
function spanOf({ since, until }: Readonly<Record<string, unknown>>): { from?: string; upTo?: string } {
  const [first, last] = [before(since), before(until)]
  const written = (at: string): string => new Date(at).toISOString()
  return {
    ...(first === undefined ? {} : { from: written(first) }),
    // The first millisecond that is not meant any more.
    ...(last === undefined
      ? {}
      : { upTo: new Date(Date.parse(last) + (DAY.test(last) ? 86_400_000 : 1)).toISOString() }),
  }
}

/** Where the page starts: before this entry. */
function positionOf(call: Call): number | undefined {
  const { cursor } = call.query
  if (typeof cursor !== 'string') return undefined
  const position = decode(cursor)
  if (!/^\d{1,15}$/.test(position))
    throw new RequestRefused(refusal('cursor-invalid', 'This cursor was not given out by Muster.'))
  return Number(position)
}

/** One page of the entries that fit, newest first. */
export async function searched(call: Call): Promise<Page<LedgerEntry>> {
  const { database } = call.context
  const limit = Number(call.query['limit'] ?? 50)
  const { from, upTo } = spanOf(call.query)
  const lowest = from === undefined ? 0 : await firstAt(database, from)
  const [head] = await database.query<{ size: number }>('select size from ledger_head')
  const size = upTo === undefined ? Number(head?.size ?? 0) : await firstAt(database, upTo)
  const end = Math.min(positionOf(call) ?? size, size)
  const { project, subject, type, act, actor, text } = call.query
  const isIndexed = [project, subject, type].some((value) => typeof value === 'string')
  const isSlow = [act, actor, text].some((value) => typeof value === 'string')
  // Those of a project or record are few enough to be looked through by their index.
  const start = isSlow && !isIndexed ? Math.max(lowest, end - WINDOW) : lowest
  const rows = await database.query<{ seq: number; entry: string }>(
    // Filters that were not given are null and fall away when the statement is planned.
    `select seq, entry from ledger_entry
  where seq >= $1 and seq < $2
    and ($3 or exists (select 1 from assignment a where a.project = ledger_entry.project and a.doc->>'person' = $4))
    and ($6::text is null or project = $6) and ($7::text is null or subject = $7) and ($8::text is null or type = $8)
    and ($9::text is null or act = $9) and ($10::text is null or actor = $10)
    and ($11::text is null or strpos(lower(entry), lower($11)) > 0)
  order by seq desc limit $5`,
    [
      start,
      end,
      call.administrator || call.auditor,
      call.caller.person,
      limit + 1,
      // Text as canonical JSON writes it.
      project,
      subject,
      type,
      act,
      actor,
      typeof text === 'string' ? JSON.stringify(text).slice(1, -1) : null,
    ],
  )
  const items = rows.slice(0, limit).map((row) => JSON.parse(row.entry) as LedgerEntry)
  const last = items.at(-1)
  if (rows.length > limit && last !== undefined) return { items, next: encode(String(last.seq)) }
  return start > lowest ? { items, next: encode(String(start)) } : { items }
}
