import { z } from 'zod'
import * as input from '../acts/input.ts'
import type { AgendaSourceName } from '../team/ceremonies/definition.ts'
import { AGENDA_SOURCES } from '../team/ceremonies/definition.ts'
import { ruleText } from '../team/ceremonies/recurrence.ts'
import { STAGES } from '../work/projects/project.ts'
import { header, source } from './header.ts'

const queries = Object.keys(AGENDA_SOURCES) as [AgendaSourceName, ...AgendaSourceName[]]
const section = z.strictObject({
  id: input.slug,
  title: input.line(200),
  query: z.enum(queries),
  withinDays: z.int().min(1).max(366).optional(),
  kinds: z.array(input.slug).min(1).max(50).optional(),
  scope: z.enum(['ceremony', 'project']).optional(),
  source,
})
const ceremony = z.strictObject({
  id: input.slug,
  title: input.line(200),
  purpose: input.text(1_000),
  rule: ruleText,
  time: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time of day such as 09:30'),
  durationMinutes: z.int().min(5).max(480),
  attendees: z.array(input.slug).max(100),
  facilitators: z.array(input.slug).max(100),
  sections: z.array(section).min(1).max(30),
  source,
})

/** Recurring meetings: when, how long, who, and which questions to the record make the agenda. */
export const ceremoniesPack = z.strictObject({
  ...header('ceremonies'),
  ceremonies: z.array(ceremony).min(1).max(50),
  /** How often stakeholders are told how a project stands, by whom, and in which stages of it. */
  updates: z
    .strictObject({
      everyDays: z.int().min(1).max(366),
      /** Canonical activity: who is A for it owes the update. */
      activity: input.slug,
      stages: z.array(z.enum(STAGES)).min(1),
      source,
    })
    .optional(),
  /** Statements of the health poll; people agree with them on a scale from 1 to 5. */
  health: z
    .array(z.strictObject({ id: input.slug, text: input.line(200), source }))
    .max(20)
    .optional(),
})
export type CeremoniesPack = z.output<typeof ceremoniesPack>
