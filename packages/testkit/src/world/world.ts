import type { GateFacts, LedgerEntry, Noun } from '@muster/core'
import type { Database } from '@muster/server'
import { LOADERS, digestOf } from '@muster/server'
import { idMaker } from '../pure/moment.ts'
import type { RaciName } from '../pure/shipped.ts'
import type { WorldClock } from './clock.ts'
import { worldClock } from './clock.ts'
import type { Caller, Hand, Powers } from './hand.ts'
import { handOf } from './hand.ts'
import type { LiveCandidate } from './on-the-way.ts'
import { makeCandidate } from './on-the-way.ts'
import type { Staff, Team } from './organisation.ts'
import { foundOrganisation, foundProject, registrar } from './organisation.ts'

export interface WorldOptions {
  readonly matrix?: RaciName
  readonly clock?: WorldClock
  /** Acts run with these instead: those of a running server, for instance. */
  readonly powers?: Powers
}

/** A world over the real store: an organisation, a project in stage building, and a word for everything. */
export interface LiveWorld extends Team, Staff {
  readonly database: Database
  readonly powers: Powers
  readonly clock: WorldClock
  readonly matrix: RaciName
  /** Person id of a role, of `administrator`, `auditor`, `service` or `outsider`; ids stay as they are. */
  readonly who: (who: string) => string
  /** Somebody, ready to act; scopes when a token acts. The service account always acts by token. */
  readonly as: (who: string, scopes?: readonly string[]) => Hand
  /** Registers another person and assigns them to roles. */
  readonly join: (...roles: string[]) => Promise<string>
  readonly candidate: () => Promise<LiveCandidate>
  /** The record of that id as the store has it; a test that asks for one that is not there is wrong. */
  readonly read: <T>(noun: Noun<T>, id: string) => Promise<T>
  /** Entries of the ledger from a number on, oldest first. */
  readonly entries: (from?: number) => Promise<LedgerEntry[]>
  /** The same world through another connection: another node of Muster. */
  readonly through: (database: Database) => LiveWorld
  /** Another project of the same organisation, with people of its own. */
  readonly another: (matrix?: RaciName) => Promise<LiveWorld>
}

/** Makes the world in an empty, migrated store. */
export async function world(database: Database, options: WorldOptions = {}): Promise<LiveWorld> {
  const clock = options.clock ?? worldClock()
  const powers: Powers = options.powers ?? {
    database,
    clock: clock.now,
    newId: idMaker(),
    digest: digestOf,
    loaders: LOADERS,
    companions: {},
  }
  const staff = await foundOrganisation(powers)
  return inhabited(powers, clock, staff, options.matrix ?? 'full-team', 1)
}

async function inhabited(
  powers: Powers,
  clock: WorldClock,
  staff: Staff,
  matrix: RaciName,
  number: number,
): Promise<LiveWorld> {
  const team = await foundProject(powers, staff, matrix, `Churn ${number}`)
  return assembled(powers, clock, staff, team, matrix, number)
}

function assembled(
  powers: Powers,
  clock: WorldClock,
  staff: Staff,
  team: Team,
  matrix: RaciName,
  number: number,
): LiveWorld {
  const known: Readonly<Record<string, string>> = { ...team.people, ...staff }
  const who = (name: string): string => {
    const person = known[name] ?? (name.startsWith('per_') ? name : undefined)
    if (person === undefined) throw new Error(`nobody here is ${name}`)
    return person
  }
  const as = (name: string, scopes?: readonly string[]): Hand => {
    const person = who(name)
    const caller: Caller =
      person === staff.service
        ? { person, scopes: scopes ?? ['*'], onBehalfOf: staff.administrator }
        : { person, ...(scopes === undefined ? {} : { scopes, onBehalfOf: person }) }
    return handOf(powers, caller, team.project)
  }
  const { database } = powers
  const recordedNow = async (): Promise<string> => {
    const [head] = await database.query<{ last_at: string }>('select last_at from ledger_head')
    const now = powers.clock()
    return head !== undefined && head.last_at > now ? head.last_at : now
  }
  const around = { as, digest: powers.digest, now: recordedNow, facts: (version: string) => factsOf(powers, version) }
  return {
    ...staff,
    ...team,
    database,
    powers,
    clock,
    matrix,
    who,
    as,
    join: async (...roles) => {
      const person = await registrar(powers, staff.administrator)('Newcomer')
      for (const role of roles) await as('product-manager').act('assignment.assign', { person, role })
      return person
    },
    candidate: () => makeCandidate(around),
    read: async <T>(noun: Noun<T>, id: string): Promise<T> => {
      const [row] = await database.query<{ doc: T }>(`select doc from ${noun.name} where id = $1`, [id])
      if (row === undefined) throw new Error(`no ${noun.name} ${id} in the store`)
      return row.doc
    },
    entries: async (from = 0) => {
      const rows = await database.query<{ entry: string }>(
        'select entry from ledger_entry where seq >= $1 order by seq',
        [from],
      )
      return rows.map((row) => JSON.parse(row.entry) as LedgerEntry)
    },
    through: (other) => assembled({ ...powers, database: other }, clock, staff, team, matrix, number),
    another: (other = matrix) => inhabited(powers, clock, staff, other, number + 1),
  }
}

/** The facts of a gate as the server loads them for an act that names the version. */
async function factsOf(powers: Powers, version: string): Promise<GateFacts> {
  const loader = powers.loaders['gate']
  if (loader === undefined) throw new Error('nothing loads the facts of a gate')
  const { database } = powers
  // The loader of facts reads through one transaction's records; a bare query is enough where no round is named.
  const reading = {
    work: database,
    now: powers.clock(),
    digest: powers.digest,
    command: { version },
    loaded: {},
    actor: '',
  }
  return (await loader(reading as unknown as Parameters<typeof loader>[0])) as GateFacts
}

/** Registers further people in the organisation of a world. */
export const registeringIn = (here: LiveWorld): ((name: string) => Promise<string>) =>
  registrar(here.powers, here.administrator)
