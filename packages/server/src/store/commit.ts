import { createHash, hash } from 'node:crypto'
import type { DomainEvent, GrantBasis, JsonObject, LedgerEntry, RecordedEvent } from '@muster/core'
import { NOUNS, entryLeaf, entryText, informs, notices, pushLeaf } from '@muster/core'
import type { Queries } from './database.ts'
import { responsibilitiesOf } from './responsibilities.ts'
import type { Work } from './work.ts'

/** SHA-256 as core's ledger functions want it. */
export function sha256(bytes: Uint8Array): Uint8Array {
  // Half the time of asking for a buffer: the 32 characters are copied here.
  const binary = hash('sha256', bytes, 'binary')
  const digest = new Uint8Array(32)
  for (let i = 0; i < 32; i += 1) digest[i] = binary.charCodeAt(i)
  return digest
}
export const sha256Hex = (text: string): string => createHash('sha256').update(text).digest('hex')

/** The end of the ledger as a transaction found it; held by a row lock until the transaction ends. */
export interface Head {
  readonly size: number
  readonly lastAt: string
  readonly peaks: readonly Uint8Array[]
}

/**
 * Takes the lock that serialises governed acts, and reads the end of the ledger. Whatever is read after this is what
 * the decision is made on: no other act can come in between, on this node or another.
 */
export async function lockHead(queries: Queries): Promise<Head> {
  const [row] = await queries.query<{ size: number; last_at: string; peaks: string }>(
    'select size, last_at, peaks from ledger_head for update',
  )
  if (row === undefined) throw new Error('the ledger has no head')
  return { size: Number(row.size), lastAt: row.last_at, peaks: decodePeaks(row.peaks) }
}

export function decodePeaks(peaks: string): Uint8Array[] {
  return peaks === '' ? [] : peaks.split(',').map((hex) => Uint8Array.from(Buffer.from(hex, 'hex')))
}
export function encodePeaks(peaks: readonly Uint8Array[]): string {
  return peaks.map((p) => Buffer.from(p).toString('hex')).join(',')
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

/** Appends events to the ledger and runs their projections: the only way a governed fact changes. */
export async function commit(
  work: Work,
  head: Head,
  origin: Origin,
  events: readonly DomainEvent[],
): Promise<RecordedEvent[]> {
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
  await append(work, head, entries)
  const recorded = entries.map(recordedEvent)
  await project(work, recorded)
  return recorded
}

/** An entry as projections read it. */
export function recordedEvent(entry: LedgerEntry): RecordedEvent {
  const { v: _v, grant: _grant, ...event } = entry
  return event as unknown as RecordedEvent
}

/** Writes entries, tree nodes and the new head. The entries must follow the head without a gap. */
export async function append(queries: Queries, head: Head, entries: readonly LedgerEntry[]): Promise<Head> {
  const peaks = [...head.peaks]
  const rows = entries.map((entry) => ({ ...entry, text: entryText(entry) }))
  const nodes = rows.flatMap((row) => pushLeaf(sha256, row.seq, peaks, entryLeaf(sha256, row.text)))
  const last = rows.at(-1)
  if (last === undefined) return head
  const next: Head = { size: last.seq + 1, lastAt: last.at, peaks }
  const entryRows = rows.map(({ seq, at, type, act, actor, project, subject, text }) => ({
    seq,
    at,
    type,
    act,
    actor,
    project: project ?? null,
    subject,
    text,
  }))
  const nodeRows = nodes.map(({ level, index, hash }) => ({ level, index, hash: Buffer.from(hash).toString('hex') }))
  await queries.query(
    `with e as (
       insert into ledger_entry (seq, at, type, act, actor, project, subject, entry)
       select seq, at, type, act, actor, project, subject, text
       from json_to_recordset($1::text::json) as r (seq bigint, at text, type text, act text, actor text, project text, subject text, text text)
     ) insert into ledger_node (level, index, hash)
       select level, index, decode(hash, 'hex') from json_to_recordset($2::text::json) as r (level smallint, index bigint, hash text)`,
    [JSON.stringify(entryRows), JSON.stringify(nodeRows)],
  )
  await queries.query('update ledger_head set size = $1, last_at = $2, peaks = $3, writer = pg_current_xact_id()', [
    next.size,
    next.lastAt,
    encodePeaks(peaks),
  ])
  return next
}

/** Runs the projections of recorded events: records by core's `evolve`, and the notices to those who are I. */
export async function project(work: Work, events: readonly RecordedEvent[]): Promise<void> {
  // Event by event, so that replay tells the same people whatever it reads at once.
  for (const event of events) {
    await work.apply(NOUNS, event)
    if (event.project === undefined || !informs(event)) continue
    await work.flush()
    await tell(work, event, event.project)
  }
  await work.flush()
}

async function tell(work: Work, event: RecordedEvent, project: string): Promise<void> {
  const of = await responsibilitiesOf(work, project)
  if (of === undefined) return
  const told = notices(event, of, event.at)
  if (told.length === 0) return
  await work.query(
    `insert into notice (seq, person, project, activity, at, text, subject)
     select $1, person, $2, activity, $3, text, $4 from json_to_recordset($5::text::json) as r (person text, activity text, text text)`,
    [event.seq, project, event.at, event.subject, JSON.stringify(told)],
  )
}
