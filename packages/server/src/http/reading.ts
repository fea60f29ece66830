import { refusal } from '@muster/core'
import type { Row } from '../store/database.ts'
import type { Call } from './context.ts'
import { RequestRefused } from './problem.ts'

/** True if the caller may read a project: on it now or before, an auditor, or an administrator. */
export async function mayRead(call: Call, project: string): Promise<boolean> {
  if (call.administrator || call.auditor) return true
  const [row] = await call.context.database.query<{ yes: boolean }>(
    `select exists (select 1 from assignment where project = $1 and doc->>'person' = $2) as yes`,
    [project, call.caller.person],
  )
  return row?.yes ?? false
}

/** Refuses with `not-found` what the caller may not see: whether it exists is nobody's business. */
export async function readable(call: Call, project: string, what: string): Promise<void> {
  if (!(await mayRead(call, project))) throw notFound(what)
}

export const notFound = (what: string): RequestRefused =>
  new RequestRefused(refusal('not-found', `There is no ${what}, or it is not visible to you.`))

/** One record of a noun that the caller may see. */
export async function record<T extends { project?: string }>(call: Call, noun: string, id: string): Promise<T> {
  const [row] = await call.context.database.query<{ doc: T; project: string | null }>(
    `select doc, project from ${noun} where id = $1`,
    [id],
  )
  if (row === undefined) throw notFound(`${noun} ${id}`)
  if (row.project !== null) await readable(call, row.project, `${noun} ${id}`)
  return row.doc
}

export const encode = (position: string): string => Buffer.from(position).toString('base64url')
export function decode(cursor: string): string {
  const position = Buffer.from(cursor, 'base64url').toString('utf8')
  if (!/^[A-Za-z0-9_:@./-]{1,120}$/.test(position) || encode(position) !== cursor) {
    throw new RequestRefused(
      refusal('cursor-invalid', 'This cursor was not given out by Muster.', {
        help: 'Leave the cursor out to start at the first page.',
      }),
    )
  }
  return position
}

export interface Page<T> {
  readonly items: readonly T[]
  readonly next?: string
}

/**
 * One page of records, newest first: ids sort by the time they were made. `where` may use $3 and following, with
 * `values`; `key` is the column that orders.
 */
export async function pageOf<T extends Row>(
  call: Call,
  select: { columns: string; from: string; where: string; values: readonly unknown[]; key?: string; numeric?: boolean },
): Promise<Page<T & { key: string }>> {
  const limit = Number(call.query['limit'] ?? 50)
  const cursor = call.query['cursor']
  const key = select.key ?? 'id'
  const position = typeof cursor === 'string' ? decode(cursor) : null
  if (select.numeric === true && position !== null && !/^\d{1,15}$/.test(position)) {
    throw new RequestRefused(refusal('cursor-invalid', 'This cursor was not given out by Muster.'))
  }
  const type = select.numeric === true ? 'bigint' : 'text'
  const rows = await call.context.database.query<T & { key: string }>(
    `select ${select.columns}, ${key}::text as key from ${select.from}
     where ($1::${type} is null or ${key} < $1::${type}) and (${select.where}) order by ${key} desc limit $2`,
    [position, limit + 1, ...select.values],
  )
  const items = rows.slice(0, limit)
  const last = items.at(-1)
  return rows.length > limit && last !== undefined ? { items, next: encode(last.key) } : { items }
}

/** A page of a noun's records in a project. */
export async function recordsIn<T>(
  call: Call,
  noun: string,
  more: { where: string; values: readonly unknown[] } = { where: 'true', values: [] },
): Promise<Page<T>> {
  const page = await pageOf<{ doc: T }>(call, { columns: 'doc', from: noun, where: more.where, values: more.values })
  return { ...page, items: page.items.map((row) => row.doc) }
}
