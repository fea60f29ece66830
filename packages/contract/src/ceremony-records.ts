import { z } from 'zod'

const at = z.string().describe('ISO instant, UTC')

/** Ceremonies: the series, its meetings, and what came of them. */
export const ceremonyKind = z.looseObject({
  id: z.string(),
  title: z.string(),
  purpose: z.string(),
  rule: z.string().describe('Recurrence rule of RFC 5545'),
  often: z.string().describe('The rule in words'),
  time: z.string(),
  durationMinutes: z.number(),
})
export const occurrence = z.looseObject({
  day: z.string().describe('Local day on which the series has it: its name within the ceremony'),
  at,
  local: z.string(),
  zone: z.string(),
  state: z.enum(['planned', 'moved', 'cancelled']),
})
export const upcoming = occurrence.extend({ ceremony: z.string(), title: z.string() })
export const ceremony = z.looseObject({
  id: z.string(),
  project: z.string(),
  kind: z.string(),
  title: z.string(),
  times: z.string().describe('When it takes place, in words'),
})
export const ceremonyWithNext = ceremony.extend({ next: z.array(occurrence) })
export const agendaItem = z.looseObject({
  text: z.string(),
  subject: z.string().optional().describe('Record it is about'),
  entry: z.number().optional().describe('Number of its ledger entry'),
  people: z.array(z.string()).optional().describe('Who must do something about it'),
  due: z.string().optional(),
  tone: z.enum(['good', 'bad']).optional(),
  act: z.string().optional().describe('The act that would settle it'),
})
export const agenda = z.looseObject({
  ceremony: z.string(),
  title: z.string(),
  state: z.enum(['open', 'upcoming', 'over']),
  since: at.describe('From when it looks back'),
  facilitator: z.string().optional(),
  skipped: z.array(z.string()).describe('Whose turn it was, and who is away'),
  sections: z.array(
    z.looseObject({
      id: z.string(),
      title: z.string(),
      query: z.string(),
      items: z.array(agendaItem),
      more: z.number().describe('How many items are not shown'),
      nothing: z.string().describe('Why there is nothing, for a section without items'),
    }),
  ),
  names: z.record(z.string(), z.string().nullable()),
})
export const roleAttendance = z.looseObject({
  role: z.string(),
  invited: z.number(),
  present: z.number(),
  excused: z.number(),
  missing: z.number(),
  rate: z.number().optional().describe('present / (invited - excused)'),
})
export const attendance = z.looseObject({ meetings: z.number(), items: z.array(roleAttendance) })
export const meeting = z.looseObject({
  id: z.string(),
  ceremony: z.string(),
  day: z.string(),
  startedAt: at,
  facilitator: z.string(),
  present: z.array(z.string()),
  excused: z.array(z.string()),
  state: z.enum(['open', 'closed']),
})
export const action = z.looseObject({
  id: z.string(),
  title: z.string(),
  owner: z.string(),
  due: z.string(),
  state: z.enum(['open', 'done', 'dropped']),
})
export const assistance = z.looseObject({ id: z.string(), need: z.string(), by: z.string(), at, state: z.string() })
export const absence = z.looseObject({ id: z.string(), person: z.string(), from: z.string(), until: z.string() })
export const poll = z.looseObject({ id: z.string(), openedAt: at, closesAt: at })
export const pollReading = z.looseObject({
  id: z.string(),
  state: z.enum(['open', 'too-few', 'counted']),
  answers: z.number().optional(),
  invited: z.number(),
  answered: z.boolean().describe('Whether you have answered'),
  sentence: z.string(),
  statements: z.array(
    z.looseObject({
      id: z.string(),
      text: z.string(),
      counts: z.array(z.number()).optional().describe('How often each score from 1 to 5 was given'),
      mean: z.number().optional(),
    }),
  ),
})
export const pollAnswered = z.looseObject({ poll: z.string(), counted: z.boolean() })
export const feed = z.looseObject({
  id: z.string(),
  label: z.string(),
  of: z.string().optional().describe('The project; all of yours when absent'),
  issuedAt: at,
  revokedAt: at.optional(),
})
export const stakeholderUpdate = z.looseObject({
  id: z.string(),
  project: z.string(),
  title: z.string(),
  from: at,
  until: at,
  state: z.enum(['draft', 'published', 'discarded']),
})
export const updateWithLines = stakeholderUpdate.extend({
  sections: z.array(
    z.looseObject({
      section: z.string(),
      title: z.string(),
      lines: z.array(z.looseObject({ line: z.string(), text: z.string(), entries: z.array(z.number()) })),
    }),
  ),
})
