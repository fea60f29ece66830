import { z } from 'zod'
import * as input from '../acts/input.ts'
import { STAGES } from '../work/projects/project.ts'
import { header, source } from './header.ts'
import { DISCIPLINES } from './roles-pack.ts'

/** What the record can tell of a project that a hiring question asks; each has a rule in team/staffing/record-facts.ts. */
export const RECORD_FACTS = ['data-ready', 'real-time', 'business-critical', 'vendor-sunset'] as const

const count = z.int().min(1).max(1_000)
const roles = z.array(input.slug).min(1)
const line = z
  .strictObject({
    id: input.slug,
    title: input.line(200),
    /** Any of these roles fills the line. */
    roles: roles.optional(),
    /** Somebody from each of these disciplines fills the line. */
    disciplines: z.array(z.enum(DISCIPLINES)).min(1).optional(),
    min: count,
    max: count.optional(),
    /** Which engagements count; all when left out. */
    engagements: z
      .array(z.enum(['embedded', 'part-time', 'outsourced']))
      .min(1)
      .optional(),
    source,
  })
  .refine(
    (l) => (l.roles === undefined) !== (l.disciplines === undefined),
    'must have exactly one of roles, disciplines',
  )
  .refine((l) => l.max === undefined || l.max >= l.min, 'must not have a max below its min')
const pattern = z.strictObject({
  id: input.slug,
  title: input.line(200),
  description: input.text(2_000),
  /** Whether the people of the project count, or all that the workspace has on projects. */
  scope: z.enum(['project', 'workspace']),
  /** Stages in which a project follows this pattern unless it chose another. */
  stages: z.array(z.enum(STAGES)),
  lines: z.array(line).min(1),
})
const risk = z.strictObject({
  id: input.slug,
  title: input.line(200),
  description: input.text(2_000),
  reducedBy: z.array(z.strictObject({ roles, reason: input.text(500) })).min(1),
  source,
})
const question = z.strictObject({
  id: input.slug,
  question: input.line(300),
  fact: z.enum(RECORD_FACTS),
  answers: z.array(input.slug).min(2),
  hires: z
    .array(z.strictObject({ when: input.slug, roles, reason: input.text(500), risk: input.slug.optional() }))
    .min(1),
  source,
})

/** How teams are composed and sized, which roles reduce which risk, and which questions decide whom to hire first. */
export const staffingPack = z.strictObject({
  ...header('staffing'),
  /** Held against every project from its first day, whatever pattern it follows. */
  composition: z.array(line),
  patterns: z.array(pattern).min(1),
  risks: z.array(risk),
  questions: z.array(question),
  hiring: z.strictObject({
    /** Days from opening a requisition to somebody's first day, as long as the workspace has no past of its own. */
    leadDays: z.int().min(1).max(730),
    source,
  }),
  vendor: z.strictObject({
    /** Roles to look at again when a vendor stays: which of them become internal. */
    review: z.array(input.slug),
    /** Days before a sunset at which an unstaffed role is warned of. */
    warnDays: z.int().min(1).max(730),
    source,
  }),
})
export type StaffingPack = z.output<typeof staffingPack>
