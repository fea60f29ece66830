import type { Noun } from '@muster/core'
import type { Queries } from './database.ts'
import { Work } from './work.ts'

/** What something that is remembered follows from: entries of these types, of one project or of all. */
export interface Source {
  readonly types: ReadonlySet<string>
  readonly project?: string
}

interface Kept {
  /** How many entries the ledger had before this was read. */
  readonly size: number
  readonly value: unknown
}

/** After so many entries that nobody has looked at, it is quicker to read anew than to read what they were about. */
const MOST_ENTRIES = 20_000
const MOST_KEPT = 10_000
/** Entries of no project may change records of any. */
const ANY = ''

/** What is remembered of one store, and which types of entries were written about which projects since. */
class Memory {
  readonly #kept = new Map<string, Kept>()
  /** Type of entry → project → number of the newest one. */
  readonly #newest = new Map<string, Map<string, number>>()
  /** Raised when all was forgotten: what was being read then is not kept. */
  generation = 0
  #size: number | undefined

  /** Looks at what was recorded since somebody looked; gives how many entries there are. */
  async catchUp(queries: Queries): Promise<number> {
    const known = this.#size
    const [head] = await queries.query<{ size: number }>('select size from ledger_head')
    const size = Number(head?.size ?? 0)
    if (known === undefined || size < known || size - known > MOST_ENTRIES) this.#forget()
    else if (size > known) {
      const rows = await queries.query<{ seq: number; type: string; project: string | null }>(
        'select max(seq) as seq, type, project from ledger_entry where seq >= $1 and seq < $2 group by type, project',
        [known, size],
      )
      for (const { seq, type, project } of rows) this.#wasWritten(type, project ?? ANY, Number(seq))
    }
    // Somebody else may have read further meanwhile.
    this.#size = Math.max(size, this.#size ?? 0)
    return size
  }

  #wasWritten(type: string, project: string, seq: number): void {
    let projects = this.#newest.get(type)
    if (projects === undefined) this.#newest.set(type, (projects = new Map()))
    projects.set(project, Math.max(seq, projects.get(project) ?? -1))
  }

  #forget(): void {
    this.#kept.clear()
    this.#newest.clear()
    this.generation += 1
    this.#size = undefined
  }

  #newestOf({ types, project }: Source): number {
    let newest = -1
    for (const [type, projects] of this.#newest) {
      if (!types.has(type)) continue
      if (project === undefined) for (const seq of projects.values()) newest = Math.max(newest, seq)
      else newest = Math.max(newest, projects.get(project) ?? -1, projects.get(ANY) ?? -1)
    }
    return newest
  }

  /** What is remembered under a name, as long as it holds. */
  known(name: string, source: Source): Kept | undefined {
    const kept = this.#kept.get(name)
    if (kept === undefined) return undefined
    this.#kept.delete(name)
    if (kept.size <= this.#newestOf(source)) return undefined
    // To the end of the map: at its beginning is what nobody asked for longest.
    this.#kept.set(name, kept)
    return kept
  }

  keep(name: string, kept: Kept): void {
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size < MOST_KEPT) break
      this.#kept.delete(oldest)
    }
    // Of two that read at the same time, the one that saw more stays.
    if ((this.#kept.get(name)?.size ?? -1) <= kept.size) this.#kept.set(name, kept)
  }
}

const memories = new WeakMap<object, Memory>()

/** Types of the entries that can change records of some nouns. */
export const typesOf = (...nouns: readonly Pick<Noun, 'events'>[]): ReadonlySet<string> =>
  new Set(nouns.flatMap((noun) => noun.events.map((e) => e.type)))

/** What is remembered of a store, as of one moment. */
export interface Remembered {
  /** Gives what is remembered under a name, or reads it. */
  readonly one: <T>(name: string, source: Source, read: () => Promise<T>) => Promise<T>
  /** The same for many projects: those of which nothing is remembered are read together. */
  readonly each: <T>(
    name: string,
    types: ReadonlySet<string>,
    projects: readonly string[],
    read: (missing: readonly string[]) => Promise<ReadonlyMap<string, T>>,
  ) => Promise<Map<string, T>>
}

const NOTHING: Remembered = {
  one: (_name, _source, read) => read(),
  each: async (_name, _types, projects, read) => new Map(await read(projects)),
}

/**
 * What was read from governed records is remembered for as long as no entry is written that can have changed it. A name
 * says what was read, of which record and, where days play a part, on which day. Nothing tracked or personal may be in
 * it, for no entry tells when that changes. The ledger is looked at once: ask anew for each answer.
 */
export async function remembering(queries: Queries): Promise<Remembered> {
  const { home } = queries
  // A transaction may see what is undone later; an act knows its own changes.
  if (home === undefined || queries instanceof Work || 'inTransaction' in queries) return NOTHING
  let memory = memories.get(home)
  if (memory === undefined) memories.set(home, (memory = new Memory()))
  const found = memory
  // Before anything is read: what an entry changes in between is kept as older than it is, and read again.
  const size = await found.catchUp(queries)
  const { generation } = found
  const keep = (name: string, value: unknown): void => {
    if (found.generation === generation) found.keep(name, { size, value })
  }
  return {
    one: async <T>(name: string, source: Source, read: () => Promise<T>): Promise<T> => {
      const known = found.known(name, source)
      if (known !== undefined) return known.value as T
      const value = await read()
      keep(name, value)
      return value
    },
    each: async <T>(
      name: string,
      types: ReadonlySet<string>,
      projects: readonly string[],
      read: (missing: readonly string[]) => Promise<ReadonlyMap<string, T>>,
    ): Promise<Map<string, T>> => {
      const values = new Map<string, T>()
      const missing: string[] = []
      for (const project of projects) {
        const known = found.known(`${name} of ${project}`, { types, project })
        if (known === undefined) missing.push(project)
        else if (known.value !== undefined) values.set(project, known.value as T)
      }
      if (missing.length === 0) return values
      const seen = await read(missing)
      for (const project of missing) {
        const value = seen.get(project)
        keep(`${name} of ${project}`, value)
        if (value !== undefined) values.set(project, value)
      }
      return values
    },
  }
}
