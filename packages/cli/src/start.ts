import type { Config, Running } from '@muster/server'
import { CliFailure, EXIT } from './failure.ts'
import { canAsk } from './context.ts'
import { spinning } from './progress.ts'
import type { ServerModule } from './start-server.ts'
import { loadServer } from './start-server.ts'
import { painter, screenOf, wrap } from './terminal.ts'
import { typed } from './typed.ts'
import { ensureWebApp } from './web-app.ts'

export interface StartOptions {
  readonly data?: string
  readonly port?: string
  readonly host?: string
  readonly postgres?: string
  readonly example?: boolean
}

/** The worked example, as its loader declares it. */
interface Example {
  readonly people: readonly { readonly name: string; readonly email: string; readonly role: string }[]
  readonly password: string
  readonly project: string
  readonly version: string
  readonly promotion: string
  readonly already: boolean
}
interface ExampleModule {
  readonly loadExample: (running: Running, on: { readonly step: (text: string) => void }) => Promise<Example>
}

const EXAMPLE = new URL('../../../examples/breast-cancer/load.ts', import.meta.url).href

const say = (lines: readonly string[]): void => {
  process.stdout.write(`${typed(lines.join('\n'))}\n`)
}

/** The environment as the server reads it: what belongs to the terminal program is left out. */
export function serverEnvironment(): Record<string, string | undefined> {
  const { MUSTER_DEBUG: _ours, ...environment } = process.env
  return environment
}

/** Runs a server until it is told to stop. */
export async function start(options: StartOptions): Promise<void> {
  await ensureWebApp()
  const server = await spinning('Starting Muster', loadServer)
  const { data, port, host, postgres } = options
  const config = readSettings(server, { data, port, host, databaseUrl: postgres })
  const running = await spinning('Opening the store', () => server.start(config)).catch((error: unknown) => {
    throw whyNot(server, error, config)
  })
  const stopped = untilStopped(running)
  try {
    await greet(running, config, options)
  } catch (error) {
    await running.stop()
    throw error
  }
  await stopped
}

export function readSettings(server: ServerModule, given: Readonly<Record<string, unknown>>): Config {
  try {
    return server.readConfig(serverEnvironment(), given)
  } catch (error) {
    if (error instanceof server.ConfigError) {
      throw new CliFailure(error.message, { help: 'The settings are described in docs/reference/settings.md.' })
    }
    throw error
  }
}

function untilStopped(running: Running): Promise<void> {
  return new Promise((resolve, reject) => {
    let isStopping = false
    const stop = (): void => {
      if (isStopping) process.exit(130)
      isStopping = true
      process.stderr.write('\nStopping …\n')
      running.stop().then(() => {
        process.stderr.write('Muster has stopped; everything is stored.\n')
        return resolve()
      }, reject)
    }
    process.on('SIGINT', stop)
    process.on('SIGTERM', stop)
  })
}

async function greet(running: Running, config: Config, options: StartOptions): Promise<void> {
  const paint = painter(screenOf(process.stdout, process.env))
  const store = config.databaseUrl === undefined ? config.dataFolder : 'the PostgreSQL server of DATABASE_URL'
  say([
    `${paint('bold', 'Muster')} ${running.context.version} listens at ${paint('cyan', running.url)}`,
    `Data: ${store}`,
  ])
  const isNew = running.setupLink !== undefined
  const example = options.example === true || (isNew && canAsk() && (await wantsExample()))
  if (example) await showExample(running)
  else if (running.setupLink !== undefined) {
    say([
      '',
      'This workspace is new. Open this link once to create its first administrator:',
      `  ${paint('cyan', running.setupLink)}`,
      ...(canAsk()
        ? []
        : ['', 'To look around first with a worked example on real data, stop this and run: npm start -- --example']),
    ])
  }
  say(['', 'Stop it with Ctrl+C.'])
}

async function wantsExample(): Promise<boolean> {
  const { select, isCancel } = await import('@clack/prompts')
  const answer = await select({
    message: 'This data folder is new. How do you want to begin?',
    options: [
      { value: true, label: 'With the worked example', hint: 'a real model on real data, from idea to production' },
      { value: false, label: 'Empty', hint: 'you create the first administrator' },
    ],
  })
  return !isCancel(answer) && answer
}

async function showExample(running: Running): Promise<void> {
  const screen = screenOf(process.stdout, process.env)
  const paint = painter(screen)
  const { loadExample } = (await import(EXAMPLE).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw error
    throw new CliFailure('The worked example is not part of this copy of Muster.', {
      help: 'Start without --example for an empty workspace.',
    })
  })) as ExampleModule
  say(['', paint('bold', 'The worked example')])
  let count = 0
  const example = await loadExample(running, {
    step: (text) => {
      count += 1
      const [first = '', ...rest] = wrap(text, { width: Math.min(screen.width, 100) }, 4)
      say([`${`${count}.`.padStart(3)} ${first}`, ...rest])
    },
  })
  const width = Math.max(0, ...example.people.map((p) => p.name.length))
  const mailWidth = Math.max(0, ...example.people.map((p) => p.email.length))
  const someone = example.people[0]?.email ?? '…'
  say([
    ...(example.already ? ['It was loaded before; nothing was changed.'] : []),
    '',
    paint(
      'bold',
      example.already
        ? 'The people (their password was shown when the example was first loaded)'
        : `The people, each with the password "${example.password}"`,
    ),
    ...example.people.map((p) => `  ${p.name.padEnd(width)}  ${p.email.padEnd(mailWidth)}  ${paint('dim', p.role)}`),
    '',
    paint('bold', 'Try next, in another terminal'),
    `  muster login --server ${running.url} --email ${someone}`,
    `  muster gate status ${example.version}`,
    '  muster ledger verify',
  ])
}

/** Says in words why a server did not start, and what helps. */
export function whyNot(server: ServerModule, error: unknown, config: Config): unknown {
  const { code, message } = error as NodeJS.ErrnoException
  const name = error instanceof Error ? error.name : ''
  const where = `${config.host}:${config.port}`
  if (error instanceof server.DataFolderInUse) return new CliFailure(message)
  if (error instanceof server.SchemaTooNew) {
    return new CliFailure(message, { help: 'Run the version of Muster that used this store last, or a newer one.' })
  }
  if (name === 'WrongLedgerKey') return new CliFailure(message)
  switch (code) {
    case 'EADDRINUSE':
      return new CliFailure(`Something already listens at ${where}.`, {
        help: 'It may be another Muster. Stop it, or choose another port with --port (0 picks a free one).',
      })
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      if (config.databaseUrl !== undefined) break
      return new CliFailure(`${config.host} is not an address of this machine.`, {
        help: 'Choose another with --host.',
      })
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return new CliFailure(`Not permitted: ${message}.`, {
        help: `Is ${config.dataFolder} writable for you? Ports below 1024 need more rights, too.`,
      })
    case 'ENOTDIR':
    case 'EEXIST':
      return new CliFailure(`${config.dataFolder} is not a folder.`, { help: 'Give another with --data.' })
    case 'ENOSPC':
      return new CliFailure('The disk is full.', { help: 'Free some space, then start again.' })
    default:
      break
  }
  if (config.databaseUrl === undefined) return error
  const place = URL.canParse(config.databaseUrl) ? new URL(config.databaseUrl) : undefined
  return new CliFailure(
    `The PostgreSQL server${place === undefined ? '' : ` at ${place.host}`} cannot be used: ${message || (code ?? 'no answer')}.`,
    {
      help: 'Check the address and password in --postgres or DATABASE_URL, and that the server runs.',
      exit: EXIT.unable,
    },
  )
}
