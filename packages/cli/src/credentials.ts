import { chmodSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { CliFailure } from './failure.ts'

export const DEFAULT_SERVER = 'http://127.0.0.1:7300'

/** What is kept of signing in at one server. */
export interface Saved {
  readonly token: string
  readonly tokenId: string
  readonly email: string
  readonly name: string
  readonly expiresAt: string
}
export interface Credentials {
  /** The server that commands go to when none is named. */
  readonly server?: string
  readonly servers: Readonly<Record<string, Saved>>
}
type Environment = Readonly<Record<string, string | undefined>>

const given = (value: string | undefined): string | undefined => (value === '' ? undefined : value)

/** Where signing in is remembered. */
export function credentialsPath(environment: Environment): string {
  const base =
    given(environment['MUSTER_CONFIG']) ?? given(environment['XDG_CONFIG_HOME']) ?? join(homedir(), '.config')
  return join(base, 'muster', 'credentials.json')
}

export function readCredentials(environment: Environment): Credentials {
  const path = credentialsPath(environment)
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { servers: {} }
    throw new CliFailure(`${path} cannot be read: ${(error as Error).message}.`)
  }
  try {
    const value = JSON.parse(text) as Partial<Credentials>
    return {
      servers: value.servers ?? {},
      ...(value.server === undefined ? {} : { server: value.server }),
    }
  } catch {
    throw new CliFailure(`${path} is not valid JSON.`, { help: 'Delete it and sign in again with "muster login".' })
  }
}

/** Writes the file so that only its owner can read it, and never half. */
export function writeCredentials(environment: Environment, credentials: Credentials): void {
  const path = credentialsPath(environment)
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  const draft = `${path}.${process.pid}`
  writeFileSync(draft, `${JSON.stringify(credentials, null, 2)}\n`, { mode: 0o600 })
  chmodSync(draft, 0o600)
  renameSync(draft, path)
}

/** The address as it is compared and saved: a URL of http or https without a slash at the end. */
export function serverAddress(text: string): string {
  const full = /^[a-z]+:\/\//i.test(text) ? text : `http://${text}`
  if (!URL.canParse(full) || !/^https?:$/.test(new URL(full).protocol)) {
    throw new CliFailure(`"${text}" is not the address of a server.`, { help: `It looks like ${DEFAULT_SERVER}.` })
  }
  return full.replace(/\/+$/, '')
}

/** Which server, and as whom: the option, then the environment, then what is saved, then this machine. */
export interface Connection {
  readonly url: string
  readonly token?: string
}
export function connectionOf(server: string | undefined, environment: Environment): Connection {
  const saved = readCredentials(environment)
  const url = serverAddress(server ?? given(environment['MUSTER_SERVER']) ?? saved.server ?? DEFAULT_SERVER)
  const token = given(environment['MUSTER_TOKEN']) ?? saved.servers[url]?.token
  return token === undefined ? { url } : { url, token }
}
