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

/** The unit of a KPI: its own, or that of its formula. */
export const unitOf = (kpi: { readonly formula: string; readonly unit?: string | undefined }): string =>
  kpi.unit ?? FORMULAS.get(kpi.formula)?.unit ?? 'value'

/** Units whose values may lie on both sides of nothing. */
const SIGNED: ReadonlySet<string> = new Set(['value', 'ratio', 'currency'])
/** Formulas whose value is the difference of two shares. */
const CHANGES: ReadonlySet<string> = new Set(['false-positive-change'])

/** The least and the greatest value that a KPI can have. */
export function rangeOf(kpi: { readonly formula: string; readonly unit?: string | undefined }): [number, number] {
  const unit = unitOf(kpi)
  if (SIGNED.has(unit)) return [-Infinity, Infinity]
  if (unit !== 'share') return [0, Infinity]
  return CHANGES.has(kpi.formula) ? [-1, 1] : [0, 1]
}
