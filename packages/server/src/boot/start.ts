import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { randomBytes } from 'node:crypto'
import type { Server } from 'node:net'
import { createServer } from 'node:net'
import { dirname, join } from 'node:path'
import type { RecordedEvent } from '@muster/core'
import { applyPack, canonicalJson } from '@muster/core'
import { fileStoreIn } from '../files/file-store.ts'
import { httpServer } from '../http/app.ts'
import type { Context } from '../http/context.ts'
import { servePages } from '../http/pages.ts'
import { attempts } from '../identity/attempts.ts'
import { identityCompanions } from '../identity/companions.ts'
import { invite } from '../identity/invitations.ts'
import type { SignIn } from '../identity/sign-in.ts'
import { signIn } from '../identity/sign-in.ts'
import { measuring } from '../measuring/measuring.ts'
import { LedgerTail } from '../record/ledger/live.ts'
import { agreeOnKey, ledgerKeyIn } from '../record/ledger/signing.ts'
import { sha256Hex } from '../store/commit.ts'
import type { Database } from '../store/database.ts'
import { lockDataFolder } from '../store/lock-file.ts'
import { migrate } from '../store/migrate.ts'
import { perform } from '../store/perform.ts'
import { foldAnew } from '../store/replay.ts'
import { openPglite } from '../store/pglite.ts'
import { openPostgres } from '../store/postgres.ts'
import { vacuumFrom } from '../store/vacuum.ts'
import type { Config } from './config.ts'
import { idMaker } from './ids.ts'
import { HANDLERS, LOADERS } from './rooms.ts'

export const digestOf = (value: unknown): string => `sha256:${sha256Hex(canonicalJson(value))}`

/** A store that is open: the database is migrated, the folder locked. */
export interface OpenStore {
  readonly database: Database
  readonly close: () => Promise<void>
}

/** Opens the store that the configuration names; the data folder is locked while the embedded database is used. */
export async function openStore(config: Config): Promise<OpenStore> {
  mkdirSync(config.dataFolder, { recursive: true, mode: 0o700 })
  const lock = config.databaseUrl === undefined ? lockDataFolder(config.dataFolder) : undefined
  try {
    const database =
      config.databaseUrl === undefined
        ? await openPglite(join(config.dataFolder, 'database'))
        : openPostgres(config.databaseUrl)
    try {
      await migrate(database)
      await foldAnew(database)
    } catch (error) {
      await database.close()
      throw error
    }
    return {
      database,
      close: async () => {
        await database.close()
        lock?.release()
      },
    }
  } catch (error) {
    lock?.release()
    throw error
  }
}

/** A running server. */
export interface Running {
  readonly context: Context
  readonly url: string
  /** The one-time link that creates the first administrator; absent once there is one. */
  readonly setupLink?: string
  readonly stop: () => Promise<void>
}

/** What tests replace: the clock, and the store they opened themselves. */
export interface Given {
  readonly clock?: () => string
  readonly store?: OpenStore
}

/** Measurements that may wait for a place; each holds a connection. */
const MOST_WAITING = 32

const VERSION = (
  JSON.parse(readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8')) as { version: string }
).version

/** Starts Muster: store, packs, sign-in, HTTP. The one place where everything is put together. */
export async function start(config: Config, given: Given = {}): Promise<Running> {
  // Asked first: a store takes seconds to open, and a port that is taken can be told at once.
  await portIsFree(config)
  const store = given.store ?? (await openStore(config))
  try {
    return await assemble(config, store, given.clock ?? ((): string => new Date().toISOString()))
  } catch (error) {
    await store.close()
    throw error
  }
}

/** Rejects with EADDRINUSE or EACCES when the address cannot be listened on. */
function portIsFree({ host, port }: Config): Promise<void> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen({ host, port, exclusive: true }, () => probe.close(() => resolve()))
  })
}

/** How often the head is looked at while somebody listens, in milliseconds. */
const TAIL_POLL_MS = 250

async function assemble(config: Config, store: OpenStore, clock: () => string): Promise<Running> {
  const { database } = store
  const ledgerKey = ledgerKeyIn(config.dataFolder, config.name)
  await agreeOnKey(database, ledgerKey)
  const listeners = new Set<(events: readonly RecordedEvent[]) => void>()
  const address = { url: config.url ?? `http://${config.host}:${config.port}` }
  const secret = secretIn(config.dataFolder)
  const log = logger(config.logLevel)
  const tail = new LedgerTail(database, {
    // Others may write to a server's database; the embedded one is this process's own.
    pollMs: database.kind === 'postgres' ? TAIL_POLL_MS : undefined,
    failed: (error) => log('warn', 'reading the end of the ledger failed', { error: String(error) }),
  })
  listeners.add(() => tail.poke())
  let auth: SignIn | undefined
  const powers = {
    database,
    clock,
    newId: idMaker(() => Date.parse(clock())),
    digest: digestOf,
    loaders: LOADERS,
    companions: identityCompanions((path) => `${address.url}${path}`),
    recorded: (events: readonly RecordedEvent[]) => {
      for (const listener of listeners) listener(events)
    },
  }
  const context: Context = {
    config,
    version: VERSION,
    startedAt: clock(),
    get url() {
      return address.url
    },
    database,
    powers,
    // Made with the first request: only then is the address known when the system picked the port.
    get auth() {
      return (auth ??= signIn(database, { url: address.url, secret }))
    },
    attempts: attempts(),
    ledgerKey,
    files: fileStoreIn(join(config.dataFolder, 'files'), config.uploadLimitMb * 1024 * 1024),
    log,
    tail,
    measuring: measuringWith(config),
    onRecorded: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
  const vacuum = vacuumFrom(database, (error) =>
    context.log('warn', 'cleaning the tables failed', { error: String(error) }),
  )
  listeners.add((events) => vacuum.count(events.length))
  await applyShippedPacks(context)
  const app = httpServer(context, HANDLERS, servePages(context))
  await app.listen({ host: config.host, port: config.port })
  if (config.url === undefined) address.url = listeningUrl(config, app.server.address())
  const setupLink = await setupLinkOf(context)
  return {
    context,
    url: address.url,
    ...(setupLink === undefined ? {} : { setupLink }),
    stop: async () => {
      vacuum.stop()
      tail.close()
      await context.measuring.stop()
      await app.close()
      await store.close()
    },
  }
}

function measuringWith({ measureAtOnce, measureMinutes, measureMemoryMb }: Config): Context['measuring'] {
  return measuring({
    atOnce: measureAtOnce,
    waiting: MOST_WAITING,
    minutes: measureMinutes,
    memoryMb: measureMemoryMb,
  })
}

function listeningUrl(config: Config, bound: ReturnType<Server['address']>): string {
  const port = typeof bound === 'object' && bound !== null ? bound.port : config.port
  return `http://${config.host === '0.0.0.0' || config.host === '::' ? '127.0.0.1' : config.host}:${port}`
}

/** The secret that signs session cookies; made once. */
function secretIn(folder: string): string {
  const path = join(folder, 'session-secret')
  if (!existsSync(path)) writeFileSync(path, randomBytes(32).toString('base64url'), { mode: 0o600, flag: 'wx' })
  return readFileSync(path, 'utf8').trim()
}

async function setupLinkOf(context: Context): Promise<string | undefined> {
  const [row] = await context.database.query<{ open: boolean }>(
    `select exists (select 1 from ledger_entry where type = 'WorkspaceOpened') as open`,
  )
  if (row?.open === true) return undefined
  const code = await invite(context.database, 'setup', null, context.powers.clock())
  return `${context.url}/setup?code=${code}`
}

/** Folder of the packs that come with this program. */
export const SHIPPED_PACKS = join(import.meta.dirname, '../../../../packs')

/** Packs that others refer to come first: each is checked against those that are already there. */
const ORDER = [
  'roles',
  'evidence',
  'gates',
  'experiments',
  'lifecycle',
  'raci',
  'staffing',
  'responsibilities',
  'learning',
  'ceremonies',
  'kpis',
  'registers',
  'industries',
]

/** Text of every shipped pack. */
export function shippedPacks(): { file: string; text: string }[] {
  return readdirSync(SHIPPED_PACKS, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.yaml'))
    .sort((a, b) => ORDER.indexOf(dirname(a)) - ORDER.indexOf(dirname(b)) || a.localeCompare(b))
    .map((file) => ({
      file: `packs/${file.replaceAll('\\', '/')}`,
      text: readFileSync(join(SHIPPED_PACKS, file), 'utf8'),
    }))
}

/** Applies the packs of this version that are not in the store yet. Projects keep what they adopted. */
async function applyShippedPacks(context: Context): Promise<void> {
  const packs = shippedPacks()
  const fingerprint = sha256Hex(packs.map((p) => p.text).join('\0'))
  const [known] = await context.database.query<{ value: string }>(
    `select value from setting where key = 'packs.shipped'`,
  )
  if (known?.value === fingerprint) return
  for (const pack of packs) {
    const outcome = await perform(context.powers, applyPack, { person: 'system', as: 'system' }, pack)
    if (!outcome.ok && outcome.refusals[0]?.code !== 'already-so')
      throw new Error(`The shipped pack ${pack.file} has errors: ${outcome.refusals.map((r) => r.message).join('; ')}`)
  }
  await context.database.query(
    `insert into setting (key, value) values ('packs.shipped', $1) on conflict (key) do update set value = excluded.value`,
    [fingerprint],
  )
}

const LEVELS = ['silent', 'error', 'warn', 'info', 'debug'] as const

/** One JSON line each, to standard error: standard output belongs to the terminal program. */
function logger(level: Config['logLevel']): Context['log'] {
  const most = LEVELS.indexOf(level)
  return (of, message, more = {}) => {
    if (LEVELS.indexOf(of) > most) return
    process.stderr.write(`${JSON.stringify({ at: new Date().toISOString(), level: of, message, ...more })}\n`)
  }
}
