import { existsSync } from 'node:fs'
import { PassThrough } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { refusal } from '@muster/core'
import type { FastifyRequest } from 'fastify'
import type { Call, Context, Handlers } from '../http/context.ts'
import { RequestRefused } from '../http/problem.ts'
import type { Queries } from '../store/database.ts'

/** The worked example, as its loader declares it. It has no other way in than people have: HTTP. */
interface ExampleModule {
  readonly playExample: (
    at: { readonly url: string; readonly database: Queries },
    administrator: { readonly person: string; readonly headers: Readonly<Record<string, string>> },
    on: { readonly step: (text: string) => void },
  ) => Promise<Readonly<Record<string, unknown>>>
}

const EXAMPLE = new URL('../../../../examples/breast-cancer/load.ts', import.meta.url)
const hasExample = (): boolean => existsSync(fileURLToPath(EXAMPLE))
/** Where the loader keeps what it made, and where it is kept that somebody loads it now. */
const LOADED = 'example.breast-cancer'
const LOADING = 'example.loading'
/** A load that was begun and left nothing behind may be begun again after so long. */
const GIVEN_UP_MS = 120_000

interface Holds extends Record<string, unknown> {
  people: number
  packs: number
  projects: number
  entries: number
  loaded: string | null
  loading: string | null
}

async function holdings(queries: Queries): Promise<Holds> {
  const [row] = await queries.query<Holds>(
    `select (select count(*)::int from person) as people, (select count(*)::int from pack) as packs,
       (select count(*)::int from project) as projects, (select size from ledger_head) as entries,
       (select value from setting where key = $1) as loaded, (select value from setting where key = $2) as loading`,
    [LOADED, LOADING],
  )
  if (row === undefined) throw new Error('the store cannot count what it holds')
  return row
}

function exampleOf(holds: Holds) {
  if (holds.loaded !== null) {
    const { project, version } = JSON.parse(holds.loaded) as { project: string; version: string }
    return { state: 'loaded', project, version }
  }
  if (!hasExample()) return { state: 'absent' }
  if (holds.loading !== null && holds.people > 1) return { state: 'loading' }
  return { state: holds.people > 1 || holds.projects > 0 ? 'in-use' : 'possible' }
}

const told = (context: Context, open: boolean) => ({ open, name: context.config.name, version: context.version })

async function isOpen(queries: Queries): Promise<boolean> {
  const [row] = await queries.query<{ open: boolean }>(
    `select exists (select 1 from ledger_entry where type = 'WorkspaceOpened') as open`,
  )
  return row?.open ?? false
}

/** The address under which this process reaches itself, whatever stands before it. */
function ownAddress(request: FastifyRequest): string {
  const { localAddress = '127.0.0.1', localPort } = request.raw.socket
  const host = localAddress.replace(/^::ffff:/, '')
  return `http://${host.includes(':') ? `[${host}]` : host}:${localPort}`
}

/** Takes the right to load the example; refused when the workspace is in use, or somebody else loads it. */
async function claim({ context, now }: Call): Promise<void> {
  const { database } = context
  const holds = await holdings(database)
  const { state } = exampleOf(holds)
  if (state === 'absent')
    throw new RequestRefused(refusal('not-found', 'The worked example is not part of this copy of Muster.'))
  if (state === 'in-use' || state === 'loaded')
    throw new RequestRefused(
      refusal(
        'workspace-in-use',
        'This workspace has people or projects already; the example belongs into an empty one.',
        {
          help: 'Load it into a new data folder: npm start -- --example --data ./example-data',
        },
      ),
    )
  const earlier = new Date(Date.parse(now) - GIVEN_UP_MS).toISOString()
  const claimed = await database.query(
    `insert into setting (key, value) values ($1, $2) on conflict (key) do update set value = excluded.value
     where setting.value < $3 returning key`,
    [LOADING, now, earlier],
  )
  if (claimed.length === 0)
    throw new RequestRefused(
      refusal('workspace-in-use', 'Somebody loads the example already.', { help: 'Wait for it.' }),
    )
}

/** Plays the example, told line by line. It goes on to its end when nobody listens any more. */
async function loadExample(call: Call): Promise<PassThrough> {
  const { context, caller, request } = call
  if (caller.scopes !== undefined && !caller.scopes.includes('*'))
    throw new RequestRefused(refusal('scope-missing', 'The example is loaded with all rights of an administrator.'))
  await claim(call)
  const lines = new PassThrough()
  const tell = (line: Readonly<Record<string, unknown>>): void => {
    if (lines.writable) lines.write(`${JSON.stringify(line)}\n`)
  }
  const play = async (): Promise<void> => {
    const { playExample } = (await import(EXAMPLE.href)) as ExampleModule
    let step = 0
    const on = { step: (text: string) => tell({ step: (step += 1), text }) }
    const headers = Object.fromEntries(
      ['cookie', 'authorization'].flatMap((name) => {
        const value = request.headers[name]
        return typeof value === 'string' ? [[name, value]] : []
      }),
    )
    const at = { url: ownAddress(request), database: context.database }
    tell({ done: true, ...(await playExample(at, { person: caller.person, headers }, on)) })
  }
  play()
    .catch((error: unknown) => {
      const fault = context.powers.newId('flt')
      context.log('error', 'loading the example failed', { fault, error: String(error) })
      // What the story tells of itself says which step was refused, and holds nothing else.
      const message =
        error instanceof Error && error.name === 'StoryStopped' ? error.message : 'The example stopped before its end.'
      tell({ problem: { code: 'internal', message, instance: fault } })
    })
    .then(() => context.database.query('delete from setting where key = $1', [LOADING]))
    .catch((error: unknown) => context.log('warn', 'the claim on the example stayed', { error: String(error) }))
    .finally(() => lines.end())
  return lines
}

export const firstStartHandlers: Handlers = {
  'workspace.state': async ({ context }) => told(context, await isOpen(context.database)),
  'workspace.show': async ({ context }) => {
    const holds = await holdings(context.database)
    const { people, packs, projects, entries } = holds
    return {
      ...told(context, await isOpen(context.database)),
      people,
      packs,
      projects,
      entries: Number(entries),
      example: exampleOf(holds),
    }
  },
  'workspace.load-example': loadExample,
}
