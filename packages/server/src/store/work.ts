import type { Noun, RecordedEvent } from '@muster/core'
import type { Queries, Row } from './database.ts'

interface Loaded {
  state: unknown
  changed: boolean
  seq: number
}

/**
 * The records that one transaction reads and changes. Each is read once; changes are folded in memory by core's
 * `evolve` and written together at the end.
 */
export class Work implements Queries {
  readonly #queries: Queries
  readonly #records = new Map<string, Map<string, Loaded>>()
  readonly home: object | undefined

  constructor(queries: Queries) {
    this.#queries = queries
    this.home = queries.home
  }

  query<T extends Row = Row>(sql: string, values: readonly unknown[] = []): Promise<T[]> {
    return this.#queries.query<T>(sql, values)
  }

  #of(noun: string): Map<string, Loaded> {
    let records = this.#records.get(noun)
    if (records === undefined) this.#records.set(noun, (records = new Map()))
    return records
  }

  /** The state of a record, or undefined when there is none. */
  async load<T>(noun: Noun<T>, id: string): Promise<T | undefined> {
    const known = this.#of(noun.name).get(id)
    if (known !== undefined) return known.state as T | undefined
    // Table names are nouns of core, never input.
    const [row] = await this.query<{ doc: T; seq: number }>(`select doc, seq from ${noun.name} where id = $1`, [id])
    this.#of(noun.name).set(id, { state: row?.doc, changed: false, seq: row?.seq ?? -1 })
    return row?.doc
  }

  /** Remembers a record that was read by another query, so that it is not read again. */
  keep<T>(noun: Noun<T>, id: string, state: T): T {
    const known = this.#of(noun.name).get(id)
    if (known !== undefined) return known.state as T
    this.#of(noun.name).set(id, { state, changed: false, seq: -1 })
    return state
  }

  /** Folds an event into every record it changes. */
  async apply(nouns: readonly Noun[], event: RecordedEvent): Promise<void> {
    for (const noun of nouns) {
      if (!noun.events.some((e) => e.type === event.type)) continue
      for (const id of noun.keysOf?.(event) ?? [event.subject]) {
        const before = await this.load(noun, id)
        const after = noun.evolve(before, event)
        if (after !== before) this.#of(noun.name).set(id, { state: after, changed: true, seq: event.seq })
      }
    }
  }

  /** Writes all changed records, one statement for all tables. */
  async flush(): Promise<void> {
    const parts: string[] = []
    const values: string[] = []
    for (const [noun, records] of this.#records) {
      const rows = [...records]
        .filter(([, record]) => record.changed && record.state !== undefined)
        .map(([id, { state, seq }]) => ({ id, project: projectOf(noun, id, state), seq, doc: state }))
      if (rows.length === 0) continue
      values.push(JSON.stringify(rows))
      parts.push(
        `w${parts.length} as (insert into ${noun} (id, project, seq, doc)
           select id, project, seq, doc from jsonb_to_recordset($${values.length}::text::jsonb) as r (id text, project text, seq bigint, doc jsonb)
           on conflict (id) do update set seq = excluded.seq, doc = excluded.doc)`,
      )
      for (const record of records.values()) record.changed = false
    }
    if (parts.length > 0) await this.query(`with ${parts.join(',\n')} select 1`, values)
  }

  /** Forgets what was read; changes must have been written before. */
  clear(): void {
    this.#records.clear()
  }
}

function projectOf(noun: string, id: string, state: unknown): string | null {
  if (noun === 'project') return id
  const project = typeof state === 'object' && state !== null && 'project' in state ? state.project : undefined
  return typeof project === 'string' ? project : null
}
