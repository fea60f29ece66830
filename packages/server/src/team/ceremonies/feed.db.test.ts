import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import type { ServedWorld } from '@muster/testkit'
import { eachDatabase, served } from '@muster/testkit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

/** Debian's Python has icalendar from python3-icalendar; another Python on the path does not. */
const PYTHON = '/usr/bin/python3'
const canRead = spawnSync(PYTHON, ['-c', 'import icalendar']).status === 0

interface Time {
  readonly at: string
  readonly zone: string | null
}
interface Read {
  readonly name: string
  readonly version: string
  readonly errors: readonly unknown[]
  readonly zones: readonly { readonly id: string; readonly made: boolean; readonly parts: readonly string[] }[]
  readonly events: readonly {
    readonly uid: string
    readonly summary: string
    readonly description: string | null
    readonly sequence: number
    readonly status: string
    readonly start: Time
    readonly end: Time
    readonly rule: string | null
    readonly recurrenceId: Time | null
    readonly errors: readonly unknown[]
  }[]
}
function readWithIcalendar(text: string): Read {
  const done = spawnSync(PYTHON, [join(import.meta.dirname, 'read-with-icalendar.py')], {
    input: text,
    encoding: 'utf8',
  })
  if (done.status !== 0) throw new Error(done.stderr)
  return JSON.parse(done.stdout) as Read
}

/** Properties of the events of a calendar, unfolded. */
const unfolded = (text: string): string[] => text.replaceAll('\r\n ', '').split('\r\n')
const eventsOf = (text: string): string[][] =>
  text
    .replaceAll('\r\n ', '')
    .split('BEGIN:VEVENT\r\n')
    .slice(1)
    .map((part) => (part.split('\r\nEND:VEVENT')[0] ?? '').split('\r\n'))
const eventOf = (text: string, uid: string, more = ''): string[] =>
  eventsOf(text).find((e) => e.includes(`UID:${uid}`) && e.some((l) => l.startsWith(more))) ?? []

describe('a calendar feed', () => {
  eachDatabase((open) => {
    let here: ServedWorld
    let ceremony: string
    let address: string
    let feed: string

    const issue = async (who: string, input: object = {}) => {
      const { subject, result } = await here.as(who).act('feed.issue', { ...input, project: undefined, ...input })
      return { feed: subject, address: new URL(String(result?.['address'])).pathname }
    }
    const get = (path = address, headers: Record<string, string> = {}) => here.send(undefined, path, { headers })

    beforeAll(async () => {
      here = await served(await open(), 'full-team', { logLevel: 'error' })
      here.clock.set('2027-01-04T07:00:00.000Z')
      const lead = here.as('product-manager')
      ceremony = (
        await lead.act('ceremony.schedule', {
          kind: 'ethics-review',
          zone: 'Europe/Berlin',
          title: 'Ethics; fairness, and "more"',
        })
      ).subject
      await lead.act('milestone.set', { title: 'Go live', due: '2027-03-01' })
      await lead.act('action.assign', { title: 'Call legal', owner: here.who('ethics-officer'), due: '2027-01-20' })
      ;({ feed, address } = await issue('ethics-officer'))
    })
    afterAll(() => here.stop())

    test('K101: holds the ceremonies a person attends, milestones and what they owe, as RFC 5545 text', async () => {
      const { status, text, headers } = await get()
      expect(status).toBe(200)
      expect(headers.get('content-type')).toBe('text/calendar; charset=utf-8')
      const lines = text.split('\r\n')
      expect(lines[0]).toBe('BEGIN:VCALENDAR')
      expect(text.endsWith('END:VCALENDAR\r\n')).toBe(true)
      expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/)
      expect(lines.filter((l) => Buffer.byteLength(l) > 75)).toEqual([])
      const series = eventOf(text, `${ceremony}@muster`)
      expect(series).toContain('DTSTART;TZID=Europe/Berlin:20270107T100000')
      expect(series).toContain('DTEND;TZID=Europe/Berlin:20270107T110000')
      expect(series).toContain('RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=TH')
      expect(series).toContain('SEQUENCE:0')
      expect(series).toContain('SUMMARY:Ethics\\; fairness\\, and "more" (Churn 1)')
      expect(unfolded(text)).toContain('TZID:Europe/Berlin')
      expect(unfolded(text)).toContain('DTSTART;VALUE=DATE:20270301')
      expect(unfolded(text)).toContain('SUMMARY:Due: Call legal (Churn 1)')
      const stamps = eventsOf(text).map((e) => e.filter((l) => l.startsWith('DTSTAMP:')).length)
      expect(stamps.every((n) => n === 1)).toBe(true)
    })

    test('the same calendar is not sent twice: ETag first, then the date', async () => {
      const first = await get()
      const etag = first.headers.get('etag') ?? ''
      const modified = first.headers.get('last-modified') ?? ''
      here.clock.advance({ hours: 3 })
      expect((await get()).headers.get('etag')).toBe(etag)
      const known = await get(address, { 'if-none-match': `"other", W/${etag}` })
      expect([known.status, known.text]).toEqual([304, ''])
      expect(known.headers.get('etag')).toBe(etag)
      expect((await get(address, { 'if-modified-since': modified })).status).toBe(304)
      // The tag decides where both are sent.
      expect((await get(address, { 'if-modified-since': modified, 'if-none-match': '"other"' })).status).toBe(200)
      expect((await get(address, { 'if-modified-since': 'yesterday' })).status).toBe(200)
      await here.as('product-manager').act('ceremony.amend', { ceremony, durationMinutes: 90, reason: 'More to say.' })
      const next = await get(address, { 'if-none-match': etag, 'if-modified-since': modified })
      expect(next.status).toBe(200)
      expect(eventOf(next.text, `${ceremony}@muster`)).toContain('SEQUENCE:1')
      expect(Date.parse(next.headers.get('last-modified') ?? '')).toBeGreaterThan(Date.parse(modified))
    })

    test('a moved meeting has its RECURRENCE-ID, a cancelled one says so, both under the UID of the series', async () => {
      const lead = here.as('product-manager')
      await lead.act('ceremony.move', { ceremony, on: '2027-04-01', to: '2027-04-02T15:00', reason: 'Holy Thursday' })
      await lead.act('ceremony.cancel', { ceremony, on: '2027-04-15', reason: 'Offsite' })
      const { text } = await get()
      const moved = eventOf(text, `${ceremony}@muster`, 'RECURRENCE-ID;TZID=Europe/Berlin:20270401T100000')
      expect(moved).toContain('DTSTART;TZID=Europe/Berlin:20270402T150000')
      expect(moved).toContain('SEQUENCE:2')
      const cancelled = eventOf(text, `${ceremony}@muster`, 'RECURRENCE-ID;TZID=Europe/Berlin:20270415T100000')
      expect(cancelled).toContain('STATUS:CANCELLED')
      expect(cancelled).toContain('SEQUENCE:3')
    })

    test('other times make another series; the old one keeps its UID and ends', async () => {
      await here.as('product-manager').act('ceremony.reschedule', {
        ceremony,
        from: '2027-05-03',
        rule: 'FREQ=WEEKLY;BYDAY=MO',
        time: '08:00',
        reason: 'Earlier',
      })
      const { text } = await get()
      expect(eventOf(text, `${ceremony}@muster`)).toContain(
        'RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=TH;UNTIL=20270502T215959Z',
      )
      expect(eventOf(text, `${ceremony}-2@muster`)).toContain('DTSTART;TZID=Europe/Berlin:20270503T080000')
      expect(eventOf(text, `${ceremony}@muster`, 'RECURRENCE-ID;TZID=Europe/Berlin:20270401T100000')).not.toEqual([])
    })

    test('a project’s feed shows whose action item it is; a person’s feed only what concerns them', async () => {
      const of = await issue('ml-engineer', { project: here.project, label: 'wall' })
      const { text } = await get(of.address)
      expect(unfolded(text)).toContain('SUMMARY:Due: Call legal\\, ethics-officer (Churn 1)')
      const own = await issue('data-engineer')
      const other = (await get(own.address)).text
      expect(other).not.toContain('Call legal')
      expect(other).not.toContain('Ethics')
      expect(other).toContain('Milestone: Go live')
    })

    test('nobody makes a feed of a project they may not read', async () => {
      await here.as('outsider').act('feed.issue', { project: here.project }).refused('not-found')
    })

    test('the secret is nowhere: not in the ledger, not in the database; a revoked address and a wrong one answer alike', async () => {
      const secret = address.replace(/^.*\/|\.ics$/g, '')
      expect(JSON.stringify(await here.entries())).not.toContain(secret)
      const rows = await here.database.query<{ hash: Uint8Array }>('select hash from feed_secret')
      expect(JSON.stringify(rows.map((r) => Buffer.from(r.hash).toString()))).not.toContain(secret)
      const list = await here.send('ethics-officer', '/api/v1/feeds')
      expect(list.text).not.toContain(secret)
      await here.as('ml-engineer').act('feed.revoke', { feed }).refused('not-yours')
      await here.as('ethics-officer').act('feed.revoke', { feed })
      const gone = await get()
      const wrong = await get(`/api/v1/calendar/${'x'.repeat(43)}.ics`)
      expect([gone.status, wrong.status]).toEqual([404, 404])
      expect(gone.body).toEqual(wrong.body)
      for (const odd of ['/api/v1/calendar/.ics', '/api/v1/calendar/%00', '/api/v1/calendar/a%2Fb'])
        expect([404, 400, 422]).toContain((await get(odd)).status)
    })

    test('a feed ends with the person: nothing is shown of somebody who was deactivated', async () => {
      const person = await here.join('ml-engineer')
      const theirs = await issue(person)
      expect((await get(theirs.address)).status).toBe(200)
      await here.as('administrator').act('person.deactivate', { person, reason: 'Left.' })
      expect((await get(theirs.address)).status).toBe(404)
    })

    test.skipIf(!canRead)(
      'K101: python-icalendar reads the same out of it (skipped where Debian’s python3-icalendar is not installed)',
      async () => {
        const { address: again } = await issue('ethics-officer')
        const { text } = await get(again)
        const read = readWithIcalendar(text)
        expect(read).toMatchObject({ name: 'Muster', version: '2.0', errors: [] })
        expect(read.zones).toEqual([expect.objectContaining({ id: 'Europe/Berlin', made: true })])
        expect(read.events.flatMap((e) => e.errors)).toEqual([])
        expect(read.events).toHaveLength(eventsOf(text).length)
        const series = read.events.find((e) => e.uid === `${ceremony}@muster` && e.recurrenceId === null)
        expect(series).toMatchObject({
          summary: 'Ethics; fairness, and "more" (Churn 1)',
          start: { at: '2027-01-07T10:00:00+01:00', zone: 'Europe/Berlin' },
          end: { at: '2027-01-07T11:30:00+01:00' },
          rule: 'FREQ=WEEKLY;UNTIL=20270502T215959Z;INTERVAL=2;BYDAY=TH',
        })
        const changes = read.events.filter((e) => e.recurrenceId !== null)
        expect(changes.map((e) => [e.recurrenceId?.at, e.start.at, e.status, e.description])).toEqual([
          [
            '2027-04-01T10:00:00+02:00',
            '2027-04-02T15:00:00+02:00',
            'CONFIRMED',
            'Moved from 2027-04-01: Holy Thursday',
          ],
          ['2027-04-15T10:00:00+02:00', '2027-04-15T10:00:00+02:00', 'CANCELLED', 'Cancelled: Offsite'],
        ])
        expect(read.events.find((e) => e.summary.startsWith('Milestone: Go live'))).toMatchObject({
          start: { at: '2027-03-01' },
          end: { at: '2027-03-02' },
        })
      },
    )
  })
})
