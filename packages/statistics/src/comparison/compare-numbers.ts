import { measureGroups } from '../evaluation/part-groups.ts'
import type { PartGroups, SumMeasure } from '../evaluation/part-groups.ts'
import type { DrawSettings } from '../evaluation/draw-settings.ts'
import type { BootstrapKind } from '../evaluation/parts.ts'
import { addPoint, mae, POINT_SUMS, r2, rmse, wape } from '../regression/sums.ts'
import type { Compared } from './comparison.ts'
import { verdictOf } from './verdict.ts'

/** Sums of both versions, the first before the second. */
export const PAIR_SUMS = 2 * POINT_SUMS

const MEASURES: readonly (SumMeasure & { readonly better: 'higher' | 'lower' })[] = [
  { ...mae, better: 'lower' },
  { ...rmse, better: 'lower' },
  { ...wape, better: 'lower' },
  { ...r2, better: 'higher' },
]

/** Adds one row's errors of both versions. */
export function addPair(
  sums: Float64Array,
  at: number,
  [actual, first, second]: readonly [number, number, number],
  centre: number,
): void {
  addPoint(sums, at, actual, first, centre)
  addPoint(sums, at + POINT_SUMS, actual, second, centre)
}

/** Compares two predictions of numbers; both are drawn together. */
export async function compareNumbers(
  groups: PartGroups,
  settings: DrawSettings & { readonly kind: BootstrapKind },
  progress: { readonly signal: AbortSignal | undefined; readonly onShare: (share: number) => void },
): Promise<Compared[]> {
  const differences = MEASURES.map(({ name, of, reason }): SumMeasure => {
    const difference = (sums: Float64Array): number | null => {
      const first = of(sums.subarray(0, POINT_SUMS))
      const second = of(sums.subarray(POINT_SUMS))
      return first === null || second === null ? null : second - first
    }
    return { name, of: difference, reason }
  })
  const found = await measureGroups(groups, differences, settings, progress)
  return found.map(({ name, value, low, high, n, slice }, index) => {
    const measure = MEASURES[index % MEASURES.length]
    const totals = groups.groups[Math.floor(index / MEASURES.length)]?.parts.totals() ?? new Float64Array(PAIR_SUMS)
    const better = measure?.better ?? 'lower'
    return {
      name,
      first: measure?.of(totals.subarray(0, POINT_SUMS)) ?? null,
      second: measure?.of(totals.subarray(POINT_SUMS)) ?? null,
      difference: { value, low, high },
      better,
      verdict: verdictOf({ low, high }, better),
      n,
      ...(slice === undefined ? {} : { slice }),
      method: `paired bootstrap-${settings.kind}`,
    }
  })
}
