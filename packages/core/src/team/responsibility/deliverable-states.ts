import type { Activity, Responsibilities } from '../../acts/matrix.ts'
import { holders, peopleWith } from '../../acts/matrix.ts'
import type { Deliverable } from './deliverables.ts'
import { placeOf } from './deliverables.ts'
import type { Handover } from './handovers.ts'

export type DeliverableState = 'not-due' | 'due' | 'overdue' | 'handed-over' | 'returned' | 'accepted'

/** A deliverable on a project as it stands. `accountable` are those who accept it. */
export interface DeliverableStatus {
  readonly deliverable: string
  readonly text: string
  readonly role: string
  readonly state: DeliverableState
  readonly dueBefore: string
  readonly activity?: string
  readonly holders: readonly string[]
  readonly accountable: readonly string[]
  readonly handover?: string
  readonly by?: string
  readonly at?: string
  readonly decidedBy?: string
  readonly decidedAt?: string
  readonly sentence: string
}

/**
 * The state of each deliverable on a project: by the newest handover that names it, and by the stage of the project. An accepted
 * one stays accepted while a newer one is under way.
 *
 * @param stages the stages in their order
 * @param called what packs call a role and a stage
 */
export function deliverableStates(
  of: Responsibilities,
  deliverables: readonly Deliverable[],
  handovers: readonly Handover[],
  stage: string,
  stages: readonly string[],
  now: string,
  called: Called = { role: (id) => id, stage: (id) => id },
): DeliverableStatus[] {
  return deliverables.map((d) => {
    const row = placeOf(of, d)
    const mine = handovers.filter((h) => h.deliverable === d.id).toSorted((a, b) => (a.at < b.at ? 1 : -1))
    const handover = mine.find((h) => h.state === 'open') ?? mine.find((h) => h.state === 'accepted') ?? mine[0]
    const people = holders(of, d.role, now)
    const accountable = row === undefined ? [] : peopleWith(of, row.id, 'A', now)
    const state = stateOf(handover, stages.indexOf(stage), stages.indexOf(d.dueBefore), stages.length - 1)
    return {
      deliverable: d.id,
      text: d.text,
      role: d.role,
      state,
      dueBefore: d.dueBefore,
      ...(row === undefined ? {} : { activity: row.id }),
      holders: people,
      accountable,
      ...(handover === undefined ? {} : { handover: handover.id, by: handover.by, at: handover.at }),
      ...(handover?.decidedBy === undefined
        ? {}
        : { decidedBy: handover.decidedBy, decidedAt: handover.decidedAt ?? '' }),
      sentence: sentence(d, state, { people, accountable, handover, row, called }),
    }
  })
}

function stateOf(handover: Handover | undefined, at: number, due: number, retired: number): DeliverableState {
  if (handover?.state === 'open') return 'handed-over'
  if (handover?.state === 'accepted') return 'accepted'
  if (handover?.state === 'returned') return 'returned'
  // What was not delivered by the end is asked of nobody any more.
  if (at === retired) return 'not-due'
  return at >= due ? 'overdue' : at === due - 1 ? 'due' : 'not-due'
}

/** What packs call a role and a stage, by id. */
export interface Called {
  readonly role: (id: string) => string
  readonly stage: (id: string) => string
}

interface Around {
  readonly people: readonly string[]
  readonly accountable: readonly string[]
  readonly handover: Handover | undefined
  readonly row: Activity | undefined
  readonly called: Called
}

function sentence(
  d: Deliverable,
  state: DeliverableState,
  { people, accountable, handover, row, called }: Around,
): string {
  const judge = accountable.length === 0 ? 'nobody who is A' : accountable.join(' or ')
  switch (state) {
    case 'handed-over':
      return waiting(handover, accountable, judge)
    case 'accepted':
      return `${handover?.decidedBy ?? ''} accepted it on ${(handover?.decidedAt ?? '').slice(0, 10)}.`
    case 'returned':
      return `${handover?.decidedBy ?? ''} returned it: ${handover?.comment ?? ''}`
    case 'due':
    case 'overdue':
    case 'not-due': {
      if (row === undefined) return 'The matrix of this project has no activity in which it is handed over.'
      const who = people.length === 0 ? `nobody is ${called.role(d.role)}` : `from ${people.join(' or ')}`
      const before = `due before "${called.stage(d.dueBefore)}"`
      const when = `${state === 'overdue' ? 'was' : 'is'} ${before}`
      const [only, ...others] = accountable
      const alone = people.length === 1 && others.length === 0 && people[0] === only
      return alone
        ? `It ${when}. ${only ?? ''} holds both the role that delivers it and the one that accepts it, and nobody accepts their own work: somebody else who is R hands it over, or a second A accepts it.`
        : `It ${when}, ${who}; ${judge} accepts it.`
    }
    default:
      return state satisfies never
  }
}

/** Whom a result waits for; whoever handed it over cannot accept it. */
function waiting(handover: Handover | undefined, accountable: readonly string[], judge: string): string {
  const by = handover?.by ?? ''
  const said = `${by} handed it over on ${(handover?.at ?? '').slice(0, 10)}`
  return accountable.length === 1 && accountable[0] === by
    ? `${said}, and nobody else could accept it. Nobody accepts their own work: appoint a second A, or return it and have somebody else who is R hand it over.`
    : `${said}; it waits for ${judge}.`
}

const UNDELIVERED: ReadonlySet<DeliverableState> = new Set(['due', 'overdue', 'returned'])

/**
 * People who may now hand over a deliverable that is due, overdue or returned, so that somebody else can accept it: those who
 * hold the role that delivers it. Where none of them can, because the only one who would accept it is the one who delivers it,
 * others who are R for the activity. Nobody when it is not due.
 */
export function deliverers(of: Responsibilities, status: DeliverableStatus, now: string): string[] {
  const { activity } = status
  if (activity === undefined || !UNDELIVERED.has(status.state)) return []
  const responsible = peopleWith(of, activity, 'R', now)
  const mayHandOver = new Set([...responsible, ...status.accountable])
  // Nobody accepts their own work.
  const isAccepted = (person: string): boolean => status.accountable.some((a) => a !== person)
  const own = status.holders.filter((person) => mayHandOver.has(person) && isAccepted(person))
  return own.length > 0 || status.holders.length === 0 ? own : responsible.filter(isAccepted)
}
