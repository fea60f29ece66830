import { median } from '../../acts/median.ts'
import { daysBetween } from '../../acts/time.ts'
import { numberIn } from './computed.ts'
import type { RegisterDefinition, RegisterMeasure } from './definition.ts'
import type { Item } from './item.ts'

/** A number over the items of a register, with how many items it rests on; null where there is none, and why. */
export interface MeasuredRegister {
  readonly id: string
  readonly title: string
  readonly unit?: string
  readonly kpi?: string
  readonly value: number | null
  readonly n: number
  readonly reason?: string
  /** The items behind the number. */
  readonly items: readonly string[]
}

/** Units that follow from how a measure counts. */
const UNITS: Readonly<Partial<Record<RegisterMeasure['of'], string>>> = { share: 'share', meanDays: 'days' }

const mean = (values: readonly number[]): number => values.reduce((sum, v) => sum + v, 0) / values.length

function days(item: Item, measure: RegisterMeasure): number | undefined {
  const { from = '', until = '' } = measure
  const [a, b] = [item.fields[from], item.fields[until]]
  return typeof a === 'string' && typeof b === 'string'
    ? daysBetween(`${a}T00:00:00.000Z`, `${b}T00:00:00.000Z`)
    : undefined
}

/** Computes every measure of a register over its items. A share of nothing and a mean of nothing have no value. */
export function registerMeasures(definition: RegisterDefinition, items: readonly Item[]): MeasuredRegister[] {
  return (definition.measures ?? []).map((measure) => {
    const { id, title, unit = UNITS[measure.of], kpi, of, field = '' } = measure
    const head = { id, title, ...(unit === undefined ? {} : { unit }), ...(kpi === undefined ? {} : { kpi }) }
    const inStates = (states: readonly string[] | undefined) =>
      states === undefined ? items : items.filter((item) => states.includes(item.state))
    const counted = inStates(measure.states)
    const none = (reason: string): MeasuredRegister => ({ ...head, value: null, n: 0, reason, items: [] })
    if (of === 'count') return { ...head, value: counted.length, n: counted.length, items: counted.map((i) => i.id) }
    if (of === 'share') {
      const all = inStates(measure.outOf)
      if (all.length === 0) return none(`There is no ${definition.item.singular} to take a share of.`)
      const part = counted.filter((item) => all.includes(item))
      return { ...head, value: part.length / all.length, n: all.length, items: part.map((i) => i.id) }
    }
    const found = counted.flatMap((item) => {
      const value = of === 'meanDays' ? days(item, measure) : numberIn(definition, item.fields, field)
      return value === undefined ? [] : [{ id: item.id, value }]
    })
    if (found.length === 0) return none(`No ${definition.item.singular} has the values that this is computed from.`)
    const values = found.map((f) => f.value)
    const value =
      of === 'sum' ? values.reduce((sum, v) => sum + v, 0) : of === 'median' ? (median(values) ?? 0) : mean(values)
    return { ...head, value, n: found.length, items: found.map((f) => f.id) }
  })
}
