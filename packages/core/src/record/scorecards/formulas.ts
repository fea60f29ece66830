import { AWAITED_FORMULAS } from './awaited-formulas.ts'
import { DELIVERY_FORMULAS } from './delivery-formulas.ts'
import type { Formula } from './formula.ts'
import { JUDGING_FORMULAS } from './judging-formulas.ts'

/** The formulas that the server computes. */
export const COMPUTED_FORMULAS = { ...DELIVERY_FORMULAS, ...JUDGING_FORMULAS } as const
export type ComputedFormulaId = keyof typeof COMPUTED_FORMULAS

/**
 * The fixed set of formulas that a KPI can name. Packs choose and parametrise them; none can be added without code, since
 * a KPI that anybody could define freely would be a KPI that anybody could type in.
 */
export const FORMULAS: ReadonlyMap<string, Formula> = new Map<string, Formula>(
  Object.entries({ ...COMPUTED_FORMULAS, ...AWAITED_FORMULAS }),
)
