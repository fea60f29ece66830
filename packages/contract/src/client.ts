import type { Problem } from './problem.ts'

/** A refusal or fault that the server answered, as problem details. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem'
  readonly problem: Problem
  constructor(problem: Problem) {
    super(problem.detail)
    this.problem = problem
  }
}

/** The server could not be reached, or answered something that is not Muster's. */
export class Unreachable extends Error {
  override readonly name = 'Unreachable'
}

export interface ClientOptions {
  /** Address of the server, e.g. http://127.0.0.1:7300 */
  readonly url: string
  readonly token?: string
  readonly fetch?: typeof fetch
}

export interface CallOptions {
  readonly params?: Readonly<Record<string, string | number>>
  readonly query?: Readonly<Record<string, string | number | undefined>>
  readonly body?: unknown
  readonly idempotencyKey?: string
  /** What kind of answer is wanted; JSON or text unless said otherwise. */
  readonly accept?: string
}

/** A client of Muster's API. Refusals are thrown as {@link ApiProblem}. */
export interface Client {
  act(name: string, command: unknown, idempotencyKey?: string): Promise<Record<string, unknown>>
  /** Calls a route by method and path; parses JSON, gives other answers as text. */
  call(method: 'GET' | 'POST', path: string, options?: CallOptions): Promise<unknown>
  /**
   * Calls a route that tells its progress while it works: `onProgress` gets what it says, and what it answers at the end
   * is returned. A refusal on the way is thrown as one at the start.
   */
  follow(path: string, onProgress: (progress: unknown) => void, options?: CallOptions): Promise<unknown>
  /** The raw answer, for streams. */
  stream(
    method: 'GET' | 'POST',
    path: string,
    options?: CallOptions & { readonly bodyStream?: ReadableStream<Uint8Array> },
  ): Promise<Response>
}

/** Makes a client. Knows no file system and no environment: whoever makes it says where and as whom. */
export function client({ url, token, fetch: send = fetch }: ClientOptions): Client {
  const base = url.replace(/\/+$/, '')
  const stream: Client['stream'] = async (method, path, options = {}) => {
    const filled = path.replaceAll(/:([a-z]+)/gi, (_, key: string) =>
      encodeURIComponent(String(options.params?.[key] ?? '')),
    )
    const target = new URL(`${base}${filled}`)
    for (const [key, value] of Object.entries(options.query ?? {}))
      if (value !== undefined) target.searchParams.set(key, String(value))
    const headers: Record<string, string> = {
      accept: options.accept ?? 'application/json, text/plain;q=0.9, */*;q=0.8',
    }
    if (token !== undefined) headers['authorization'] = `Bearer ${token}`
    if (options.idempotencyKey !== undefined) headers['idempotency-key'] = options.idempotencyKey
    let body: ReadableStream<Uint8Array> | string | undefined = options.bodyStream
    if (body === undefined && options.body !== undefined) {
      headers['content-type'] = 'application/json'
      body = JSON.stringify(options.body)
    } else if (body !== undefined) headers['content-type'] = 'application/octet-stream'
    let response: Response
    try {
      response = await send(target, {
        method,
        headers,
        ...(body === undefined ? {} : { body, duplex: 'half' }),
      })
    } catch (error) {
      throw new Unreachable(`No Muster server answers at ${base}: ${reason(error)}`)
    }
    if (!response.ok) throw await problemIn(response, base)
    return response
  }
  const call: Client['call'] = async (method, path, options = {}) => {
    const response = await stream(method, path, options)
    return response.headers.get('content-type')?.includes('json') === true ? response.json() : response.text()
  }
  return {
    stream,
    call,
    follow: async (path, onProgress, options = {}) => {
      const response = await stream('POST', path, { ...options, accept: 'text/event-stream' })
      for await (const { event, data } of eventsOf(response)) {
        if (event === 'progress') onProgress(data)
        if (event === 'answer') return data
        if (event === 'problem') throw new ApiProblem(data as Problem)
      }
      throw new Unreachable(`${base} ended before it had answered. Whether it was done can be seen there.`)
    },
    act: async (name, command, idempotencyKey) =>
      (await call('POST', `/api/v1/acts/${name}`, {
        body: command,
        ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
      })) as Record<string, unknown>,
  }
}

/** The events of a stream (WHATWG, server-sent events), with their data as JSON. */
async function* eventsOf(response: Response): AsyncGenerator<{ event: string; data: unknown }> {
  let kept = ''
  for await (const piece of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    const blocks = (kept + piece).split('\n\n')
    kept = blocks.pop() ?? ''
    for (const block of blocks) {
      const lines = block.split('\n')
      const of = (name: string): string =>
        lines
          .filter((one) => one.startsWith(`${name}:`))
          .map((one) => one.slice(name.length + 1).trimStart())
          .join('\n')
      yield { event: of('event'), data: JSON.parse(of('data')) as unknown }
    }
  }
}

function reason(error: unknown): string {
  if (!(error instanceof Error)) return 'no connection'
  return error.cause instanceof Error && error.cause.message !== '' ? error.cause.message : error.message
}

async function problemIn(response: Response, base: string): Promise<Error> {
  if (response.headers.get('content-type')?.includes('application/problem+json') === true) {
    return new ApiProblem((await response.json()) as Problem)
  }
  return new Unreachable(
    `${base} answered ${response.status} and not as Muster would. Is this the address of a Muster server?`,
  )
}
