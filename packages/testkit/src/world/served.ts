import type { Running } from '@muster/server'
import { readConfig, start } from '@muster/server'
import type { TestStore } from '../databases/each-database.ts'
import type { RaciName } from '../pure/shipped.ts'
import { handOf } from './hand.ts'
import { worldClock } from './clock.ts'
import type { LiveWorld } from './world.ts'
import { world } from './world.ts'

/** An answer over HTTP; `body` is parsed where it is JSON. */
export interface HttpAnswer {
  readonly status: number
  readonly body: unknown
  readonly text: string
  readonly headers: Headers
}

/** How a request differs from the usual one. */
export interface HttpOptions {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  /** Sent as it is; `json` is sent as JSON. */
  readonly raw?: string | Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array>
  readonly json?: unknown
  readonly signal?: AbortSignal
}

/** A world behind a real server on a free port. */
export interface ServedWorld extends LiveWorld {
  readonly running: Running
  /** A new API token of somebody; of the service account too. */
  readonly token: (who: string, scopes?: readonly string[]) => Promise<string>
  /** Sends a request as somebody, or as nobody. */
  readonly send: (who: string | undefined, path: string, options?: HttpOptions) => Promise<HttpAnswer>
  /** Sends an act as somebody. */
  readonly post: (
    who: string | undefined,
    act: string,
    input: unknown,
    headers?: Record<string, string>,
  ) => Promise<HttpAnswer>
  readonly stop: () => Promise<void>
}

/** Starts Muster on a store and makes the world in it. The clock starts today: sessions and tokens know no other. */
export async function served(
  store: TestStore,
  matrix: RaciName = 'source-5x8',
  settings: Readonly<Record<string, unknown>> = {},
): Promise<ServedWorld> {
  const clock = worldClock(new Date().toISOString())
  const config = readConfig({}, { data: store.folder, port: 0, logLevel: 'silent', ...settings })
  const running = await start(config, {
    clock: clock.now,
    store: { database: store.database, close: async () => undefined },
  })
  const here = await world(store.database, { matrix, clock, powers: running.context.powers })
  const tokens = new Map<string, Promise<string>>()
  const issue = async (who: string, scopes: readonly string[] = ['*']): Promise<string> => {
    const person = here.who(who)
    const by = person === here.service ? here.administrator : person
    const issued = await handOf(running.context.powers, { person: by }).act('token.issue', {
      person,
      label: 'test',
      scopes,
    })
    return String(issued.result?.['secret'])
  }
  const send: ServedWorld['send'] = async (who, path, options = {}) => {
    if (who !== undefined && !tokens.has(who)) tokens.set(who, issue(who))
    const bearer = who === undefined ? {} : { authorization: `Bearer ${(await tokens.get(who)) ?? ''}` }
    const body = options.raw ?? (options.json === undefined ? undefined : JSON.stringify(options.json))
    const response = await fetch(`${running.url}${path}`, {
      method: options.method ?? (body === undefined ? 'GET' : 'POST'),
      headers: {
        ...(options.json === undefined ? {} : { 'content-type': 'application/json' }),
        ...bearer,
        ...options.headers,
      },
      ...(body === undefined ? {} : { body }),
      ...(body instanceof ReadableStream ? { duplex: 'half' as const } : {}),
      ...(options.signal === undefined ? {} : { signal: options.signal }),
    })
    return answered(response)
  }
  return {
    ...here,
    running,
    token: issue,
    send,
    post: (who, act, input, headers = {}) => send(who, `/api/v1/acts/${act}`, { json: input, headers }),
    stop: () => running.stop(),
  }
}

async function answered(response: Response): Promise<HttpAnswer> {
  const text = await response.text()
  const isJson =
    response.headers.get('content-type')?.includes('json') === true &&
    !response.headers.get('content-type')?.includes('ndjson')
  return {
    status: response.status,
    text,
    headers: response.headers,
    body: isJson ? (JSON.parse(text) as unknown) : undefined,
  }
}
