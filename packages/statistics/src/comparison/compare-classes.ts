import { setImmediate as nextTurn } from 'node:timers/promises'
import { bootstrapCounts } from '../evaluation/bootstrap-counts.ts'
import type { ConfusionMatrix } from '../evaluation/confusion.ts'
import type { EvaluationSettings, Slice } from '../evaluation/evaluation.ts'
import { countFormulas } from '../evaluation/group-measures.ts'
import { NO_INTERVAL, withWidth } from '../evaluation/interval.ts'
import type { BootstrapKind } from '../evaluation/parts.ts'
import { Random } from '../evaluation/random.ts'
import type { Compared } from './comparison.ts'
import type { JointCell } from './joint-cells.ts'
import { sparseDifference } from './sparse-difference.ts'
import { verdictOf } from './verdict.ts'

const MOST_JACKKNIFE_CELLS = 2000

/**
 * Compares two predictions of classes by counts: all that matters is how often each pair of predictions met each actual
 * class. Both versions are drawn together, since they were wrong on the same rows.
 */
export async function compareClasses(
  cells: readonly JointCell[],
  classes: readonly string[],
  positive: string | undefined,
  settings: Omit<EvaluationSettings, 'interval'> & { readonly kind: BootstrapKind },
  slice?: Slice,
): Promise<Compared[]> {
  await nextTurn()
  const formulas = Object.entries(countFormulas(classes, positive, undefined))
  const counts = cells.map(({ count }) => count)
  const both = (drawn: ArrayLike<number>): [ConfusionMatrix, ConfusionMatrix] => {
    const matrices = [classes.map(() => classes.map(() => 0)), classes.map(() => classes.map(() => 0))] as const
    for (const [index, { actual, first, second }] of cells.entries()) {
      const count = drawn[index] ?? 0
      const [one, other] = [matrices[0][actual], matrices[1][actual]]
      if (one === undefined || other === undefined) continue
      one[first] = (one[first] ?? 0) + count
      other[second] = (other[second] ?? 0) + count
    }
    return [
      { labels: classes, counts: matrices[0] },
      { labels: classes, counts: matrices[1] },
    ]
  }
  const values = (drawn: ArrayLike<number>): { first: number | null; second: number | null }[] => {
    const [one, other] = both(drawn)
    return formulas.map(([, formula]) => ({ first: formula(one).value, second: formula(other).value }))
  }
  const differences = (drawn: ArrayLike<number>): (number | null)[] =>
    values(drawn).map(({ first, second }) => (first === null || second === null ? null : second - first))
  const random = new Random(
    settings.seed,
    `compare ${slice === undefined ? '' : JSON.stringify([slice.column, slice.value])}`,
  )
  // The jackknife of BCa asks the formulas once a cell: with very many cells percentiles must do.
  const kind = cells.length > MOST_JACKKNIFE_CELLS ? 'percentile' : settings.kind
  const intervals = bootstrapCounts(counts, differences, { ...settings, kind, random })
  const n = counts.reduce((sum, count) => sum + count, 0)
  return values(counts).map(({ first, second }, index) => {
    const value = first === null || second === null ? null : second - first
    const name = formulas[index]?.[0] ?? ''
    const sparse = sparseDifference(name, cells, classes, positive, settings.level)
    const { low, high } = withWidth(sparse ?? intervals[index] ?? NO_INTERVAL)
    return {
      name,
      first,
      second,
      difference: { value, low, high },
      better: 'higher',
      verdict: verdictOf({ low, high }, 'higher'),
      n,
      ...(slice === undefined ? {} : { slice }),
      method: sparse?.method ?? `paired bootstrap-${kind}`,
    }
  })
}
