import { randomBytes } from 'node:crypto'
import type { RecordedEvent } from '@muster/core'
import { ACTS } from '@muster/core'
import { LOADERS, digestOf, perform } from '@muster/server'
import type { Database } from '@muster/server'

type Powers = Parameters<typeof perform>[0]
type Outcome = Awaited<ReturnType<typeof perform>>
type Answer = Extract<Outcome, { ok: true }>['answer']

/** Acts on a store without HTTP: the real path of an act, with a given clock and given companions. */
export interface Acting {
  readonly powers: Powers
  /** Does an act and returns what came of it. */
  try(act: string, input: unknown, person?: string): Promise<Outcome>
  /** Does an act that must succeed; throws with the refusals when it does not. */
  do(act: string, input: unknown, person?: string): Promise<Answer>
}

/** Who opens the workspace in these tests. */
export const FIRST = 'per_00000000000000000000000000'

let made = 0

/** Prepares acting on a database as the first administrator, unless another person is named. */
export function actingOn(
  database: Database,
  given: {
    readonly clock?: () => string
    readonly companions?: Powers['companions']
    readonly recorded?: (events: readonly RecordedEvent[]) => void
  } = {},
): Acting {
  const powers: Powers = {
    database,
    clock: given.clock ?? ((): string => new Date().toISOString()),
    newId: (prefix) =>
      `${prefix}_${(made += 1).toString().padStart(10, '0')}${randomBytes(8).toString('hex').toUpperCase()}`,
    digest: digestOf,
    loaders: LOADERS,
    companions: given.companions ?? {},
    ...(given.recorded === undefined ? {} : { recorded: given.recorded }),
  }
  const attempt = async (name: string, input: unknown, person = FIRST): Promise<Outcome> => {
    const act = ACTS.find((a) => a.name === name)
    if (act === undefined) throw new Error(`there is no act ${name}`)
    const setup = name === 'workspace.open'
    return perform(powers, act, setup ? { person, as: 'setup' } : { person }, input)
  }
  return {
    powers,
    try: attempt,
    do: async (name, input, person) => {
      const outcome = await attempt(name, input, person)
      if (!outcome.ok) throw new Error(`${name} was refused: ${outcome.refusals.map((r) => r.message).join('; ')}`)
      return outcome.answer
    },
  }
}

/** Opens the workspace with its first administrator, so that other acts can follow. */
export async function openedWorkspace(database: Database, given: Parameters<typeof actingOn>[1] = {}): Promise<Acting> {
  const acting = actingOn(database, given)
  await acting.do('workspace.open', { name: 'Ada Lovelace', email: 'ada@example.org' })
  return acting
}
