import { refusal } from '@muster/core'
import { changePassword } from '../identity/own-password.ts'
import type { Call, Handlers } from './context.ts'
import { RequestRefused } from './problem.ts'
import { sessionOf } from './sessions.ts'

/** As for signing in; for one person fewer, since whoever tries is already in and cannot be anybody else. */
const MOST_BY_ADDRESS = 30
const MOST_BY_PERSON = 10

export const passwordHandlers: Handlers = {
  'password.change': async (call) => {
    const { context, caller, now } = call
    if (caller.scopes !== undefined && !caller.scopes.includes('*')) {
      throw new RequestRefused(
        refusal('scope-missing', 'This token may not change the password of its owner.', {
          help: 'Sign in yourself, or use a token with the scope "*".',
        }),
      )
    }
    refuseGuessing(call)
    const { current, password } = call.body as { current: string; password: string }
    const session = await sessionOf(call)
    const outcome = await changePassword(context.database, caller.person, { current, next: password, session, now })
    if ('code' in outcome) throw new RequestRefused(outcome)
    context.log('info', 'a person changed their password', { person: caller.person })
    return outcome
  },
}

function refuseGuessing({ context, caller, now, request }: Call): void {
  const isAllowed =
    context.attempts.allow(`address ${request.ip}`, now, MOST_BY_ADDRESS) &&
    context.attempts.allow(`person ${caller.person}`, now, MOST_BY_PERSON)
  if (isAllowed) return
  throw new RequestRefused(
    refusal('too-many-requests', 'Too many attempts to change a password. Wait a minute, then try again.'),
  )
}
