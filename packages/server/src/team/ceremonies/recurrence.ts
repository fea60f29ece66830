import type { Ceremony, Occurrence, Series } from '@muster/core'
import { readRecurrence } from '@muster/core'
import { RRuleTemporal } from 'rrule-temporal'
import { Temporal } from 'temporal-polyfill'

const DAY_MS = 86_400_000
/** A rule that is true once in this time is never true: the 31st of every second month comes soon enough. */
const MOST_YEARS = 10

/** True if a zone exists under exactly this name. */
export function zoneProblem(zone: string): string | undefined {
  try {
    const known = new Intl.DateTimeFormat('en', { timeZone: zone })
    void known
  } catch {
    return `There is no time zone "${zone}"; use a name of the IANA database such as Europe/Berlin or UTC.`
  }
  const spelled = Intl.supportedValuesOf('timeZone').find((z) => z.toLowerCase() === zone.toLowerCase())
  return spelled === undefined || spelled === zone ? undefined : `The time zone is spelled "${spelled}".`
}

/** Today in a zone. */
export function todayIn(zone: string, now: string): string {
  return Temporal.Instant.from(now).toZonedDateTimeISO(zone).toPlainDate().toString()
}

const instant = (at: Temporal.ZonedDateTime): string => new Date(at.epochMilliseconds).toISOString()

/**
 * A local time as an instant. RFC 5545: of a time that occurs twice, the first is meant. Undefined for one that does not occur, because the
 * clock jumps over it.
 */
export function instantOf(local: string, zone: string): string | undefined {
  const plain = Temporal.PlainDateTime.from(local)
  const zoned = plain.toZonedDateTime(zone, { disambiguation: 'earlier' })
  return zoned.toPlainDateTime().equals(plain) ? instant(zoned) : undefined
}

/** An instant as local time of a zone, to the minute. */
export function localOf(at: string, zone: string): string {
  return Temporal.Instant.from(at).toZonedDateTimeISO(zone).toPlainDateTime().toString().slice(0, 16)
}

/** Local times are counted as if they were UTC: a rule counts calendar days, and those know no zone. */
const asUtc = (local: string): Date => new Date(`${local}:00.000Z`)
const shift = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10)

/** A later start of the same series, close before a day: so that years of a daily series are not counted through. */
function startNear(series: Pick<Series, 'rule' | 'start'>, day: string): string {
  const read = readRecurrence(series.rule)
  const [from = '', time = ''] = series.start.split('T')
  if (!read.ok || read.value.freq === 'MONTHLY' || day <= from) return series.start
  // Whole turns of the rule, in weeks, so that the days of the week stay where they are.
  const turn = read.value.interval * 7
  const turns = Math.floor((Date.parse(day) - Date.parse(from)) / DAY_MS / turn) - 1
  return turns <= 0 ? series.start : `${shift(from, turns * turn)}T${time}`
}

function ruleFrom(rule: string, start: string): RRuleTemporal {
  const stamp = `${start.replaceAll(/[-:]/g, '')}00`
  return new RRuleTemporal({ rruleString: `DTSTART;TZID=UTC:${stamp}\nRRULE:${rule}` })
}

/** The first meeting of a new series: on the day or after it. Undefined when the rule is never true. */
export function firstOccurrence(
  rule: string,
  time: string,
  fromDay: string,
  zone: string,
): { local: string; at: string } | undefined {
  const counted = ruleFrom(rule, `${fromDay}T${time}`)
  const end = Date.parse(fromDay) + MOST_YEARS * 366 * DAY_MS
  let found = counted.next(asUtc(`${fromDay}T00:00`), true)
  while (found !== null && found.epochMilliseconds <= end) {
    const local = new Date(found.epochMilliseconds).toISOString().slice(0, 16)
    const at = instantOf(local, zone)
    if (at !== undefined) return { local, at }
    found = counted.next(new Date(found.epochMilliseconds), false)
  }
  return undefined
}

/** Local times at which a series has a meeting, from one local day to another (both count), moves and cancellations aside. */
function plannedBetween(series: Series, fromDay: string, toDay: string): { local: string; at: string }[] {
  const from = fromDay < series.start.slice(0, 10) ? series.start.slice(0, 10) : fromDay
  const to = series.untilDay === undefined || toDay < series.untilDay ? toDay : shift(series.untilDay, -1)
  if (from > to) return []
  const counted = ruleFrom(series.rule, startNear(series, from))
  return counted
    .between(asUtc(`${from}T00:00`), asUtc(`${to}T23:59`), true)
    .map((found) => new Date(found.epochMilliseconds).toISOString().slice(0, 16))
    .flatMap((local) => {
      const at = instantOf(local, series.zone)
      // RFC 5545 §3.3.10: an instance at a local time that does not occur is ignored.
      return at === undefined ? [] : [{ local, at }]
    })
}

/** The meetings whose day in the series lies between two local days (both count), in order of that day, with what changed about them. */
export function occurrencesBetween(ceremony: Ceremony, fromDay: string, toDay: string): Occurrence[] {
  return ceremony.series.flatMap((series) =>
    plannedBetween(series, fromDay, toDay).map(({ local, at }): Occurrence => {
      const day = local.slice(0, 10)
      const change = ceremony.changes[day]
      const planned = { day, plannedAt: at, zone: series.zone }
      if (change === undefined) return { ...planned, at, local, state: 'planned' }
      if (change.kind === 'cancelled') return { ...planned, at, local, state: 'cancelled', reason: change.reason }
      return { ...planned, at: change.at, local: change.to, state: 'moved', reason: change.reason }
    }),
  )
}

/** The meeting that the series has on a local day. */
export const occurrenceOn = (ceremony: Ceremony, day: string): Occurrence | undefined =>
  occurrencesBetween(ceremony, day, day)[0]

const daysAround = (at: string, before: number, after: number): readonly [string, string] => [
  shift(at.slice(0, 10), -before),
  shift(at.slice(0, 10), after),
]

/** Meetings that were moved from their day to somewhere within a span of time. */
function movedInto(ceremony: Ceremony, from: string, to: string): Occurrence[] {
  return Object.entries(ceremony.changes).flatMap(([day, change]) => {
    if (change.kind !== 'moved' || change.at < from || change.at > to) return []
    const found = occurrenceOn(ceremony, day)
    return found === undefined ? [] : [found]
  })
}

/** Meetings that take place or would have within a span of time (ISO instants), in order of time. */
export function occurrencesWithin(ceremony: Ceremony, from: string, to: string): Occurrence[] {
  // A day more on each side: local days begin and end at other instants than those of UTC.
  const near = occurrencesBetween(ceremony, shift(from.slice(0, 10), -1), shift(to.slice(0, 10), 1))
  const known = new Map([...near, ...movedInto(ceremony, from, to)].map((o) => [o.day, o]))
  return [...known.values()].filter((o) => from <= o.at && o.at <= to).toSorted((a, b) => (a.at < b.at ? -1 : 1))
}

/** The next meetings from now on that are not cancelled. */
export function nextOccurrences(ceremony: Ceremony, now: string, most: number): Occurrence[] {
  let days = 8
  for (;;) {
    const [, to] = daysAround(now, 0, days)
    const found = occurrencesWithin(ceremony, now, `${to}T23:59:59.999Z`).filter((o) => o.state !== 'cancelled')
    if (found.length >= most || days > 366 * 2) return found.slice(0, most)
    days *= 4
  }
}

/** The last meeting before an instant that was not cancelled. */
export function occurrenceBefore(ceremony: Ceremony, before: string): Occurrence | undefined {
  let days = 8
  for (;;) {
    const [from] = daysAround(before, days, 0)
    const found = occurrencesWithin(ceremony, `${from}T00:00:00.000Z`, before).filter(
      (o) => o.state !== 'cancelled' && o.at < before,
    )
    if (found.length > 0 || days > 366 * 2) return found.at(-1)
    days *= 4
  }
}

/** The meeting nearest to now, within so many hours before and after. */
export function occurrenceAtHand(ceremony: Ceremony, now: string, hours: number): Occurrence | undefined {
  const at = Date.parse(now)
  const [from, to] = [at - hours * 3_600_000, at + hours * 3_600_000].map((ms) => new Date(ms).toISOString())
  const distance = (o: Occurrence): number => Math.abs(Date.parse(o.at) - at)
  return occurrencesWithin(ceremony, from ?? now, to ?? now)
    .filter((o) => o.state !== 'cancelled')
    .toSorted((a, b) => distance(a) - distance(b))[0]
}
