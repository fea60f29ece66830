import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Figure } from '../evaluation/figure.ts'
import { NO_INTERVAL } from '../evaluation/interval.ts'
import type { Interval } from '../evaluation/interval.ts'
import { multinomial } from '../evaluation/multinomial.ts'
import type { Random } from '../evaluation/random.ts'
import { quantilePair } from '../fairness/quantile-pair.ts'
import type { UnitPatterns } from './unit-patterns.ts'

/** A coefficient as a function of how many items have each pattern. */
export type UnitFormula = (units: ArrayLike<number>) => Figure

/** So long other work of the process may have to wait. */
const TURN_MS = 50

/**
 * Percentile bootstrap intervals by item: items are drawn anew with all their labels, since labels of one item belong
 * together. Drawing items is drawing how many have each pattern (multinomial), so with few categories a draw does not
 * depend on the number of items; where hardly two items are alike, items are drawn one by one. All formulas see the same
 * draws; draws without a figure are left out, and with fewer than half of them left there is no interval.
 */
export async function unitIntervals(
  patterns: UnitPatterns,
  formulas: readonly UnitFormula[],
  { draws, level, random }: { readonly draws: number; readonly level: number; readonly random: Random },
  during: { readonly signal?: AbortSignal | undefined; readonly onShare?: (share: number) => void } = {},
): Promise<Interval[]> {
  const total = patterns.units.reduce((sum, units) => sum + units, 0)
  const byPattern = patterns.units.length * 4 < total
  const drawn = new Float64Array(patterns.units.length)
  const seen = formulas.map(() => new Float64Array(draws))
  const filled = new Int32Array(formulas.length)
  let pause = performance.now() + TURN_MS
  for (let draw = 0; draw < draws; draw++) {
    if (performance.now() > pause) {
      await nextTurn()
      during.signal?.throwIfAborted()
      during.onShare?.(draw / draws)
      pause = performance.now() + TURN_MS
    }
    if (byPattern) multinomial(random, patterns.units, drawn)
    else drawOneByOne(random, patterns.units, total, drawn)
    for (const [index, formula] of formulas.entries()) {
      const { value } = formula(drawn)
      const values = seen[index]
      const at = filled[index] ?? 0
      if (value === null || values === undefined) continue
      values[at] = value
      filled[index] = at + 1
    }
  }
  return seen.map((values, index) => {
    const size = filled[index] ?? 0
    if (size === 0 || size < draws / 2) return NO_INTERVAL
    const [low, high] = quantilePair(values.subarray(0, size), (1 - level) / 2, (1 + level) / 2)
    return { low, high }
  })
}

function drawOneByOne(random: Random, units: Float64Array, total: number, drawn: Float64Array): void {
  if (total !== units.length) {
    multinomial(random, units, drawn)
    return
  }
  drawn.fill(0)
  for (let item = 0; item < total; item++) {
    // 32 bits choose among items with a relative bias below total / 2³².
    const at = Math.floor((random.bits() * total) / 4_294_967_296)
    drawn[at] = (drawn[at] ?? 0) + 1
  }
}
