import type { Noun, RecordedEvent } from '@muster/core'
import type { Plan, Queries, Row } from './database.ts'
import { Records } from './records.ts'
import type { AnswerRow, Appended, EntryRow, NodeRow, NoticeRow, Writing } from './writing.ts'
import { write } from './writing.ts'

/**
 * What one transaction reads and changes. A record is read once; changes are folded in memory by core's `evolve` and
 * written together, at the end or before the next statement that might read them.
 */
export class Work implements Queries {
  readonly #queries: Queries
  readonly #records: Records
  readonly home: object | undefined
  #entries: EntryRow[] = []
  #nodes: NodeRow[] = []
  #head: Appended['head'] | undefined
  #notices: NoticeRow[] = []
  #answers: AnswerRow[] = []
  /** Whether a change waits to be written. */
  #waits = false

  /** `records`: what is known already, where that still holds. */
  constructor(queries: Queries, records: Records = new Records()) {
    this.#queries = queries
    this.#records = records
    this.home = queries.home
  }

  /** Runs a statement that may read anything: what waits to be written is written before. */
  async query<T extends Row = Row>(sql: string, values: readonly unknown[] = [], plan?: Plan): Promise<T[]> {
    await this.flush()
    return this.#queries.query<T>(sql, values, plan)
  }

  /** The state of a record, or undefined when there is none. */
  async load<T>(noun: Noun<T>, id: string): Promise<T | undefined> {
    const known = this.#records.get(noun.name, id)
    if (known !== undefined) return known.state as T | undefined
    // What waits to be written is known, so it need not be there yet. Table names are nouns of core, never input.
    const [row] = await this.#queries.query<{ doc: T }>(`select doc from ${noun.name} where id = $1`, [id])
    this.#records.keep(noun.name, id, row?.doc)
    return row?.doc
  }

  /** Remembers a record that was read by another query, so that it is not read again. */
  keep<T>(noun: Noun<T>, id: string, state: T): T {
    const known = this.#records.get(noun.name, id)
    if (known !== undefined) return known.state as T
    this.#records.keep(noun.name, id, state)
    return state
  }

  /** What is worked out from records of these nouns: not again until one of them changes. */
  derived<T>(key: string, from: readonly string[], read: () => Promise<T>): Promise<T> {
    return this.#records.derived(key, from, read)
  }

  /** Folds an event into every record it changes. */
  async apply(nouns: readonly Noun[], event: RecordedEvent): Promise<void> {
    for (const noun of nouns) {
      if (!noun.events.some((e) => e.type === event.type)) continue
      for (const id of noun.keysOf?.(event) ?? [event.subject]) {
        const before = await this.load(noun, id)
        const after = noun.evolve(before, event)
        if (after === before) continue
        this.#records.change(noun.name, id, after, event.seq)
        this.#waits = true
      }
    }
  }

  /** Entries that go before what follows from them. */
  append({ entries, nodes, head }: Appended): void {
    this.#entries.push(...entries)
    this.#nodes.push(...nodes)
    this.#head = head
    this.#waits = true
  }

  tell(notices: readonly NoticeRow[]): void {
    this.#notices.push(...notices)
    this.#waits ||= notices.length > 0
  }

  /** The answer kept under a key; `waiting` are those of this transaction that are not written yet. */
  async answerUnder(person: string, key: string): Promise<{ fingerprint: string; body: string } | undefined> {
    const waiting = this.#answers.find((a) => a.person === person && a.key === key)
    if (waiting !== undefined) return waiting
    const [row] = await this.#queries.query<{ fingerprint: string; body: string }>(
      'select fingerprint, body from idempotency where person = $1 and key = $2',
      [person, key],
    )
    return row
  }

  keepAnswer(answer: AnswerRow): void {
    this.#answers.push(answer)
    this.#waits = true
  }

  /** Writes what waits, in one statement for all tables. */
  async flush(): Promise<void> {
    const waiting = this.take()
    if (waiting !== undefined) await write(this.#queries, waiting)
  }

  /** What waits to be written, for whoever writes it now. */
  take(): Writing | undefined {
    if (!this.#waits) return undefined
    this.#waits = false
    const head = this.#head
    const appended = head === undefined ? undefined : { entries: this.#entries, nodes: this.#nodes, head }
    const waiting = { appended, notices: this.#notices, answers: this.#answers, records: this.#records.takeChanged() }
    this.#entries = []
    this.#nodes = []
    this.#head = undefined
    this.#notices = []
    this.#answers = []
    return waiting
  }

  /** Forgets what was read; changes must have been written before. */
  clear(): void {
    this.#records.clear()
  }
}
