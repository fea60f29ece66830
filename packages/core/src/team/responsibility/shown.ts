import type { Responsibilities } from '../../acts/matrix.ts'
import { holders, inForce, rolesHeld } from '../../acts/matrix.ts'
import { daysBetween } from '../../acts/time.ts'
import type { Holding } from './holdings.ts'

/** What counts as activity for a responsibility, as a responsibilities pack says it. */
export interface Shows {
  readonly acts?: readonly string[] | undefined
  readonly evidence?: readonly string[] | undefined
  readonly activities?: readonly string[] | undefined
  readonly note?: string | undefined
}

/** Entries of one person on the project that are of one act, and of one activity or kind of evidence where they have one. */
export interface Traced {
  readonly person: string
  readonly act: string
  readonly activity?: string
  readonly kind?: string
  readonly count: number
  /** ISO instant of the newest. */
  readonly last: string
  /** Numbers of the newest entries, newest first. */
  readonly entries: readonly number[]
}

export interface CatalogueResponsibility {
  readonly id: string
  readonly text: string
  readonly roles: readonly string[]
}

/**
 * `active`: its holder did something for it in the last days. `new`: held for less than these days, and nothing yet.
 * `fallow`: held, and nothing in these days. `unheld`: nobody holds it. `unshown`: held, and no act can show it yet.
 */
export type ResponsibilityState = 'active' | 'new' | 'fallow' | 'unheld' | 'unshown'

export interface HeldResponsibility extends CatalogueResponsibility {
  readonly state: ResponsibilityState
  readonly holders: readonly string[]
  /** True when the planner named the holder; otherwise everybody in its roles holds it. */
  readonly named: boolean
  readonly count: number
  readonly last?: string
  readonly entries: readonly number[]
  /** What counts as activity, in words. */
  readonly countsAs: readonly string[]
  readonly sentence: string
}

/** All that the states of responsibilities follow from. */
export interface ResponsibilityFacts {
  readonly team: Responsibilities
  readonly catalogue: readonly CatalogueResponsibility[]
  readonly shows: ReadonlyMap<string, Shows>
  readonly holdings: readonly Holding[]
  readonly traced: readonly Traced[]
  /** Acts that this version of Muster has. */
  readonly acts: ReadonlySet<string>
}

const NEWEST = 5

/**
 * The state of every responsibility of the catalogue on a project, computed from the record: who holds it, what their entries
 * show, what lies fallow.
 *
 * @param days after how many days without activity a responsibility lies fallow
 */
export function responsibilityStates(facts: ResponsibilityFacts, days: number, now: string): HeldResponsibility[] {
  return facts.catalogue.map((item) => stateOf(item, facts, days, now))
}

function stateOf(
  item: CatalogueResponsibility,
  facts: ResponsibilityFacts,
  days: number,
  now: string,
): HeldResponsibility {
  const { team } = facts
  const given = facts.holdings.find((h) => h.responsibility === item.id && h.returnedAt === undefined)
  const named = given !== undefined && rolesHeld(team, given.person, now).length > 0
  const people = named ? [given.person] : [...new Set(item.roles.flatMap((role) => holders(team, role, now)))]
  const shows = facts.shows.get(item.id) ?? {}
  const countsAs = inWords(shows, facts.acts)
  const mine = facts.traced.filter((t) => people.includes(t.person) && counts(shows, t))
  const last = mine
    .map((t) => t.last)
    .toSorted()
    .at(-1)
  const held = {
    ...item,
    holders: people,
    named,
    count: mine.reduce((sum, t) => sum + t.count, 0),
    ...(last === undefined ? {} : { last }),
    entries: mine
      .flatMap((t) => t.entries)
      .toSorted((a, b) => b - a)
      .slice(0, NEWEST),
    countsAs,
  }
  if (people.length === 0)
    return { ...held, state: 'unheld', sentence: `Nobody holds it: nobody is ${item.roles.join(' or ')}.` }
  const who = people.join(', ')
  if (countsAs.length === 0) {
    const why = shows.note ?? 'no pack says what would.'
    return { ...held, state: 'unshown', sentence: `${who} ${holds(people)} it. No act can show it yet: ${why}` }
  }
  const note = shows.note === undefined ? '' : ` ${shows.note}`
  if (last !== undefined && daysBetween(last, now) <= days) {
    const often = held.count === 1 ? 'one entry' : `${held.count} entries`
    return { ...held, state: 'active', sentence: `${who}: ${often}, the last on ${last.slice(0, 10)}.${note}` }
  }
  const since = named ? given.givenAt : heldSince(team, item.roles, people, now)
  const nothing = last === undefined ? 'nothing on record for it' : `nothing since ${last.slice(0, 10)}`
  if (last === undefined && daysBetween(since, now) < days)
    return {
      ...held,
      state: 'new',
      sentence: `${who} ${holds(people)} it since ${since.slice(0, 10)}; nothing on record yet.${note}`,
    }
  return { ...held, state: 'fallow', sentence: `${who} ${holds(people)} it, and there is ${nothing}.${note}` }
}

const holds = (people: readonly string[]): string => (people.length === 1 ? 'holds' : 'hold')

function counts(shows: Shows, { act, activity, kind }: Traced): boolean {
  return (
    (shows.acts ?? []).includes(act) ||
    (kind !== undefined && act === 'evidence.seal' && (shows.evidence ?? []).includes(kind)) ||
    (activity !== undefined && (shows.activities ?? []).includes(activity))
  )
}

function inWords(shows: Shows, acts: ReadonlySet<string>): string[] {
  return [
    ...(shows.acts ?? []).filter((name) => acts.has(name)),
    ...(shows.evidence ?? []).map((kind) => `evidence of kind ${kind}`),
    ...(shows.activities ?? []).map((activity) => `handovers of ${activity}`),
  ]
}

/** The first day of the oldest assignment in force through which one of the people holds one of the roles. */
function heldSince(of: Responsibilities, roles: readonly string[], people: readonly string[], now: string): string {
  const from = of.assignments
    .filter((a) => inForce(a, now) && roles.includes(a.role) && people.includes(a.person))
    .map((a) => a.from)
    .toSorted()[0]
  return `${from ?? now.slice(0, 10)}T00:00:00.000Z`
}
