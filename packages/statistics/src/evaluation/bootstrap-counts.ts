import { bcaInterval } from './bca.ts'
import { NO_INTERVAL } from './interval.ts'
import type { Interval } from './interval.ts'
import { multinomial } from './multinomial.ts'
import type { BootstrapKind } from './parts.ts'
import { percentile } from './percentile.ts'
import type { Random } from './random.ts'

/**
 * Bootstrap intervals of one formula over any list of counts that says several numbers at once: each draw is a multinomial
 * over the cells, so it costs the same for any number of rows. All numbers see the same draws. A number that is null in
 * half the draws or more has no interval.
 *
 * @example
 * bootstrapCounts([30, 70], ([a = 0, b = 0]) => [a / (a + b)], { draws: 1000, level: 0.95, kind: 'bca', random })
 */
export function bootstrapCounts(
  counts: readonly number[],
  formula: (counts: ArrayLike<number> & Iterable<number>) => readonly (number | null)[],
  settings: { readonly draws: number; readonly level: number; readonly kind: BootstrapKind; readonly random: Random },
): Interval[] {
  const { draws, level, kind, random } = settings
  const estimates = formula(counts)
  const seen = estimates.map((): number[] => [])
  const drawn = new Float64Array(counts.length)
  for (let draw = 0; draw < draws; draw++) {
    multinomial(random, counts, drawn)
    for (const [index, value] of formula(drawn).entries()) if (value !== null) seen[index]?.push(value)
  }
  const without = kind === 'bca' ? leaveOneOut(counts, formula) : []
  return estimates.map((estimate, index) => {
    const values = Float64Array.from(seen[index] ?? []).sort()
    if (estimate === null || values.length === 0 || values.length < draws / 2) return NO_INTERVAL
    if (kind === 'percentile') {
      return { low: percentile(values, (1 - level) / 2), high: percentile(values, (1 + level) / 2) }
    }
    const leftOut = without.flatMap(({ values, times }) => {
      const value = values[index] ?? null
      return value === null ? [] : [{ value, times }]
    })
    return bcaInterval(values, estimate, leftOut, level)
  })
}

function leaveOneOut(
  counts: readonly number[],
  formula: Parameters<typeof bootstrapCounts>[1],
): { values: readonly (number | null)[]; times: number }[] {
  const rest = Float64Array.from(counts)
  return counts.flatMap((count, cell) => {
    if (count < 1) return []
    rest[cell] = count - 1
    const values = formula(rest)
    rest[cell] = count
    return [{ values, times: count }]
  })
}
