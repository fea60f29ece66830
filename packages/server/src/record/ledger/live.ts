import type { Queries } from '../../store/database.ts'

/** What a subscriber is told of an entry. No personal data: ids alone. */
export interface LiveEntry {
  readonly seq: number
  readonly type: string
  readonly subject: string
  readonly project: string | null
  readonly act: string
}
interface Told extends LiveEntry {
  /** Everybody who is or was on the project. */
  readonly readers: ReadonlySet<string>
}

/** So many entries are kept in memory for those who follow the log closely; who is further behind reads the database. */
const MOST_KEPT = 2_000
const BATCH = 500
/** Streams that one person may have open in this process: a few browsers with a few windows. */
export const MOST_STREAMS = 12

/**
 * The end of the ledger as it grows, for all subscribers of this process: entries are read once, however many listen.
 * An act of this process wakes it at once; on a PostgreSQL server, which other processes write to as well, the head is
 * looked at several times a second while somebody listens. The ledger's numbers are in commit order and have no gaps, so
 * that a position is all that must be known to miss nothing.
 */
export class LedgerTail {
  readonly #queries: Queries
  readonly #pollMs: number | undefined
  readonly #failed: (error: unknown) => void
  readonly #waiting = new Set<() => void>()
  readonly #ends = new Set<() => void>()
  #kept: Told[] = []
  /** Entries before this one have been read; undefined while nobody has listened. */
  #next: number | undefined
  #reading: Promise<void> | undefined
  #isStale = false
  readonly #streams = new Map<string, number>()
  #timer: NodeJS.Timeout | undefined
  #isClosed = false

  constructor(queries: Queries, options: { pollMs?: number | undefined; failed: (error: unknown) => void }) {
    this.#queries = queries
    this.#pollMs = options.pollMs
    this.#failed = options.failed
  }

  get isClosed(): boolean {
    return this.#isClosed
  }

  /** Streams that are open. */
  get streams(): number {
    return this.#ends.size
  }

  /**
   * Somebody listens from now on. `end` is called when the program stops. Gives what takes it back; undefined when this
   * person listens so often already that no more is given.
   */
  listen(person: string, end: () => void): (() => void) | undefined {
    const streams = this.#streams.get(person) ?? 0
    if (streams >= MOST_STREAMS) return undefined
    this.#streams.set(person, streams + 1)
    this.#ends.add(end)
    if (this.#pollMs !== undefined) this.#timer ??= setInterval(() => this.poke(), this.#pollMs).unref()
    return () => {
      if (!this.#ends.delete(end)) return
      const left = (this.#streams.get(person) ?? 1) - 1
      if (left > 0) this.#streams.set(person, left)
      else this.#streams.delete(person)
      if (this.#ends.size > 0) return
      clearInterval(this.#timer)
      this.#timer = undefined
      this.#kept = []
      this.#next = undefined
    }
  }

  /** The ledger may have grown. */
  poke(): void {
    if (this.#isClosed || this.#ends.size === 0 || this.#next === undefined) return
    if (this.#reading !== undefined) {
      this.#isStale = true
      return
    }
    this.#reading = this.#read()
      .catch(this.#failed)
      .finally(() => {
        this.#reading = undefined
        if (!this.#isStale) return
        this.#isStale = false
        this.poke()
      })
  }

  async #read(): Promise<void> {
    for (;;) {
      const from = this.#next
      if (from === undefined || this.#isClosed) return
      const found = await entriesFrom(this.#queries, from)
      if (found.length === 0) return
      // Whoever listened may have left meanwhile, and somebody else begun anew.
      if (this.#next !== from) continue
      this.#kept.push(...found)
      if (this.#kept.length > MOST_KEPT) this.#kept = this.#kept.slice(-MOST_KEPT)
      this.#next = from + found.length
      this.#wake()
    }
  }

  #wake(): void {
    const woken = [...this.#waiting]
    this.#waiting.clear()
    for (const wake of woken) wake()
  }

  /** How many entries the ledger has. From here on, nothing is missed. */
  async head(): Promise<number> {
    const [row] = await this.#queries.query<{ size: number }>('select size from ledger_head')
    const size = Number(row?.size ?? 0)
    if (this.#next === undefined) {
      this.#next = size
      // What was committed while the head was read has woken nobody.
      this.poke()
    }
    return size
  }

  /** Entries from a position on, in order, at most some hundred; none when there are none yet. */
  async from(position: number): Promise<readonly Told[]> {
    if (this.#next !== undefined && position >= this.#next) return []
    const [first] = this.#kept
    if (first === undefined || position < first.seq) return entriesFrom(this.#queries, position)
    return this.#kept.slice(position - first.seq, position - first.seq + BATCH)
  }

  /** Waits until there is something after `position`, the time is over, or the signal ends it. */
  wait(position: number, milliseconds: number, signal: AbortSignal): Promise<void> {
    if (signal.aborted || this.#isClosed || (this.#next !== undefined && position < this.#next))
      return Promise.resolve()
    return new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer)
        this.#waiting.delete(done)
        signal.removeEventListener('abort', done)
        resolve()
      }
      const timer = setTimeout(done, milliseconds)
      this.#waiting.add(done)
      signal.addEventListener('abort', done)
    })
  }

  /** Ends all subscriptions: the program stops. */
  close(): void {
    this.#isClosed = true
    clearInterval(this.#timer)
    this.#wake()
    for (const end of this.#ends) end()
  }
}

async function entriesFrom(queries: Queries, from: number): Promise<Told[]> {
  const rows = await queries.query<Record<string, unknown> & LiveEntry>(
    'select seq, type, subject, project, act from ledger_entry where seq >= $1 order by seq limit $2',
    [from, BATCH],
  )
  const projects = [...new Set(rows.flatMap((row) => (row.project === null ? [] : [row.project])))]
  const readers = new Map<string, Set<string>>()
  if (projects.length > 0) {
    const members = await queries.query<{ project: string; people: string[] }>(
      `select project, json_agg(distinct doc->>'person') as people from assignment
       where project in (select json_array_elements_text($1::text::json)) group by project`,
      [JSON.stringify(projects)],
    )
    for (const { project, people } of members) readers.set(project, new Set(people))
  }
  const nobody: ReadonlySet<string> = new Set()
  return rows.map((row) => ({
    seq: Number(row.seq),
    type: row.type,
    subject: row.subject,
    project: row.project,
    act: row.act,
    readers: row.project === null ? nobody : (readers.get(row.project) ?? nobody),
  }))
}
