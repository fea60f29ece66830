import { z } from 'zod'
import * as input from '../acts/input.ts'
import { STAGES } from '../work/projects/project.ts'
import { evidenceKindShape } from './evidence-kinds-pack.ts'
import { checkShape, dutyShape, reviewShape } from './gate-pack.ts'
import { header, source } from './header.ts'
import { involveShape, requireShape } from './lifecycle-pack.ts'
import { roleShape } from './roles-pack.ts'

const activity = z.strictObject({ id: input.slug, title: input.line(200), source })

/** What an industry adds to the projects that adopt it; it takes nothing away. */
export const industryPack = z.strictObject({
  ...header('industry'),
  roles: z.array(roleShape).optional(),
  activities: z.array(activity).optional(),
  /** Cells of its own activities, for its own roles and those of the catalogue. */
  cells: z.record(input.slug, z.record(input.slug, z.enum(['R', 'A', 'C', 'I']))).optional(),
  evidenceKinds: z.array(evidenceKindShape).optional(),
  checks: z.array(checkShape).optional(),
  reviews: z.array(reviewShape).optional(),
  approvals: z.array(dutyShape).optional(),
  stages: z
    .array(z.strictObject({ stage: z.enum(STAGES), involve: z.array(involveShape), require: z.array(requireShape) }))
    .optional(),
  /** Registers that come with it; each is a pack of its own that names this industry. */
  registers: z.array(input.slug).optional(),
  source,
})
export type IndustryPack = z.output<typeof industryPack>
