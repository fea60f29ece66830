import { RRuleTemporal } from 'rrule-temporal'
import { Temporal } from 'temporal-polyfill'
import { describe, expect, test } from 'vitest'
import { vtimezone } from './vtimezone.ts'

const minutes = (text: string): number => {
  const sign = text.startsWith('-') ? -1 : 1
  return sign * (Number(text.slice(1, 3)) * 60 + Number(text.slice(3, 5)))
}

interface Onset {
  readonly utc: number
  readonly to: number
}
/** Reads a VTIMEZONE as a calendar program does: every onset of every observance, in UTC. */
function onsets(text: string): Onset[] {
  return text
    .split(/BEGIN:(?:STANDARD|DAYLIGHT)\r\n/)
    .slice(1)
    .flatMap((part) => {
      const value = (name: string) => new RegExp(`^${name}:(.*)$`, 'm').exec(part)?.[1]?.trim() ?? ''
      const [from, to] = [minutes(value('TZOFFSETFROM')), minutes(value('TZOFFSETTO'))]
      const rule = value('RRULE')
      const single = [value('DTSTART'), ...[...part.matchAll(/^RDATE:(.*)$/gm)].map((m) => (m[1] ?? '').trim())]
      const locals =
        rule === ''
          ? single.map((s) => Date.parse(s.replace(/^(....)(..)(..)T(..)(..)(..)$/, '$1-$2-$3T$4:$5:$6Z')))
          : new RRuleTemporal({ rruleString: `DTSTART;TZID=UTC:${value('DTSTART')}\nRRULE:${rule};COUNT=30` })
              .all()
              .map((z) => z.epochMilliseconds)
      return locals.map((local) => ({ utc: local - from * 60_000, to }))
    })
    .toSorted((a, b) => a.utc - b.utc)
}

describe('a VTIMEZONE', () => {
  test.each([
    'Europe/Berlin',
    'America/New_York',
    'America/Sao_Paulo',
    'Australia/Lord_Howe',
    'Africa/Casablanca',
    'America/St_Johns',
    'Asia/Kolkata',
    'Pacific/Chatham',
    'Asia/Tehran',
    'UTC',
  ])('of %s gives every moment of twelve years the offset that the zone has', (zone) => {
    const known = onsets(vtimezone(zone, 2021, '2026-06-01T00:00:00.000Z'))
    const [from, to] = [Date.parse('2021-01-02T00:00:00Z'), Date.parse('2033-01-01T00:00:00Z')]
    // Both are constant between their changes, so it is enough to look at each side of every change of either.
    const changes = known.map((o) => o.utc)
    let at = Temporal.Instant.fromEpochMilliseconds(from).toZonedDateTimeISO(zone).getTimeZoneTransition('next')
    for (; at !== null && at.epochMilliseconds < to; at = at.getTimeZoneTransition('next'))
      changes.push(at.epochMilliseconds)
    const moments = [from, ...changes.flatMap((ms) => [ms - 1000, ms])].filter((ms) => from <= ms && ms < to)
    const wrong = moments.filter((ms) => {
      const real = Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(zone).offsetNanoseconds / 60e9
      return known.findLast((o) => o.utc <= ms)?.to !== real
    })
    expect(wrong.map((ms) => new Date(ms).toISOString())).toEqual([])
  })

  test('says a change that comes back every year as a rule', () => {
    const text = vtimezone('Europe/Berlin', 2026, '2026-06-01T00:00:00.000Z')
    expect(text).toContain(
      'DTSTART:20260329T020000\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:+0200\r\nRRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU',
    )
    expect(text).toContain('RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU')
    expect(text).not.toContain('RDATE')
  })

  test('writes changes that follow no rule one by one', () => {
    const text = vtimezone('Africa/Casablanca', 2026, '2026-06-01T00:00:00.000Z')
    expect(text).toContain('RDATE:')
    expect(text).not.toContain('RRULE')
  })
})
