import type { Queries } from './database.ts'
import type { Changed } from './records.ts'

/** The end of the ledger as a transaction found it; held by a row lock until the transaction ends. */
export interface Head {
  readonly size: number
  readonly lastAt: string
  readonly peaks: readonly Uint8Array[]
}

export interface EntryRow {
  readonly seq: number
  readonly at: string
  readonly type: string
  readonly act: string
  readonly actor: string
  readonly project: string | null
  readonly subject: string
  readonly text: string
}
export interface NodeRow {
  readonly level: number
  readonly index: number
  /** Hexadecimal. */
  readonly hash: string
}
/** Entries and tree nodes with the head that they lead to. */
export interface Appended {
  readonly entries: readonly EntryRow[]
  readonly nodes: readonly NodeRow[]
  readonly head: Head
}
export interface NoticeRow {
  readonly seq: number
  readonly person: string
  readonly project: string
  readonly activity: string
  readonly at: string
  readonly text: string
  readonly subject: string
}
/** The kept answer to an act that was sent with an idempotency key. */
export interface AnswerRow {
  readonly person: string
  readonly key: string
  readonly fingerprint: string
  readonly body: string
}

export interface Writing {
  readonly appended?: Appended | undefined
  readonly records?: ReadonlyMap<string, readonly Changed[]>
  readonly notices?: readonly NoticeRow[]
  readonly answers?: readonly AnswerRow[]
}

export function decodePeaks(peaks: string): Uint8Array[] {
  return peaks === '' ? [] : peaks.split(',').map((hex) => Uint8Array.from(Buffer.from(hex, 'hex')))
}
export function encodePeaks(peaks: readonly Uint8Array[]): string {
  return peaks.map((p) => Buffer.from(p).toString('hex')).join(',')
}

/**
 * Writes entries with their tree nodes, the head, and all that follows from them, in one statement: what a statement
 * costs is mostly its way to the database. The guards look when it ends, so the order inside does not matter, but for
 * the head, which must find its last entry there.
 */
export async function write(queries: Queries, writing: Writing): Promise<void> {
  const made = statementOf(writing)
  if (made !== undefined) await queries.query(made.sql, made.values)
}

/** The statement that writes all of it; none when there is nothing to write. */
export function statementOf(
  writing: Writing,
): { readonly sql: string; readonly values: readonly unknown[] } | undefined {
  const { appended, records, notices = [], answers = [] } = writing
  const parts: string[] = []
  const values: unknown[] = []
  const value = (of: unknown): string => `$${values.push(typeof of === 'number' ? of : text(of))}`
  if (appended !== undefined) {
    const { entries, nodes, head } = appended
    parts.push(
      `entry as (insert into ledger_entry (seq, at, type, act, actor, project, subject, entry)
         select seq, at, type, act, actor, project, subject, text
         from json_to_recordset(${value(entries)}::text::json) as r (seq bigint, at text, type text, act text, actor text, project text, subject text, text text)
         returning seq)`,
      `node as (insert into ledger_node (level, index, hash)
         select level, index, decode(hash, 'hex') from json_to_recordset(${value(nodes)}::text::json) as r (level smallint, index bigint, hash text))`,
      `head as (update ledger_head set size = ${value(head.size)}, last_at = ${value(head.lastAt)}, peaks = ${value(encodePeaks(head.peaks))}, writer = pg_current_xact_id()
         where (select count(*) from entry) > 0)`,
    )
  }
  for (const [noun, changed] of records ?? []) {
    const rows = changed.map(({ id, seq, state }) => ({ id, project: projectOf(noun, id, state), seq, doc: state }))
    // Table names are nouns of core, never input.
    parts.push(
      `${noun}_ as (insert into ${noun} (id, project, seq, doc)
         select id, project, seq, doc from jsonb_to_recordset(${value(rows)}::text::jsonb) as r (id text, project text, seq bigint, doc jsonb)
         on conflict (id) do update set seq = excluded.seq, doc = excluded.doc)`,
    )
  }
  if (notices.length > 0)
    parts.push(
      `notice_ as (insert into notice (seq, person, project, activity, at, text, subject)
         select seq, person, project, activity, at, text, subject
         from json_to_recordset(${value(notices)}::text::json) as r (seq bigint, person text, project text, activity text, at text, text text, subject text))`,
    )
  if (answers.length > 0)
    parts.push(
      `answer as (insert into idempotency (person, key, fingerprint, status, body)
         select person, key, fingerprint, 200, body
         from json_to_recordset(${value(answers)}::text::json) as r (person text, key text, fingerprint text, body text))`,
    )
  return parts.length === 0 ? undefined : { sql: `with ${parts.join(',\n')} select 1`, values }
}

const text = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value))

function projectOf(noun: string, id: string, state: unknown): string | null {
  if (noun === 'project') return id
  const project = typeof state === 'object' && state !== null && 'project' in state ? state.project : undefined
  return typeof project === 'string' ? project : null
}
