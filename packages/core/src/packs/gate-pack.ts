import { z } from 'zod'
import * as input from '../acts/input.ts'
import { header, source } from './header.ts'

const positive = input.number.refine((value) => value > 0, 'must be greater than 0')
const share = input.number.refine((value) => value >= 0 && value <= 1, 'must be a share between 0 and 1')
const minutes = z.int().min(0).max(100_000)

export const checkShape = z.strictObject({
  id: input.slug,
  title: input.line(200),
  needs: z.array(input.slug),
  condition: input.text(4_000),
  help: input.text(2_000),
  source,
})
export const dutyShape = z.strictObject({
  duty: input.slug,
  title: input.line(200),
  roles: z.array(input.slug).min(1),
  source,
})

export const reviewShape = dutyShape.extend({ onlyWhenRequired: z.boolean().optional() })

/** A gate as text: content of this shape is a `GateDefinition`. */
export const gatePack = z.strictObject({
  ...header('gate'),
  checks: z.array(checkShape),
  reviews: z.array(reviewShape),
  approvals: z.array(dutyShape).min(1),
  consult: z.strictObject({ activity: input.slug, windowWorkingDays: z.int().min(0).max(60) }),
  oneDutyPerPerson: z.boolean(),
  waiver: z.strictObject({ roles: z.array(input.slug), maxDays: z.int().min(1).max(366) }),
  rollout: z.strictObject({
    shadowMinutes: minutes,
    steps: z.array(z.strictObject({ weight: z.int().min(1).max(99), minutes })).max(20),
    errorRateMax: share,
    latencyP95MaxMs: positive,
  }),
  monitoring: z.strictObject({
    windowMinutes: z.int().min(1).max(100_000),
    driftThreshold: positive,
    performanceMargin: share,
    latencyP95MaxMs: positive,
    errorRateMax: share,
    costRatioMax: positive,
  }),
})
export type GatePack = z.output<typeof gatePack>
