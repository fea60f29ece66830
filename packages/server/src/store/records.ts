/** A record as it stands, and whether that is in the database already. */
interface Known {
  state: unknown
  changed: boolean
  /** Number of the entry that changed it last; -1 where it was only read. */
  seq: number
}

/** A record that must be written. */
export interface Changed {
  readonly id: string
  readonly seq: number
  readonly state: unknown
}

/** More than this is forgotten at once: what is needed again is read again. */
const MOST_KNOWN = 2_000

/**
 * What is known of the records, and what was worked out from them. It holds as long as no entry is written that it was
 * not told of: records follow from the entries, so at the same frontier of the ledger they are the same.
 */
export class Records {
  readonly #records = new Map<string, Map<string, Known>>()
  readonly #derived = new Map<string, { readonly value: unknown; readonly from: readonly string[] }>()
  /** Of records; what was worked out counts itself. */
  #count = 0
  #frontier: string | undefined

  /** The state of a record if it is known; `state` is undefined where it is known that there is none. */
  get(noun: string, id: string): { readonly state: unknown } | undefined {
    return this.#records.get(noun)?.get(id)
  }

  /** Remembers what was read. */
  keep(noun: string, id: string, state: unknown): void {
    this.#set(noun, id, { state, changed: false, seq: -1 })
  }

  /** Remembers what an entry made of a record, and forgets what was worked out from records of this noun. */
  change(noun: string, id: string, state: unknown, seq: number): void {
    this.#set(noun, id, { state, changed: true, seq })
    for (const [key, { from }] of this.#derived) if (from.includes(noun)) this.#derived.delete(key)
  }

  #set(noun: string, id: string, known: Known): void {
    let records = this.#records.get(noun)
    if (records === undefined) this.#records.set(noun, (records = new Map()))
    if (!records.has(id)) this.#count += 1
    records.set(id, known)
  }

  /** The records that are not in the database yet, by noun; from now on they count as written. */
  takeChanged(): Map<string, Changed[]> {
    const taken = new Map<string, Changed[]>()
    for (const [noun, records] of this.#records) {
      const rows: Changed[] = []
      for (const [id, record] of records) {
        if (!record.changed) continue
        record.changed = false
        if (record.state !== undefined) rows.push({ id, seq: record.seq, state: record.state })
      }
      if (rows.length > 0) taken.set(noun, rows)
    }
    return taken
  }

  /** What was worked out from records of some nouns, for as long as none of these changes. */
  async derived<T>(key: string, from: readonly string[], read: () => Promise<T>): Promise<T> {
    const known = this.#derived.get(key)
    if (known !== undefined) return known.value as T
    const value = await read()
    if (value !== undefined) this.#derived.set(key, { value, from })
    return value
  }

  /** Says at which end of the ledger all this holds. */
  holdsAt(frontier: string): void {
    this.#frontier = frontier
  }

  /** Forgets everything unless it still holds, or when it has become too much. */
  forgetUnless(frontier: string): void {
    if (this.#frontier !== frontier || this.#count + this.#derived.size > MOST_KNOWN) this.clear()
  }

  clear(): void {
    this.#records.clear()
    this.#derived.clear()
    this.#count = 0
    this.#frontier = undefined
  }
}
