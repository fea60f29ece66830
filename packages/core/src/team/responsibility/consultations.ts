import { z } from 'zod'
import { accept, act, fact } from '../../acts/act.ts'
import type { DomainEvent } from '../../acts/event.ts'
import { event, eventType, noun } from '../../acts/event.ts'
import * as input from '../../acts/input.ts'
import type { Responsibilities } from '../../acts/matrix.ts'
import { holders, rolesWith } from '../../acts/matrix.ts'
import { refusal, refuse } from '../../acts/refusal.ts'
import { addWorkingDays } from '../../acts/time.ts'
import { teamFact } from './assignments.ts'

const asked = z.strictObject({ role: input.slug, people: z.array(input.person) })
const verdict = z.enum(['no-objection', 'advice', 'objection'])

export const consultationOpened = eventType(
  'ConsultationOpened',
  'Those who are C for an activity are asked; the decision waits for their answers or the window.',
  z.strictObject({
    activity: input.slug,
    about: z.string(),
    question: z.string(),
    asked: z.array(asked),
    dueAt: z.string(),
  }),
)
export const consultationAnswered = eventType(
  'ConsultationAnswered',
  'Somebody who is C for the activity answered.',
  z.strictObject({ roles: z.array(input.slug), verdict, answer: z.string() }),
)
export const consultationEvents = [consultationOpened, consultationAnswered] as const

/** A question to those who are C. One answer per role is enough; what nobody answered by `dueAt` has lapsed. */
export interface Consultation {
  readonly id: string
  readonly project: string
  readonly activity: string
  /** Id of the round or handover it is about. */
  readonly about: string
  readonly question: string
  readonly openedAt: string
  readonly dueAt: string
  readonly asked: readonly { readonly role: string; readonly people: readonly string[] }[]
  readonly answers: readonly {
    readonly person: string
    readonly roles: readonly string[]
    readonly verdict: z.output<typeof verdict>
    readonly answer: string
    readonly at: string
  }[]
}

export const consultationNoun = noun<Consultation, typeof consultationEvents>('consultation', consultationEvents, {
  born: {
    ConsultationOpened: (e) => ({ id: e.subject, project: e.project ?? '', openedAt: e.at, ...e.data, answers: [] }),
  },
  changed: {
    ConsultationAnswered: (s, e) => ({ ...s, answers: [...s.answers, { person: e.actor, at: e.at, ...e.data }] }),
  },
})
export const consultationFact = fact<Consultation>('consultation')
/** Whether the round or handover that the consultation is about is still open. */
export const stillOpenFact = fact<boolean>('stillOpen')

export type AnswerState = 'answered' | 'open' | 'lapsed'

/** Where each role that was asked stands at `now`. Computed when read: a dead timer cannot hold a decision up. */
export function answerStates(
  consultation: Consultation,
  now: string,
): { role: string; people: readonly string[]; state: AnswerState }[] {
  return consultation.asked.map(({ role, people }) => {
    const answered = consultation.answers.some((a) => a.roles.includes(role))
    return { role, people, state: answered ? 'answered' : now >= consultation.dueAt ? 'lapsed' : 'open' }
  })
}

/** True while somebody who was asked still may answer and has not. */
export function isOpen(consultation: Consultation, now: string): boolean {
  return answerStates(consultation, now).some((a) => a.state === 'open')
}

/**
 * Opens a consultation to every role that is C for the activity and is held by somebody other than the person who
 * submits. No event when nobody is to be asked.
 */
export function openConsultation(
  of: Responsibilities,
  what: { activity: string; about: string; question: string; by: string; windowWorkingDays: number },
  moment: { now: string; newId: (prefix: string) => string },
): DomainEvent[] {
  const toAsk = rolesWith(of.matrix, what.activity, 'C')
    .map((role) => ({ role, people: holders(of, role, moment.now).filter((person) => person !== what.by) }))
    .filter(({ people }) => people.length > 0)
  if (toAsk.length === 0) return []
  const { activity, about, question } = what
  const dueAt = addWorkingDays(moment.now, what.windowWorkingDays)
  return [event(consultationOpened, moment.newId('cns'), { activity, about, question, asked: toAsk, dueAt }, of.id)]
}

export const answerConsultation = act({
  name: 'consultation.answer',
  title: 'Answer a consultation',
  help: 'Gives your advice as one who is C for the activity. An objection does not veto; who decides must have seen it.',
  input: z.strictObject({
    consultation: input.id('cns').describe('The consultation'),
    verdict: verdict.describe('no-objection, advice or objection'),
    answer: input.text(10_000).describe('Your answer in words'),
  }),
  needs: { consultation: consultationFact, team: teamFact, stillOpen: stillOpenFact },
  permission: {
    kind: 'asked',
    asked: (facts) => facts.consultation.asked.flatMap((a) => a.people),
    responsibilities: (facts) => facts.team,
  },
  events: [consultationAnswered],
  decide: (command, grant, { consultation, team, stillOpen }, { now }) => {
    if (!stillOpen) {
      return refuse(
        refusal('consultation-closed', 'What this consultation was about has been decided or taken back.', {
          subject: consultation.id,
        }),
      )
    }
    if (now >= consultation.dueAt) {
      return refuse(
        refusal('consultation-closed', `The window of this consultation ended at ${consultation.dueAt}.`, {
          subject: consultation.id,
        }),
      )
    }
    if (consultation.answers.some((a) => a.person === grant.actor)) {
      return refuse(refusal('already-so', 'You have already answered this consultation.', { subject: consultation.id }))
    }
    const roles = consultation.asked
      .filter((a) => a.people.includes(grant.actor) && holders(team, a.role, now).includes(grant.actor))
      .map((a) => a.role)
    if (roles.length === 0) {
      return refuse(
        refusal('not-asked', 'You no longer hold the role in which you were asked.', { subject: consultation.id }),
      )
    }
    const { verdict: given, answer } = command
    return accept(event(consultationAnswered, consultation.id, { roles, verdict: given, answer }, consultation.project))
  },
})
