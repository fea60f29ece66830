import { z } from 'zod'
import { accept, act, fact } from '../../acts/act.ts'
import { event, eventType, noun } from '../../acts/event.ts'
import * as input from '../../acts/input.ts'
import { refusal, refuse } from '../../acts/refusal.ts'

export const absenceDeclared = eventType(
  'AbsenceDeclared',
  'Somebody is away from one day to another; why is nobody’s business and is not asked.',
  z.strictObject({ person: input.person, from: input.day, until: input.day }),
)
export const absenceWithdrawn = eventType('AbsenceWithdrawn', 'Somebody is there after all.', z.strictObject({}))
export const absenceEvents = [absenceDeclared, absenceWithdrawn] as const

/** Days on which a person is away; both days count. */
export interface Absence {
  readonly id: string
  readonly person: string
  readonly from: string
  readonly until: string
  readonly withdrawnAt?: string
}

export const absenceNoun = noun<Absence, typeof absenceEvents>('absence', absenceEvents, {
  born: { AbsenceDeclared: (e) => ({ id: e.subject, ...e.data }) },
  changed: { AbsenceWithdrawn: (s, e) => ({ ...s, withdrawnAt: e.at }) },
})
export const absenceFact = fact<Absence>('absence')

/** True if a person is away on a day. */
export const isAway = (absences: readonly Absence[], person: string, day: string): boolean =>
  absences.some((a) => a.person === person && a.withdrawnAt === undefined && a.from <= day && day <= a.until)

export const declareAbsence = act({
  name: 'absence.declare',
  title: 'Say that you are away',
  help: 'You are excused from ceremonies on these days, and your turn to facilitate waits for you.',
  input: z.strictObject({
    from: input.day.describe('First day (YYYY-MM-DD)'),
    until: input.day.optional().describe('Last day (YYYY-MM-DD); one day when left out'),
  }),
  needs: {},
  permission: { kind: 'member' },
  events: [absenceDeclared],
  decide: (command, grant, _facts, { now, newId }) => {
    const { from, until = from } = command
    if (until < from || until < now.slice(0, 10)) {
      return refuse(
        refusal('date-order', 'The last day must not be before the first, nor in the past.', { subject: '/until' }),
      )
    }
    return accept(event(absenceDeclared, newId('abs'), { person: grant.actor, from, until }))
  },
})

export const withdrawAbsence = act({
  name: 'absence.withdraw',
  title: 'Say that you are there after all',
  help: 'The absence no longer counts.',
  input: z.strictObject({ absence: input.id('abs').describe('The absence') }),
  needs: { absence: absenceFact },
  permission: { kind: 'self', person: (_command, facts) => facts.absence.person },
  events: [absenceWithdrawn],
  decide: (_command, _grant, { absence }) =>
    absence.withdrawnAt === undefined
      ? accept(event(absenceWithdrawn, absence.id, {}))
      : refuse(refusal('already-so', 'This absence was withdrawn before.', { subject: absence.id })),
})
