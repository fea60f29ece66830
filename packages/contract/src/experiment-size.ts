import { z } from 'zod'

const share = z.coerce.number().min(0).max(1)

/** What an experiment is to show, before it is run. */
export const sizeQuestion = z.strictObject({
  compare: z
    .enum(['means', 'proportions', 'paired'])
    .describe('Means of two groups, shares of two groups, or two models on the same rows'),
  effect: z.coerce.number().optional().describe('Difference of means to be seen, in standard deviations'),
  first: share
    .optional()
    .describe('Share of the first group, 0 to 1; of paired rows the share that only the first model gets right'),
  second: share
    .optional()
    .describe('Share of the second group; of paired rows the share that only the second gets right'),
  rows: z.coerce
    .number()
    .int()
    .min(2)
    .max(1e9)
    .optional()
    .describe('Rows there will be in each group: what do they show?'),
  alpha: z.coerce.number().gt(0).lt(1).default(0.05).describe('Accepted chance of a false alarm, two-sided'),
  power: z.coerce.number().gt(0).lt(1).default(0.8).describe('Wanted chance to see a difference that is there'),
})
export type SizeQuestion = z.output<typeof sizeQuestion>

export const sizeAnswer = z.looseObject({
  rows: z.number().optional().describe('Rows needed in each group, or given; of pairs in all'),
  detectable: z
    .number()
    .nullable()
    .optional()
    .describe('The smallest difference of means, or the nearest higher share, that so many rows show; null: none'),
  power: z.number().optional().describe('Chance that so many rows show the difference that was named'),
  sentence: z.string(),
})
