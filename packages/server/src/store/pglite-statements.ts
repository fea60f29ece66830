import type { PGlite } from '@electric-sql/pglite'
import { protocol } from '@electric-sql/pglite'
import type { Row } from './database.ts'
import { TransactionUndone, sqlState } from './database.ts'

const { serialize } = protocol

/** A statement that the database has parsed: how to send its values and how to read its rows. */
interface Prepared {
  /** Name in the database; '' for one that is parsed for a single use. */
  readonly name: string
  readonly parameters: readonly number[]
  readonly fields: readonly { readonly name: string; readonly dataTypeID: number }[]
  uses: number
}
type Answer = Awaited<ReturnType<PGlite['execProtocolStream']>>[number]

const ONCE = serialize.query('set plan_cache_mode = force_generic_plan')
const USUAL = serialize.query('set plan_cache_mode = auto')

/** How many statements are kept parsed; the program has about a hundred. */
const MOST_KEPT = 300
/** A plan is made for tables as they were: after so many uses the statement is parsed and planned anew. */
const MOST_USES = 500

/**
 * Runs SQL on PGlite with prepared statements, in one call into the database per statement. PGlite's own `query` makes
 * six and parses the text each time, which costs more than what most statements do.
 */
export class Statements {
  readonly #pg: PGlite
  readonly #kept = new Map<string, Prepared | undefined>()
  #made = 0

  constructor(pg: PGlite) {
    this.#pg = pg
  }

  /** Runs one statement. Whoever calls must keep other transactions away. */
  run<T extends Row>(sql: string, values: readonly unknown[]): Promise<T[]> {
    return this.#pg.runExclusive(async () => {
      const statement = await this.#prepared(sql)
      return this.#rows<T>(await this.#send(...this.#execution(statement, values)), statement.fields)
    })
  }

  /** The same with a plan that is made once, for any values. All of it is one call into the database. */
  runPlanned<T extends Row>(sql: string, values: readonly unknown[]): Promise<T[]> {
    return this.#pg.runExclusive(async () => {
      const statement = await this.#prepared(sql, true)
      const run = this.#execution(statement, values)
      // Where the statement fails in a transaction, the mode goes back with it; outside, the last message sees to it.
      return this.#rows<T>(await this.#send(ONCE, ...run, USUAL), statement.fields)
    })
  }

  /** Runs a statement without parameters and rows (BEGIN, ROLLBACK). */
  command(sql: string): Promise<void> {
    return this.#pg.runExclusive(async () => {
      await this.#send(serialize.query(sql))
    })
  }

  /** Begins a transaction, and runs its first statement in the same call. */
  async begin(first?: string): Promise<Row[]> {
    if (first === undefined) {
      await this.command('BEGIN')
      return []
    }
    return this.#pg.runExclusive(async () => {
      // Kept by name from the start: BEGIN forgets what was parsed without one.
      const statement = await this.#prepared(first, true)
      const answers = await this.#send(serialize.query('BEGIN'), ...this.#execution(statement, []))
      return this.#rows(answers, statement.fields)
    })
  }

  /** Runs the last statement of a transaction and commits it in the same call; where that fails, nothing is kept. */
  commit(last?: { readonly sql: string; readonly values: readonly unknown[] }): Promise<void> {
    return this.#pg.runExclusive(async () => {
      const sent: Uint8Array[] = []
      if (last !== undefined) {
        const statement = await this.#prepared(last.sql).catch(undone)
        sent.push(...this.#execution(statement, last.values))
      }
      const answers = await this.#send(...sent, serialize.query('COMMIT')).catch(
        last === undefined ? undefined : undone,
      )
      // A transaction in which a statement failed is undone by COMMIT, which says so in its tag alone.
      const done = answers.findLast((a) => a.name === 'commandComplete')
      if (done === undefined || !('text' in done) || done.text !== 'COMMIT') throw new TransactionUndone()
    })
  }

  #execution(statement: Prepared, values: readonly unknown[]): Uint8Array[] {
    const sent = values.map((value, i) => this.#serialized(value, statement.parameters[i] ?? 0))
    return [serialize.bind({ statement: statement.name, values: sent }), serialize.execute({}), serialize.sync()]
  }

  /** Everything in one message is one call. The file system writes through, so there is nothing to sync afterwards. */
  #send(...messages: readonly Uint8Array[]): Promise<Answer[]> {
    const [only] = messages
    const message = messages.length === 1 && only !== undefined ? only : Buffer.concat(messages)
    return this.#pg.execProtocolStream(message, { syncToFs: false })
  }

  async #prepared(sql: string, comesAgain = this.#kept.has(sql)): Promise<Prepared> {
    const known = this.#kept.get(sql)
    if (known !== undefined && known.uses < MOST_USES) {
      known.uses += 1
      return known
    }
    // Only what comes a second time is kept: statements with a schema name of their own never do.
    const name = comesAgain ? `muster_${(this.#made += 1)}` : ''
    this.#kept.delete(sql)
    await this.#close(known)
    const answers = await this.#send(
      serialize.parse({ name, text: sql }),
      serialize.describe({ type: 'S', name }),
      serialize.sync(),
    )
    const statement: Prepared = { name, parameters: parametersOf(answers), fields: fieldsOf(answers), uses: 1 }
    this.#kept.set(sql, name === '' ? undefined : statement)
    if (this.#kept.size > MOST_KEPT) await this.#forgetOldest()
    return statement
  }

  async #forgetOldest(): Promise<void> {
    for (const [sql, statement] of this.#kept) {
      this.#kept.delete(sql)
      return this.#close(statement)
    }
  }

  async #close(statement: Prepared | undefined): Promise<void> {
    if (statement !== undefined)
      await this.#send(serialize.close({ type: 'S', name: statement.name }), serialize.sync())
  }

  #serialized(value: unknown, type: number): string | null {
    if (value === null || value === undefined) return null
    const serializer = this.#pg.serializers[type]
    return serializer === undefined ? textOf(value) : serializer(value)
  }

  #rows<T extends Row>(answers: readonly Answer[], fields: Prepared['fields']): T[] {
    const readers = fields.map((field) => this.#pg.parsers[field.dataTypeID])
    const rows: T[] = []
    for (const answer of answers) {
      if (answer.name !== 'dataRow' || !('fields' in answer)) continue
      const texts = answer.fields as readonly (string | null)[]
      const row: Row = {}
      for (const [i, { name, dataTypeID }] of fields.entries()) {
        const text = texts[i] ?? null
        const read = readers[i]
        row[name] = text === null || read === undefined ? text : read(text, dataTypeID)
      }
      rows.push(row as T)
    }
    return rows
  }
}

/** An error that the database told in order undoes the transaction; what broke the database stays what it is. */
function undone(error: unknown): never {
  const isTold =
    sqlState(error) !== undefined && error instanceof Error && 'severity' in error && error.severity === 'ERROR'
  throw isTold ? new TransactionUndone(error) : error
}

/** A value of a type that has no serializer of its own, such as an enumeration. */
const textOf = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value))

function parametersOf(answers: readonly Answer[]): readonly number[] {
  const described = answers.find((a) => a.name === 'parameterDescription')
  return described !== undefined && 'dataTypeIDs' in described ? (described.dataTypeIDs as number[]) : []
}

function fieldsOf(answers: readonly Answer[]): Prepared['fields'] {
  const described = answers.find((a) => a.name === 'rowDescription')
  return described !== undefined && 'fields' in described ? (described.fields as Prepared['fields']) : []
}
