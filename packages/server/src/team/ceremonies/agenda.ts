import type { AgendaSection, Attendee, Ceremony, Facilitation, Meeting, Occurrence } from '@muster/core'
import { attendeesOf, isOver, nextFacilitator, periodDays, addDays } from '@muster/core'
import type { Queries } from '../../store/database.ts'
import { projectWithTeam } from '../../store/responsibilities.ts'
import type { Looking, SourceAnswer } from './looking.ts'
import { looking, timesInWords } from './looking.ts'
import { nextOccurrences, todayIn } from './recurrence.ts'
import { SOURCES } from './sources.ts'
import { awayOn, turnsOf } from './turns.ts'

/** More items than these are not shown in one section; how many there are is. */
const MOST_ITEMS = 60

/** The agenda of a meeting as the record has it now. */
export interface Agenda {
  readonly ceremony: string
  readonly project: string
  readonly projectName: string
  readonly title: string
  readonly purpose: string
  readonly times: string
  /** `open` while a meeting is being held. */
  readonly state: 'open' | 'upcoming' | 'over'
  readonly meeting?: string
  readonly occurrence?: Occurrence
  readonly since: string
  readonly sinceWhy: string
  readonly facilitator?: string
  readonly skipped: readonly string[]
  readonly attendees: readonly Attendee[]
  readonly away: readonly string[]
  readonly sections: readonly {
    readonly id: string
    readonly title: string
    readonly query: string
    readonly items: SourceAnswer['items']
    readonly more: number
    readonly nothing: string
  }[]
}

/** Asks the record for the agenda of a ceremony at this moment. */
export async function agendaOf(
  queries: Queries,
  ceremony: Ceremony,
  now: string,
  digest: (value: unknown) => string,
): Promise<Agenda | undefined> {
  const project = await projectWithTeam(queries, ceremony.project)
  if (project === undefined) return undefined
  const meetings = await queries.query<{ doc: Meeting }>(
    `select doc from meeting where doc->>'ceremony' = $1 order by id desc limit 2`,
    [ceremony.id],
  )
  const [last, before] = meetings.map((row) => row.doc)
  const open = last?.state === 'open' ? last : undefined
  const held = open === undefined ? last : before
  const zone = ceremony.series.at(-1)?.zone ?? 'UTC'
  const [occurrence] = nextOccurrences(ceremony, now, 1)
  const { since, sinceWhy } = sinceOf(ceremony, held, now)
  const of = looking({ queries, project, since, now, digest, ceremony })
  const attendees = attendeesOf(project, ceremony.definition.attendees, now)
  const away = await awayOn(queries, [...project.people.keys()], (occurrence?.local ?? now).slice(0, 10))
  const turn: Facilitation =
    open === undefined
      ? await turnOf(queries, ceremony, attendees, attendeesOf(project, ceremony.definition.facilitators, now), away)
      : { person: open.facilitator, skipped: [] }
  return {
    ceremony: ceremony.id,
    project: project.id,
    projectName: project.state.name,
    title: ceremony.definition.title,
    purpose: ceremony.definition.purpose,
    times: timesInWords(ceremony),
    state: open === undefined ? (isOver(ceremony, todayIn(zone, now)) ? 'over' : 'upcoming') : 'open',
    ...(open === undefined ? {} : { meeting: open.id }),
    ...(occurrence === undefined ? {} : { occurrence }),
    since,
    sinceWhy,
    ...(turn.person === undefined ? {} : { facilitator: turn.person }),
    skipped: turn.skipped,
    attendees,
    away: away.filter((p) => attendees.some((a) => a.person === p)),
    sections: await sectionsOf(of, ceremony.definition.sections),
  }
}

async function turnOf(
  queries: Queries,
  ceremony: Ceremony,
  attendees: readonly Attendee[],
  mayLead: readonly Attendee[],
  away: readonly string[],
): Promise<Facilitation> {
  const leads = mayLead.map((a) => a.person)
  const inRoom = leads.filter((p) => attendees.some((a) => a.person === p))
  return nextFacilitator(inRoom.length > 0 ? inRoom : leads, await turnsOf(queries, ceremony.id), new Set(away))
}

/** From where an agenda looks back: the start of the last meeting, or one turn of the rule where none was held. */
function sinceOf(ceremony: Ceremony, held: Meeting | undefined, now: string): { since: string; sinceWhy: string } {
  if (held !== undefined) return { since: held.startedAt, sinceWhy: `the meeting of ${held.day}` }
  const days = periodDays(ceremony.series.at(-1)?.rule ?? '')
  return {
    since: addDays(now, -days),
    sinceWhy: 'one turn of the series, because no meeting was held before',
  }
}

async function sectionsOf(of: Looking, sections: readonly AgendaSection[]): Promise<Agenda['sections']> {
  const answered: Agenda['sections'][number][] = []
  // One after the other: the embedded database has one connection.
  for (const section of sections) {
    const { items, nothing } = await SOURCES[section.query](of, section)
    const shown = items.slice(0, MOST_ITEMS)
    const more = items.length - shown.length
    answered.push({ id: section.id, title: section.title, query: section.query, items: shown, more, nothing })
  }
  return answered
}
