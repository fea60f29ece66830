import type { Problem } from '@muster/contract'
import { ApiProblem, Unreachable } from '@muster/contract'
import { knowledge } from './asking.ts'

/** Sends a form of the pages before sign-in. Refusals are thrown as problems, like those of acts. */
async function send(path: string, body: unknown): Promise<void> {
  let answer: Response
  try {
    answer = await fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify(body),
    })
  } catch {
    throw new Unreachable('The server cannot be reached.')
  }
  if (answer.ok) return
  if (answer.headers.get('content-type')?.includes('problem+json') === true)
    throw new ApiProblem((await answer.json()) as Problem)
  throw new Unreachable(`The server answered ${answer.status}.`)
}

export async function signIn(email: string, password: string): Promise<void> {
  await send('/api/auth/sign-in/email', { email, password })
  knowledge.clear()
}

export async function signOut(): Promise<void> {
  await send('/api/auth/sign-out', {})
  knowledge.clear()
}

export const openWorkspace = (form: { code: string; name: string; email: string; password: string }): Promise<void> =>
  send('/setup', form)
export const choosePassword = (form: { code: string; password: string }): Promise<void> => send('/welcome', form)
