import { z } from 'zod'
import { accept, act } from '../../acts/act.ts'
import { event, eventType, noun } from '../../acts/event.ts'
import * as input from '../../acts/input.ts'
import type { Refusal } from '../../acts/refusal.ts'
import { refusal, refuse } from '../../acts/refusal.ts'
import type { LearningPack } from '../../packs/learning-pack.ts'
import type { ProjectTeam } from '../responsibility/assignments.ts'
import { teamFact } from '../responsibility/assignments.ts'
import { currency, learningPackFact } from './records.ts'

const count = z.int().min(0).max(100_000_000)

export const adoptionMeasured = eventType(
  'AdoptionMeasured',
  'So many people of a department used what the project made, of so many who were to, in a period.',
  z.strictObject({
    department: input.slug,
    from: input.day,
    until: input.day,
    targetUsers: z.number(),
    activeUsers: z.number(),
    source: z.string(),
    digest: input.digest.optional(),
  }),
)
export const adoptionEvents = [adoptionMeasured] as const
/** A measurement of use by one department. */
export interface Adoption {
  readonly id: string
  readonly project: string
  readonly department: string
  readonly from: string
  readonly until: string
  readonly targetUsers: number
  readonly activeUsers: number
  readonly source: string
  readonly digest?: string
  readonly recordedBy: string
  readonly recordedAt: string
}
export const adoptionNoun = noun<Adoption, typeof adoptionEvents>('adoption', adoptionEvents, {
  born: {
    AdoptionMeasured: (e) =>
      ({ id: e.subject, project: e.project ?? '', ...e.data, recordedBy: e.actor, recordedAt: e.at }) as Adoption,
  },
  changed: {},
})

export const trainingHeld = eventType(
  'TrainingHeld',
  'People of a department were trained for what the project made.',
  z.strictObject({
    title: z.string(),
    department: input.slug,
    attendees: z.number(),
    on: input.day,
    provider: z.string(),
    link: z.string(),
    cost: z.number().optional(),
    currency: currency.optional(),
  }),
)
export const trainingEvents = [trainingHeld] as const
/** A training for a department: how many came, not who. */
export interface Training {
  readonly id: string
  readonly project: string
  readonly title: string
  readonly department: string
  readonly attendees: number
  readonly on: string
  readonly provider: string
  readonly link: string
  readonly cost?: number
  readonly currency?: string
  readonly recordedBy: string
  readonly recordedAt: string
}
export const trainingNoun = noun<Training, typeof trainingEvents>('training', trainingEvents, {
  born: {
    TrainingHeld: (e) =>
      ({ id: e.subject, project: e.project ?? '', ...e.data, recordedBy: e.actor, recordedAt: e.at }) as Training,
  },
  changed: {},
})

const onProject = { kind: 'assigned', responsibilities: (f: { team: ProjectTeam }) => f.team } as const
const department = input.slug.describe('Department of the learning pack, e.g. hr, sales, finance')

export const recordAdoption = act({
  name: 'adoption.record',
  title: 'Record the adoption in a department',
  help: 'How many people of a department used it in a period, of how many who were to, and where the numbers come from.',
  input: z.strictObject({
    project: input.project.describe('The project'),
    department,
    from: input.day.describe('First day of the period (YYYY-MM-DD)'),
    until: input.day.describe('Last day of the period'),
    targetUsers: count.min(1).describe('How many people of the department are to use it'),
    activeUsers: count.describe('How many did in the period'),
    source: input.line(2_000).describe('Where the numbers come from: a report, a query, an address'),
    digest: input.digest.optional().describe('SHA-256 digest of the report'),
  }),
  needs: { team: teamFact, pack: learningPackFact },
  permission: onProject,
  events: [adoptionMeasured],
  decide: ({ project: _id, ...measure }, _grant, { team, pack }, { now, newId }) => {
    const wrong = unknownDepartment(measure.department, pack) ?? period(measure, now.slice(0, 10))
    if (wrong !== undefined) return refuse(wrong)
    return accept(event(adoptionMeasured, newId('adp'), measure, team.id))
  },
})

export const recordTraining = act({
  name: 'training.record',
  title: 'Record a training for a department',
  help: 'How many people of a department were trained for what the project made. Who they were is not asked.',
  input: z.strictObject({
    project: input.project.describe('The project'),
    title: input.line(200).describe('What it was about'),
    department,
    attendees: count.min(1).describe('How many took part'),
    on: input.day.describe('The day (YYYY-MM-DD)'),
    provider: input.line(200).describe('Who gave it'),
    link: input.line(2_000).describe('Address of what shows it: agenda, material, list'),
    cost: z.number().min(0).max(1e9).optional().describe('What it cost'),
    currency: currency.optional().describe('Currency of the cost, e.g. EUR'),
  }),
  needs: { team: teamFact, pack: learningPackFact },
  permission: onProject,
  events: [trainingHeld],
  decide: ({ project: _id, ...training }, _grant, { team, pack }, { now, newId }) => {
    const unknown = unknownDepartment(training.department, pack)
    if (unknown !== undefined) return refuse(unknown)
    const today = now.slice(0, 10)
    if (training.on > today)
      return refuse(refusal('date-order', `${training.on} is still to come; today is ${today}.`, { subject: '/on' }))
    if ((training.cost === undefined) !== (training.currency === undefined))
      return refuse(
        refusal('input-invalid', 'A cost needs its currency, and a currency a cost.', { subject: '/currency' }),
      )
    return accept(event(trainingHeld, newId('trn'), training, team.id))
  },
})

function unknownDepartment(id: string, pack: LearningPack): Refusal | undefined {
  if (pack.departments.some((d) => d.id === id)) return undefined
  return refusal('department-unknown', `There is no department "${id}".`, {
    subject: '/department',
    help: `There are ${pack.departments.map((d) => d.id).join(', ') || 'none'}. A learning pack of your own adds others.`,
  })
}

function period(
  of: { readonly from: string; readonly until: string; readonly targetUsers: number; readonly activeUsers: number },
  today: string,
): Refusal | undefined {
  if (of.until < of.from)
    return refusal('date-order', `The period would end (${of.until}) before it starts (${of.from}).`, {
      subject: '/until',
    })
  if (of.until > today)
    return refusal('date-order', `The period is not over (${of.until}); today is ${today}.`, { subject: '/until' })
  if (of.activeUsers > of.targetUsers) {
    return refusal('input-invalid', `${of.activeUsers} used it, and only ${of.targetUsers} were to.`, {
      subject: '/activeUsers',
      help: 'Raise the number of those who are to use it.',
    })
  }
  return undefined
}
