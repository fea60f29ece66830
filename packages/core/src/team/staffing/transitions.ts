import { z } from 'zod'
import { accept, act, fact } from '../../acts/act.ts'
import { event, eventType, noun } from '../../acts/event.ts'
import * as input from '../../acts/input.ts'
import { refusal, refuse } from '../../acts/refusal.ts'
import type { ProjectTeam } from '../responsibility/assignments.ts'
import { teamFact } from '../responsibility/assignments.ts'

const becoming = z.array(z.strictObject({ role: input.slug, by: input.day }))

export const transitionPlanned = eventType(
  'TransitionPlanned',
  'What a vendor does now comes to an end on a day, and these roles become internal until then.',
  z.strictObject({ vendor: z.string(), does: z.string(), sunset: input.day, roles: becoming }),
)
export const transitionAmended = eventType(
  'TransitionAmended',
  'The sunset, what the vendor does, or the roles that become internal changed.',
  z.strictObject({
    does: z.string().optional(),
    sunset: input.day.optional(),
    roles: becoming.optional(),
    reason: z.string(),
  }),
)
export const transitionClosed = eventType(
  'TransitionClosed',
  'The transition is over: done, given up, or the vendor stays.',
  z.strictObject({ outcome: z.enum(['done', 'vendor-stays', 'dropped']), reason: z.string() }),
)
export const transitionEvents = [transitionPlanned, transitionAmended, transitionClosed] as const

/** From a vendor to people of one's own. */
export interface Transition {
  readonly id: string
  readonly project: string
  readonly vendor: string
  readonly does: string
  readonly sunset: string
  readonly roles: readonly { readonly role: string; readonly by: string }[]
  readonly plannedBy: string
  readonly plannedAt: string
  readonly closedAt?: string
  readonly outcome?: 'done' | 'vendor-stays' | 'dropped'
}

export const transitionNoun = noun<Transition, typeof transitionEvents>('transition', transitionEvents, {
  born: {
    TransitionPlanned: (e) => ({
      id: e.subject,
      project: e.project ?? '',
      ...e.data,
      plannedBy: e.actor,
      plannedAt: e.at,
    }),
  },
  changed: {
    TransitionAmended: (s, e) => {
      const { reason: _why, does, sunset, roles } = e.data
      return {
        ...s,
        ...(does === undefined ? {} : { does }),
        ...(sunset === undefined ? {} : { sunset }),
        ...(roles === undefined ? {} : { roles }),
      }
    },
    TransitionClosed: (s, e) => ({ ...s, closedAt: e.at, outcome: e.data.outcome }),
  },
})
/** The transition that the command names. */
export const transitionFact = fact<Transition>('transition')

const planner = {
  kind: 'activity',
  stake: 'R',
  activity: 'plan-and-staff',
  responsibilities: (f: { team: ProjectTeam }) => f.team,
} as const
const roles = z
  .array(
    z.strictObject({
      role: input.slug.describe('Role id from the role catalogue'),
      by: input.day.describe('The day from which somebody of your own does it'),
    }),
  )
  .min(1)
  .max(30)

export const planTransition = act({
  name: 'transition.plan',
  title: 'Plan the transition from a vendor',
  help: 'Says what a vendor does now, the day it ends, and which roles become internal until when.',
  input: z.strictObject({
    project: input.project.describe('The project'),
    vendor: input.line(200).describe('The vendor'),
    does: input.text(2_000).describe('What the vendor does now, e.g. hosting and monitoring'),
    sunset: input.day.describe('The last day of the vendor (YYYY-MM-DD)'),
    roles: roles.describe('Roles that become internal, each with a day'),
  }),
  needs: { team: teamFact },
  permission: planner,
  events: [transitionPlanned],
  decide: ({ vendor, does, sunset, roles: wanted }, _grant, { team }, { now, newId }) => {
    const today = now.slice(0, 10)
    if (sunset < today) {
      return refuse(refusal('date-order', `The sunset (${sunset}) is over; today is ${today}.`, { subject: '/sunset' }))
    }
    const wrong = unfit(team, sunset, wanted)
    if (wrong !== undefined) return refuse(wrong)
    return accept(event(transitionPlanned, newId('tra'), { vendor, does, sunset, roles: wanted }, team.id))
  },
})

export const amendTransition = act({
  name: 'transition.amend',
  title: 'Amend a transition',
  help: 'Moves the sunset, or changes what the vendor does or which roles become internal.',
  input: z.strictObject({
    transition: input.id('tra').describe('The transition'),
    does: input.text(2_000).optional().describe('What the vendor does now'),
    sunset: input.day.optional().describe('The last day of the vendor'),
    roles: roles.optional().describe('Roles that become internal, each with a day; instead of those before'),
    reason: input.line(500).describe('Why'),
  }),
  needs: { transition: transitionFact, team: teamFact },
  permission: planner,
  events: [transitionAmended],
  decide: ({ transition: _id, reason, ...change }, _grant, { transition, team }) => {
    if (transition.closedAt !== undefined) return refuse(isOver(transition))
    if (Object.keys(change).length === 0)
      return refuse(refusal('input-invalid', 'Nothing to amend: give what it does, a sunset or roles.'))
    const wrong = unfit(team, change.sunset ?? transition.sunset, change.roles ?? transition.roles)
    if (wrong !== undefined) return refuse(wrong)
    return accept(event(transitionAmended, transition.id, { ...change, reason }, team.id))
  },
})

export const closeTransition = act({
  name: 'transition.close',
  title: 'Close a transition',
  help: 'It is done, it was given up, or the vendor stays; then look again at which roles should become internal.',
  input: z.strictObject({
    transition: input.id('tra').describe('The transition'),
    outcome: z.enum(['done', 'vendor-stays', 'dropped']).describe('done, vendor-stays or dropped'),
    reason: input.line(500).describe('Why'),
  }),
  needs: { transition: transitionFact, team: teamFact },
  permission: { ...planner, stake: 'A' },
  events: [transitionClosed],
  decide: ({ outcome, reason }, _grant, { transition }) =>
    transition.closedAt === undefined
      ? accept(event(transitionClosed, transition.id, { outcome, reason }, transition.project))
      : refuse(isOver(transition)),
})

function unfit(team: ProjectTeam, sunset: string, wanted: Transition['roles']) {
  const stranger = wanted.find((w) => !team.roles.has(w.role))
  if (stranger !== undefined) {
    return refusal('role-unknown', `There is no role "${stranger.role}" in the catalogue of this project.`, {
      subject: '/roles',
      help: 'List the roles with "muster role list".',
    })
  }
  const late = wanted.find((w) => w.by > sunset)
  if (late !== undefined) {
    return refusal('date-order', `${late.role} would become internal (${late.by}) after the sunset (${sunset}).`, {
      subject: '/roles',
      help: 'Let the role be internal on the day of the sunset at the latest, or move the sunset.',
    })
  }
  return undefined
}
const isOver = (of: Transition) =>
  refusal('transition-closed', `This transition is over: ${of.outcome ?? ''}.`, { subject: of.id })
