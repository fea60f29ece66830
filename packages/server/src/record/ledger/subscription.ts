import { Readable } from 'node:stream'
import type { LedgerTail, LiveEntry } from './live.ts'

/** Whether a subscriber reads everything, or only what their projects did; undefined when they may read nothing any more. */
export type ReadsAll = { readonly all: boolean } | undefined

export interface Subscriber {
  readonly person: string
  /** Token in use, where it is one. */
  readonly token?: string | undefined
  /** Number of the last entry that was seen; undefined to start now. */
  readonly lastSeen?: number | undefined
  /** Asks the database again who this is: sessions end, tokens are revoked, people leave. */
  readonly standing: () => Promise<ReadsAll>
  readonly signal: AbortSignal
}

/** How a stream keeps time, in milliseconds. */
export interface Pace {
  /** A sign of life after so long without a message; proxies close a connection that is silent for a minute. */
  readonly heartbeatMs: number
  /** Who listens is asked for again before something is told, when the last time was longer ago. */
  readonly standingMs: number
}
const PACE: Pace = { heartbeatMs: 15_000, standingMs: 2_000 }
/** Who was away longer than this many entries reads everything again instead of hearing all of it. */
const MOST_MISSED = 5_000

const event = (name: string | undefined, id: number, data: unknown): string =>
  `${name === undefined ? '' : `event: ${name}\n`}id: ${id}\ndata: ${JSON.stringify(data)}\n\n`
const told = ({ seq, type, act, subject, project }: LiveEntry): string =>
  event(undefined, seq, { seq, type, act, subject, ...(project === null ? {} : { project }) })
/** Tells nobody anything, but where to go on from. */
const sign = (position: number): string => `: here\nid: ${position - 1}\n\n`

/**
 * The stream of one subscriber, as server-sent events: `ready` first, then a message for each entry that they may read.
 * It is pulled by the connection, so that a slow reader makes it wait and nothing piles up. It ends when the subscriber
 * may read no longer, or the program stops.
 */
async function* messages(tail: LedgerTail, who: Subscriber, pace: Pace): AsyncGenerator<string> {
  let standing = await who.standing()
  if (standing === undefined) return
  let asked = performance.now()
  let spoke = asked
  const head = await tail.head()
  const seen = who.lastSeen ?? head - 1
  const complete = seen < head && head - seen <= MOST_MISSED
  let position = complete ? seen + 1 : head
  yield `retry: 2000\n${event('ready', position - 1, { head, complete })}`
  while (!who.signal.aborted && !tail.isClosed) {
    const entries = await tail.from(position)
    const concerned = entries.some((e) => e.subject === who.person || e.subject === who.token)
    const isOld = performance.now() - asked > (entries.length > 0 ? pace.standingMs : pace.heartbeatMs / 2)
    if (concerned || isOld) {
      standing = await who.standing()
      asked = performance.now()
      if (standing === undefined) return
    }
    const { all } = standing
    const readable = entries.filter((e) => all || e.readers.has(who.person))
    position += entries.length
    const isSilent = performance.now() - spoke >= pace.heartbeatMs
    if (readable.length > 0 || isSilent) {
      spoke = performance.now()
      yield readable.length > 0 ? readable.map(told).join('') : sign(position)
    }
    if (entries.length === 0) await tail.wait(position, pace.heartbeatMs - (performance.now() - spoke), who.signal)
  }
}

/** An open stream; `leave` ends it when the reader has gone. */
export interface Subscription {
  readonly stream: Readable
  readonly leave: () => void
}

/** A reader that takes nothing any more is cut off so long after the program began to stop. */
const PATIENCE_MS = 500

/** Opens the stream; undefined when this person has too many. */
export function subscribe(tail: LedgerTail, who: Omit<Subscriber, 'signal'>, pace = PACE): Subscription | undefined {
  const leaving = new AbortController()
  let stream: Readable | undefined
  const unlisten = tail.listen(who.person, () => {
    leaving.abort()
    setTimeout(() => stream?.destroy(), PATIENCE_MS).unref()
  })
  if (unlisten === undefined) return undefined
  const leave = (): void => {
    leaving.abort()
    unlisten()
  }
  stream = Readable.from(messages(tail, { ...who, signal: leaving.signal }, pace), { highWaterMark: 1 })
  stream.once('close', leave)
  return { stream, leave }
}
