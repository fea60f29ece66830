/** One server-sent event. */
export interface LiveMessage {
  readonly event: string
  readonly id: string
  readonly data: unknown
}

/** An open stream of server-sent events. */
export interface LiveStream {
  readonly status: number
  readonly headers: Headers
  /** The next message; undefined when the server has ended the stream. */
  next(): Promise<LiveMessage | undefined>
  leave(): Promise<void>
}

/** Opens a stream of server-sent events and reads it message by message. */
export async function liveStream(url: string, headers: Readonly<Record<string, string>>): Promise<LiveStream> {
  const leaving = new AbortController()
  const response = await fetch(url, { headers, signal: leaving.signal })
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
  let text = ''
  const next = async (): Promise<LiveMessage | undefined> => {
    for (;;) {
      const end = text.indexOf('\n\n')
      if (end >= 0) {
        const lines = text.slice(0, end).split('\n')
        text = text.slice(end + 2)
        const field = (name: string): string | undefined =>
          lines.find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2)
        const data = field('data')
        // What has no data is a sign of life.
        if (data !== undefined)
          return { event: field('event') ?? 'message', id: field('id') ?? '', data: JSON.parse(data) }
        continue
      }
      const read = await reader?.read()
      if (read === undefined || read.done) return undefined
      text += read.value
    }
  }
  return {
    status: response.status,
    headers: response.headers,
    next,
    leave: async () => {
      leaving.abort()
      await reader?.cancel().catch(() => undefined)
    },
  }
}
