import type { Database, ShortTransaction, Transaction } from './database.ts'
import { DiskFull, StoreUnavailable, TransactionUndone } from './database.ts'
import { LOCK_HEAD, headOf } from './commit.ts'
import { Records } from './records.ts'
import { Work } from './work.ts'
import type { Head } from './writing.ts'
import { encodePeaks, statementOf } from './writing.ts'

/** A transaction that holds the lock on the head: nothing governed changes but by it. */
export class Lock {
  /** The end of the ledger as the acts before have left it. */
  head: Head
  readonly work: Work
  /** For what is done beside the entries; it sees all that was done before. */
  readonly tx: Transaction
  /** Whether anything is to be kept. */
  hasWritten = false

  private constructor(tx: Transaction, head: Head, records: Records) {
    this.head = head
    this.work = new Work(tx, records)
    this.tx = { home: tx.home, inTransaction: true, query: this.work.query.bind(this.work) }
  }

  /** Of a transaction that began with `LOCK_HEAD`. What is known of the records holds if the ledger ends as it did then. */
  static in(tx: ShortTransaction, records = new Records()): Lock {
    const head = headOf(tx.first)
    records.forgetUnless(frontierOf(head))
    return new Lock(tx, head, records)
  }
}

/** Names the whole ledger up to here: the hashes of its tree stand for every entry. */
const frontierOf = (head: Head): string => `${head.size} ${encodePeaks(head.peaks)}`

/** What an act does inside the lock. It throws when nothing of it may be kept. */
export type Turn<T> = (lock: Lock) => Promise<T>

interface Waiting {
  readonly turn: Turn<unknown>
  readonly resolve: (value: never) => void
  readonly reject: (error: unknown) => void
}

/** So many share a transaction at most: nobody waits for the whole queue. */
const MOST_TOGETHER = 32

/** Every turn was taken and none has anything to keep. */
class NothingToKeep extends Error {
  readonly values: readonly unknown[]
  constructor(values: readonly unknown[]) {
    super('nothing to keep')
    this.values = values
  }
}

/**
 * The acts of one node that wait for the lock. Those that wait at the same time share one transaction: the lock is
 * taken once, each is decided on what those before it left, and all are answered after the one commit.
 *
 * When one throws, or what they did cannot be written, nothing of the transaction is kept and each is done alone, so
 * that a fault meets the one that made it. When the commit itself fails it is not known what was kept: then all are told
 * so, and nothing is done twice.
 */
class Together {
  readonly #database: Database
  readonly #waiting: Waiting[] = []
  #isRunning = false
  /** What the last transaction left, while nothing else is known to have happened. */
  #records = new Records()

  constructor(database: Database) {
    this.#database = database
  }

  take<T>(turn: Turn<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.#waiting.push({ turn, resolve, reject })
      this.#start()
    })
  }

  /** After the requests that have arrived by now were read: they go together. */
  #start(): void {
    if (this.#isRunning || this.#waiting.length === 0) return
    this.#isRunning = true
    setImmediate(() => void this.#run())
  }

  async #run(): Promise<void> {
    await this.#do(this.#waiting.splice(0, MOST_TOGETHER))
    this.#isRunning = false
    this.#start()
  }

  async #do(turns: readonly Waiting[]): Promise<void> {
    let isCommitting = false
    try {
      const values = await this.#database.transaction(async (tx) => {
        const lock = Lock.in(tx, this.#records)
        const made: unknown[] = []
        for (const { turn } of turns) made.push(await turn(lock))
        this.#records.holdsAt(frontierOf(lock.head))
        if (!lock.hasWritten) throw new NothingToKeep(made)
        const waiting = statementOf(lock.work.take() ?? {})
        if (waiting !== undefined) tx.last(waiting.sql, waiting.values)
        isCommitting = true
        return made
      }, LOCK_HEAD)
      answer(turns, values)
    } catch (error) {
      if (error instanceof NothingToKeep) return answer(turns, error.values)
      this.#records = new Records()
      const isUndone = !isCommitting || error instanceof TransactionUndone
      const why = error instanceof TransactionUndone ? (error.cause ?? error) : error
      const isStore = why instanceof StoreUnavailable || why instanceof DiskFull
      if (turns.length === 1 || !isUndone || isStore) for (const { reject } of turns) reject(why)
      else for (const turn of turns) await this.#do([turn])
    }
  }
}

function answer(turns: readonly Waiting[], values: readonly unknown[]): void {
  for (const [i, { resolve }] of turns.entries()) resolve(values[i] as never)
}

const queues = new WeakMap<Database, Together>()

/** Does something inside the lock, together with whatever else waits for it; settles when it is on disk, or not kept. */
export function takeTurn<T>(database: Database, turn: Turn<T>): Promise<T> {
  let queue = queues.get(database)
  if (queue === undefined) queues.set(database, (queue = new Together(database)))
  return queue.take(turn)
}

/** Does something inside the lock in a transaction of its own. */
export function alone<T>(database: Database, turn: Turn<T>): Promise<T> {
  return database.transaction((tx) => turn(Lock.in(tx)), LOCK_HEAD)
}
