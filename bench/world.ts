import type { ChildProcess } from 'node:child_process'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { loadExample } from '../examples/breast-cancer/load.ts'
import { readConfig, start } from '../packages/server/src/index.ts'

/** A workspace with the worked example, and what is needed to act in it. */
export interface World {
  /** Data folder; copy it before using it. */
  readonly folder: string
  readonly token: string
  readonly project: string
  readonly version: string
  /** Experiments that are running, to be noted on. */
  readonly experiments: readonly string[]
  readonly person: string
}

const made: string[] = []

/** A folder that is deleted when the benchmarks end. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'muster-bench-'))
  made.push(folder)
  return folder
}

export function removeFolders(): void {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true })
}

const EXPERIMENTS = 200

/** Loads the worked example through the real server and issues a token to an engineer. */
export async function makeWorld(databaseUrl?: string): Promise<World> {
  const folder = temporaryFolder()
  const running = await start(
    readConfig({}, { data: folder, port: 0, logLevel: 'error', ...(databaseUrl === undefined ? {} : { databaseUrl }) }),
  )
  try {
    const loaded = await loadExample(running, { step: () => {} })
    const send = async (path: string, body: unknown, headers: Record<string, string>): Promise<Response> => {
      const answer = await fetch(`${running.url}${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify(body),
      })
      if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
      return answer
    }
    const signedIn = await send('/api/auth/sign-in/email', { email: 'milo@example.org', password: loaded.password }, {})
    const cookie = signedIn.headers
      .getSetCookie()
      .map((c) => c.split(';')[0])
      .join('; ')
    const me = (await (await fetch(`${running.url}/api/v1/me`, { headers: { cookie } })).json()) as {
      person: { id: string }
    }
    const issued = (await (
      await send('/api/v1/acts/token.issue', { person: me.person.id, label: 'load', scopes: ['*'] }, { cookie })
    ).json()) as { result: { secret: string } }
    const experiments: string[] = []
    const bearer = { authorization: `Bearer ${issued.result.secret}` }
    for (let i = 0; i < EXPERIMENTS; i += 1) {
      const proposal = { project: loaded.project, title: `Load ${i}`, hypothesis: 'Notes are quick to write' }
      const { subject } = (await (await send('/api/v1/acts/experiment.propose', proposal, bearer)).json()) as {
        subject: string
      }
      experiments.push(subject)
    }
    return {
      folder,
      token: issued.result.secret,
      project: loaded.project,
      version: loaded.version,
      experiments,
      person: me.person.id,
    }
  } finally {
    await running.stop()
  }
}

let embedded: Promise<World> | undefined
/** The world on the embedded database, made once per run of the benchmarks. */
export const embeddedWorld = (): Promise<World> => (embedded ??= makeWorld())

/** A copy of a closed data folder, to be changed at will. */
export function copyOf(folder: string): string {
  const copy = temporaryFolder()
  cpSync(folder, copy, { recursive: true })
  return copy
}

export interface Served {
  readonly url: string
  readonly pid: number
  readonly stop: () => Promise<void>
}

export const bench = (file: string): string => join(import.meta.dirname, file)

/** Starts a server in a process of its own and waits until it answers. */
export async function serve(data: string, databaseUrl?: string): Promise<Served> {
  const child = spawn(
    process.execPath,
    [bench('serve.ts'), data, ...(databaseUrl === undefined ? [] : [databaseUrl])],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  )
  const url = await firstLine(child)
  return {
    url,
    pid: child.pid ?? 0,
    stop: async () => {
      if (child.exitCode !== null) return
      child.kill('SIGTERM')
      await once(child, 'exit')
    },
  }
}

/** The first line that a process writes; fails when it ends before. */
export async function firstLine(child: ChildProcess): Promise<string> {
  if (child.stdout === null) throw new Error('the process has no standard output')
  for await (const line of createInterface({ input: child.stdout })) return line
  throw new Error(`the process ended with ${child.exitCode ?? 'a signal'} before it was ready`)
}
