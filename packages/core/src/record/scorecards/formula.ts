import { z } from 'zod'
import * as input from '../../acts/input.ts'

/**
 * How the observations of a window become one number. `share` and `mean` are the arithmetic mean (a share's observations
 * are 0 or 1), `median` interpolates between the two in the middle, `per-week` counts observations in a week of the
 * window, `days-per-week` counts days with at least one.
 */
export const AGGREGATES = ['share', 'mean', 'median', 'per-week', 'days-per-week'] as const
export type Aggregate = (typeof AGGREGATES)[number]

/** What every formula says of itself, whether something can be counted yet or not. */
interface Described {
  readonly title: string
  /** The definition in words: what is counted, over what, and which window an observation falls into. */
  readonly says: string
  /** The unit of the value, unless the KPI names another. */
  readonly unit: string
  /** What a KPI may set, beyond the window. */
  readonly parameters: z.ZodObject
}

/** A formula that the server computes from entries and the records folded from them. */
export interface ComputedFormula extends Described {
  readonly aggregate: Aggregate
  /** Types of the entries that it counts or looks at: only one of these can change its value. */
  readonly reads: readonly string[]
  /** Groups that observations fall into, and what each means; those without a value are counted beside n. */
  readonly parts: Readonly<Record<string, string>>
  /** Why n can be 0, to follow "no data, because …". */
  readonly missing: string
  /** The act that makes the next observation. */
  readonly act: string
}

/** A formula whose events no act can produce yet: it has no value, and says which kind of act will give it one. */
export interface AwaitedFormula extends Described {
  readonly awaits: {
    /** The kind of record that is missing. */
    readonly noun: string
    /** The act that will record it; there is none of that name yet. */
    readonly act: string
    /** What that act will record, to follow "no act records …". */
    readonly recording: string
  }
}
export type Formula = ComputedFormula | AwaitedFormula

export const isComputed = (formula: Formula): formula is ComputedFormula => 'reads' in formula

export const noParameters = z.strictObject({})
export const metricName = z
  .string()
  .regex(/^[a-z0-9][a-z0-9_.@-]{0,99}$/, 'must be the name of a measure such as recall')
/** A measure on a split of the data, without a slice. */
export const onSplit = {
  metric: metricName.describe('Name of the measure'),
  split: input.slug.default('test').describe('Split of the data that it was measured on'),
}
export const fieldName = z.string().regex(/^[a-zA-Z][a-zA-Z0-9_]{0,63}$/, 'must be the name of a field')
