import { useEffect, useSyncExternalStore } from 'react'
import { knowledge } from './asking.ts'
import { isTouched } from './touched.ts'

/** One entry that was committed and that the person may read. */
export interface LiveMessage {
  readonly seq: number
  readonly type: string
  readonly subject: string
  readonly project?: string
}

export type Connection = 'connecting' | 'live' | 'lost'

/** What one window tells the others, which have no stream of their own. */
type Heard =
  | { readonly kind: 'news'; readonly project?: string | undefined }
  | { readonly kind: 'everything' }
  | { readonly kind: 'connection'; readonly connection: Connection }
  | { readonly kind: 'how is it?' }

const NAME = 'muster-live'
const GATHER_MS = 120
const RETRY_MS = 5_000

let connection: Connection = 'connecting'
const listeners = new Set<() => void>()
const say = (next: Connection): void => {
  if (next === connection) return
  connection = next
  for (const listener of listeners) listener()
}

/** Whether news arrive by themselves. */
export const useConnection = (): Connection =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => connection,
  )

let gathering: ReturnType<typeof setTimeout> | undefined
let projects = new Set<string>()

/** What news touch is asked anew, many at a time. */
function refreshSoon(project: string | undefined): void {
  if (project !== undefined) projects.add(project)
  gathering ??= setTimeout(() => {
    gathering = undefined
    const named = projects
    projects = new Set()
    void knowledge.invalidateQueries({ predicate: ({ queryKey }) => isTouched(queryKey, named) })
  }, GATHER_MS)
}

function hear(heard: Heard): void {
  if (heard.kind === 'news') refreshSoon(heard.project)
  else if (heard.kind === 'everything') void knowledge.invalidateQueries()
  else if (heard.kind === 'connection') say(heard.connection)
}

/** Reads the stream of the server and passes on what it hears, until it is stopped. `isLate`: something may have been missed. */
function read(pass: (heard: Heard) => void, isLate: boolean): () => void {
  let source: EventSource | undefined
  let retry: ReturnType<typeof setTimeout> | undefined
  let mayHaveMissed = isLate
  const open = (): void => {
    source = new EventSource('/api/v1/live')
    source.addEventListener('open', () => {
      pass({ kind: 'connection', connection: 'live' })
      if (mayHaveMissed) pass({ kind: 'everything' })
      mayHaveMissed = false
    })
    // The server says whether it could send all that was missed; if not, everything may be old.
    source.addEventListener('ready', (message: MessageEvent<string>) => {
      if (!(JSON.parse(message.data) as { complete: boolean }).complete) pass({ kind: 'everything' })
    })
    source.addEventListener('message', (message: MessageEvent<string>) => {
      pass({ kind: 'news', project: (JSON.parse(message.data) as LiveMessage).project })
    })
    source.addEventListener('error', () => {
      mayHaveMissed = true
      pass({ kind: 'connection', connection: 'lost' })
      // The browser tries again by itself unless the server said no.
      if (source?.readyState === EventSource.CLOSED) retry = setTimeout(open, RETRY_MS)
    })
  }
  open()
  return () => {
    source?.close()
    clearTimeout(retry)
  }
}

/** Undefined where the browser gives no locks: a page that did not come over HTTPS, nor from this machine. */
const locks = (): LockManager | undefined => (navigator as { readonly locks?: LockManager }).locks

/**
 * Listens to the server for as long as somebody is signed in. A browser opens few connections to one server, so its windows
 * share one stream: whichever holds the lock reads it and tells the others; when it is closed, the next one takes over.
 */
export function listen(): () => void {
  const lock = locks()
  if (lock === undefined) return read(hear, false)
  const channel = new BroadcastChannel(NAME)
  const ending = new AbortController()
  let stop: (() => void) | undefined
  const speak = channel.postMessage.bind(channel)
  const post = (heard: Heard): void => {
    try {
      speak(heard)
    } catch {
      // The channel of a page that is being left is closed before its stream is.
    }
  }
  channel.addEventListener('message', ({ data }: MessageEvent<Heard>) => {
    if (data.kind !== 'how is it?') hear(data)
    else if (stop !== undefined) post({ kind: 'connection', connection })
  })
  post({ kind: 'how is it?' })
  const pass = (heard: Heard): void => {
    hear(heard)
    post(heard)
  }
  const hold = async (isLate: boolean): Promise<void> => {
    if (ending.signal.aborted) return
    stop = read(pass, isLate)
    await new Promise((resolve) => ending.signal.addEventListener('abort', resolve))
  }
  lock
    .request(NAME, { ifAvailable: true }, async (held) => {
      if (held !== null) await hold(false)
      return held !== null
    })
    // Whoever waits for another window to close has heard from it, but not what came in between.
    .then((was) => (was ? undefined : lock.request(NAME, { signal: ending.signal }, () => hold(true))))
    // Nobody listens any more before it was this window's turn.
    .catch(() => undefined)
  return () => {
    stop?.()
    ending.abort()
    channel.close()
  }
}

/** Listens while a component is there. */
export const useLive = (isSignedIn: boolean): void => useEffect(() => (isSignedIn ? listen() : undefined), [isSignedIn])
