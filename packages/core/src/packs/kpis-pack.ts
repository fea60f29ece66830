import { z } from 'zod'
import * as input from '../acts/input.ts'
import { header, source } from './header.ts'

const kpi = z.strictObject({
  id: input.slug,
  title: input.line(200),
  roles: z.array(input.slug),
  formula: input.slug,
  parameters: z.record(z.string(), z.unknown()).optional(),
  unit: input.line(40).optional(),
  direction: z.enum(['higher', 'lower', 'none']),
  windowDays: z.int().min(1).max(1_830),
  target: input.number.optional(),
  baseline: input.number.optional(),
  note: input.text(1_000).optional(),
  bands: z
    .array(z.strictObject({ name: input.line(40), bound: input.number.optional() }))
    .min(2)
    .optional(),
  source,
})

/** KPIs: which formula each is computed by, over which window, for which roles. What a value is, no pack can say. */
export const kpisPack = z.strictObject({ ...header('kpis'), kpis: z.array(kpi).min(1) })
export type KpisPack = z.output<typeof kpisPack>
