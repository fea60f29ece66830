import type { RecordedEvent } from '@muster/core'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Config } from '../boot/config.ts'
import type { FileStore } from '../files/file-store.ts'
import type { Attempts } from '../identity/attempts.ts'
import type { SignIn } from '../identity/sign-in.ts'
import type { Measuring } from '../measuring/measuring.ts'
import type { LedgerTail } from '../record/ledger/live.ts'
import type { LedgerKey } from '../record/ledger/signing.ts'
import type { Database } from '../store/database.ts'
import type { Caller, Powers } from '../store/perform.ts'

/** Everything that routes may use; made once, by boot. */
export interface Context {
  readonly config: Config
  readonly version: string
  /** When this process began, as an ISO instant. */
  readonly startedAt: string
  readonly url: string
  readonly database: Database
  readonly powers: Powers
  readonly auth: SignIn
  /** Guesses at passwords, other than by signing in. */
  readonly attempts: Attempts
  readonly ledgerKey: LedgerKey
  readonly files: FileStore
  readonly measuring: Measuring
  readonly log: (
    level: 'error' | 'warn' | 'info' | 'debug',
    message: string,
    more?: Readonly<Record<string, unknown>>,
  ) => void
  /** The end of the ledger as it grows. */
  readonly tail: LedgerTail
  readonly onRecorded: (listener: (events: readonly RecordedEvent[]) => void) => () => void
}

/** One call of a query route, already authenticated and with validated parameters. */
export interface Call {
  readonly context: Context
  readonly caller: Caller
  readonly administrator: boolean
  readonly auditor: boolean
  readonly params: Readonly<Record<string, string>>
  readonly query: Readonly<Record<string, unknown>>
  readonly body: unknown
  readonly now: string
  readonly request: FastifyRequest
  readonly reply: FastifyReply
}

/** Answers a query. What it returns is sent as JSON, or as it is when the route is of another media type. */
export type Handler = (call: Call) => Promise<unknown>
export type Handlers = Readonly<Record<string, Handler>>
