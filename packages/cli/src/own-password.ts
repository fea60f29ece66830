import type { Common, Session } from './context.ts'
import { canAsk, readText, sessionOf } from './context.ts'
import { CliFailure, EXIT, problemOfError } from './failure.ts'
import { spinning } from './progress.ts'

interface Passwords {
  readonly current: string
  readonly password: string
}
interface Changed {
  readonly sessionsEnded: number
  readonly tokens: number
}

/** Asks for the password that one has and for a new one, and changes it. */
export async function changeOwnPassword(options: Common & { readonly passwordStdin?: boolean }): Promise<void> {
  const session = sessionOf(options)
  // Asked first: nobody types three passwords to be told that they are not signed in.
  const me = (await session.ask('/api/v1/me')) as { person: { name: string | null } }
  const passwords = options.passwordStdin === true ? twoLines() : await asked(session, me.person.name ?? 'you')
  const changed = await spinning('Changing', () => change(session, passwords))
  if (session.json) return session.printJson(changed)
  session.print(changedReport(changed))
}

/** What is true after a change, and what is not: a token that somebody else holds goes on. */
export function changedReport({ sessionsEnded, tokens }: Changed): string[] {
  const others = sessionsEnded === 1 ? 'One other session has' : `${sessionsEnded} other sessions have`
  return [
    `Your password is changed.${sessionsEnded === 0 ? '' : ` ${others} ended.`}`,
    ...(tokens === 0
      ? []
      : [
          `${tokens === 1 ? 'One API token of yours goes' : `${tokens} API tokens of yours go`} on working, as that of this machine does.`,
          'See and end them: muster token list, muster token revoke --token …',
        ]),
  ]
}

async function change(session: Session, body: Passwords): Promise<Changed> {
  try {
    return (await session.api.call('POST', '/api/v1/me/password', { body })) as Changed
  } catch (error) {
    // The refusal names a field of the request; here it was typed, and there is no option to name.
    const [refused] = problemOfError(error)?.refusals ?? []
    if (refused === undefined || !refused.code.startsWith('password-')) throw error
    throw new CliFailure(`${refused.message} (${refused.code})`, {
      exit: EXIT.refused,
      ...(refused.help === undefined ? {} : { help: `  ${refused.help}` }),
    })
  }
}

function twoLines(): Passwords {
  const [current = '', password = '', ...more] = readText('-').split(/\r?\n/)
  if (current === '' || password === '' || more.some((line) => line !== '')) {
    throw new CliFailure('Standard input must hold two lines: the password you have, and the new one.')
  }
  return { current, password }
}

async function asked(session: Session, name: string): Promise<Passwords> {
  if (!canAsk()) {
    throw new CliFailure('There is no terminal to ask for a password in.', {
      help: 'Give --password-stdin and two lines: the password you have, and the new one.',
    })
  }
  const { password: ask, isCancel } = await import('@clack/prompts')
  const answerTo = async (message: string): Promise<string> => {
    const answer = await ask({ message })
    if (isCancel(answer)) throw new CliFailure('Nothing was done.')
    return answer
  }
  const current = await answerTo(`The password ${name} has at ${session.url}`)
  const password = await answerTo('The new one (at least 12 characters; four or five words are good)')
  if ((await answerTo('The new one again')) !== password)
    throw new CliFailure('The two new passwords differ. Nothing was done.')
  return { current, password }
}
