import { z } from 'zod'
import * as input from '../acts/input.ts'
import { STAGES } from '../work/projects/project.ts'
import { header, source } from './header.ts'
import { DISCIPLINES } from './roles-pack.ts'

const mode = z.enum(['prevent', 'warn', 'off'])
export const involveShape = z
  .strictObject({
    id: input.slug,
    role: input.slug.optional(),
    anyOf: z.array(input.slug).min(1).optional(),
    discipline: z.enum(DISCIPLINES).optional(),
    reason: input.text(1_000),
    mode,
    source,
  })
  .refine(
    (rule) => [rule.role, rule.anyOf, rule.discipline].filter((wanted) => wanted !== undefined).length === 1,
    'must have exactly one of role, anyOf and discipline',
  )
export const requireShape = z.strictObject({
  id: input.slug,
  title: input.line(200),
  condition: input.text(4_000),
  message: input.text(1_000),
  mode,
  source,
})
const stage = z.strictObject({
  id: z.enum(STAGES),
  title: input.line(200),
  description: input.text(2_000),
  involve: z.array(involveShape),
  require: z.array(requireShape),
})

/** The stages of a project: who must be engaged before each is entered, and what must hold. */
export const lifecyclePack = z.strictObject({ ...header('lifecycle'), stages: z.array(stage).min(1) })
export type LifecyclePack = z.output<typeof lifecyclePack>
