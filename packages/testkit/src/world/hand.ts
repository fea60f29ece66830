import type { Refusal, RefusalCode } from '@muster/core'
import { ACTS } from '@muster/core'
import { perform } from '@muster/server'

export type Powers = Parameters<typeof perform>[0]
export type Caller = Parameters<typeof perform>[2]
export type ActOutcome = Awaited<ReturnType<typeof perform>>
export type Answer = Extract<ActOutcome, { ok: true }>['answer']

/** An act under way: await it for the answer, or say that it must be refused. */
export interface Attempt extends Promise<Answer> {
  /** What came of it, allowed or refused. */
  readonly outcome: Promise<ActOutcome>
  /** Waits for the refusal of that code; throws when the act was allowed, or refused for another reason first. */
  refused(code: RefusalCode): Promise<Refusal>
}

/** One caller, ready to act. */
export interface Hand {
  readonly person: string
  act(name: string, input?: Readonly<Record<string, unknown>>): Attempt
}

const acts = new Map(ACTS.map((act) => [String(act.name), act]))

/** True if the input of an act has a field of that name. */
function takes(act: string, field: string): boolean {
  const input: unknown = acts.get(act)?.input
  const shape = typeof input === 'object' && input !== null && 'shape' in input ? input.shape : undefined
  return typeof shape === 'object' && shape !== null && Object.hasOwn(shape, field)
}

/** Lets a caller act through the real path of an act. `project` is filled in where an act takes one and none was given. */
export function handOf(powers: Powers, caller: Caller, project?: string): Hand {
  return {
    person: caller.person,
    act: (name, input = {}) => {
      const act = acts.get(name)
      if (act === undefined) throw new Error(`there is no act ${name}`)
      const command = project !== undefined && takes(name, 'project') ? { project, ...input } : input
      return attempt(name, perform(powers, act, caller, command))
    },
  }
}

/** Gives a running act the words of a test. */
export function attempt(name: string, outcome: Promise<ActOutcome>): Attempt {
  const answer = outcome.then((o) => {
    if (o.ok) return o.answer
    throw new Error(`${name} was refused: ${sayAll(o.refusals)}`)
  })
  // Whoever asks for the refusal does not wait for the answer: its failure is not lost, `outcome` carries it.
  answer.catch(() => undefined)
  return Object.assign(answer, {
    outcome,
    refused: async (code: RefusalCode) => {
      const o = await outcome
      if (o.ok) throw new Error(`${name} was allowed; it should have been refused as ${code}`)
      const found = o.refusals.find((r) => r.code === code)
      if (found === undefined) throw new Error(`${name} was refused otherwise than ${code}: ${sayAll(o.refusals)}`)
      return found
    },
  })
}

const sayAll = (refusals: readonly Refusal[]): string => refusals.map((r) => `${r.code} (${r.message})`).join('; ')
