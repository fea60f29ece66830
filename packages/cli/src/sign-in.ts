import { hostname } from 'node:os'
import type { Client } from '@muster/contract'
import { client } from '@muster/contract'
import type { ActAnswer } from './known.ts'
import type { Common } from './context.ts'
import { canAsk, print, readText, sessionOf } from './context.ts'
import { connectionOf, credentialsPath, readCredentials, writeCredentials } from './credentials.ts'
import { CliFailure, problemOfError } from './failure.ts'
import { relative } from './terminal.ts'

const TOKEN_DAYS = 90
const MOST_DAYS = 366

export interface LoginOptions extends Common {
  readonly email?: string
  readonly passwordStdin?: boolean
  readonly days?: string
}

/** Signs in with address and password, and keeps a token for this machine. */
export async function login(options: LoginOptions): Promise<void> {
  const { url } = connectionOf(options.server, process.env)
  const days = daysFrom(options.days)
  const { email, password } = await askWho(options, url)
  const cookie = await signedIn(url, email, password)
  // The session serves to issue the token and ends right after: what stays on this machine can be revoked by name.
  const browser = client({ url, fetch: withCookie(cookie) })
  const { person } = (await browser.call('GET', '/api/v1/me')) as { person: { id: string; name: string } }
  const label = `terminal on ${hostname()}`
  const answer = await browser.act('token.issue', {
    person: person.id,
    label,
    scopes: ['*'],
    expiresInDays: days,
  })
  const issued = answer as unknown as ActAnswer & { at: string }
  await browser.call('POST', '/api/auth/sign-out', { body: {} }).catch(() => undefined)
  const expiresAt = new Date(Date.parse(issued.at) + days * 86_400_000).toISOString()
  const saved = readCredentials(process.env)
  const token = String(issued.result?.['secret'])
  const mine = { token, tokenId: issued.subject, email, name: person.name, expiresAt }
  const before = saved.servers[url]
  writeCredentials(process.env, { server: url, servers: { ...saved.servers, [url]: mine } })
  if (before !== undefined) {
    await client({ url, token })
      .act('token.revoke', { token: before.tokenId })
      .catch(() => undefined)
  }
  if (options.json === true)
    return print([JSON.stringify({ server: url, person, token: issued.subject, expiresAt }, null, 2)])
  print([
    `You are signed in at ${url} as ${person.name}.`,
    `A token "${label}" is saved in ${credentialsPath(process.env)}; it works for ${days} ${days === 1 ? 'day' : 'days'}.`,
    'See what needs you: muster inbox',
  ])
}

function daysFrom(typed: string | undefined): number {
  if (typed === undefined) return TOKEN_DAYS
  const days = Number(typed)
  if (/^\d+$/.test(typed) && days >= 1 && days <= MOST_DAYS) return days
  throw new CliFailure(`--days must be a whole number from 1 to ${MOST_DAYS}, not "${typed}".`)
}

async function askWho(options: LoginOptions, url: string): Promise<{ email: string; password: string }> {
  const { email } = options
  if (options.passwordStdin === true) {
    if (email === undefined)
      throw new CliFailure('Missing: --email.', { help: 'With --password-stdin the address must be given.' })
    return { email, password: readText('-').replace(/\r?\n$/, '') }
  }
  if (!canAsk()) {
    throw new CliFailure('There is no terminal to ask for a password in.', {
      help: 'Give --email and --password-stdin, or set MUSTER_TOKEN to an API token.',
    })
  }
  const { text, password, isCancel } = await import('@clack/prompts')
  const stop = (): never => {
    throw new CliFailure('Nothing was done.')
  }
  const address = email ?? (await text({ message: `Your e-mail address at ${url}` }))
  if (isCancel(address)) return stop()
  const secret = await password({ message: 'Your password' })
  if (isCancel(secret)) return stop()
  return { email: address, password: secret }
}

async function signedIn(url: string, email: string, password: string): Promise<string> {
  const response = await client({ url })
    .stream('POST', '/api/auth/sign-in/email', { body: { email, password } })
    .catch((error: unknown) => {
      if (problemOfError(error)?.code !== 'not-signed-in') throw error
      throw new CliFailure('The address or the password is wrong.', {
        help: 'Ask an administrator for a new link if you have never chosen a password.',
      })
    })
  const cookie = response.headers
    .getSetCookie()
    .map((c) => c.split(';')[0] ?? '')
    .join('; ')
  if (cookie === '') throw new CliFailure(`${url} did not sign you in.`)
  return cookie
}

const withCookie =
  (cookie: string): typeof fetch =>
  (target, init) =>
    fetch(target, { ...init, headers: { ...(init?.headers as Record<string, string>), cookie } })

/** Revokes the token of this machine; with `everywhere` all browser sessions end too. */
export async function logout(options: Common & { readonly everywhere?: boolean }): Promise<void> {
  const { url, token } = connectionOf(options.server, process.env)
  const saved = readCredentials(process.env)
  const mine = saved.servers[url]
  if (mine === undefined && token === undefined) throw new CliFailure(`You are not signed in at ${url}.`)
  const api: Client = client(token === undefined ? { url } : { url, token })
  const said: string[] = []
  if (options.everywhere === true) {
    const { ended } = (await api.call('POST', '/api/v1/session/end-all', { body: {} })) as { ended: number }
    said.push(`${ended} ${ended === 1 ? 'browser session has' : 'browser sessions have'} ended.`)
  }
  if (mine !== undefined) {
    const revoked = await api.act('token.revoke', { token: mine.tokenId }).then(
      () => true,
      (error: unknown) => {
        // A token that no longer works needs no revoking; a server that is away is another matter.
        if (problemOfError(error) === undefined) throw error
        return false
      },
    )
    const { [url]: _gone, ...servers } = saved.servers
    writeCredentials(
      process.env,
      saved.server === undefined || saved.server === url ? { servers } : { ...saved, servers },
    )
    said.push(revoked ? `You are signed out at ${url}; the token no longer works.` : `You are signed out at ${url}.`)
  } else said.push('MUSTER_TOKEN is set from outside: revoke it with "muster token revoke", or unset it.')
  print(options.json === true ? [JSON.stringify({ server: url, said })] : said)
}

interface Me {
  readonly person: {
    readonly name: string | null
    readonly email?: string | null
    readonly id: string
    readonly administrator: boolean
    readonly auditor: boolean
  }
  readonly assignments: readonly {
    readonly role: string
    readonly projectName?: string
    readonly project: string
    readonly endedAt?: string
  }[]
}

export async function whoami(options: Common): Promise<void> {
  const session = sessionOf(options)
  const me = (await session.ask('/api/v1/me')) as Me
  if (session.json) return session.printJson({ server: session.url, ...me })
  const { person } = me
  const standing = [person.administrator ? 'administrator' : '', person.auditor ? 'auditor' : ''].filter(
    (t) => t !== '',
  )
  const roles = me.assignments
    .filter((a) => a.endedAt === undefined)
    .map((a) => `  ${a.role} on ${a.projectName ?? a.project}`)
  const saved = readCredentials(process.env).servers[session.url]
  session.print([
    `${person.name ?? person.id}${typeof person.email === 'string' ? ` <${person.email}>` : ''} at ${session.url}${standing.length === 0 ? '' : `, ${standing.join(' and ')}`}`,
    ...(roles.length === 0 ? ['  no role on any project'] : roles),
    ...(saved === undefined || process.env['MUSTER_TOKEN'] !== undefined
      ? []
      : [`The token of this machine expires ${relative(saved.expiresAt, Date.now())}.`]),
  ])
}
