import { z } from 'zod'
import * as input from '../acts/input.ts'
import { header, source } from './header.ts'

const requirement = z
  .strictObject({
    id: input.slug,
    title: input.line(200),
    kind: z.enum(['literacy', 'training', 'certification']),
    /** Who should have a record of it: holders of these roles, or everybody in the workspace. */
    roles: z.array(input.slug).min(1).optional(),
    everyone: z.literal(true).optional(),
    /** What it should cover. */
    topics: z.array(input.line(200)),
    /** How long a record counts when it names no end itself. */
    validDays: z.int().min(1).max(3_660).optional(),
    /** `law` and `policy` say who asks for it; nothing is ever blocked by it. */
    asked: z.enum(['law', 'policy', 'advice']),
    basis: input.text(1_000),
    source,
  })
  .refine((r) => (r.roles === undefined) !== (r.everyone === undefined), 'must have exactly one of roles, everyone')
const department = z.strictObject({ id: input.slug, title: input.line(200), source })

/** What people should have learnt by role, and the departments whose adoption is measured. */
export const learningPack = z.strictObject({
  ...header('learning'),
  /** Days before an expiry at which it is warned of. */
  warnDays: z.int().min(1).max(730),
  requirements: z.array(requirement),
  departments: z.array(department),
})
export type LearningPack = z.output<typeof learningPack>
