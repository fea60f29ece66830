import { useEffect, useSyncExternalStore } from 'react'
import { knowledge } from './queries.ts'
import { isTouched } from './touched.ts'

/** One entry that was committed and that the person may read. */
export interface LiveMessage {
  readonly seq: number
  readonly type: string
  readonly subject: string
  readonly project?: string
}

export type Connection = 'connecting' | 'live' | 'lost'

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

/** Listens to the server for as long as somebody is signed in. What a message touches is asked anew, many at a time. */
export function listen(): () => void {
  let source: EventSource | undefined
  let retry: ReturnType<typeof setTimeout> | undefined
  let gathering: ReturnType<typeof setTimeout> | undefined
  let projects = new Set<string>()
  let isOver = false
  const refresh = (): void => {
    gathering = undefined
    const named = projects
    projects = new Set()
    void knowledge.invalidateQueries({ predicate: ({ queryKey }) => isTouched(queryKey, named) })
  }
  const open = (): void => {
    if (isOver) return
    source = new EventSource('/api/v1/live')
    const wasLost = connection === 'lost'
    source.addEventListener('open', () => {
      say('live')
      if (wasLost) void knowledge.invalidateQueries()
    })
    // The server says whether it could send all that was missed; if not, everything may be old.
    source.addEventListener('ready', (message: MessageEvent<string>) => {
      if (!(JSON.parse(message.data) as { complete: boolean }).complete) void knowledge.invalidateQueries()
    })
    source.addEventListener('message', (message: MessageEvent<string>) => {
      const { project } = JSON.parse(message.data) as LiveMessage
      if (project !== undefined) projects.add(project)
      gathering ??= setTimeout(refresh, GATHER_MS)
    })
    source.addEventListener('error', () => {
      say('lost')
      // The browser tries again by itself unless the server said no.
      if (source?.readyState === EventSource.CLOSED) retry = setTimeout(open, RETRY_MS)
    })
  }
  open()
  return () => {
    isOver = true
    source?.close()
    clearTimeout(retry)
    clearTimeout(gathering)
  }
}

/** Listens while a component is there. */
export const useLive = (isSignedIn: boolean): void => useEffect(() => (isSignedIn ? listen() : undefined), [isSignedIn])
