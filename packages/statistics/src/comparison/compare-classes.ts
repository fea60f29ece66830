import { setImmediate as nextTurn } from 'node:timers/promises'
import { bootstrapCounts } from '../evaluation/bootstrap-counts.ts'
import type { ConfusionMatrix } from '../evaluation/confusion.ts'
import type { EvaluationSettings, Slice } from '../evaluation/evaluation.ts'
import { countFormulas } from '../evaluation/group-measures.ts'
import type { BootstrapKind } from '../evaluation/parts.ts'
import { Random } from '../evaluation/random.ts'
import type { Compared } from './comparison.ts'
import { verdictOf } from './verdict.ts'

const MOST_JACKKNIFE_CELLS = 2000

/** Rows with the same actual class and the same two predictions, by places in the list of classes. */
export type JointCell = {
  readonly actual: number
  readonly first: number
  readonly second: number
  readonly count: number
}

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
    const { low, high } = intervals[index] ?? { low: null, high: null }
    return {
      name: formulas[index]?.[0] ?? '',
      first,
      second,
      difference: { value, low, high },
      better: 'higher',
      verdict: verdictOf({ low, high }, 'higher'),
      n,
      ...(slice === undefined ? {} : { slice }),
      method: `paired bootstrap-${kind}`,
    }
  })
}

/** How many rows only the first version has right, and how many only the second. */
export function discordantRows(cells: readonly JointCell[]): { onlyFirst: number; onlySecond: number; rows: number } {
  let [onlyFirst, onlySecond, rows] = [0, 0, 0]
  for (const { actual, first, second, count } of cells) {
    rows += count
    if (first === actual && second !== actual) onlyFirst += count
    if (second === actual && first !== actual) onlySecond += count
  }
  return { onlyFirst, onlySecond, rows }
}
