import type { Queries } from './database.ts'
import { Work } from './work.ts'

interface Recalled {
  readonly head: string
  readonly value: unknown
}

/** What was read before, by name, and the head of the ledger that was seen before reading it; a store has its own. */
const recalled = new WeakMap<object, Map<string, Recalled>>()
const MOST_RECALLED = 200

/**
 * Reads governed records, unless no entry was written since they were last read: they follow from the entries, and
 * whatever writes one moves the head (the guards of the tables see to it). `name` says what is read, of which record.
 * Neither the moment nor anything tracked or personal may play a part in `read`.
 */
export async function asOfHead<T>(queries: Queries, name: string, read: () => Promise<T>): Promise<T> {
  // An act reads inside the lock, and knows its own changes.
  const { home } = queries
  if (home === undefined || queries instanceof Work) return read()
  let known = recalled.get(home)
  if (known === undefined) recalled.set(home, (known = new Map()))
  // Before reading: an entry written in between makes this head too old, and the next call reads again. The number of
  // the transaction tells what one saw that was undone from what another wrote under the same size.
  const [row] = await queries.query<{ head: string }>(`select size || '/' || writer as head from ledger_head`)
  const head = row?.head ?? ''
  const before = known.get(name)
  if (before?.head === head) return before.value as T
  const value = await read()
  if (known.size >= MOST_RECALLED) known.clear()
  known.set(name, { head, value })
  return value
}
