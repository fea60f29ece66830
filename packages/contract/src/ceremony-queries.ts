import { input } from '@muster/core'
import { z } from 'zod'
import * as records from './ceremony-records.ts'
import type { Route } from './route.ts'
import { byId, get, inProject, list, pageOf } from './route.ts'

/** Queries about ceremonies, meetings and what comes of them. */
export const CEREMONY_QUERIES: readonly Route[] = [
  get(
    'ceremony.kinds',
    '/ceremony-kinds',
    'List kinds of ceremony',
    'The ceremonies that applied packs define: how often, how long, who, and what their agenda asks.',
    pageOf(records.ceremonyKind),
  ),
  list(
    'ceremony.list',
    '/projects/:project/ceremonies',
    'List ceremonies',
    'Ceremonies of a project: when they take place, and when next.',
    records.ceremony,
    inProject,
  ),
  get(
    'ceremony.show',
    '/ceremonies/:ceremony',
    'Show a ceremony',
    'One ceremony with its next meetings, moved and cancelled ones.',
    records.ceremonyWithNext,
    byId('ceremony', 'cer', 'The ceremony'),
  ),
  get(
    'ceremony.upcoming',
    '/projects/:project/upcoming',
    'List the next meetings',
    'All meetings of a project in the next two weeks, cancelled ones too.',
    pageOf(records.upcoming),
    inProject,
  ),
  get(
    'ceremony.agenda',
    '/ceremonies/:ceremony/agenda',
    'Show the agenda',
    'The agenda as the record has it at this moment, since the last meeting; who leads, who is away.',
    records.agenda,
    byId('ceremony', 'cer', 'The ceremony'),
  ),
  get(
    'ceremony.attendance',
    '/ceremonies/:ceremony/attendance',
    'Show attendance by role',
    'Who attended the closed meetings of a ceremony, by role. Excused absences are counted apart.',
    records.attendance,
    byId('ceremony', 'cer', 'The ceremony'),
  ),
  list(
    'meeting.list',
    '/projects/:project/meetings',
    'List meetings',
    'Meetings that were held.',
    records.meeting,
    inProject,
  ),
  get(
    'meeting.show',
    '/meetings/:meeting',
    'Show a meeting',
    'One meeting with attendance and minutes.',
    records.meeting,
    byId('meeting', 'mtg', 'The meeting'),
  ),
  list(
    'action.list',
    '/projects/:project/actions',
    'List action items',
    'What people are to do, newest first; done and dropped ones too.',
    records.action,
    inProject,
  ),
  list(
    'assistance.list',
    '/projects/:project/assistance',
    'List requests for help',
    'What people asked help for, settled ones too.',
    records.assistance,
    inProject,
  ),
  list('absence.list', '/absences', 'List your absences', 'Days on which you are away.', records.absence),
  list(
    'poll.list',
    '/projects/:project/polls',
    'List health polls',
    'Health polls of a project.',
    records.poll,
    inProject,
  ),
  get(
    'poll.show',
    '/polls/:poll',
    'Show a health poll',
    'Its statements; once it has closed, the counts, from three answers on.',
    records.pollReading,
    byId('poll', 'pol', 'The poll'),
  ),
  {
    ...get(
      'poll.answer',
      '/polls/:poll/answer',
      'Answer a health poll',
      'Counts your answer. That you answered is known, what you answered is not: there is no entry and no row for it.',
      records.pollAnswered,
      byId('poll', 'pol', 'The poll'),
    ),
    method: 'POST',
    body: z.strictObject({
      scores: z
        .array(
          z.strictObject({
            statement: input.slug.describe('Id of the statement'),
            score: z.int().min(1).max(5).describe('1 (not at all) to 5 (wholly)'),
          }),
        )
        .min(1)
        .max(50)
        .describe('One score for each statement'),
    }),
  },
  list(
    'feed.list',
    '/feeds',
    'List your calendar addresses',
    'Calendar feeds you made, without their secrets.',
    records.feed,
  ),
  get(
    'feed.read',
    '/calendar/:secret',
    'Read a calendar',
    'The calendar behind a secret address, as iCalendar (RFC 5545). Answers 304 to a known ETag.',
    z.string(),
    {
      params: z.strictObject({ secret: z.string().max(200).describe('The secret, with .ics behind it or not') }),
      permission: 'public',
      media: 'text/calendar',
    },
  ),
]
