import { z } from 'zod'
import { accept, act, fact } from '../../acts/act.ts'
import { event, eventType, noun } from '../../acts/event.ts'
import * as input from '../../acts/input.ts'
import { refusal, refuse } from '../../acts/refusal.ts'
import { projectFact } from '../../work/projects/project.ts'
import { closedRequisition, hiring, requisitionClosed, requisitionFact } from './requisitions.ts'

/** The steps of the funnel, in their order. */
export const FUNNEL_STEPS = ['sourced', 'interview', 'offer', 'hired'] as const
export type FunnelStep = (typeof FUNNEL_STEPS)[number]
const NEXT_STEPS = ['interview', 'offer', 'hired'] as const

export const applicantAdded = eventType(
  'ApplicantAdded',
  'Somebody was sourced for a requisition. Their name and address are kept beside the ledger and can be erased.',
  z.strictObject({ requisition: input.id('req'), channel: input.slug }),
)
export const applicantAdvanced = eventType(
  'ApplicantAdvanced',
  'The applicant is a step further: interview, offer or hired.',
  z.strictObject({ to: z.enum(NEXT_STEPS) }),
)
export const applicantClosed = eventType(
  'ApplicantClosed',
  'The applicant was turned down, or withdrew.',
  z.strictObject({ outcome: z.enum(['turned-down', 'withdrew']) }),
)
export const applicantErased = eventType(
  'ApplicantErased',
  'Name and address of the applicant are erased; the record keeps the steps.',
  z.strictObject({}),
)
export const applicantEvents = [applicantAdded, applicantAdvanced, applicantClosed, applicantErased] as const

/** An applicant without their name: what the funnel is counted from. */
export interface Applicant {
  readonly id: string
  readonly project: string
  readonly requisition: string
  readonly channel: string
  readonly step: FunnelStep
  readonly steps: readonly { readonly step: FunnelStep; readonly at: string }[]
  readonly closedAt?: string
  readonly outcome?: 'turned-down' | 'withdrew'
  readonly erased?: boolean
}

export const applicantNoun = noun<Applicant, typeof applicantEvents>('applicant', applicantEvents, {
  born: {
    ApplicantAdded: (e) => ({
      id: e.subject,
      project: e.project ?? '',
      requisition: e.data.requisition,
      channel: e.data.channel,
      step: 'sourced',
      steps: [{ step: 'sourced', at: e.at }],
    }),
  },
  changed: {
    ApplicantAdvanced: (s, e) => ({ ...s, step: e.data.to, steps: [...s.steps, { step: e.data.to, at: e.at }] }),
    ApplicantClosed: (s, e) => ({ ...s, closedAt: e.at, outcome: e.data.outcome }),
    ApplicantErased: (s) => ({ ...s, erased: true }),
  },
})
/** The applicant that the command names. */
export const applicantFact = fact<Applicant>('applicant')

export const addApplicant = act({
  name: 'applicant.add',
  title: 'Add an applicant',
  help: 'Somebody was sourced for a requisition. The ledger holds an id only; name and address can be erased.',
  input: z.strictObject({
    requisition: input.id('req').describe('The requisition'),
    name: input.line(200).describe('Name of the applicant; kept beside the ledger'),
    contact: input.line(300).optional().describe('How to reach them; kept beside the ledger'),
    channel: input.slug.default('other').describe('How they were found, e.g. referral, advert, agency'),
  }),
  needs: { requisition: requisitionFact, project: projectFact },
  permission: hiring('R'),
  events: [applicantAdded],
  decide: ({ channel }, _grant, { requisition }, { newId }) =>
    requisition.closedAt === undefined
      ? accept(event(applicantAdded, newId('apl'), { requisition: requisition.id, channel }, requisition.project))
      : refuse(closedRequisition(requisition)),
})

const named = { applicant: input.id('apl').describe('The applicant') }
const ofApplicant = { applicant: applicantFact, requisition: requisitionFact, project: projectFact }

export const advanceApplicant = act({
  name: 'applicant.advance',
  title: 'Bring an applicant a step further',
  help: 'From sourced to interview, to offer, to hired, one step at a time. Hiring closes the requisition; register and assign the person then.',
  input: z.strictObject({ ...named, to: z.enum(NEXT_STEPS).describe('interview, offer or hired') }),
  needs: ofApplicant,
  permission: hiring('R'),
  events: [applicantAdvanced, requisitionClosed],
  decide: ({ to }, _grant, { applicant, requisition }) => {
    if (requisition.closedAt !== undefined) return refuse(closedRequisition(requisition))
    if (applicant.closedAt !== undefined) return refuse(over(applicant))
    const next = FUNNEL_STEPS[FUNNEL_STEPS.indexOf(applicant.step) + 1]
    if (to !== next) {
      return refuse(
        refusal('applicant-stage', `The applicant is at "${applicant.step}"; the next step is "${next ?? 'none'}".`, {
          subject: applicant.id,
        }),
      )
    }
    const further = event(applicantAdvanced, applicant.id, { to }, applicant.project)
    if (to !== 'hired') return accept(further)
    const closed = { outcome: 'hired', reason: `The applicant ${applicant.id} was hired.` } as const
    return accept(further, event(requisitionClosed, requisition.id, closed, requisition.project))
  },
})

export const closeApplicant = act({
  name: 'applicant.close',
  title: 'Close an application',
  help: 'The applicant was turned down, or withdrew. Reasons about a person do not belong in the ledger.',
  input: z.strictObject({ ...named, outcome: z.enum(['turned-down', 'withdrew']).describe('turned-down or withdrew') }),
  needs: ofApplicant,
  permission: hiring('R'),
  events: [applicantClosed],
  decide: ({ outcome }, _grant, { applicant }) =>
    applicant.closedAt === undefined && applicant.step !== 'hired'
      ? accept(event(applicantClosed, applicant.id, { outcome }, applicant.project))
      : refuse(over(applicant)),
})

export const eraseApplicant = act({
  name: 'applicant.erase',
  title: 'Erase an applicant’s name',
  help: 'Name and address go; the steps stay, so that the funnel is still right.',
  input: z.strictObject(named),
  needs: ofApplicant,
  permission: hiring('R'),
  events: [applicantErased],
  decide: (_command, _grant, { applicant }) =>
    applicant.erased === true
      ? refuse(refusal('already-so', 'Name and address are erased already.', { subject: applicant.id }))
      : accept(event(applicantErased, applicant.id, {}, applicant.project)),
})

const over = (of: Applicant) =>
  refusal('applicant-stage', `This application is over: ${of.outcome ?? of.step}.`, { subject: of.id })
