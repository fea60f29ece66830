import type { Ceremony, Series } from '@muster/core'
import { readRecurrence } from '@muster/core'
import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { describe, expect, test } from 'vitest'
import {
  firstOccurrence,
  instantOf,
  nextOccurrences,
  occurrenceAtHand,
  occurrenceBefore,
  occurrenceOn,
  occurrencesBetween,
  occurrencesWithin,
  todayIn,
  zoneProblem,
} from './recurrence.ts'

const ZONES = [
  'Europe/Berlin',
  'America/New_York',
  'Australia/Lord_Howe',
  'Africa/Casablanca',
  'America/St_Johns',
  'Asia/Kolkata',
  'Pacific/Chatham',
  'UTC',
]
const definition: Ceremony['definition'] = {
  id: 'stand-up',
  title: 'Stand-up',
  purpose: 'x',
  rule: 'FREQ=DAILY',
  time: '09:30',
  durationMinutes: 15,
  attendees: [],
  facilitators: [],
  sections: [],
}

function ceremony(
  series: Partial<Series> & Pick<Series, 'rule' | 'start' | 'zone'>,
  changes: Ceremony['changes'] = {},
): Ceremony {
  const full: Series = { startsAt: '', since: '2026-01-01T00:00:00.000Z', ...series }
  return {
    id: 'cer_1',
    project: 'prj_1',
    kind: 'stand-up',
    definition,
    pack: { id: 'standard', version: '1.0.0', digest: 'sha256:0' },
    series: [full],
    changes,
    sequence: 0,
    scheduledBy: 'per_1',
    scheduledAt: full.since,
    changedAt: full.since,
  }
}

/** A rule counted out day by day by hand, with nothing but the calendar: what the library's answer is held against. */
function byHand(rule: string, start: string, from: string, to: string): string[] {
  const read = readRecurrence(rule)
  if (!read.ok) throw new Error(read.why)
  const { freq, interval, byDay, byMonthDay } = read.value
  const first = Temporal.PlainDate.from(start.slice(0, 10))
  const weekdays = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU']
  const monday = (d: Temporal.PlainDate) => d.subtract({ days: d.dayOfWeek - 1 })
  const fits = (d: Temporal.PlainDate): boolean => {
    const since = first.until(d, { largestUnit: 'days' }).days
    const name = weekdays[d.dayOfWeek - 1]
    const named = byDay.some(({ day, nth }) => {
      if (day !== name) return false
      if (nth === undefined) return true
      return nth > 0 ? Math.ceil(d.day / 7) === nth : Math.ceil((d.daysInMonth - d.day + 1) / 7) === -nth
    })
    if (freq === 'DAILY') return since % interval === 0 && (byDay.length === 0 || named)
    if (freq === 'WEEKLY') {
      const weeks = monday(first).until(monday(d), { largestUnit: 'days' }).days / 7
      return weeks % interval === 0 && (byDay.length === 0 ? d.dayOfWeek === first.dayOfWeek : named)
    }
    const months = (d.year - first.year) * 12 + d.month - first.month
    if (months % interval !== 0) return false
    if (byDay.length === 0 && byMonthDay.length === 0) return d.day === first.day
    return (byDay.length === 0 || named) && (byMonthDay.length === 0 || byMonthDay.includes(d.day))
  }
  const found: string[] = []
  const begin = Temporal.PlainDate.from(from)
  const end = Temporal.PlainDate.from(to)
  for (
    let d = Temporal.PlainDate.compare(begin, first) < 0 ? first : begin;
    Temporal.PlainDate.compare(d, end) <= 0;
    d = d.add({ days: 1 })
  )
    if (fits(d)) found.push(d.toString())
  return found
}

const day = fc
  .integer({ min: 0, max: 365 * 4 })
  .map((n) => Temporal.PlainDate.from('2024-01-01').add({ days: n }).toString())
const days = fc.uniqueArray(fc.constantFrom('MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'), { minLength: 1, maxLength: 5 })
const interval = fc.integer({ min: 1, max: 5 })
const rule = fc.oneof(
  fc.tuple(interval).map(([i]) => `FREQ=DAILY;INTERVAL=${i}`),
  days.map((d) => `FREQ=DAILY;BYDAY=${d.join(',')}`),
  fc.tuple(interval, days).map(([i, d]) => `FREQ=WEEKLY;INTERVAL=${i};BYDAY=${d.join(',')}`),
  interval.map((i) => `FREQ=WEEKLY;INTERVAL=${i}`),
  fc
    .tuple(interval, fc.constantFrom('1MO', '-1FR', '2WE', '-2TU'))
    .map(([i, d]) => `FREQ=MONTHLY;INTERVAL=${i};BYDAY=${d}`),
  fc.tuple(interval, fc.integer({ min: 1, max: 31 })).map(([i, d]) => `FREQ=MONTHLY;INTERVAL=${i};BYMONTHDAY=${d}`),
)
const clock = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.constantFrom(0, 15, 30, 45))
  .map(([h, m]) => `${String(h).padStart(2, '0')}:${String(m).padStart(2, '0')}`)

describe('a series', () => {
  test('has the days that the calendar, counted by hand, gives its rule, however long ago it began', () => {
    fc.assert(
      fc.property(rule, day, clock, day, fc.integer({ min: 0, max: 60 }), (r, startDay, time, from, span) => {
        const first = firstOccurrence(r, time, startDay, 'UTC')
        fc.pre(first !== undefined)
        const to = Temporal.PlainDate.from(from).add({ days: span }).toString()
        const found = occurrencesBetween(ceremony({ rule: r, start: first?.local ?? '', zone: 'UTC' }), from, to)
        expect(found.map((o) => o.day)).toEqual(byHand(r, first?.local ?? '', from, to))
      }),
      { numRuns: 150 },
    )
  })

  test('keeps its time of day whatever the clock does, and leaves out times that the clock jumps over', () => {
    fc.assert(
      fc.property(fc.constantFrom(...ZONES), clock, day, (zone, time, from) => {
        const first = firstOccurrence('FREQ=DAILY', time, '2024-01-01', zone)
        const to = Temporal.PlainDate.from(from).add({ days: 40 }).toString()
        const found = occurrencesBetween(ceremony({ rule: 'FREQ=DAILY', start: first?.local ?? '', zone }), from, to)
        const expected = byHand('FREQ=DAILY', first?.local ?? '', from, to).filter(
          (d) => instantOf(`${d}T${time}`, zone) !== undefined,
        )
        expect(found.map((o) => o.day)).toEqual(expected)
        for (const o of found) {
          const local = Temporal.Instant.from(o.at).toZonedDateTimeISO(zone)
          expect(local.toPlainDateTime().toString({ smallestUnit: 'minute' })).toBe(`${o.day}T${time}`)
        }
      }),
      { numRuns: 100 },
    )
  })

  test('follows the clock of its zone through both changes of a year', () => {
    const daily = ceremony({ rule: 'FREQ=WEEKLY;BYDAY=MO', start: '2026-01-05T09:30', zone: 'Europe/Berlin' })
    const at = (d: string) => occurrenceOn(daily, d)?.at
    expect(at('2026-03-23')).toBe('2026-03-23T08:30:00.000Z')
    expect(at('2026-03-30')).toBe('2026-03-30T07:30:00.000Z')
    expect(at('2026-10-19')).toBe('2026-10-19T07:30:00.000Z')
    expect(at('2026-10-26')).toBe('2026-10-26T08:30:00.000Z')
  })

  test('RFC 5545 §3.3.10: a time that does not occur is ignored, one that occurs twice is its first', () => {
    const night = ceremony({ rule: 'FREQ=DAILY', start: '2026-03-27T02:30', zone: 'Europe/Berlin' })
    expect(occurrencesBetween(night, '2026-03-28', '2026-03-30').map((o) => o.day)).toEqual([
      '2026-03-28',
      '2026-03-30',
    ])
    expect(occurrenceOn(night, '2026-10-25')?.at).toBe('2026-10-25T00:30:00.000Z')
    expect(firstOccurrence('FREQ=WEEKLY', '02:30', '2026-03-29', 'Europe/Berlin')?.local).toBe('2026-04-05T02:30')
    expect(instantOf('2026-03-29T02:30', 'Europe/Berlin')).toBeUndefined()
  })

  test('"every two weeks" keeps its weeks over years', () => {
    const first = firstOccurrence('FREQ=WEEKLY;INTERVAL=2;BYDAY=TH', '10:00', '2020-01-06', 'Europe/Berlin')
    const review = ceremony({
      rule: 'FREQ=WEEKLY;INTERVAL=2;BYDAY=TH',
      start: first?.local ?? '',
      zone: 'Europe/Berlin',
    })
    const found = occurrencesBetween(review, '2026-11-01', '2026-12-31').map((o) => o.day)
    for (const d of found)
      expect(
        Temporal.PlainDate.from('2020-01-09').until(Temporal.PlainDate.from(d), { largestUnit: 'days' }).days % 14,
      ).toBe(0)
    expect(found).toHaveLength(5)
  })

  test('ends before its first day without it', () => {
    const ended = ceremony({ rule: 'FREQ=DAILY', start: '2026-03-02T09:30', zone: 'UTC', untilDay: '2026-03-04' })
    expect(occurrencesBetween(ended, '2026-01-01', '2026-12-31').map((o) => o.day)).toEqual([
      '2026-03-02',
      '2026-03-03',
    ])
    expect(nextOccurrences(ended, '2026-03-04T00:00:00.000Z', 1)).toEqual([])
  })
})

describe('a moved meeting', () => {
  const moved = ceremony(
    { rule: 'FREQ=WEEKLY;BYDAY=WE', start: '2026-03-04T14:00', zone: 'Europe/Berlin' },
    {
      '2026-03-11': {
        kind: 'moved',
        to: '2026-04-01T09:00',
        at: '2026-04-01T07:00:00.000Z',
        reason: 'away',
        changedAt: '',
        sequence: 1,
      },
      '2026-03-18': { kind: 'cancelled', reason: 'holiday', changedAt: '', sequence: 2 },
    },
  )

  test('is found where it was moved to, however far that is', () => {
    expect(
      occurrencesWithin(moved, '2026-03-31T00:00:00.000Z', '2026-04-01T23:00:00.000Z').map((o) => [o.day, o.at]),
    ).toEqual([
      ['2026-03-11', '2026-04-01T07:00:00.000Z'],
      ['2026-04-01', '2026-04-01T12:00:00.000Z'],
    ])
    expect(occurrencesWithin(moved, '2026-03-10T00:00:00.000Z', '2026-03-12T00:00:00.000Z')).toEqual([])
  })

  test('and a cancelled one: the next and the last know of both', () => {
    expect(nextOccurrences(moved, '2026-03-05T00:00:00.000Z', 2).map((o) => o.day)).toEqual([
      '2026-03-25',
      '2026-03-11',
    ])
    expect(occurrenceBefore(moved, '2026-03-24T00:00:00.000Z')?.day).toBe('2026-03-04')
    expect(occurrenceAtHand(moved, '2026-04-01T07:30:00.000Z', 12)?.day).toBe('2026-03-11')
    expect(occurrenceAtHand(moved, '2026-03-18T13:00:00.000Z', 12)).toBeUndefined()
  })
})

describe('a time zone', () => {
  test('is one of the IANA database, spelled as it is there', () => {
    expect(zoneProblem('Europe/Berlin')).toBeUndefined()
    expect(zoneProblem('UTC')).toBeUndefined()
    expect(zoneProblem('Europe/Atlantis')).toContain('There is no time zone')
    expect(zoneProblem('europe/berlin')).toBe('The time zone is spelled "Europe/Berlin".')
  })

  test('says which day it is', () => {
    expect(todayIn('Pacific/Kiritimati', '2026-03-02T12:00:00.000Z')).toBe('2026-03-03')
    expect(todayIn('America/New_York', '2026-03-02T03:00:00.000Z')).toBe('2026-03-01')
  })
})
