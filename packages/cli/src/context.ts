import { readFileSync } from 'node:fs'
import type { Client } from '@muster/contract'
import { client } from '@muster/contract'
import type { Ask } from './ask.ts'
import { connectionOf } from './credentials.ts'
import { CliFailure } from './failure.ts'
import type { Screen } from './terminal.ts'
import { screenOf } from './terminal.ts'
import { typed } from './typed.ts'

/** What every command that talks to a server works with. */
export interface Session {
  readonly api: Client
  readonly ask: Ask
  readonly url: string
  readonly json: boolean
  readonly screen: Screen
  /** Prints lines to standard output. */
  readonly print: (lines: readonly string[]) => void
  /** Prints what the server answered, as it is. */
  readonly printJson: (value: unknown) => void
}

export interface Common {
  readonly server?: string
  readonly json?: boolean
}

export const print = (lines: readonly string[]): void => {
  process.stdout.write(`${typed(lines.join('\n'))}\n`)
}

export function sessionOf(options: Common): Session {
  const connection = connectionOf(options.server, process.env)
  const api = client(connection)
  return {
    api,
    ask: (path) => api.call('GET', path),
    url: connection.url,
    json: options.json === true,
    screen: screenOf(process.stdout, process.env),
    print,
    printJson: (value) => void process.stdout.write(`${JSON.stringify(value, null, 2)}\n`),
  }
}

/** Reads a text file that a person named; `-` is standard input. */
export function readText(path: string): string {
  try {
    return readFileSync(path === '-' ? 0 : path, 'utf8')
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    throw new CliFailure(
      code === 'ENOENT'
        ? `There is no file ${path}.`
        : code === 'EISDIR'
          ? `${path} is a folder.`
          : `${path} cannot be read: ${message}.`,
    )
  }
}

/** True when a person sits at both ends and can be asked. */
export const canAsk = (): boolean => process.stdin.isTTY && process.stderr.isTTY
