import type { Ceremony, Meeting } from '@muster/core'
import { actionNoun, ceremonyNoun, meetingNoun } from '@muster/core'
import type { HttpAnswer, HttpOptions, ServedWorld } from '@muster/testkit'
import { eachDatabase, served } from '@muster/testkit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

interface Item {
  readonly text: string
  readonly tone?: string
  readonly subject?: string
  readonly entry?: number
  readonly people?: readonly string[]
}
interface Agenda {
  readonly state: string
  readonly title: string
  readonly since: string
  readonly facilitator?: string
  readonly skipped: readonly string[]
  readonly attendees: readonly { readonly person: string; readonly roles: readonly string[] }[]
  readonly occurrence?: { readonly day: string; readonly at: string; readonly local: string }
  readonly sections: readonly {
    readonly id: string
    readonly items: readonly Item[]
    readonly nothing: string
    readonly more: number
  }[]
  readonly names: Readonly<Record<string, string | null>>
}

/** Weeks of a team: what it does is on record, and every agenda is made of that alone. */
describe('a team meets', () => {
  eachDatabase((open) => {
    let here: ServedWorld
    const ceremonies: Record<string, string> = {}

    const tokens = new Map<string, Promise<string>>()
    /** Sends as somebody, with a token of this month: months pass here, and tokens end. */
    const send = async (who: string, path: string, options: HttpOptions = {}): Promise<HttpAnswer> => {
      const key = `${who} ${here.clock.now().slice(0, 7)}`
      if (!tokens.has(key)) tokens.set(key, here.token(who))
      const authorization = `Bearer ${(await tokens.get(key)) ?? ''}`
      return here.send(undefined, path, { ...options, headers: { authorization } })
    }
    const agenda = async (kind: string): Promise<Agenda> => {
      const answer = await send('product-manager', `/api/v1/ceremonies/${ceremonies[kind] ?? ''}/agenda`)
      expect(answer.status).toBe(200)
      return answer.body as Agenda
    }
    const section = async (kind: string, id: string) => {
      const found = (await agenda(kind)).sections.find((s) => s.id === id)
      if (found === undefined) throw new Error(`the agenda of ${kind} has no section ${id}`)
      return found
    }
    const texts = async (kind: string, id: string) => (await section(kind, id)).items.map((i) => i.text)
    /** Goes to the next meeting of a kind and starts it. */
    const meet = async (kind: string, by = 'product-manager'): Promise<string> => {
      const { occurrence } = await agenda(kind)
      here.clock.set(occurrence?.at ?? '')
      return (await here.as(by).act('meeting.start', { ceremony: ceremonies[kind] })).subject
    }
    const close = async (meeting: string, present: readonly string[], excused: readonly string[] = []) => {
      await here.as('product-manager').act('meeting.attend', { meeting, present, excused })
      await here.as('product-manager').act('meeting.close', { meeting })
    }

    beforeAll(async () => {
      here = await served(await open(), 'full-team')
      // A Monday in winter, so that the weeks that follow see the clock change.
      here.clock.set('2027-03-15T07:00:00.000Z')
    })
    afterAll(() => here.stop())

    test('K97 C.CER1.F C.CER1.D C.CER2.F C.CER2.D C.CER3.F C.CER3.D C.CER4.F C.CER4.D: the four ceremonies are scheduled from their pack', async () => {
      const lead = here.as('product-manager')
      for (const kind of ['stand-up', 'experiment-review', 'ethics-review', 'retrospective'])
        ceremonies[kind] = (await lead.act('ceremony.schedule', { kind, zone: 'Europe/Berlin' })).subject
      const shown = async (kind: string) => {
        const { definition, series } = await here.read<Ceremony>(ceremonyNoun, ceremonies[kind] ?? '')
        return [series[0]?.rule, series[0]?.start, definition.durationMinutes]
      }
      expect(await shown('stand-up')).toEqual(['FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR', '2027-03-15T09:30', 15])
      expect(await shown('experiment-review')).toEqual(['FREQ=WEEKLY;BYDAY=WE', '2027-03-17T14:00', 60])
      expect(await shown('ethics-review')).toEqual(['FREQ=WEEKLY;INTERVAL=2;BYDAY=TH', '2027-03-18T10:00', 60])
      expect(await shown('retrospective')).toEqual(['FREQ=WEEKLY;INTERVAL=2;BYDAY=FR', '2027-03-19T15:00', 60])
      const list = (await send('ml-engineer', `/api/v1/projects/${here.project}/ceremonies`)).body as {
        items: { kind: string; times: string }[]
      }
      expect(list.items.find((c) => c.kind === 'ethics-review')?.times).toBe(
        'every two weeks on Thursday at 10:00 (Europe/Berlin), 60 minutes',
      )
      await lead.act('ceremony.schedule', { kind: 'stand-up', zone: 'UTC' }).refused('already-so')
      await here.as('outsider').act('ceremony.schedule', { kind: 'stand-up', zone: 'UTC' }).refused('not-entitled')
    })

    test('K98 C.CER1.1 C.CER1.2 C.CER1.3: a stand-up shows blockers, progress and help asked for, and nobody prepares it', async () => {
      const first = await meet('stand-up')
      await close(first, [here.who('product-manager'), here.who('ml-engineer')])
      const { facilitator } = await here.read<Meeting>(meetingNoun, first)

      here.clock.advance({ hours: 1 })
      const candidate = await here.candidate()
      await candidate.completeEvidence('rollback')
      await candidate.submit()
      await here.as('data-engineer').act('assistance.request', { need: 'Who knows the billing export?' })
      here.clock.set('2027-03-16T08:00:00.000Z')

      const { since, state, ...next } = await agenda('stand-up')
      expect(state).toBe('upcoming')
      expect(since).toBe((await here.read<Meeting>(meetingNoun, first)).startedAt)
      // Whose turn it is: not the one who led the first.
      expect(next.facilitator).not.toBe(facilitator)
      const blockers = await texts('stand-up', 'blockers')
      expect(blockers.some((t) => t.includes('rollback plan is defined and rehearsed" is missing'))).toBe(true)
      expect(blockers.some((t) => t.includes('Technical review is missing'))).toBe(true)
      expect(blockers.some((t) => t.includes('waits for the answer of'))).toBe(true)
      const progress = await section('stand-up', 'progress')
      expect(progress.items[0]).toMatchObject({ text: 'ml-engineer proposed the experiment "Boosted trees".' })
      for (const item of progress.items) {
        expect(item.subject).toMatch(/^[a-z]{3}_/)
        expect(item.entry).toBeGreaterThan(0)
        expect(item.text).not.toMatch(/per_/)
      }
      expect(await texts('stand-up', 'help')).toEqual([
        'data-engineer asked on 2027-03-15: Who knows the billing export?',
      ])

      // Two working days later the window is over: what nobody answered is a late blocker, in words that name them.
      here.clock.set('2027-03-18T08:00:00.000Z')
      const late = (await section('stand-up', 'blockers')).items.filter((i) => i.text.includes('did not answer'))
      expect(late.length).toBeGreaterThan(0)
      expect(late.every((i) => i.tone === 'bad')).toBe(true)
      const [request] = (await section('stand-up', 'help')).items
      await here.as('ml-engineer').act('assistance.settle', { assistance: request?.subject, outcome: 'I do.' })
      expect(await texts('stand-up', 'help')).toEqual([
        'Settled by ml-engineer: "Who knows the billing export?" of data-engineer. I do.',
      ])
    })

    test('K97: an action item stands in the inbox of its owner and in every agenda until it is done', async () => {
      const meeting = await meet('stand-up')
      const owner = here.who('data-engineer')
      const lead = here.as('product-manager')
      const { subject: action } = await lead.act('action.assign', {
        title: 'Write down the export',
        owner,
        due: '2027-03-19',
        meeting,
      })
      await close(meeting, [here.who('product-manager'), owner])
      const inbox = (await send('data-engineer', '/api/v1/inbox')).body as { tasks: Record<string, unknown>[] }
      expect(inbox.tasks).toContainEqual(expect.objectContaining({ kind: 'action', subject: action }))
      here.clock.set('2027-03-22T08:00:00.000Z')
      expect(await texts('stand-up', 'actions')).toEqual([
        'data-engineer: Write down the export, overdue since 2027-03-19.',
      ])
      await lead.act('action.defer', { action, due: '2027-03-23', reason: 'The billing team was away.' })
      expect(await texts('stand-up', 'actions')).toEqual([
        'data-engineer: Write down the export, due 2027-03-23 (moved once).',
      ])
      await here.as('data-engineer').act('action.complete', { action, note: 'It is in the handbook.' })
      expect(await texts('stand-up', 'actions')).toEqual([
        'Done by data-engineer: Write down the export. It is in the handbook.',
      ])
      await close(await meet('stand-up'), [owner])
      here.clock.advance({ hours: 1 })
      expect(await section('stand-up', 'actions')).toMatchObject({ items: [] })
      expect((await here.read(actionNoun, action)).state).toBe('done')
    })

    test('K99 C.CER2.1 C.CER2.2: an experiment review shows what was submitted and finished, and what it taught', async () => {
      const ml = here.as('ml-engineer')
      const { subject: stopped } = await ml.act('experiment.propose', {
        title: 'Rules',
        hypothesis: 'Rules are enough.',
      })
      await ml.act('experiment.start', { experiment: stopped })
      await ml.act('experiment.abandon', {
        experiment: stopped,
        reason: 'They miss half.',
        learning: 'Rules miss whoever never called.',
      })
      const shown = await texts('experiment-review', 'experiments')
      expect(shown.some((t) => t.startsWith('"Rules" of ml-engineer was stopped early'))).toBe(true)
      expect(await texts('experiment-review', 'learnings')).toEqual([
        'Rules miss whoever never called. (from "Rules", stopped early)',
      ])
      const meeting = await meet('experiment-review')
      const { facilitator } = await here.read<Meeting>(meetingNoun, meeting)
      await ml.act('meeting.minute', { meeting, section: 'learnings', text: 'Tell the call centre.' })
      await ml.act('meeting.minute', { meeting, section: 'nonsense', text: 'x' }).refused('input-invalid')
      await here.as('product-manager').act('meeting.close', { meeting }).refused('attendance-missing')
      await close(meeting, [facilitator])
      await ml.act('meeting.minute', { meeting, text: 'Too late.' }).refused('meeting-closed')
      // The next review starts from this one.
      here.clock.advance({ days: 1 })
      expect(await section('experiment-review', 'learnings')).toMatchObject({ items: [] })
    })

    test('C.CER3.1 C.CER3.2: an ethics review shows decisions, bias checks that are missing, and waivers about to lapse', async () => {
      const live = await here.candidate()
      await live.completeEvidence()
      await live.submit()
      await live.allReviews()
      await live.answerConsultations()
      await live.allApprovals()
      await live.promote()
      const decided = await texts('ethics-review', 'decisions')
      expect(decided.some((t) => t.startsWith('ethics-officer reviewed churn-'))).toBe(true)
      expect(decided.some((t) => t.startsWith('mlops-engineer promoted churn-'))).toBe(true)
      const bias = (await section('ethics-review', 'bias')).items
      expect(
        bias.some((i) => /There is no evidence "Fairness audit" about churn-\d+ version 1, which is live/.test(i.text)),
      ).toBe(true)
      await live.seal('fairness', { measures: [{ name: 'recall', value: 0.9, slice: 'age=old' }] }, 'ethics-officer')
      const after = (await section('ethics-review', 'bias')).items
      expect(after.some((i) => i.text.includes('which is live'))).toBe(false)
      here.clock.advance({ days: 80 })
      expect(
        (await texts('ethics-review', 'bias')).some((t) => /"Fairness audit" about .* goes stale on/.test(t)),
      ).toBe(true)
      here.clock.advance({ days: 20 })
      expect(
        (await texts('ethics-review', 'bias')).some((t) => /"Fairness audit" about .* is stale since/.test(t)),
      ).toBe(true)
      expect((await section('ethics-review', 'waivers')).nothing).toMatch(/^No waiver was granted/)
      expect((await texts('stand-up', 'blockers')).some((t) => t.includes('which is live, is stale since'))).toBe(true)
    })

    test('K100 C.CER4.1 C.CER4.2: a retrospective shows wins, what went wrong, lead times, waits and how the team feels', async () => {
      const wins = await section('retrospective', 'wins')
      expect(wins.items.some((i) => i.text.startsWith('ml-engineer stopped the experiment "Rules" early'))).toBe(false)
      here.clock.set('2027-07-05T08:00:00.000Z')
      const ml = here.as('ml-engineer')
      const { subject: stopped } = await ml.act('experiment.propose', { title: 'Deeper', hypothesis: 'Depth helps.' })
      await ml.act('experiment.start', { experiment: stopped })
      here.clock.advance({ days: 2 })
      await ml.act('experiment.abandon', { experiment: stopped, reason: 'No gain.', learning: 'Depth does not help.' })
      const good = (await section('retrospective', 'wins')).items.find((i) => i.text.includes('"Deeper"'))
      expect(good).toMatchObject({ tone: 'good', text: 'ml-engineer stopped the experiment "Deeper" early: No gain.' })
      expect((await section('retrospective', 'incidents')).nothing).toMatch(
        /No act of this version records incidents|No incident/,
      )
      expect(await texts('retrospective', 'lead-times')).toContain('From proposal to end: 2 days (median of 1).')
      expect((await texts('retrospective', 'waits')).some((t) => t.startsWith('Waited for '))).toBe(true)
    })

    test('K100 B.F9: a health poll is anonymous: nothing is told before it closes, nor with fewer than three answers', async () => {
      const { subject: poll } = await here.as('product-manager').act('poll.open', { days: 2 })
      const show = async () => (await send('ml-engineer', `/api/v1/polls/${poll}`)).body as Record<string, unknown>
      const { statements } = (await show()) as { statements: { id: string }[] }
      const answer = async (who: string, score: number) =>
        send(who, `/api/v1/polls/${poll}/answer`, {
          json: { scores: statements.map(({ id }) => ({ statement: id, score })) },
        })
      expect((await answer('ml-engineer', 2)).status).toBe(200)
      expect((await answer('ml-engineer', 5)).status).toBe(409)
      expect((await answer('outsider', 5)).status).toBe(404)
      expect((await answer('data-engineer', 4)).status).toBe(200)
      expect(await show()).toMatchObject({ state: 'open', answered: true })
      expect(JSON.stringify(await show())).not.toMatch(/"counts"|"mean"|"answers"/)
      const before = await send('product-manager', '/api/v1/inbox')
      expect(JSON.stringify(before.body)).toContain(poll)
      here.clock.advance({ days: 3 })
      expect(await show()).toMatchObject({ state: 'too-few', answers: 2 })
      expect(JSON.stringify(await show())).not.toMatch(/"counts"|"mean"/)
      expect((await answer('product-manager', 3)).status).toBe(409)

      const { subject: again } = await here.as('product-manager').act('poll.open')
      for (const [who, score] of [
        ['ml-engineer', 2],
        ['data-engineer', 4],
        ['ux-designer', 3],
      ] as const)
        await send(who, `/api/v1/polls/${again}/answer`, {
          json: { scores: statements.map(({ id }) => ({ statement: id, score })) },
        })
      await here.as('product-manager').act('poll.close', { poll: again })
      const read = (await send('ml-engineer', `/api/v1/polls/${again}`)).body as Record<string, unknown>
      expect(read).toMatchObject({ state: 'counted', answers: 3 })
      expect((read['statements'] as unknown[])[0]).toMatchObject({ counts: [0, 1, 1, 1, 0], mean: 3 })
      expect(await texts('retrospective', 'health')).toContain('I can do my work well in the time I have. 3.0 of 5.')
      // No row and no entry says who answered what.
      const entries = await here.entries()
      expect(JSON.stringify(entries.filter((e) => e.type.startsWith('Poll')).map((e) => e.data))).not.toMatch(/score/)
    })

    test('K97: facilitation goes round; who is away is excused, skipped, and first when they are back', async () => {
      const { facilitator = '' } = await agenda('stand-up')
      const { occurrence } = await agenda('stand-up')
      await here.as(facilitator).act('absence.declare', { from: occurrence?.day })
      const next = await agenda('stand-up')
      expect(next.facilitator).not.toBe(facilitator)
      expect(next.skipped).toContain(facilitator)
      const meeting = await meet('stand-up')
      const held = await here.read<Meeting>(meetingNoun, meeting)
      expect(held).toMatchObject({ facilitator: next.facilitator, excused: [facilitator] })
      await here.as('ml-engineer').act('meeting.start', { ceremony: ceremonies['stand-up'] }).refused('meeting-open')
      await close(meeting, [here.who('product-manager')])
      here.clock.advance({ hours: 1 })
      expect((await agenda('stand-up')).facilitator).toBe(facilitator)
      const attendance = (await send('ml-engineer', `/api/v1/ceremonies/${ceremonies['stand-up'] ?? ''}/attendance`))
        .body as { meetings: number; items: { role: string; present: number; invited: number }[] }
      expect(attendance.meetings).toBeGreaterThanOrEqual(4)
      expect(attendance.items.find((r) => r.role === 'product-manager')).toMatchObject({ excused: 0 })
    })

    test('K97: one meeting is moved, one cancelled, the series gets other times and ends', async () => {
      const lead = here.as('product-manager')
      const ceremony = ceremonies['experiment-review']
      here.clock.set('2027-08-02T08:00:00.000Z')
      const because = { reason: 'The room is taken.' }
      await lead
        .act('ceremony.move', { ceremony, on: '2027-08-03', to: '2027-08-03T10:00', ...because })
        .refused('occurrence-unknown')
      await lead.act('ceremony.move', { ceremony, on: '2027-08-04', to: '2027-08-05T16:00', ...because })
      await lead.act('ceremony.cancel', { ceremony, on: '2027-08-11', ...because })
      await lead.act('ceremony.cancel', { ceremony, on: '2027-08-11', ...because }).refused('already-so')
      const upcoming = async () =>
        (
          (await send('ml-engineer', `/api/v1/projects/${here.project}/upcoming`)).body as {
            items: { ceremony: string; local: string; state: string }[]
          }
        ).items.filter((o) => o.ceremony === ceremony)
      expect((await upcoming()).map((o) => [o.local, o.state])).toEqual([
        ['2027-08-05T16:00', 'moved'],
        ['2027-08-11T14:00', 'cancelled'],
      ])
      await lead.act('ceremony.restore', { ceremony, on: '2027-08-11', ...because })
      expect((await upcoming())[1]).toMatchObject({ state: 'planned' })
      await lead.act('ceremony.reschedule', {
        ceremony,
        from: '2027-08-09',
        time: '11:15',
        rule: 'FREQ=WEEKLY;BYDAY=TU',
        ...because,
      })
      expect((await upcoming()).map((o) => o.local)).toEqual(['2027-08-05T16:00', '2027-08-10T11:15'])
      await lead.act('ceremony.end', { ceremony, lastDay: '2027-08-09', ...because })
      expect((await upcoming()).map((o) => o.local)).toEqual(['2027-08-05T16:00'])
      here.clock.set('2027-08-10T08:00:00.000Z')
      await lead.act('ceremony.cancel', { ceremony, on: '2027-08-10', ...because }).refused('ceremony-over')
      expect((await agenda('experiment-review')).state).toBe('over')
      await lead.act('ceremony.schedule', { kind: 'experiment-review', zone: 'Europe/Berlin' })
    })

    test('replaying the ledger gives the same records', async () => {
      const verdict = await send('administrator', '/api/v1/ledger/replay')
      expect(verdict.body).toMatchObject({ ok: true, findings: [] })
    })
  })
})
