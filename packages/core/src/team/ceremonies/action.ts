import { z } from 'zod'
import { accept, act, fact } from '../../acts/act.ts'
import { event, eventType, noun } from '../../acts/event.ts'
import * as input from '../../acts/input.ts'
import { rolesHeld } from '../../acts/matrix.ts'
import type { Refused } from '../../acts/refusal.ts'
import { refusal, refuse } from '../../acts/refusal.ts'
import type { ProjectFacts } from '../../work/projects/project.ts'
import { projectFact } from '../../work/projects/project.ts'
import type { Meeting } from './meeting.ts'

export const actionAssigned = eventType(
  'ActionAssigned',
  'Somebody is to do something until a day.',
  z.strictObject({
    title: z.string(),
    owner: input.person,
    due: input.day,
    meeting: input.id('mtg').optional(),
    ceremony: input.id('cer').optional(),
  }),
)
export const actionDeferred = eventType(
  'ActionDeferred',
  'An action item has another owner or another due date.',
  z.strictObject({ owner: input.person, due: input.day, reason: z.string() }),
)
export const actionCompleted = eventType(
  'ActionCompleted',
  'An action item is done.',
  z.strictObject({ note: z.string() }),
)
export const actionDropped = eventType(
  'ActionDropped',
  'An action item was given up.',
  z.strictObject({ reason: z.string() }),
)
export const actionEvents = [actionAssigned, actionDeferred, actionCompleted, actionDropped] as const

/** What somebody is to do; it comes back in every agenda until it is done or dropped. */
export interface Action {
  readonly id: string
  readonly project: string
  readonly title: string
  readonly owner: string
  /** Last day (YYYY-MM-DD). */
  readonly due: string
  readonly meeting?: string
  readonly ceremony?: string
  readonly assignedBy: string
  readonly assignedAt: string
  readonly changedAt: string
  /** How often it changed: the SEQUENCE of its calendar entry. */
  readonly sequence: number
  readonly state: 'open' | 'done' | 'dropped'
  readonly closedBy?: string
  readonly closedAt?: string
  readonly outcome?: string
  readonly entry: number
}

export const actionNoun = noun<Action, typeof actionEvents>('action', actionEvents, {
  born: {
    ActionAssigned: (e) => {
      const { title, owner, due, meeting, ceremony } = e.data
      return {
        id: e.subject,
        project: e.project ?? '',
        title,
        owner,
        due,
        ...(meeting === undefined ? {} : { meeting }),
        ...(ceremony === undefined ? {} : { ceremony }),
        assignedBy: e.actor,
        assignedAt: e.at,
        changedAt: e.at,
        sequence: 0,
        state: 'open',
        entry: e.seq,
      }
    },
  },
  changed: {
    ActionDeferred: (s, e) => ({
      ...s,
      owner: e.data.owner,
      due: e.data.due,
      changedAt: e.at,
      sequence: s.sequence + 1,
      entry: e.seq,
    }),
    ActionCompleted: (s, e) => ended(s, 'done', e.data.note, e),
    ActionDropped: (s, e) => ended(s, 'dropped', e.data.reason, e),
  },
})

function ended(
  s: Action,
  state: 'done' | 'dropped',
  outcome: string,
  e: { readonly actor: string; readonly at: string; readonly seq: number },
): Action {
  const sequence = s.sequence + 1
  return { ...s, state, closedBy: e.actor, closedAt: e.at, changedAt: e.at, sequence, outcome, entry: e.seq }
}
export const actionFact = fact<Action>('action')
/** The meeting that the command names; none when it names none. */
export const actionMeetingFact = fact<Meeting | undefined>('actionMeeting')

const assigned = { kind: 'assigned', responsibilities: (f: { project: ProjectFacts }) => f.project } as const
const onAction = { action: input.id('act').describe('The action item') }

/** Refuses an owner who holds no role on the project: an action item needs somebody who is there. */
function absent(project: ProjectFacts, owner: string, now: string): Refused | undefined {
  return rolesHeld(project, owner, now).length > 0
    ? undefined
    : refuse(
        refusal('person-unknown', 'The owner must hold a role on this project.', {
          subject: '/owner',
          help: 'Assign them first, or name somebody of the team.',
        }),
      )
}
const past = (due: string, now: string): Refused | undefined =>
  due < now.slice(0, 10)
    ? refuse(refusal('date-order', 'The due date is in the past.', { subject: '/due' }))
    : undefined
const notOpen = (action: Action): Refused | undefined =>
  action.state === 'open'
    ? undefined
    : refuse(refusal('action-closed', `This action item is ${action.state} already.`, { subject: action.id }))

export const assignAction = act({
  name: 'action.assign',
  title: 'Agree on an action item',
  help: 'Somebody will do something until a day. It stands in their inbox, and in every agenda until it is done or dropped.',
  input: z.strictObject({
    project: input.project.describe('The project'),
    title: input.line(300).describe('What is to be done'),
    owner: input.person.describe('Who does it'),
    due: input.day.describe('Until when (YYYY-MM-DD)'),
    meeting: input.id('mtg').optional().describe('The meeting in which it was agreed'),
  }),
  needs: { project: projectFact, meeting: actionMeetingFact },
  permission: assigned,
  events: [actionAssigned],
  decide: (command, _grant, { project, meeting }, { now, newId }) => {
    const { title, owner, due } = command
    const barred = absent(project, owner, now) ?? past(due, now)
    if (barred !== undefined) return barred
    if (meeting !== undefined && meeting.project !== project.id)
      return refuse(refusal('lineage-mismatch', 'The meeting is one of another project.', { subject: '/meeting' }))
    const from = meeting === undefined ? {} : { meeting: meeting.id, ceremony: meeting.ceremony }
    return accept(event(actionAssigned, newId('act'), { title, owner, due, ...from }, project.id))
  },
})

export const deferAction = act({
  name: 'action.defer',
  title: 'Give an action item another day or owner',
  help: 'Says why it moves; the agenda shows how often it did.',
  input: z.strictObject({
    ...onAction,
    due: input.day.optional().describe('New due date (YYYY-MM-DD)'),
    owner: input.person.optional().describe('New owner'),
    reason: input.line(500).describe('Why'),
  }),
  needs: { action: actionFact, project: projectFact },
  permission: assigned,
  events: [actionDeferred],
  decide: (command, _grant, { action, project }, { now }) => {
    const { due = action.due, owner = action.owner, reason } = command
    const barred = notOpen(action) ?? absent(project, owner, now)
    if (barred !== undefined) return barred
    if (due === action.due && owner === action.owner)
      return refuse(refusal('already-so', 'Nothing would change.', { subject: action.id }))
    const late = due === action.due ? undefined : past(due, now)
    return late ?? accept(event(actionDeferred, action.id, { owner, due, reason }, action.project))
  },
})

export const completeAction = act({
  name: 'action.complete',
  title: 'Complete an action item',
  help: 'It is done, and leaves the agenda after the next meeting.',
  input: z.strictObject({ ...onAction, note: input.optionalText(2_000).default('').describe('What came of it') }),
  needs: { action: actionFact, project: projectFact },
  permission: assigned,
  events: [actionCompleted],
  decide: (command, _grant, { action }) =>
    notOpen(action) ?? accept(event(actionCompleted, action.id, { note: command.note }, action.project)),
})

export const dropAction = act({
  name: 'action.drop',
  title: 'Drop an action item',
  help: 'It will not be done; the reason stays on record.',
  input: z.strictObject({ ...onAction, reason: input.text(2_000).describe('Why not') }),
  needs: { action: actionFact, project: projectFact },
  permission: assigned,
  events: [actionDropped],
  decide: (command, _grant, { action }) =>
    notOpen(action) ?? accept(event(actionDropped, action.id, { reason: command.reason }, action.project)),
})
