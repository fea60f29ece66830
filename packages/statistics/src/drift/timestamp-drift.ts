import type { Side } from './compare-columns.ts'
import { categoricalPair, TIME_PARTS } from './compare-columns.ts'
import type { ColumnDrift } from './column-drift.ts'
import { categoricalDrift, verdictsOf } from './recommended.ts'
import type { Judgement } from './recommended.ts'

/**
 * The drift of a column of moments. Time goes on, so that later rows are later is no drift: the hours of the day and the
 * days of the week are compared, each as categories, with half of `alpha` each. A column of bare dates has one hour only,
 * which then says nothing and is left out.
 */
export function timestampDrift(name: string, reference: Side, current: Side, judgement: Judgement): ColumnDrift {
  const half = { margin: judgement.margin, alpha: judgement.alpha / 2 }
  const parts = TIME_PARTS.flatMap(([part]) => {
    const pair = categoricalPair(name, reference, current, part)
    const bare = part === 'hour' && pair.categories.every((hour) => hour === '0')
    return bare ? [] : [categoricalDrift(pair, half, `${part}_total_variation`)]
  })
  const [first] = parts
  if (first === undefined) throw new Error('a moment has a day of the week')
  const main = parts.flatMap(({ effects }) => effects.filter(({ measure }) => measure !== 'missing_share'))
  const missing = first.effects.filter(({ measure }) => measure === 'missing_share')
  const distances = Object.fromEntries(
    parts.flatMap((part, index) =>
      Object.entries(part.distances).map(([key, value]) => [`${main[index]?.measure.split('_')[0]}_${key}`, value]),
    ),
  )
  const pValues = parts.flatMap(({ pValue }) => (pValue === null ? [] : [pValue]))
  const { newCategories, goneCategories, ...rest } = first
  void newCategories
  void goneCategories
  return {
    ...rest,
    kind: 'timestamp',
    ...verdictsOf([...main, ...missing]),
    distances,
    pValue: pValues.length === 0 ? null : Math.min(1, Math.min(...pValues) * pValues.length),
    minimumRows: Math.max(...parts.map((part) => part.minimumRows)),
    caveats: [...new Set(parts.flatMap(({ caveats }) => caveats))],
  }
}
