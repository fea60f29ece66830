import { Temporal } from 'temporal-polyfill'

/** One change of the clock: the local time at which it happens by the old clock, and the offsets before and after in minutes. */
interface Change {
  readonly local: Temporal.PlainDateTime
  readonly from: number
  readonly to: number
}

/** So many years past the last known change are written out where no rule of the zone can be told from its changes. */
const YEARS_AHEAD = 10
const MINUTE_NS = 60_000_000_000
const DAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const

/**
 * A VTIMEZONE of RFC 5545 for a zone, true from the first day of a year on. Changes that come back every year on the same weekday of the
 * month (last Sunday of March) become a rule; others are written out one by one.
 *
 * @param fromYear the earliest year that is used with it
 * @param now ISO instant; changes are written out until ten years after its year
 */
export function vtimezone(zone: string, fromYear: number, now: string): string {
  const start = Temporal.PlainDateTime.from({ year: fromYear, month: 1, day: 1 }).toZonedDateTime(zone)
  const changes = changesOf(start, Number(now.slice(0, 4)) + YEARS_AHEAD)
  const first = offsetMinutes(start)
  const groups = Map.groupBy(changes, (c) => `${c.from} ${c.to}`)
  return component('VTIMEZONE', [
    `TZID:${zone}`,
    // What holds when the year begins; Temporal does not say whether it is summer time, and no reader asks.
    ...observance('STANDARD', start.toPlainDateTime(), first, first, []),
    ...[...groups.values()].flatMap(observances),
  ]).join('\r\n')
}

const component = (name: string, lines: readonly string[]): string[] => [`BEGIN:${name}`, ...lines, `END:${name}`]

const offsetMinutes = (at: Temporal.ZonedDateTime): number => at.offsetNanoseconds / MINUTE_NS

function changesOf(start: Temporal.ZonedDateTime, lastYear: number): Change[] {
  const changes: Change[] = []
  for (let at = start.getTimeZoneTransition('next'); at !== null && at.year <= lastYear;) {
    const before = at.subtract({ nanoseconds: 1 })
    const [from, to] = [offsetMinutes(before), offsetMinutes(at)]
    const local = at
      .toInstant()
      .toZonedDateTimeISO('UTC')
      .toPlainDateTime()
      .add({ minutes: Math.round(from) })
    if (from !== to) changes.push({ local, from, to })
    at = at.getTimeZoneTransition('next')
  }
  return changes
}

/** The nth weekday of the month on which a change falls: counted from the end when it is in the last week. */
function pattern({ local }: Change): string {
  const fromEnd = local.day + 7 > local.daysInMonth
  const nth = fromEnd ? -1 : Math.ceil(local.day / 7)
  return `${local.month};${nth}${DAYS[local.dayOfWeek - 1] ?? ''};${local.toPlainTime().toString()}`
}

/** Changes between the same two offsets: what comes back every year until the end as a rule, the rest one by one. */
function observances(changes: readonly Change[]): string[] {
  const last = changes.at(-1)
  if (last === undefined) return []
  const yearly = tail(changes)
  const single = changes.slice(0, changes.length - yearly.length)
  const kind = last.to > last.from ? 'DAYLIGHT' : 'STANDARD'
  const lines: string[] = []
  const [one, ...more] = single
  if (one !== undefined)
    lines.push(
      ...observance(
        kind,
        one.local,
        one.from,
        one.to,
        more.map((c) => `RDATE:${stamp(c.local)}`),
      ),
    )
  const [begin] = yearly
  if (begin !== undefined) {
    const [month = '', day = ''] = pattern(begin).split(';')
    const rule = `RRULE:FREQ=YEARLY;BYMONTH=${month};BYDAY=${day}`
    lines.push(...observance(kind, begin.local, begin.from, begin.to, [rule]))
  }
  return lines
}

/** The changes at the end that follow one pattern, year after year without a gap; none when they are too few to tell. */
function tail(changes: readonly Change[]): readonly Change[] {
  let from = changes.length
  for (let i = changes.length - 1; i >= 0; i -= 1) {
    const [change, next] = [changes[i], changes[i + 1]]
    if (change === undefined) break
    const follows =
      next === undefined || (change.local.year + 1 === next.local.year && pattern(change) === pattern(next))
    if (!follows) break
    from = i
  }
  const run = changes.slice(from)
  return run.length >= YEARS_AHEAD - 1 ? run : []
}

const stamp = (local: Temporal.PlainDateTime): string =>
  local.toString({ smallestUnit: 'second' }).replaceAll(/[-:]/g, '')

function offsetText(minutes: number): string {
  const seconds = Math.round(Math.abs(minutes) * 60)
  const [hour, minute, second] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60), seconds % 60].map(
    (n) => String(n).padStart(2, '0'),
  )
  return `${minutes < 0 ? '-' : '+'}${hour ?? ''}${minute ?? ''}${second === '00' ? '' : (second ?? '')}`
}

function observance(
  kind: 'STANDARD' | 'DAYLIGHT',
  begins: Temporal.PlainDateTime,
  from: number,
  to: number,
  more: readonly string[],
): string[] {
  return component(kind, [
    `DTSTART:${stamp(begins)}`,
    `TZOFFSETFROM:${offsetText(from)}`,
    `TZOFFSETTO:${offsetText(to)}`,
    ...more,
  ])
}
