import { z } from 'zod'
import * as input from '../acts/input.ts'
import { STAGES } from '../work/projects/project.ts'
import { header, source } from './header.ts'

export const DISCIPLINES = [
  'engineering',
  'data',
  'product',
  'domain',
  'governance',
  'leadership',
  'design',
  'operations',
] as const

export const roleShape = z.strictObject({
  id: input.slug,
  title: input.line(200),
  aliases: z.array(input.line(200)).optional(),
  summary: input.text(2_000),
  discipline: z.enum(DISCIPLINES),
  source,
  responsibilities: z.array(z.strictObject({ id: input.line(64), text: input.text(1_000) })),
  skills: z.array(input.text(500)),
  kpis: z.array(z.strictObject({ id: input.line(64), title: input.line(300) })),
  deliverable: z.strictObject({ id: input.line(64), text: input.text(1_000) }).optional(),
  whenToInvolve: z.strictObject({
    text: input.text(1_000),
    stage: z.enum(STAGES),
    source: z.array(input.line(64)),
  }),
})

/** The catalogue of roles that projects assign people to. */
export const rolesPack = z.strictObject({ ...header('roles'), roles: z.array(roleShape).min(1) })
export type RolesPack = z.output<typeof rolesPack>
