import { z } from 'zod'
import { accept, act, fact } from '../../acts/act.ts'
import { event, eventType, noun } from '../../acts/event.ts'
import * as input from '../../acts/input.ts'
import { refusal, refuse } from '../../acts/refusal.ts'
import type { ProjectFacts } from '../../work/projects/project.ts'
import { projectFact } from '../../work/projects/project.ts'

const OUTCOMES = ['hired', 'filled-inside', 'outsourced', 'cancelled'] as const
const outcome = z.enum(OUTCOMES)

export const requisitionOpened = eventType(
  'RequisitionOpened',
  'Somebody is looked for, for one role on a project.',
  z.strictObject({
    role: input.slug,
    milestone: input.id('mil').optional(),
    outsourcing: z.boolean(),
    reason: z.string(),
  }),
)
export const requisitionClosed = eventType(
  'RequisitionClosed',
  'Nobody is looked for any more: somebody was hired or found inside, the work was outsourced, or it was given up.',
  z.strictObject({ outcome, reason: z.string() }),
)
export const requisitionEvents = [requisitionOpened, requisitionClosed] as const

/** One opening: one person for one role. */
export interface Requisition {
  readonly id: string
  readonly project: string
  readonly role: string
  /** The milestone it protects. */
  readonly milestone?: string
  readonly outsourcing: boolean
  readonly reason: string
  readonly openedBy: string
  readonly openedAt: string
  readonly closedAt?: string
  readonly outcome?: (typeof OUTCOMES)[number]
  readonly closedBecause?: string
}

export const requisitionNoun = noun<Requisition, typeof requisitionEvents>('requisition', requisitionEvents, {
  born: {
    RequisitionOpened: (e) => {
      const { milestone, ...data } = e.data
      return {
        id: e.subject,
        project: e.project ?? '',
        ...data,
        ...(milestone === undefined ? {} : { milestone }),
        openedBy: e.actor,
        openedAt: e.at,
      }
    },
  },
  changed: {
    RequisitionClosed: (s, e) => ({ ...s, closedAt: e.at, outcome: e.data.outcome, closedBecause: e.data.reason }),
  },
})
/** The requisition that the command names, directly or through an applicant. */
export const requisitionFact = fact<Requisition>('requisition')

export const hiring = (stake: 'A' | 'R') =>
  ({
    kind: 'activity',
    stake,
    activity: 'plan-and-staff',
    responsibilities: (f: { project: ProjectFacts }) => f.project,
  }) as const

export const openRequisition = act({
  name: 'requisition.open',
  title: 'Open a requisition',
  help: 'Looks for one person for one role of the project. Say which milestone is at risk without them.',
  input: z.strictObject({
    project: input.project.describe('The project'),
    role: input.slug.describe('Role id from the role catalogue'),
    milestone: input.id('mil').optional().describe('The open milestone that it protects'),
    outsourcing: z.boolean().default(false).describe('Whether somebody from outside may do it instead'),
    reason: input.line(500).describe('Why somebody is needed'),
  }),
  needs: { project: projectFact },
  permission: hiring('A'),
  events: [requisitionOpened],
  decide: ({ role, milestone, outsourcing, reason }, _grant, { project }, { newId }) => {
    if (!project.roles.has(role)) {
      return refuse(
        refusal('role-unknown', `There is no role "${role}" in the catalogue of this project.`, {
          subject: '/role',
          help: 'List the roles with "muster role list".',
        }),
      )
    }
    if (milestone !== undefined && !project.state.milestones.some((m) => m.id === milestone && m.state === 'open')) {
      return refuse(
        refusal('not-found', 'The project has no such open milestone.', {
          subject: milestone,
          help: 'See them with "muster project show".',
        }),
      )
    }
    const named = milestone === undefined ? {} : { milestone }
    return accept(event(requisitionOpened, newId('req'), { role, ...named, outsourcing, reason }, project.id))
  },
})

export const closeRequisition = act({
  name: 'requisition.close',
  title: 'Close a requisition',
  help: 'Nobody is looked for any more. Hiring an applicant closes it by itself.',
  input: z.strictObject({
    requisition: input.id('req').describe('The requisition'),
    outcome: z.enum(['filled-inside', 'outsourced', 'cancelled']).describe('filled-inside, outsourced or cancelled'),
    reason: input.line(500).describe('Why'),
  }),
  needs: { requisition: requisitionFact, project: projectFact },
  permission: hiring('A'),
  events: [requisitionClosed],
  decide: ({ outcome: how, reason }, _grant, { requisition }) =>
    requisition.closedAt === undefined
      ? accept(event(requisitionClosed, requisition.id, { outcome: how, reason }, requisition.project))
      : refuse(closedRequisition(requisition)),
})

/** The refusal of whatever needs an open requisition. */
export const closedRequisition = (of: Requisition) =>
  refusal(
    'requisition-closed',
    `This requisition was closed on ${(of.closedAt ?? '').slice(0, 10)} (${of.outcome ?? ''}).`,
    {
      subject: of.id,
      help: 'Open another one.',
    },
  )
