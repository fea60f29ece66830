import type { Dialect } from 'kysely'

export type Row = Record<string, unknown>

/**
 * How a statement is planned. A long one that comes again and again is planned once, whatever its values are: planning it
 * for each of them takes longer than running it.
 */
export type Plan = 'for-its-values' | 'once'

/** Runs SQL. Values are parameters ($1, $2, …), never text in the statement. */
export interface Queries {
  query<T extends Row = Row>(sql: string, values?: readonly unknown[], plan?: Plan): Promise<T[]>
  /** Stands for the store itself, in its transactions too: what is remembered of a store belongs to it. */
  readonly home?: object | undefined
}

/** A transaction: what it did is kept when its function returns, and undone when it throws. */
export interface Transaction extends Queries {
  /** Never set; keeps a transaction from being mistaken for the database itself. */
  readonly inTransaction: true
}

/** A transaction that can save ways to the database, which cost more than most statements. */
export interface ShortTransaction extends Transaction {
  /** Rows of the statement that was sent together with the beginning. */
  readonly first: readonly Row[]
  /** A statement that is sent together with the commit, after the function has returned. At most one. */
  last(sql: string, values: readonly unknown[]): void
}

/** The database port: PGlite in process, or a PostgreSQL server. Both speak the same SQL. */
export interface Database extends Queries {
  readonly kind: 'pglite' | 'postgres'
  /**
   * One transaction; with PostgreSQL on a connection of its own. `first` is a statement without parameters that is sent
   * together with its beginning.
   */
  transaction<T>(work: (tx: ShortTransaction) => Promise<T>, first?: string): Promise<T>
  /** Several statements without parameters, as migrations need. */
  script(sql: string): Promise<void>
  /** For libraries that bring their own queries (sign-in). */
  readonly dialect: Dialect
  close(): Promise<void>
}

/** The database did not answer, or went away in the middle: nothing of the transaction was kept. */
export class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable'
}

/** The disk is full: nothing of the transaction was kept. */
export class DiskFull extends Error {
  override readonly name = 'DiskFull'
}

/** The end of a transaction undid it, for a statement had failed: the last one, or one whose failure was not told. */
export class TransactionUndone extends Error {
  override readonly name = 'TransactionUndone'
  constructor(cause?: unknown) {
    super('a statement of this transaction failed, so nothing of it was kept', { cause })
  }
}

/** The SQLSTATE of a database error, if it is one. */
export function sqlState(error: unknown): string | undefined {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined
  return typeof code === 'string' ? code : undefined
}

/** Gives errors of the connection and the disk their own class; every other error stays what it is. */
export function classify(error: unknown): unknown {
  if (error instanceof StoreUnavailable || error instanceof DiskFull) return error
  const code = sqlState(error)
  const message = error instanceof Error ? error.message : ''
  if (
    code === '53100' ||
    code === 'ENOSPC' ||
    message.includes('No space left on device') ||
    message.includes('ENOSPC')
  )
    return new DiskFull(message, { cause: error })
  const gone = [
    '08000',
    '08003',
    '08006',
    '57P01',
    '57P02',
    '57P03',
    '53300',
    'ECONNREFUSED',
    'ECONNRESET',
    'EPIPE',
    'ETIMEDOUT',
    'ENOTFOUND',
    'EAI_AGAIN',
  ]
  if (code !== undefined && gone.includes(code)) return new StoreUnavailable(message, { cause: error })
  if (
    /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|PGlite is closed|Cannot use a pool after calling end/i.test(
      message,
    )
  )
    return new StoreUnavailable(message, { cause: error })
  return error
}
