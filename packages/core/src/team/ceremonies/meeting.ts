import { z } from 'zod'
import { accept, act, fact } from '../../acts/act.ts'
import { event, eventType, noun } from '../../acts/event.ts'
import * as input from '../../acts/input.ts'
import type { Refused } from '../../acts/refusal.ts'
import { refusal, refuse } from '../../acts/refusal.ts'
import type { ProjectFacts } from '../../work/projects/project.ts'
import { projectFact } from '../../work/projects/project.ts'
import type { Attendee, Turns } from './attending.ts'
import { attendeesOf, nextFacilitator } from './attending.ts'
import { ceremonyFact, isOver, meetingTimingFact } from './ceremony.ts'
import { inWords } from './recurrence.ts'

const people = z.array(input.person)
export const meetingStarted = eventType(
  'MeetingStarted',
  'A meeting of a ceremony is being held, with a facilitator and those who were invited.',
  z.strictObject({
    ceremony: input.id('cer'),
    kind: z.string(),
    day: input.day,
    plannedAt: z.string(),
    facilitator: input.person,
    invited: z.array(z.strictObject({ person: input.person, roles: z.array(z.string()) })),
    excused: people,
    skipped: people,
  }),
)
export const attendanceTaken = eventType(
  'AttendanceTaken',
  'Who is present at the meeting and who is excused is on record.',
  z.strictObject({ present: people, excused: people }),
)
export const meetingMinuted = eventType(
  'MeetingMinuted',
  'Something was written into the minutes.',
  z.strictObject({ text: z.string(), section: z.string().optional() }),
)
export const meetingClosed = eventType(
  'MeetingClosed',
  'The meeting is over and its minutes are complete.',
  z.strictObject({ summary: z.string() }),
)
export const meetingEvents = [meetingStarted, attendanceTaken, meetingMinuted, meetingClosed] as const

/** A meeting that was or is being held. Who was invited and is neither present nor excused is missing. */
export interface Meeting {
  readonly id: string
  readonly project: string
  readonly ceremony: string
  readonly kind: string
  /** Local day on which the series has it. */
  readonly day: string
  readonly plannedAt: string
  readonly startedAt: string
  readonly startedBy: string
  readonly facilitator: string
  readonly invited: readonly Attendee[]
  readonly present: readonly string[]
  readonly excused: readonly string[]
  readonly minutes: readonly {
    readonly text: string
    readonly section?: string
    readonly by: string
    readonly at: string
    readonly entry: number
  }[]
  readonly state: 'open' | 'closed'
  readonly closedAt?: string
  readonly summary?: string
}

const without = (all: readonly string[], gone: readonly string[]): string[] => all.filter((p) => !gone.includes(p))

export const meetingNoun = noun<Meeting, typeof meetingEvents>('meeting', meetingEvents, {
  born: {
    MeetingStarted: (e) => {
      const { skipped: _skipped, ...data } = e.data
      return {
        id: e.subject,
        project: e.project ?? '',
        ...data,
        startedAt: e.at,
        startedBy: e.actor,
        present: [],
        minutes: [],
        state: 'open',
      }
    },
  },
  changed: {
    AttendanceTaken: (s, e) => {
      const { present, excused } = e.data
      return {
        ...s,
        present: [...without(s.present, [...present, ...excused]), ...present],
        excused: [...without(s.excused, [...present, ...excused]), ...excused],
      }
    },
    MeetingMinuted: (s, e) => {
      const { text, section } = e.data
      const line = { text, by: e.actor, at: e.at, entry: e.seq, ...(section === undefined ? {} : { section }) }
      return { ...s, minutes: [...s.minutes, line] }
    },
    MeetingClosed: (s, e) => ({ ...s, state: 'closed', closedAt: e.at, summary: e.data.summary }),
  },
})
export const meetingFact = fact<Meeting>('meeting')

/** What starting a meeting looks at beside the series: turns, who is away that day, and meetings that are in the way. */
export interface MeetingSetting {
  readonly turns: Turns
  readonly away: readonly string[]
  /** A meeting of that day, or one that is still open. */
  readonly other?: { readonly id: string; readonly day: string; readonly state: Meeting['state'] }
}
export const meetingSettingFact = fact<MeetingSetting>('meetingSetting')

const assigned = {
  kind: 'assigned',
  responsibilities: (f: { project: ProjectFacts }) => f.project,
} as const
const onMeeting = { meeting: input.id('mtg').describe('The meeting') }

/** A meeting may be started half a day before and after its time. */
export const START_WINDOW_HOURS = 12

export const startMeeting = act({
  name: 'meeting.start',
  title: 'Start a meeting',
  help: 'Holds the meeting of the ceremony that is at hand. The facilitator is whose turn it is; who is away is excused and skipped.',
  input: z.strictObject({
    ceremony: input.id('cer').describe('The ceremony'),
    on: input.day.optional().describe('The day on which the series has the meeting; the one at hand when left out'),
    facilitator: input.person.optional().describe('Who leads it; whose turn it is when left out'),
  }),
  needs: { ceremony: ceremonyFact, project: projectFact, timing: meetingTimingFact, setting: meetingSettingFact },
  permission: assigned,
  events: [meetingStarted],
  decide: (command, _grant, { ceremony, project, timing, setting }, { now, newId }) => {
    const title = ceremony.definition.title
    const next = timing.next.map((o) => `${o.local.replace('T', ' ')} ${o.zone}`)
    const help = next.length === 0 ? 'The series has no meeting any more.' : `The next: ${inWords(next)}.`
    const { occurrence } = timing
    if (isOver(ceremony, timing.today) || occurrence === undefined || occurrence.state === 'cancelled') {
      const why = occurrence?.state === 'cancelled' ? `it was cancelled: ${occurrence.reason ?? ''}` : 'none is at hand'
      return refuse(
        refusal('occurrence-unknown', `There is no meeting "${title}" to start; ${why}.`, {
          subject: ceremony.id,
          help: `A meeting can be started from ${START_WINDOW_HOURS} hours before its time to ${START_WINDOW_HOURS} hours after. ${help}`,
        }),
      )
    }
    const { other } = setting
    if (other !== undefined) {
      return refuse(
        refusal(
          'meeting-open',
          other.state === 'open'
            ? `The meeting of ${other.day} is still open.`
            : `The meeting of ${other.day} has been held.`,
          { subject: other.id, ...(other.state === 'open' ? { help: 'Close it: "meeting.close".' } : {}) },
        ),
      )
    }
    const invited = attendeesOf(project, ceremony.definition.attendees, now)
    const mayLead = attendeesOf(project, ceremony.definition.facilitators, now).map((a) => a.person)
    const inRoom = mayLead.filter((p) => invited.some((a) => a.person === p))
    const turn = nextFacilitator(inRoom.length > 0 ? inRoom : mayLead, setting.turns, new Set(setting.away))
    const facilitator = command.facilitator ?? turn.person
    if (facilitator === undefined || !attendeesOf(project, [], now).some((a) => a.person === facilitator)) {
      return refuse(
        refusal('person-unknown', 'Nobody who may lead the meeting is there.', {
          subject: '/facilitator',
          help: 'Name somebody who holds a role on the project as the facilitator.',
        }),
      )
    }
    const data = {
      ceremony: ceremony.id,
      kind: ceremony.kind,
      day: occurrence.day,
      plannedAt: occurrence.at,
      facilitator,
      invited: invited.map(({ person, roles }) => ({ person, roles: [...roles] })),
      excused: invited.map((a) => a.person).filter((p) => setting.away.includes(p)),
      skipped: command.facilitator === undefined ? [...turn.skipped] : [],
    }
    return accept(event(meetingStarted, newId('mtg'), data, project.id))
  },
})

function closed(meeting: Meeting): Refused | undefined {
  return meeting.state === 'closed'
    ? refuse(refusal('meeting-closed', 'The minutes of this meeting are complete.', { subject: meeting.id }))
    : undefined
}

export const takeAttendance = act({
  name: 'meeting.attend',
  title: 'Take attendance',
  help: 'Says who is present and who is excused. Who was invited and is neither is missing.',
  input: z.strictObject({
    ...onMeeting,
    present: people.max(500).default([]).describe('Who is there'),
    excused: people.max(500).default([]).describe('Who said that they cannot come'),
  }),
  needs: { meeting: meetingFact, project: projectFact },
  permission: assigned,
  events: [attendanceTaken],
  decide: (command, _grant, { meeting, project }) => {
    const barred = closed(meeting)
    if (barred !== undefined) return barred
    const [present, excused] = [[...new Set(command.present)], [...new Set(command.excused)]]
    if (present.length + excused.length === 0)
      return refuse(refusal('input-invalid', 'Name somebody who is present or excused.', { subject: '/present' }))
    const strange = [...present, ...excused].filter((p) => !project.people.has(p))
    if (strange.length > 0) {
      return refuse(
        refusal('person-unknown', `Not on this project: ${inWords(strange)}.`, {
          subject: '/present',
          help: 'Only who holds or held a role on the project is counted.',
        }),
      )
    }
    const both = present.filter((p) => excused.includes(p))
    if (both.length > 0)
      return refuse(refusal('input-invalid', 'Nobody is both present and excused.', { subject: '/excused' }))
    return accept(event(attendanceTaken, meeting.id, { present, excused }, meeting.project))
  },
})

export const minuteMeeting = act({
  name: 'meeting.minute',
  title: 'Write into the minutes',
  help: 'Adds to the minutes of the meeting, to one section of its agenda if you like.',
  input: z.strictObject({
    ...onMeeting,
    text: input.text(10_000).describe('What was said or agreed'),
    section: input.slug.optional().describe('Section of the agenda it belongs to'),
  }),
  needs: { meeting: meetingFact, ceremony: ceremonyFact, project: projectFact },
  permission: assigned,
  events: [meetingMinuted],
  decide: (command, _grant, { meeting, ceremony }) => {
    const barred = closed(meeting)
    if (barred !== undefined) return barred
    const { text, section } = command
    const known = ceremony.definition.sections.map((s) => s.id)
    if (section !== undefined && !known.includes(section)) {
      return refuse(
        refusal('input-invalid', `The agenda has no section "${section}".`, {
          subject: '/section',
          help: `Its sections are ${inWords(known)}.`,
        }),
      )
    }
    const data = section === undefined ? { text } : { text, section }
    return accept(event(meetingMinuted, meeting.id, data, meeting.project))
  },
})

export const closeMeeting = act({
  name: 'meeting.close',
  title: 'Close a meeting',
  help: 'The minutes are complete. Somebody must be on record as present.',
  input: z.strictObject({
    ...onMeeting,
    summary: input.optionalText(5_000).default('').describe('What came out of it'),
  }),
  needs: { meeting: meetingFact, project: projectFact },
  permission: assigned,
  events: [meetingClosed],
  decide: (command, _grant, { meeting }) => {
    const barred = closed(meeting)
    if (barred !== undefined) return barred
    if (meeting.present.length === 0) {
      return refuse(
        refusal('attendance-missing', 'Nobody is on record as present.', {
          subject: meeting.id,
          help: 'Take attendance first: "meeting.attend".',
        }),
      )
    }
    return accept(event(meetingClosed, meeting.id, { summary: command.summary }, meeting.project))
  },
})
