import { z } from 'zod'
import { accept, act, fact } from '../../acts/act.ts'
import { event, eventType, noun } from '../../acts/event.ts'
import * as input from '../../acts/input.ts'
import { activityFor } from '../../acts/matrix.ts'
import { refusal, refuse } from '../../acts/refusal.ts'
import type { ProjectTeam } from './assignments.ts'
import { teamFact } from './assignments.ts'
import type { AnswerState, Consultation } from './consultations.ts'
import { answerStates, consultationOpened, isOpen, openConsultation } from './consultations.ts'
import type { Deliverable } from './deliverables.ts'
import { deliverablesFact, placeOf } from './deliverables.ts'

/** Working days that those who are C for an activity have to answer, unless a gate says otherwise (requirements T4). */
export const CONSULTATION_WINDOW_WORKING_DAYS = 2

const heard = z.array(z.strictObject({ role: input.slug, state: z.enum(['answered', 'open', 'lapsed']) }))

export const workHandedOver = eventType(
  'WorkHandedOver',
  'Who is R for an activity put its result to whoever is A.',
  z.strictObject({
    activity: input.slug,
    title: z.string(),
    summary: z.string(),
    links: z.array(z.string()),
    deliverable: z.string().optional(),
  }),
)
export const workAccepted = eventType(
  'WorkAccepted',
  'The A of the activity accepted the result.',
  z.strictObject({ activity: input.slug, comment: z.string(), consulted: heard }),
)
export const workReturned = eventType(
  'WorkReturned',
  'The A of the activity returned the result with a reason.',
  z.strictObject({ activity: input.slug, reason: z.string() }),
)
export const handoverEvents = [workHandedOver, workAccepted, workReturned] as const

/** The result of an activity on its way from R to A. */
export interface Handover {
  readonly id: string
  readonly project: string
  readonly activity: string
  readonly title: string
  readonly summary: string
  readonly links: readonly string[]
  /** The deliverable of the catalogue that it is, if it is one. */
  readonly deliverable?: string
  readonly by: string
  /** Who answers for the account that handed it over, when a token or a service account did. */
  readonly onBehalfOf?: string
  readonly at: string
  readonly state: 'open' | 'accepted' | 'returned'
  readonly decidedBy?: string
  readonly decidedAt?: string
  readonly comment?: string
}

export const handoverNoun = noun<Handover, typeof handoverEvents>('handover', handoverEvents, {
  born: {
    WorkHandedOver: (e) => ({
      id: e.subject,
      project: e.project ?? '',
      activity: e.data.activity,
      title: e.data.title,
      summary: e.data.summary,
      links: e.data.links,
      ...(e.data.deliverable === undefined ? {} : { deliverable: e.data.deliverable }),
      by: e.actor,
      ...(e.onBehalfOf === undefined ? {} : { onBehalfOf: e.onBehalfOf }),
      at: e.at,
      state: 'open',
    }),
  },
  changed: {
    WorkAccepted: (s, e) => ({ ...s, state: 'accepted', decidedBy: e.actor, decidedAt: e.at, comment: e.data.comment }),
    WorkReturned: (s, e) => ({ ...s, state: 'returned', decidedBy: e.actor, decidedAt: e.at, comment: e.data.reason }),
  },
})
export const handoverFact = fact<Handover>('handover')
/** Consultations about the record that the command names. */
export const consultationsFact = fact<readonly Consultation[]>('consultations')

export const handOver = act({
  name: 'handover.submit',
  title: 'Hand over the result of an activity',
  help: 'Who is R puts a result to whoever is A. Everybody who is C is asked first; who is I hears of the decision.',
  input: z.strictObject({
    project: input.project.describe('The project'),
    activity: input.slug.describe('Activity of the project’s RACI matrix'),
    title: input.line(200).describe('What is handed over'),
    summary: input.text(10_000).describe('What was done, and what to look at'),
    links: z.array(input.line(2_000)).max(50).default([]).describe('Addresses of documents or records'),
    deliverable: input
      .line(64)
      .optional()
      .describe('Id of the deliverable in the role catalogue that it is, e.g. B.R2.DEL'),
  }),
  needs: { team: teamFact, deliverables: deliverablesFact },
  permission: {
    kind: 'activity',
    stake: 'R',
    activity: (command) => command.activity,
    responsibilities: (facts) => facts.team,
  },
  events: [workHandedOver, consultationOpened],
  decide: (command, grant, { team, deliverables }, moment) => {
    const id = moment.newId('hnd')
    const row = activityFor(team.matrix, command.activity)
    if (row === undefined)
      return refuse(
        refusal('activity-unknown', `There is no activity "${command.activity}".`, { subject: '/activity' }),
      )
    const { title, summary, links, deliverable } = command
    const misplaced =
      deliverable === undefined ? undefined : misplacedDeliverable(team, deliverables, deliverable, row.id)
    if (misplaced !== undefined) return refuse(misplaced)
    const named = deliverable === undefined ? {} : { deliverable }
    return accept(
      event(workHandedOver, id, { activity: row.id, title, summary, links, ...named }, team.id),
      ...openConsultation(
        team,
        {
          activity: row.id,
          about: id,
          question: `${row.title}: ${title}`,
          by: grant.actor,
          windowWorkingDays: CONSULTATION_WINDOW_WORKING_DAYS,
        },
        moment,
      ),
    )
  },
})

export const acceptWork = act({
  name: 'handover.accept',
  title: 'Accept a handed-over result',
  help: 'Who is A accepts. It waits until everybody who is C has answered or the window has passed.',
  input: z.strictObject({
    handover: input.id('hnd').describe('The handover'),
    comment: input.text(5_000).optional().describe('A word on it'),
  }),
  needs: { handover: handoverFact, team: teamFact, consultations: consultationsFact },
  permission: {
    kind: 'activity',
    stake: 'A',
    activity: (_c, facts) => facts.handover.activity,
    responsibilities: (facts) => facts.team,
  },
  events: [workAccepted],
  decide: (command, grant, { handover, consultations }, { now }) => {
    if (handover.state !== 'open')
      return refuse(
        refusal('handover-closed', `This handover was already ${handover.state}.`, { subject: handover.id }),
      )
    if (handover.by === grant.actor || handover.onBehalfOf === grant.actor) {
      return refuse(
        refusal('own-work', 'Nobody accepts what they handed over themselves.', {
          subject: handover.id,
          help: 'Somebody who is R hands it over, or another person who is A accepts it.',
        }),
      )
    }
    const waiting = consultations.filter((c) => isOpen(c, now))
    if (waiting.length > 0) return refuse(stillConsulting(waiting, now))
    const consulted = consultations.flatMap((c) => answerStates(c, now).map(({ role, state }) => ({ role, state })))
    return accept(
      event(
        workAccepted,
        handover.id,
        { activity: handover.activity, comment: command.comment ?? '', consulted },
        handover.project,
      ),
    )
  },
})

export const returnWork = act({
  name: 'handover.return',
  title: 'Return a handed-over result',
  help: 'Who is A returns the result with a reason; it may be handed over again.',
  input: z.strictObject({
    handover: input.id('hnd').describe('The handover'),
    reason: input.text(5_000).describe('What is missing'),
  }),
  needs: { handover: handoverFact, team: teamFact },
  permission: {
    kind: 'activity',
    stake: 'A',
    activity: (_c, facts) => facts.handover.activity,
    responsibilities: (facts) => facts.team,
  },
  events: [workReturned],
  decide: (command, _grant, { handover }) =>
    handover.state === 'open'
      ? accept(
          event(workReturned, handover.id, { activity: handover.activity, reason: command.reason }, handover.project),
        )
      : refuse(refusal('handover-closed', `This handover was already ${handover.state}.`, { subject: handover.id })),
})

/** Why a handover cannot be of that deliverable, if it cannot. */
function misplacedDeliverable(team: ProjectTeam, all: readonly Deliverable[], id: string, activity: string) {
  const found = all.find((d) => d.id === id)
  if (found === undefined) {
    return refusal('deliverable-unknown', `The catalogue of this project has no deliverable "${id}".`, {
      subject: '/deliverable',
      help: `Its deliverables are ${all.map((d) => d.id).join(', ') || 'none'}.`,
    })
  }
  const place = placeOf(team, found)
  if (place?.id === activity) return undefined
  return refusal('deliverable-unknown', `"${found.text}" is not handed over in "${activity}".`, {
    subject: '/activity',
    help: place === undefined ? 'The matrix has no activity for it.' : `Hand it over in ${place.id}.`,
  })
}

/** The refusal that names whose answer a decision waits for, and until when. */
export function stillConsulting(waiting: readonly Consultation[], now: string) {
  const who = waiting.flatMap((c) =>
    answerStates(c, now)
      .filter((a) => a.state === 'open')
      .map((a) => `${a.role} (${a.people.join(' or ')})`),
  )
  const until =
    waiting
      .map((c) => c.dueAt)
      .sort()
      .at(-1) ?? ''
  return refusal('consultation-open', `The decision waits for ${who.join(', ')}, at the latest until ${until}.`, {
    subject: waiting[0]?.id ?? '',
    help: 'Ask them to answer the consultation, or wait until the window has passed.',
  })
}

/** One role that was asked, as decisions record it. */
export interface Heard {
  readonly role: string
  readonly state: AnswerState
}
