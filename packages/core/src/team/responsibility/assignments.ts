import { z } from 'zod'
import { accept, act, fact } from '../../acts/act.ts'
import { event, eventType, noun } from '../../acts/event.ts'
import * as input from '../../acts/input.ts'
import type { Assignment, Responsibilities } from '../../acts/matrix.ts'
import { inForce, peopleWith } from '../../acts/matrix.ts'
import { refusal, refuse } from '../../acts/refusal.ts'
import type { Person } from '../people/person.ts'
import { personFact } from '../people/person.ts'

const engagement = z.enum(['embedded', 'part-time', 'outsourced'])

export const personAssigned = eventType(
  'PersonAssigned',
  'A person holds a role on a project.',
  z.strictObject({
    person: input.person,
    role: input.slug,
    allocation: z.number(),
    engagement,
    from: input.day,
    until: input.day.optional(),
  }),
)
export const assignmentAmended = eventType(
  'AssignmentAmended',
  'Allocation, engagement or end of an assignment changed.',
  z.strictObject({
    allocation: z.number().optional(),
    engagement: engagement.optional(),
    until: input.day.nullable().optional(),
  }),
)
export const assignmentEnded = eventType(
  'AssignmentEnded',
  'The person no longer holds the role on the project.',
  z.strictObject({ reason: z.string() }),
)
export const assignmentEvents = [personAssigned, assignmentAmended, assignmentEnded] as const

export const assignmentNoun = noun<Assignment, typeof assignmentEvents>('assignment', assignmentEvents, {
  born: { PersonAssigned: (e) => ({ id: e.subject, project: e.project ?? '', ...e.data }) as Assignment },
  changed: {
    AssignmentAmended: (s, e) => {
      const { until, ...rest } = e.data
      const next = { ...s, ...rest } as Assignment
      if (until === undefined) return next
      const { until: _dropped, ...open } = next
      return until === null ? open : { ...next, until }
    },
    AssignmentEnded: (s, e) => ({ ...s, endedAt: e.at }),
  },
})

/** What acts about responsibility need of a project. */
export interface ProjectTeam extends Responsibilities {
  readonly name: string
  /** Role ids of the catalogue that the project uses. */
  readonly roles: ReadonlySet<string>
  /** Activities whose results are judged by duties. */
  readonly judged: readonly string[]
}
/** The project that the command names (directly, or through the record it names). */
export const teamFact = fact<ProjectTeam>('team')
export const assignmentFact = fact<Assignment>('assignment')

const staffing = {
  kind: 'activity',
  stake: 'A',
  activity: 'plan-and-staff',
  responsibilities: (f: { team: ProjectTeam }) => f.team,
} as const

const assignmentFields = {
  project: input.project.describe('The project'),
  person: input.person.describe('Who'),
  role: input.slug.describe('Role id from the role catalogue'),
  allocation: z.int().min(1).max(100).default(100).describe('Share of working time in percent'),
  engagement: engagement.default('embedded').describe('embedded, part-time or outsourced'),
  from: input.day.optional().describe('First day (YYYY-MM-DD); today when left out'),
  until: input.day.optional().describe('Last day (YYYY-MM-DD); open when left out'),
}

/** Whether a person is the one who acts, or answers for the account that does. */
const isSelf = (grant: { readonly actor: string; readonly onBehalfOf?: string }, person: string): boolean =>
  person === grant.actor || person === grant.onBehalfOf

/** The events that put a person into a role, or why they cannot be. */
export function assign(
  team: { readonly id: string; readonly roles: ReadonlySet<string>; readonly assignments: readonly Assignment[] },
  person: Person,
  wish: {
    role: string
    allocation: number
    engagement: 'embedded' | 'part-time' | 'outsourced'
    from?: string | undefined
    until?: string | undefined
  },
  moment: { now: string; newId: (prefix: string) => string },
) {
  const from = wish.from ?? moment.now.slice(0, 10)
  if (!team.roles.has(wish.role)) {
    return refuse(
      refusal('role-unknown', `There is no role "${wish.role}" in the catalogue of this project.`, {
        subject: '/role',
        help: 'List the roles with "muster role list".',
      }),
    )
  }
  if (!person.active)
    return refuse(refusal('person-unknown', 'The person has been deactivated.', { subject: person.id }))
  if (wish.until !== undefined && wish.until < from) {
    return refuse(
      refusal('date-order', `The assignment would end (${wish.until}) before it starts (${from}).`, {
        subject: '/until',
      }),
    )
  }
  const held = team.assignments.find(
    (a) =>
      a.person === person.id &&
      a.role === wish.role &&
      a.endedAt === undefined &&
      (a.until === undefined || a.until >= from),
  )
  if (held !== undefined) {
    return refuse(
      refusal('assignment-overlap', `${person.id} already is ${wish.role} on this project.`, {
        subject: held.id,
        help: 'Amend or end that assignment.',
      }),
    )
  }
  const { role, allocation, engagement: mode } = wish
  const data = {
    person: person.id,
    role,
    allocation,
    engagement: mode,
    from,
    ...(wish.until === undefined ? {} : { until: wish.until }),
  }
  return accept(event(personAssigned, moment.newId('asg'), data, team.id))
}

export const assignPerson = act({
  name: 'assignment.assign',
  title: 'Assign a person to a role',
  help: 'Gives a person a role on the project, and with it the stakes that the RACI matrix gives that role.',
  input: z.strictObject(assignmentFields),
  needs: { team: teamFact, person: personFact },
  permission: staffing,
  events: [personAssigned],
  decide: (command, grant, { team, person }, moment) => {
    if (isSelf(grant, person.id)) {
      return refuse(
        refusal(
          'self-assignment',
          'Nobody gives themselves a role: somebody else who is accountable for staffing must do it.',
          {
            subject: person.id,
            help: 'Ask an administrator to appoint a second accountable person, or hand the role to somebody else.',
          },
        ),
      )
    }
    return assign(team, person, command, moment)
  },
})

export const amendAssignment = act({
  name: 'assignment.amend',
  title: 'Amend an assignment',
  help: 'Changes allocation, engagement or last day. An end of null leaves the assignment open.',
  input: z.strictObject({
    assignment: input.id('asg').describe('The assignment'),
    allocation: z.int().min(1).max(100).optional().describe('Share of working time in percent'),
    engagement: engagement.optional().describe('embedded, part-time or outsourced'),
    until: input.day.nullable().optional().describe('Last day, or null for open'),
  }),
  needs: { assignment: assignmentFact, team: teamFact },
  permission: staffing,
  events: [assignmentAmended],
  decide: (command, grant, { assignment, team }, { now }) => {
    // One that is over stays over: moving its end would revive what lapsed with it.
    const today = now.slice(0, 10)
    if (assignment.endedAt !== undefined || (assignment.until !== undefined && assignment.until < today)) {
      return refuse(
        refusal('already-so', 'The assignment has ended.', { subject: assignment.id, help: 'Assign the person anew.' }),
      )
    }
    const { assignment: _id, ...change } = command
    if (Object.keys(change).length === 0)
      return refuse(refusal('input-invalid', 'Nothing to amend: give an allocation, an engagement or a last day.'))
    if (typeof change.until === 'string' && change.until < assignment.from) {
      return refuse(
        refusal('date-order', `The assignment would end (${change.until}) before it starts (${assignment.from}).`, {
          subject: '/until',
        }),
      )
    }
    if (isSelf(grant, assignment.person) && change.until !== undefined && lasts(change.until, assignment.until)) {
      return refuse(
        refusal('self-assignment', 'Nobody prolongs their own assignment.', {
          subject: assignment.id,
          help: 'Another person who is accountable for staffing the project can.',
        }),
      )
    }
    if (typeof change.until === 'string' && change.until < today && leaderless(team, assignment, now))
      return refuse(leadNeeded(assignment))
    const other = team.assignments.find(
      (a) =>
        a.id !== assignment.id &&
        a.person === assignment.person &&
        a.role === assignment.role &&
        a.endedAt === undefined &&
        a.from > assignment.from &&
        (change.until === null || (change.until !== undefined && change.until >= a.from)),
    )
    if (other !== undefined) {
      return refuse(
        refusal('assignment-overlap', `${other.person} is ${other.role} again from ${other.from} on.`, {
          subject: other.id,
          help: 'Choose an earlier last day, or end that assignment.',
        }),
      )
    }
    return accept(event(assignmentAmended, assignment.id, change, team.id))
  },
})

/** True if one end is later than another; null and undefined are open. */
const lasts = (end: string | null, than: string | undefined): boolean =>
  than !== undefined && (end === null || end > than)

/** True if nobody would be accountable for staffing without this assignment, and somebody is with it. */
function leaderless(team: ProjectTeam, assignment: Assignment, now: string): boolean {
  const without = { ...team, assignments: team.assignments.filter((a) => a.id !== assignment.id) }
  return (
    inForce(assignment, now) &&
    peopleWith(without, 'plan-and-staff', 'A', now).length === 0 &&
    peopleWith(team, 'plan-and-staff', 'A', now).length > 0
  )
}
const leadNeeded = (assignment: Assignment) =>
  refusal('lead-needed', 'Nobody would be accountable for staffing this project any more.', {
    subject: assignment.id,
    help: 'Assign a successor to that role first.',
  })

export const endAssignment = act({
  name: 'assignment.end',
  title: 'End an assignment',
  help: 'The person no longer holds the role. Approvals given through it that are not yet executed lapse, and open duties reopen.',
  input: z.strictObject({
    assignment: input.id('asg').describe('The assignment'),
    reason: input.line(500).describe('Why'),
  }),
  needs: { assignment: assignmentFact, team: teamFact },
  permission: staffing,
  events: [assignmentEnded],
  decide: (command, _grant, { assignment, team }, { now }) => {
    if (assignment.endedAt !== undefined)
      return refuse(refusal('already-so', 'The assignment has already ended.', { subject: assignment.id }))
    if (leaderless(team, assignment, now)) return refuse(leadNeeded(assignment))
    return accept(event(assignmentEnded, assignment.id, { reason: command.reason }, team.id))
  },
})

export const appointLead = act({
  name: 'project.appoint-lead',
  title: 'Appoint a project’s lead',
  help: 'For a project that nobody active is accountable for any more: an administrator appoints a successor, other than themselves.',
  input: z.strictObject({
    project: input.project.describe('The project'),
    person: input.person.describe('The successor'),
  }),
  needs: { team: teamFact, person: personFact },
  permission: { kind: 'administrator' },
  events: [personAssigned],
  decide: (_command, grant, { team, person }, moment) => {
    if (isSelf(grant, person.id) || person.kind !== 'human')
      return refuse(refusal('self-assignment', 'Administrators do not appoint themselves.', { subject: person.id }))
    const leads = peopleWith(team, 'plan-and-staff', 'A', moment.now)
    if (leads.length > 0) {
      return refuse(
        refusal('lead-present', `${leads.join(', ')} is accountable for staffing this project.`, {
          help: `Ask ${leads.join(' or ')} to assign people.`,
        }),
      )
    }
    const role = leadRole(team)
    if (role === undefined)
      return refuse(refusal('matrix-broken', 'The matrix names nobody accountable for planning and staffing.'))
    return assign(team, person, { role, allocation: 100, engagement: 'embedded' }, moment)
  },
})

/** The role that the matrix makes accountable for planning and staffing. */
export function leadRole(of: Pick<Responsibilities, 'matrix'>): string | undefined {
  const row = of.matrix.activities.find((a) => a.covers.includes('plan-and-staff') || a.id === 'plan-and-staff')
  if (row === undefined) return undefined
  return Object.entries(of.matrix.cells[row.id] ?? {}).find(([, stake]) => stake === 'A')?.[0]
}
