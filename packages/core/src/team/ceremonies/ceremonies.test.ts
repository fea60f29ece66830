import type { Staffed } from '@muster/testkit'
import { given, staffed } from '@muster/testkit'
import { describe, expect, test } from 'vitest'
import { declareAbsence, withdrawAbsence } from './absence.ts'
import { assignAction, completeAction, deferAction, dropAction } from './action.ts'
import { requestAssistance, settleAssistance } from './assistance.ts'
import type { Occurrence, Timing } from './ceremony.ts'
import { ceremonyNoun } from './ceremony.ts'
import { issueFeed, revokeFeed } from './feed.ts'
import { closeMeeting, meetingNoun, minuteMeeting, startMeeting, takeAttendance } from './meeting.ts'
import type { Poll } from './poll.ts'
import { closePoll, openPoll, readPoll } from './poll.ts'
import {
  cancelInstance,
  endCeremony,
  moveInstance,
  rescheduleCeremony,
  restoreInstance,
  scheduleCeremony,
} from './scheduling.ts'

const occurrence: Occurrence = {
  day: '2026-03-04',
  at: '2026-03-04T09:00:00.000Z',
  plannedAt: '2026-03-04T09:00:00.000Z',
  local: '2026-03-04T10:00',
  zone: 'Europe/Berlin',
  state: 'planned',
}
const timing: Timing = { today: '2026-03-02', occurrence, next: [occurrence] }

function scheduled(): Staffed & { ceremony: string } {
  const team = staffed()
  const command = { project: team.project, kind: 'stand-up', zone: 'Europe/Berlin' }
  return { ...team, ceremony: team.world.does(team.who('product-manager'), scheduleCeremony, command).subject }
}
/** A meeting that has been started by the lead. */
function started() {
  const team = scheduled()
  const as = team.who('product-manager')
  const [event] = given(team.world)
    .when(startMeeting, { ceremony: team.ceremony }, { as, facts: { timing } })
    .thenEvents('MeetingStarted')
  return { ...team, as, meeting: event?.subject ?? '' }
}

describe('scheduling a ceremony', () => {
  test('takes what is not said from the pack, and what is said from the command', () => {
    const { world, project, who } = staffed()
    const [event] = given(world)
      .when(
        scheduleCeremony,
        { project, kind: 'retrospective', zone: 'Europe/Berlin', durationMinutes: 45, attendees: ['ml-engineer'] },
        { as: who('product-manager') },
      )
      .thenEvents('CeremonyScheduled')
    expect(event?.data).toMatchObject({
      rule: 'FREQ=WEEKLY;INTERVAL=2;BYDAY=FR',
      start: '2026-03-04T10:00',
      definition: { durationMinutes: 45, attendees: ['ml-engineer'], title: 'Retrospective' },
    })
  })

  test('is for who is R for planning, once for each kind, of kinds and roles that exist', () => {
    const { world, project, who, ceremony } = scheduled()
    const as = who('product-manager')
    const command = { project, kind: 'stand-up', zone: 'UTC' }
    expect(ceremony).toMatch(/^cer_/)
    given(world).when(scheduleCeremony, command, { as }).thenRefused('already-so')
    given(world)
      .when(scheduleCeremony, { ...command, kind: 'picnic' }, { as })
      .thenRefused('ceremony-unknown')
    given(world)
      .when(scheduleCeremony, { ...command, kind: 'retrospective', attendees: ['wizard'] }, { as })
      .thenRefused('role-unknown')
    const facts = { timing: { today: '2026-03-02', next: [], problem: 'There is no time zone "Mars".' } }
    given(world)
      .when(scheduleCeremony, { ...command, kind: 'retrospective' }, { as, facts })
      .thenRefused('time-invalid')
    given(world)
      .when(scheduleCeremony, { ...command, kind: 'retrospective' }, { as: who('domain-expert') })
      .thenRefused('not-entitled')
  })

  test('a rule below a day, or one that ends by itself, does not get in', () => {
    const command = { project: 'prj_01ARZ3NDEKTSV4RRFFQ69G5FAV', kind: 'x', zone: 'UTC' }
    for (const rule of ['FREQ=HOURLY', 'FREQ=DAILY;COUNT=3', 'nonsense'])
      expect(scheduleCeremony.input.safeParse({ ...command, rule }).success).toBe(false)
    expect(scheduleCeremony.input.safeParse({ ...command, rule: 'FREQ=DAILY' }).success).toBe(true)
    expect(scheduleCeremony.input.safeParse({ ...command, zone: '+01:00' }).success).toBe(false)
  })
})

describe('one meeting of a series', () => {
  test('is moved, cancelled and taken back; each change counts', () => {
    const { world, who, ceremony } = scheduled()
    const as = who('product-manager')
    const on = { ceremony, on: '2026-03-04', reason: 'The room is taken.' }
    const target = { local: '2026-03-05T10:00', at: '2026-03-05T09:00:00.000Z' }
    given(world)
      .when(moveInstance, { ...on, to: target.local }, { as, facts: { timing: { ...timing, target } } })
      .thenEvents('CeremonyInstanceMoved')
    given(world).when(cancelInstance, on, { as, facts: { timing } }).thenEvents('CeremonyInstanceCancelled')
    const cancelled = { ...timing, occurrence: { ...occurrence, state: 'cancelled' as const } }
    given(world)
      .when(cancelInstance, on, { as, facts: { timing: cancelled } })
      .thenRefused('already-so')
    given(world)
      .when(restoreInstance, on, { as, facts: { timing: cancelled } })
      .thenEvents('CeremonyInstanceRestored')
    given(world).when(restoreInstance, on, { as, facts: { timing } }).thenRefused('already-so')
    expect(world.get(ceremonyNoun, ceremony)).toMatchObject({ sequence: 3, changes: {} })
  })

  test('is not moved into the past, nor when it is past, nor where there is none', () => {
    const { world, who, ceremony } = scheduled()
    const as = who('product-manager')
    const cancel = { ceremony, on: '2026-03-04', reason: 'x' }
    const on = { ...cancel, to: '2026-03-01T10:00' }
    const target = { local: '2026-03-01T10:00', at: '2026-03-01T09:00:00.000Z' }
    given(world)
      .when(moveInstance, on, { as, facts: { timing: { ...timing, target } } })
      .thenRefused('date-order')
    const { occurrence: _none, ...without } = timing
    const refused = given(world)
      .when(moveInstance, on, { as, facts: { timing: without } })
      .thenRefused('occurrence-unknown')
    expect(refused.help).toContain('2026-03-04')
    const past = { ...timing, occurrence: { ...occurrence, at: '2026-03-01T09:00:00.000Z' } }
    given(world)
      .when(cancelInstance, cancel, { as, facts: { timing: past } })
      .thenRefused('occurrence-unknown')
    const gap = { ...timing, problem: 'That time does not occur.' }
    given(world)
      .when(moveInstance, on, { as, facts: { timing: gap } })
      .thenRefused('time-invalid')
  })

  test('other times begin after today, forget changes after them, and an ended series has none', () => {
    const { world, who, ceremony } = scheduled()
    const as = who('product-manager')
    given(world)
      .when(cancelInstance, { ceremony, on: '2026-03-04', reason: 'x' }, { as, facts: { timing } })
      .thenEvents('CeremonyInstanceCancelled')
    const from = (local: string) => ({ timing: { ...timing, start: { local, at: `${local}:00.000Z` } } })
    const command = { ceremony, reason: 'Earlier.' }
    given(world)
      .when(rescheduleCeremony, command, { as, facts: from('2026-03-02T08:00') })
      .thenRefused('date-order')
    given(world)
      .when(rescheduleCeremony, command, { as, facts: from('2026-03-04T08:00') })
      .thenRefused('date-order')
    given(world)
      .when(rescheduleCeremony, command, { as, facts: from('2026-03-09T08:00') })
      .thenEvents('CeremonyRescheduled')
    const { series, changes } = world.get(ceremonyNoun, ceremony)
    expect(series.map((s) => s.untilDay)).toEqual(['2026-03-09', undefined])
    expect(Object.keys(changes)).toEqual(['2026-03-04'])
    given(world).when(endCeremony, { ceremony, lastDay: '2026-03-01', reason: 'x' }, { as }).thenRefused('date-order')
    given(world).when(endCeremony, { ceremony, reason: 'x' }, { as }).thenEvents('CeremonyEnded')
    const later = { timing: { ...timing, today: '2026-03-03' } }
    given(world).when(endCeremony, { ceremony, reason: 'x' }, { as, facts: later }).thenRefused('ceremony-over')
  })
})

describe('a meeting', () => {
  test('is started when it is at hand, by who holds a role, with a facilitator whose turn it is', () => {
    const { world, who, ceremony } = scheduled()
    const as = who('ml-engineer')
    const { occurrence: _none, ...without } = timing
    given(world)
      .when(startMeeting, { ceremony }, { as, facts: { timing: without } })
      .thenRefused('occurrence-unknown')
    const cancelled = { ...timing, occurrence: { ...occurrence, state: 'cancelled' as const, reason: 'x' } }
    given(world)
      .when(startMeeting, { ceremony }, { as, facts: { timing: cancelled } })
      .thenRefused('occurrence-unknown')
    const [event] = given(world)
      .when(startMeeting, { ceremony }, { as, facts: { timing } })
      .thenEvents('MeetingStarted')
    expect(event?.data).toMatchObject({ facilitator: who('product-manager'), excused: [] })
    given(world).when(startMeeting, { ceremony }, { as, facts: { timing } }).thenRefused('meeting-open')
  })

  test('excuses and skips who is away', () => {
    const { world, who, ceremony } = scheduled()
    const away = who('product-manager')
    world.does(away, declareAbsence, { from: '2026-03-04' })
    const [event] = given(world)
      .when(startMeeting, { ceremony }, { as: who('ml-engineer'), facts: { timing } })
      .thenEvents('MeetingStarted')
    expect(event?.data).toMatchObject({ excused: [away], skipped: [away] })
    expect(event?.data['facilitator']).not.toBe(away)
  })

  test('is closed with attendance, and its minutes are complete then', () => {
    const { world, as, meeting, who } = started()
    given(world).when(closeMeeting, { meeting }, { as }).thenRefused('attendance-missing')
    given(world).when(takeAttendance, { meeting }, { as }).thenRefused('input-invalid')
    given(world)
      .when(takeAttendance, { meeting, present: [as], excused: [as] }, { as })
      .thenRefused('input-invalid')
    const nobody = world.newId('per')
    given(world)
      .when(takeAttendance, { meeting, present: [nobody] }, { as })
      .thenRefused('person-unknown')
    world.does(as, takeAttendance, { meeting, present: [as], excused: [who('ml-engineer')] })
    world.does(as, takeAttendance, { meeting, present: [who('ml-engineer')] })
    expect(world.get(meetingNoun, meeting)).toMatchObject({ present: [as, who('ml-engineer')], excused: [] })
    given(world).when(minuteMeeting, { meeting, text: 'x', section: 'nowhere' }, { as }).thenRefused('input-invalid')
    world.does(as, minuteMeeting, { meeting, text: 'Ship it.', section: 'blockers' })
    world.does(as, closeMeeting, { meeting })
    given(world).when(closeMeeting, { meeting }, { as }).thenRefused('meeting-closed')
    given(world)
      .when(takeAttendance, { meeting, present: [as] }, { as })
      .thenRefused('meeting-closed')
    given(world).when(minuteMeeting, { meeting, text: 'x' }, { as }).thenRefused('meeting-closed')
  })
})

describe('action items, help and absences', () => {
  test('an action item has an owner of the team and a day that is not past, until it is done or dropped', () => {
    const { world, project, who, join } = staffed()
    const as = who('product-manager')
    const command = { project, title: 'Ask legal', owner: who('ml-engineer'), due: '2026-03-06' }
    given(world)
      .when(assignAction, { ...command, owner: join() }, { as })
      .thenRefused('person-unknown')
    given(world)
      .when(assignAction, { ...command, due: '2026-03-01' }, { as })
      .thenRefused('date-order')
    given(world).when(assignAction, command, { as: join() }).thenRefused('not-assigned')
    const action = world.does(as, assignAction, command).subject
    given(world).when(deferAction, { action, reason: 'x' }, { as }).thenRefused('already-so')
    given(world).when(deferAction, { action, due: '2026-03-09', reason: 'x' }, { as }).thenEvents('ActionDeferred')
    given(world).when(completeAction, { action }, { as }).thenEvents('ActionCompleted')
    given(world).when(dropAction, { action, reason: 'x' }, { as }).thenRefused('action-closed')
  })

  test('an action item cannot come from a meeting of another project', () => {
    const { world, as, meeting, who } = started()
    const elsewhere = { ...world.get(meetingNoun, meeting), project: 'prj_01ARZ3NDEKTSV4RRFFQ69G5FAV' }
    const project = world.get(meetingNoun, meeting).project
    given(world)
      .when(
        assignAction,
        { project, title: 'x', owner: who('ml-engineer'), due: '2026-03-06', meeting },
        { as, facts: { meeting: elsewhere } },
      )
      .thenRefused('lineage-mismatch')
  })

  test('help is asked for by who holds a role, and settled once', () => {
    const { world, project, who, join } = staffed()
    given(world).when(requestAssistance, { project, need: 'x' }, { as: join() }).thenRefused('not-assigned')
    const assistance = world.does(who('data-engineer'), requestAssistance, { project, need: 'x' }).subject
    const settle = { assistance, outcome: 'Done.' }
    given(world)
      .when(settleAssistance, settle, { as: who('ml-engineer') })
      .thenEvents('AssistanceSettled')
    given(world)
      .when(settleAssistance, settle, { as: who('ml-engineer') })
      .thenRefused('already-so')
  })

  test('an absence is one’s own', () => {
    const { world, who } = staffed()
    const as = who('ml-engineer')
    given(world).when(declareAbsence, { from: '2026-03-05', until: '2026-03-04' }, { as }).thenRefused('date-order')
    given(world).when(declareAbsence, { from: '2026-02-01' }, { as }).thenRefused('date-order')
    const absence = world.does(as, declareAbsence, { from: '2026-03-05', until: '2026-03-09' }).subject
    given(world)
      .when(withdrawAbsence, { absence }, { as: who('ux-designer') })
      .thenRefused('not-yours')
    given(world).when(withdrawAbsence, { absence }, { as }).thenEvents('AbsenceWithdrawn')
    given(world).when(withdrawAbsence, { absence }, { as }).thenRefused('already-so')
  })
})

describe('a health poll', () => {
  const tallies = [{ statement: 'workload', counts: [0, 1, 1, 1, 0] }]

  test('puts its counts on record only from three answers on', () => {
    const { world, project, who } = staffed()
    const as = who('product-manager')
    const poll = world.does(as, openPoll, { project }).subject
    given(world).when(openPoll, { project }, { as }).thenRefused('poll-open')
    const other = given(world).when(closePoll, { poll }, { as: who('ml-engineer') })
    other.thenRefused('not-entitled')
    const few = given(world).when(closePoll, { poll }, { as, facts: { counts: { answers: 2, tallies } } })
    expect(few.thenEvents('PollClosed')[0]?.data).toEqual({ answers: 2, tallies: [] })
    given(world).when(closePoll, { poll }, { as }).thenRefused('poll-closed')
    const next = world.does(as, openPoll, { project }).subject
    const enough = given(world).when(closePoll, { poll: next }, { as, facts: { counts: { answers: 3, tallies } } })
    expect(enough.thenEvents('PollClosed')[0]?.data).toEqual({ answers: 3, tallies })
  })

  test('tells nothing while it is open, and no counts of fewer than three', () => {
    const poll: Poll = {
      id: 'pol_1',
      project: 'prj_1',
      statements: [{ id: 'workload', text: 'I have time.' }],
      invited: ['a', 'b', 'c', 'd'],
      openedBy: 'a',
      openedAt: '2026-03-02T09:00:00.000Z',
      closesAt: '2026-03-05T09:00:00.000Z',
      entry: 1,
    }
    const open = readPoll(poll, { answers: 3, tallies }, '2026-03-03T00:00:00.000Z')
    expect(open).not.toHaveProperty('answers')
    expect(JSON.stringify(open)).not.toContain('counts":[')
    const few = readPoll(poll, { answers: 2, tallies }, '2026-03-06T00:00:00.000Z')
    expect(few).toMatchObject({ state: 'too-few', answers: 2 })
    expect(few.statements[0]).not.toHaveProperty('counts')
    const counted = readPoll(poll, { answers: 3, tallies }, '2026-03-06T00:00:00.000Z')
    expect(counted).toMatchObject({ state: 'counted', statements: [{ counts: [0, 1, 1, 1, 0], mean: 3 }] })
  })
})

describe('a calendar feed', () => {
  test('is made by anybody for what they may read, and revoked by whose it is', () => {
    const { world, project, who } = staffed()
    const as = who('ml-engineer')
    given(world)
      .when(issueFeed, { project }, { as, facts: { readable: false } })
      .thenRefused('not-found')
    const feed = world.does(as, issueFeed, { project }).subject
    given(world)
      .when(revokeFeed, { feed }, { as: who('ux-designer') })
      .thenRefused('not-yours')
    given(world).when(revokeFeed, { feed }, { as }).thenEvents('FeedRevoked')
    given(world).when(revokeFeed, { feed }, { as }).thenRefused('already-so')
  })
})
