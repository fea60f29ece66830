import { z } from 'zod'
import * as input from '../acts/input.ts'
import { header, source } from './header.ts'

const field = z.strictObject({
  name: z.string().regex(/^[a-zA-Z][a-zA-Z0-9_]{0,63}$/, 'must be letters, digits and underscores, at most 64'),
  type: z.enum(['number', 'integer', 'boolean', 'string', 'text-list', 'date', 'digest']),
  required: z.boolean(),
  unit: input.line(40).optional(),
  min: input.number.optional(),
  max: input.number.optional(),
  help: input.text(500).optional(),
})
export const evidenceKindShape = z.strictObject({
  id: input.slug,
  title: input.line(200),
  activity: input.slug,
  freshDays: z.int().min(1).max(3_660),
  measures: z.boolean().optional(),
  judgement: z.strictObject({ roles: z.array(input.slug).min(1) }).optional(),
  fields: z.array(field),
  source,
})

/** The kinds of evidence that can be sealed about a model version. */
export const evidenceKindsPack = z.strictObject({
  ...header('evidence-kinds'),
  kinds: z.array(evidenceKindShape).min(1),
})
export type EvidenceKindsPack = z.output<typeof evidenceKindsPack>
