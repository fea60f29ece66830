import { z } from 'zod'
import { accept, act } from '../../acts/act.ts'
import { event } from '../../acts/event.ts'
import * as input from '../../acts/input.ts'
import type { Refused } from '../../acts/refusal.ts'
import { refusal, refuse } from '../../acts/refusal.ts'
import type { ProjectFacts } from '../../work/projects/project.ts'
import { projectFact } from '../../work/projects/project.ts'
import type { Ceremony, Occurrence, Timing } from './ceremony.ts'
import {
  ceremonyAmended,
  ceremonyEnded,
  ceremonyFact,
  ceremonyRescheduled,
  ceremonyScheduled,
  instanceCancelled,
  instanceMoved,
  instanceRestored,
  isOver,
  localTime,
  offeredFact,
  runningKindsFact,
  timingFact,
  zoneName,
} from './ceremony.ts'
import type { CeremonyDefinition } from './definition.ts'
import { inWords, ruleText } from './recurrence.ts'

const planning = {
  kind: 'activity',
  stake: 'R',
  activity: 'plan-and-staff',
  responsibilities: (f: { project: ProjectFacts }) => f.project,
} as const
const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time of day such as 09:30')
const roles = z.array(input.slug).max(100)
const onCeremony = { ceremony: input.id('cer').describe('The ceremony') }
const onDay = { ...onCeremony, on: input.day.describe('The day on which the series has the meeting (YYYY-MM-DD)') }
const because = { reason: input.line(500).describe('Why; people read it in their calendar') }

const minutes = z.int().min(5).max(480)

/** Refuses roles that the catalogue does not have. */
function strangeRoles(project: ProjectFacts, named: readonly string[]): Refused | undefined {
  const strange = named.filter((role) => !project.roles.has(role))
  if (strange.length === 0) return undefined
  return refuse(refusal('role-unknown', `The catalogue has no role ${inWords(strange)}.`, { subject: '/attendees' }))
}

const timeProblem = (timing: Timing): Refused | undefined =>
  timing.problem === undefined ? undefined : refuse(refusal('time-invalid', timing.problem))

export const scheduleCeremony = act({
  name: 'ceremony.schedule',
  title: 'Schedule a ceremony',
  help: 'The project holds this ceremony from now on, again and again. What is not said comes from the pack: rule, time, duration, who attends, agenda.',
  input: z.strictObject({
    project: input.project.describe('The project'),
    kind: input.slug.describe('Which ceremony: "muster ceremony kinds" lists them'),
    zone: zoneName.describe('IANA time zone whose clock it follows, e.g. Europe/Berlin'),
    from: input.day
      .optional()
      .describe('It starts on this day or the next that fits (YYYY-MM-DD); today when left out'),
    time: timeOfDay.optional().describe('Time of day in that zone, HH:MM'),
    rule: ruleText.optional().describe('Recurrence rule of RFC 5545, e.g. FREQ=WEEKLY;INTERVAL=2;BYDAY=WE'),
    durationMinutes: minutes.optional().describe('Minutes it lasts'),
    title: input.line(200).optional().describe('What the team calls it'),
    attendees: roles.default([]).describe('Roles that attend; those of the pack when left out'),
  }),
  needs: { project: projectFact, offered: offeredFact, timing: timingFact, running: runningKindsFact },
  permission: planning,
  events: [ceremonyScheduled],
  decide: (command, _grant, { project, offered, timing, running }, { newId }) => {
    const found = offered.find((o) => o.definition.id === command.kind)
    if (found === undefined) {
      const known = offered.map((o) => o.definition.id)
      return refuse(
        refusal('ceremony-unknown', `No applied pack defines a ceremony "${command.kind}".`, {
          subject: '/kind',
          help: known.length === 0 ? 'Apply a pack of ceremonies first.' : `There are ${inWords(known)}.`,
        }),
      )
    }
    if (running.includes(command.kind)) {
      return refuse(
        refusal('already-so', `The project already holds "${found.definition.title}".`, {
          subject: '/kind',
          help: 'Change its times with "ceremony.reschedule", or end it first.',
        }),
      )
    }
    const barred = timeProblem(timing) ?? strangeRoles(project, command.attendees)
    if (barred !== undefined) return barred
    const { start } = timing
    if (start === undefined) return refuse(refusal('time-invalid', 'The rule has no meeting in the next ten years.'))
    const definition = changedBy(found.definition, command)
    const { rule = found.definition.rule, zone, kind } = command
    const data = { kind, definition, pack: found.pack, zone, rule, start: start.local, startsAt: start.at }
    return accept(event(ceremonyScheduled, newId('cer'), data, project.id))
  },
})

/** A definition with what a command says otherwise. */
function changedBy(
  definition: CeremonyDefinition,
  wish: {
    readonly title?: string | undefined
    readonly durationMinutes?: number | undefined
    readonly attendees?: readonly string[] | undefined
  },
): CeremonyDefinition {
  const { title, durationMinutes, attendees = [] } = wish
  return {
    ...definition,
    ...(title === undefined ? {} : { title }),
    ...(durationMinutes === undefined ? {} : { durationMinutes }),
    ...(attendees.length === 0 ? {} : { attendees: [...attendees] }),
  }
}

/** Refuses what a ceremony that is over cannot do any more. */
function over(ceremony: Ceremony, timing: Timing): Refused | undefined {
  return isOver(ceremony, timing.today)
    ? refuse(
        refusal('ceremony-over', `This ceremony ended on ${ceremony.lastDay ?? ''}: ${ceremony.endedBecause ?? ''}`, {
          subject: ceremony.id,
          help: 'Schedule it anew.',
        }),
      )
    : undefined
}

export const rescheduleCeremony = act({
  name: 'ceremony.reschedule',
  title: 'Change when a ceremony takes place',
  help: 'From a day on, it follows another rule, time or zone. Meetings before that day stay where they are; moves and cancellations after it are forgotten.',
  input: z.strictObject({
    ...onCeremony,
    from: input.day.optional().describe('First day of the new times (YYYY-MM-DD); tomorrow when left out'),
    time: timeOfDay.optional().describe('Time of day, HH:MM; as before when left out'),
    rule: ruleText.optional().describe('Recurrence rule; as before when left out'),
    zone: zoneName.optional().describe('IANA time zone; as before when left out'),
    ...because,
  }),
  needs: { ceremony: ceremonyFact, project: projectFact, timing: timingFact },
  permission: planning,
  events: [ceremonyRescheduled],
  decide: (command, _grant, { ceremony, project, timing }) => {
    const barred = over(ceremony, timing) ?? timeProblem(timing)
    if (barred !== undefined) return barred
    const last = ceremony.series.at(-1)
    const { start } = timing
    if (last === undefined || start === undefined)
      return refuse(refusal('time-invalid', 'The rule has no meeting in the next ten years.'))
    const day = start.local.slice(0, 10)
    if (day <= timing.today || day <= last.start.slice(0, 10)) {
      return refuse(
        refusal('date-order', `The new times must begin after today, and after ${last.start.slice(0, 10)}.`, {
          subject: '/from',
        }),
      )
    }
    if (ceremony.lastDay !== undefined && day > ceremony.lastDay) {
      return refuse(
        refusal('date-order', `The ceremony ends on ${ceremony.lastDay}, before its new times begin.`, {
          subject: '/from',
        }),
      )
    }
    const { zone = last.zone, rule = last.rule, reason } = command
    return accept(
      event(
        ceremonyRescheduled,
        ceremony.id,
        { zone, rule, start: start.local, startsAt: start.at, reason },
        project.id,
      ),
    )
  },
})

export const amendCeremony = act({
  name: 'ceremony.amend',
  title: 'Change what a ceremony is',
  help: 'Changes its title, duration or attendees, or takes over what the newest pack says of it now.',
  input: z.strictObject({
    ...onCeremony,
    title: input.line(200).optional().describe('What the team calls it'),
    durationMinutes: minutes.optional().describe('Minutes it lasts'),
    attendees: roles.default([]).describe('Roles that attend; as before when left out'),
    adopt: z.boolean().default(false).describe('Take over purpose, attendees and agenda from the newest pack first'),
    ...because,
  }),
  needs: { ceremony: ceremonyFact, project: projectFact, offered: offeredFact, timing: timingFact },
  permission: planning,
  events: [ceremonyAmended],
  decide: (command, _grant, { ceremony, project, offered, timing }) => {
    const barred = over(ceremony, timing) ?? strangeRoles(project, command.attendees)
    if (barred !== undefined) return barred
    const newest = offered.find((o) => o.definition.id === ceremony.kind)
    if (command.adopt && newest === undefined) {
      return refuse(
        refusal('ceremony-unknown', `No applied pack defines "${ceremony.kind}" any more.`, { subject: ceremony.id }),
      )
    }
    const base =
      command.adopt && newest !== undefined ? newest : { definition: ceremony.definition, pack: ceremony.pack }
    const definition = changedBy(base.definition, command)
    if (JSON.stringify(definition) === JSON.stringify(ceremony.definition) && base.pack.digest === ceremony.pack.digest)
      return refuse(refusal('already-so', 'Nothing would change.', { subject: ceremony.id }))
    return accept(
      event(ceremonyAmended, ceremony.id, { definition, pack: base.pack, reason: command.reason }, project.id),
    )
  },
})

/** The meeting of the day that the command names, or why it cannot be changed. */
function instance(ceremony: Ceremony, timing: Timing, day: string, now: string): Occurrence | Refused {
  const { occurrence, next } = timing
  const help =
    next.length === 0 ? 'The series has no meeting any more.' : `The next are on ${inWords(next.map((o) => o.day))}.`
  if (occurrence === undefined) {
    return refuse(
      refusal('occurrence-unknown', `"${ceremony.definition.title}" has no meeting on ${day}.`, {
        subject: '/on',
        help,
      }),
    )
  }
  if (occurrence.at < now && occurrence.state !== 'cancelled') {
    return refuse(
      refusal('occurrence-unknown', `The meeting of ${day} is in the past and stays as it was.`, {
        subject: '/on',
        help,
      }),
    )
  }
  return occurrence
}

export const moveInstance = act({
  name: 'ceremony.move',
  title: 'Move one meeting',
  help: 'One meeting of the series takes place at another time; the others stay.',
  input: z.strictObject({
    ...onDay,
    to: localTime.describe('New local time in the ceremony’s zone, e.g. 2026-03-05T14:00'),
    ...because,
  }),
  needs: { ceremony: ceremonyFact, project: projectFact, timing: timingFact },
  permission: planning,
  events: [instanceMoved],
  decide: (command, _grant, { ceremony, project, timing }, { now }) => {
    const barred = over(ceremony, timing) ?? timeProblem(timing)
    if (barred !== undefined) return barred
    const found = instance(ceremony, timing, command.on, now)
    if ('ok' in found) return found
    const { target } = timing
    if (target === undefined || target.at < now)
      return refuse(refusal('date-order', 'A meeting cannot be moved into the past.', { subject: '/to' }))
    if (found.state !== 'cancelled' && target.at === found.at)
      return refuse(refusal('already-so', 'The meeting already takes place then.', { subject: '/to' }))
    const data = { day: command.on, to: target.local, at: target.at, reason: command.reason }
    return accept(event(instanceMoved, ceremony.id, data, project.id))
  },
})

export const cancelInstance = act({
  name: 'ceremony.cancel',
  title: 'Cancel one meeting',
  help: 'One meeting of the series does not take place; the others stay.',
  input: z.strictObject({ ...onDay, ...because }),
  needs: { ceremony: ceremonyFact, project: projectFact, timing: timingFact },
  permission: planning,
  events: [instanceCancelled],
  decide: (command, _grant, { ceremony, project, timing }, { now }) => {
    const found = over(ceremony, timing) ?? instance(ceremony, timing, command.on, now)
    if ('ok' in found) return found
    if (found.state === 'cancelled')
      return refuse(refusal('already-so', 'This meeting is cancelled already.', { subject: '/on' }))
    return accept(event(instanceCancelled, ceremony.id, { day: command.on, reason: command.reason }, project.id))
  },
})

export const restoreInstance = act({
  name: 'ceremony.restore',
  title: 'Take back a move or a cancellation',
  help: 'The meeting takes place when the series says.',
  input: z.strictObject({ ...onDay, ...because }),
  needs: { ceremony: ceremonyFact, project: projectFact, timing: timingFact },
  permission: planning,
  events: [instanceRestored],
  decide: (command, _grant, { ceremony, project, timing }, { now }) => {
    const found = over(ceremony, timing) ?? instance(ceremony, timing, command.on, now)
    if ('ok' in found) return found
    if (found.state === 'planned')
      return refuse(refusal('already-so', 'This meeting takes place as the series says.', { subject: '/on' }))
    if (found.plannedAt < now)
      return refuse(refusal('date-order', 'The time that the series gave it has passed.', { subject: '/on' }))
    return accept(event(instanceRestored, ceremony.id, { day: command.on, reason: command.reason }, project.id))
  },
})

export const endCeremony = act({
  name: 'ceremony.end',
  title: 'End a ceremony',
  help: 'The series is over; what was held stays on record.',
  input: z.strictObject({
    ...onCeremony,
    lastDay: input.day.optional().describe('Last day on which it may take place (YYYY-MM-DD); today when left out'),
    ...because,
  }),
  needs: { ceremony: ceremonyFact, project: projectFact, timing: timingFact },
  permission: planning,
  events: [ceremonyEnded],
  decide: (command, _grant, { ceremony, project, timing }) => {
    const barred = over(ceremony, timing)
    if (barred !== undefined) return barred
    const { lastDay = timing.today, reason } = command
    if (lastDay < timing.today)
      return refuse(refusal('date-order', 'The last day cannot be in the past.', { subject: '/lastDay' }))
    return accept(event(ceremonyEnded, ceremony.id, { lastDay, reason }, project.id))
  },
})
