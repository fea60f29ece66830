import { createHash, hash } from 'node:crypto'
import type { DomainEvent, GrantBasis, JsonObject, LedgerEntry, RecordedEvent } from '@muster/core'
import { NOUNS, entryLeaf, entryText, informs, notices, pushLeaf } from '@muster/core'
import type { Queries, Row } from './database.ts'
import { responsibilitiesOf } from './responsibilities.ts'
import type { Work } from './work.ts'
import type { Appended, EntryRow, Head, NodeRow } from './writing.ts'
import { decodePeaks, write } from './writing.ts'

/** SHA-256 as core's ledger functions want it. */
export function sha256(bytes: Uint8Array): Uint8Array {
  // Half the time of asking for a buffer: the 32 characters are copied here.
  const binary = hash('sha256', bytes, 'binary')
  const digest = new Uint8Array(32)
  for (let i = 0; i < 32; i += 1) digest[i] = binary.charCodeAt(i)
  return digest
}
export const sha256Hex = (text: string): string => createHash('sha256').update(text).digest('hex')

/**
 * Takes the lock that serialises governed acts, and reads the end of the ledger. Whatever is read after this is what
 * the decision is made on: no other act can come in between, on this node or another.
 */
export async function lockHead(queries: Queries): Promise<Head> {
  return headOf(await queries.query(LOCK_HEAD))
}

/** The statement that takes the lock; `headOf` reads its answer. */
export const LOCK_HEAD = 'select size, last_at, peaks from ledger_head for update'

export function headOf(rows: readonly Row[]): Head {
  const [row] = rows as readonly { readonly size: number; readonly last_at: string; readonly peaks: string }[]
  if (row === undefined) throw new Error('the ledger has no head')
  return { size: Number(row.size), lastAt: row.last_at, peaks: decodePeaks(row.peaks) }
}

/** The time an act is recorded at: now, or the time of the last entry where the clock went backwards. */
export function recordedAt(head: Head, now: string): string {
  return now < head.lastAt ? head.lastAt : now
}

export interface Origin {
  readonly act: string
  readonly actor: string
  readonly onBehalfOf?: string | undefined
  readonly grant: GrantBasis
  /** ISO instant, not before the last entry's. */
  readonly at: string
}

/**
 * Appends events to the ledger and runs their projections: the only way a governed fact changes. Nothing need be in the
 * database before the work is flushed. Gives the head that the next entries follow.
 */
export async function commit(
  work: Work,
  head: Head,
  origin: Origin,
  events: readonly DomainEvent[],
): Promise<{ head: Head; recorded: RecordedEvent[] }> {
  const entries = events.map((event, i): LedgerEntry => ({
    v: 1,
    seq: head.size + i,
    at: origin.at,
    type: event.type,
    act: origin.act,
    actor: origin.actor,
    ...(origin.onBehalfOf === undefined ? {} : { onBehalfOf: origin.onBehalfOf }),
    ...(event.project === undefined ? {} : { project: event.project }),
    subject: event.subject,
    grant: origin.grant as unknown as JsonObject,
    data: event.data as JsonObject,
  }))
  const appended = appendedTo(head, entries)
  if (appended === undefined) return { head, recorded: [] }
  work.append(appended)
  const recorded = entries.map(recordedEvent)
  await fold(work, recorded)
  return { head: appended.head, recorded }
}

/** An entry as projections read it. */
export function recordedEvent(entry: LedgerEntry): RecordedEvent {
  const { v: _v, grant: _grant, ...event } = entry
  return event as unknown as RecordedEvent
}

/** Writes entries, tree nodes and the new head at once. The entries must follow the head without a gap. */
export async function append(queries: Queries, head: Head, entries: readonly LedgerEntry[]): Promise<Head> {
  const appended = appendedTo(head, entries)
  if (appended === undefined) return head
  await write(queries, { appended })
  return appended.head
}

/** What must be written so that entries follow a head; nothing when there are none. */
function appendedTo(head: Head, entries: readonly LedgerEntry[]): Appended | undefined {
  const last = entries.at(-1)
  if (last === undefined) return undefined
  const peaks = [...head.peaks]
  const nodes: NodeRow[] = []
  const rows = entries.map((entry): EntryRow => {
    const { seq, at, type, act, actor, project: about, subject } = entry
    const text = entryText(entry)
    for (const { level, index, hash: of } of pushLeaf(sha256, seq, peaks, entryLeaf(sha256, text)))
      nodes.push({ level, index, hash: Buffer.from(of).toString('hex') })
    return { seq, at, type, act, actor, project: about ?? null, subject, text }
  })
  return { entries: rows, nodes, head: { size: last.seq + 1, lastAt: last.at, peaks } }
}

/** Runs the projections of recorded events and writes them: records by core's `evolve`, and notices to those who are I. */
export async function project(work: Work, events: readonly RecordedEvent[]): Promise<void> {
  await fold(work, events)
  await work.flush()
}

async function fold(work: Work, events: readonly RecordedEvent[]): Promise<void> {
  // Event by event, so that replay tells the same people whatever it reads at once.
  for (const event of events) {
    await work.apply(NOUNS, event)
    if (event.project === undefined || !informs(event)) continue
    await tell(work, event, event.project)
  }
}

async function tell(work: Work, event: RecordedEvent, about: string): Promise<void> {
  const of = await responsibilitiesOf(work, about)
  if (of === undefined) return
  const { seq, at, subject } = event
  work.tell(notices(event, of, at).map((notice) => ({ ...notice, seq, at, subject, project: about })))
}
