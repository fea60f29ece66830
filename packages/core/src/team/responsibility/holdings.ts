import { z } from 'zod'
import { accept, act, fact } from '../../acts/act.ts'
import { event, eventType, noun } from '../../acts/event.ts'
import * as input from '../../acts/input.ts'
import { rolesHeld } from '../../acts/matrix.ts'
import { refusal, refuse } from '../../acts/refusal.ts'
import type { Person } from '../people/person.ts'
import { personFact } from '../people/person.ts'
import type { ProjectTeam } from './assignments.ts'
import { teamFact } from './assignments.ts'

export const responsibilityGiven = eventType(
  'ResponsibilityGiven',
  'A responsibility of the catalogue is held by a named person on the project, instead of by everybody in its roles.',
  z.strictObject({ responsibility: z.string(), person: input.person, reason: z.string() }),
)
export const responsibilityReturned = eventType(
  'ResponsibilityReturned',
  'The responsibility is held by everybody in its roles again.',
  z.strictObject({ reason: z.string() }),
)
export const holdingEvents = [responsibilityGiven, responsibilityReturned] as const

/** A responsibility that was given to a person on a project. Without one, whoever is in its roles holds it. */
export interface Holding {
  readonly id: string
  readonly project: string
  readonly responsibility: string
  readonly person: string
  readonly reason: string
  readonly givenBy: string
  readonly givenAt: string
  readonly returnedAt?: string
}

export const holdingNoun = noun<Holding, typeof holdingEvents>('responsibility', holdingEvents, {
  born: {
    ResponsibilityGiven: (e) => ({
      id: e.subject,
      project: e.project ?? '',
      ...e.data,
      givenBy: e.actor,
      givenAt: e.at,
    }),
  },
  changed: {
    ResponsibilityGiven: ({ returnedAt: _over, ...s }, e) => ({ ...s, ...e.data, givenBy: e.actor, givenAt: e.at }),
    ResponsibilityReturned: (s, e) => ({ ...s, returnedAt: e.at }),
  },
})

/** Responsibility id → the roles of the project's catalogue that have it. */
export const responsibilityRolesFact = fact<ReadonlyMap<string, readonly string[]>>('responsibilityRoles')
/** The record of the responsibility that the command names on the project, if it was ever given to somebody. */
export const holdingFact = fact<Holding | undefined>('holding')

const planner = {
  kind: 'activity',
  stake: 'A',
  activity: 'plan-and-staff',
  responsibilities: (f: { team: ProjectTeam }) => f.team,
} as const
const named = {
  project: input.project.describe('The project'),
  responsibility: input.line(64).describe('Id of the responsibility in the role catalogue, e.g. B.R4.W3'),
  reason: input.line(500).describe('Why'),
}

export const giveResponsibility = act({
  name: 'responsibility.give',
  title: 'Give a responsibility to a person',
  help: 'From now on this person holds the responsibility on the project, and not everybody in its roles. The person must hold a role on the project.',
  input: z.strictObject({ ...named, person: input.person.describe('Who') }),
  needs: { team: teamFact, person: personFact, roles: responsibilityRolesFact, holding: holdingFact },
  permission: planner,
  events: [responsibilityGiven],
  decide: ({ responsibility, person: to, reason }, _grant, { team, person, roles, holding }, { now, newId }) => {
    if (!roles.has(responsibility)) return refuse(unknown(responsibility))
    if (!isOn(team, person, now)) {
      return refuse(
        refusal('person-unknown', `${person.id} holds no role on this project.`, {
          subject: '/person',
          help: 'Assign the person to a role first.',
        }),
      )
    }
    if (holding !== undefined && holding.returnedAt === undefined && holding.person === to)
      return refuse(refusal('already-so', `${to} holds this responsibility already.`, { subject: holding.id }))
    return accept(
      event(responsibilityGiven, holding?.id ?? newId('rsp'), { responsibility, person: to, reason }, team.id),
    )
  },
})

export const returnResponsibility = act({
  name: 'responsibility.return',
  title: 'Return a responsibility to its roles',
  help: 'Whoever is in the roles of the responsibility holds it again.',
  input: z.strictObject(named),
  needs: { team: teamFact, roles: responsibilityRolesFact, holding: holdingFact },
  permission: planner,
  events: [responsibilityReturned],
  decide: ({ responsibility, reason }, _grant, { team, roles, holding }) => {
    if (!roles.has(responsibility)) return refuse(unknown(responsibility))
    if (holding === undefined || holding.returnedAt !== undefined) {
      return refuse(
        refusal('already-so', 'Nobody was named for this responsibility: its roles hold it.', {
          subject: responsibility,
        }),
      )
    }
    return accept(event(responsibilityReturned, holding.id, { reason }, team.id))
  },
})

const isOn = (team: ProjectTeam, person: Person, now: string): boolean => rolesHeld(team, person.id, now).length > 0
const unknown = (responsibility: string) =>
  refusal('responsibility-unknown', `No role of the catalogue has a responsibility "${responsibility}".`, {
    subject: '/responsibility',
    help: 'List them with "muster responsibility list".',
  })
