import type { Action, Ceremony, Milestone, Series } from '@muster/core'
import ical, { ICalEventStatus, ICalEventTransparency } from 'ical-generator'
import type { ICalCalendar, ICalEventData } from 'ical-generator'
import { Temporal } from 'temporal-polyfill'
import { occurrenceOn } from './recurrence.ts'
import { vtimezone } from './vtimezone.ts'

/** A milestone with what its calendar entry needs beside it. */
export interface DatedMilestone extends Milestone {
  readonly project: string
  readonly projectName: string
  readonly setAt: string
  /** How often it was set: the SEQUENCE of its entry. */
  readonly sequence: number
}

/** What stands in a calendar. */
export interface CalendarContent {
  readonly name: string
  readonly ceremonies: readonly (Ceremony & { readonly projectName: string })[]
  readonly milestones: readonly DatedMilestone[]
  readonly actions: readonly (Action & { readonly projectName: string; readonly ownerName: string | null })[]
  /** ISO instant; decides only how far ahead changes of the clock are written out. */
  readonly now: string
}

/**
 * A calendar as RFC 5545 text. The same content gives the same text: time stamps are those of the last change, so that a reader is told
 * "not modified" for as long as nothing is.
 */
export function calendarText(content: CalendarContent): string {
  const years = content.ceremonies.flatMap((c) => c.series.map((s) => Number(s.start.slice(0, 4))))
  const fromYear = Math.min(...years, Number(content.now.slice(0, 4)))
  const calendar = ical({
    // The library writes names as they come; RFC 5545 wants these characters escaped.
    name: content.name.replaceAll(/[\\;,]/g, (character) => `\\${character}`),
    prodId: { company: 'muster', product: 'muster', language: 'EN' },
    timezone: { name: null, generator: (zone) => vtimezone(zone, fromYear, content.now) },
    ttl: 3600,
  })
  for (const ceremony of content.ceremonies) addCeremony(calendar, ceremony)
  for (const milestone of content.milestones) addMilestone(calendar, milestone)
  for (const action of content.actions) addAction(calendar, action)
  return `${calendar.toString()}\r\n`.replace(/(?:\r\n)+$/, '\r\n')
}

/** A series has the id of its ceremony; one that follows after a change of times has its number as well, since it is another series. */
const uidOf = (ceremony: Ceremony, index: number): string =>
  `${ceremony.id}${index === 0 ? '' : `-${index + 1}`}@muster`

const zoned = (local: string, zone: string): Temporal.ZonedDateTime =>
  Temporal.PlainDateTime.from(local).toZonedDateTime(zone)
const zonedAt = (at: string, zone: string): Temporal.ZonedDateTime => Temporal.Instant.from(at).toZonedDateTimeISO(zone)
/** RFC 5545 counts in whole seconds. */
const stampOf = (at: string): Date => new Date(Math.floor(Date.parse(at) / 1000) * 1000)

function addCeremony(calendar: ICalCalendar, ceremony: CalendarContent['ceremonies'][number]): void {
  const { definition } = ceremony
  const base = {
    summary: `${definition.title} (${ceremony.projectName})`,
    stamp: stampOf(ceremony.changedAt),
    lastModified: stampOf(ceremony.changedAt),
    created: stampOf(ceremony.scheduledAt),
  }
  const description = `${definition.purpose}\n\nAgenda: muster ceremony agenda ${ceremony.id}`
  ceremony.series.forEach((series, index) => {
    const id = uidOf(ceremony, index)
    // A series that was replaced or ended before its first meeting never takes place.
    const never = series.untilDay !== undefined && series.untilDay <= series.start.slice(0, 10)
    calendar.createEvent({
      ...base,
      ...span(zoned(series.start, series.zone), definition.durationMinutes),
      id,
      description,
      sequence: ceremony.sequence,
      timezone: series.zone,
      repeating: `RRULE:${series.rule}${until(series)}`,
      status: never ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
    })
    for (const event of changesOf(ceremony, series)) calendar.createEvent({ ...base, description, ...event, id })
  })
}

function span(start: Temporal.ZonedDateTime, minutes: number): Pick<ICalEventData, 'start' | 'end'> {
  return { start, end: start.add({ minutes }) }
}

/** The end of a series as RFC 5545 wants it: an instant in UTC, the last moment of its last day. */
function until(series: Series): string {
  if (series.untilDay === undefined) return ''
  const end = zoned(`${series.untilDay}T00:00`, series.zone).subtract({ seconds: 1 }).withTimeZone('UTC')
  return `;UNTIL=${end.toPlainDateTime().toString({ smallestUnit: 'second' }).replaceAll(/[-:]/g, '')}Z`
}

/** The meetings of one series that were moved or cancelled. */
function changesOf(ceremony: Ceremony, series: Series): ICalEventData[] {
  return Object.entries(ceremony.changes).flatMap(([day, change]): ICalEventData[] => {
    const found = occurrenceOn({ ...ceremony, series: [series] }, day)
    if (found === undefined) return []
    const planned = zonedAt(found.plannedAt, series.zone)
    const at = change.kind === 'moved' ? zonedAt(change.at, series.zone) : planned
    const why = change.kind === 'moved' ? `Moved from ${day}: ${change.reason}` : `Cancelled: ${change.reason}`
    return [
      {
        ...span(at, ceremony.definition.durationMinutes),
        timezone: series.zone,
        recurrenceId: planned,
        sequence: change.sequence,
        stamp: stampOf(change.changedAt),
        lastModified: stampOf(change.changedAt),
        description: why,
        status: change.kind === 'moved' ? ICalEventStatus.CONFIRMED : ICalEventStatus.CANCELLED,
      },
    ]
  })
}

/** All day on one calendar day, and nobody is busy because of it. */
function dayOnly(day: string): Pick<ICalEventData, 'start' | 'end' | 'allDay' | 'transparency'> {
  const start = new Date(`${day}T00:00:00.000Z`)
  const end = new Date(start.getTime() + 86_400_000)
  return { start, end, allDay: true, transparency: ICalEventTransparency.TRANSPARENT }
}

function addMilestone(calendar: ICalCalendar, m: DatedMilestone): void {
  const reached = m.state === 'completed' ? ' ✓' : ''
  calendar.createEvent({
    ...dayOnly(m.due),
    id: `${m.id}@muster`,
    summary: `Milestone: ${m.title}${reached} (${m.projectName})`,
    stamp: stampOf(m.setAt),
    lastModified: stampOf(m.setAt),
    sequence: m.sequence,
    status: m.state === 'dropped' ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
  })
}

function addAction(calendar: ICalCalendar, a: CalendarContent['actions'][number]): void {
  calendar.createEvent({
    ...dayOnly(a.due),
    id: `${a.id}@muster`,
    summary: `Due: ${a.title}${a.ownerName === null ? '' : `, ${a.ownerName}`} (${a.projectName})`,
    stamp: stampOf(a.changedAt),
    lastModified: stampOf(a.changedAt),
    sequence: a.sequence,
    status: a.state === 'open' ? ICalEventStatus.CONFIRMED : ICalEventStatus.CANCELLED,
  })
}
