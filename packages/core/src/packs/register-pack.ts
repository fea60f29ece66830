import { z } from 'zod'
import * as input from '../acts/input.ts'
import { FIELD_TYPES, LINKED_NOUNS } from '../record/registers/definition.ts'
import { header, source } from './header.ts'

const name = z
  .string()
  .regex(/^[a-z][a-zA-Z0-9_]{0,63}$/, 'must start with a small letter; letters, digits and _ follow')
const words = input.line(200)
const days = z.int().min(0).max(3_660)

const field = z.strictObject({
  name,
  title: words,
  type: z.enum(FIELD_TYPES),
  required: z.boolean().optional(),
  help: input.text(500).optional(),
  unit: input.line(40).optional(),
  min: input.number.optional(),
  max: input.number.optional(),
  choices: z.array(input.line(100)).min(1).max(100).optional(),
  noun: z.enum(LINKED_NOUNS).optional(),
  register: input.slug.optional(),
  source,
})
const computed = z.strictObject({
  name,
  title: words,
  expression: input.text(2_000),
  unit: input.line(40).optional(),
  help: input.text(500).optional(),
  source,
})
const state = z.strictObject({
  id: input.slug,
  title: words,
  next: z.array(input.slug).optional(),
  by: z.enum(['A', 'R']).optional(),
  requires: z.array(name).optional(),
  final: z.boolean().optional(),
  source,
})
const reminder = z.strictObject({
  id: input.slug,
  message: input.line(300),
  to: z.enum(['owner', 'R', 'A']),
  field: name.optional(),
  daysBefore: days.optional(),
  idleDays: z.int().min(1).max(3_660).optional(),
  states: z.array(input.slug).min(1).optional(),
})
const measure = z.strictObject({
  id: input.slug,
  title: words,
  of: z.enum(['count', 'sum', 'mean', 'median', 'share', 'meanDays']),
  unit: input.line(40).optional(),
  field: name.optional(),
  states: z.array(input.slug).min(1).optional(),
  outOf: z.array(input.slug).min(1).optional(),
  from: name.optional(),
  until: name.optional(),
  kpi: input.line(64).optional(),
  source,
})

/** A register as text: content of this shape is a `RegisterDefinition`. */
export const registerPack = z.strictObject({
  ...header('register'),
  scope: z.enum(['project', 'workspace']),
  activity: input.slug.optional(),
  keepers: z.array(input.slug).min(1).optional(),
  industry: input.slug.optional(),
  item: z.strictObject({
    singular: input.line(60),
    plural: input.line(60),
    prefix: z.string().regex(/^[A-Z]{2,8}$/, 'must be 2 to 8 capital letters'),
  }),
  fields: z.array(field).max(60),
  computed: z.array(computed).max(20).optional(),
  states: z.array(state).min(1).max(30),
  order: z.string().max(65).optional(),
  unique: z.array(name).min(1).optional(),
  reminders: z.array(reminder).max(20).optional(),
  measures: z.array(measure).max(30).optional(),
  update: z
    .strictObject({
      section: z.enum(['risks']),
      states: z.array(input.slug).min(1).optional(),
      show: z.array(name).min(1).max(5).optional(),
    })
    .optional(),
  source,
})
export type RegisterPack = z.output<typeof registerPack>
