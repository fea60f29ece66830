import { hypergeometric, logHypergeometricMass } from '../distributions/hypergeometric.ts'
import type { Urn } from '../distributions/hypergeometric.ts'
import { increasingRoot } from '../distributions/root.ts'
import type { Interval } from '../evaluation/interval.ts'
import { fisherTableTail } from './fisher-table.ts'
import type { Table } from './chi-square-test.ts'
import { noTest, requireLevel } from './test-result.ts'
import type { TestResult } from './test-result.ts'

/**
 * Fisher's exact test of independence for a table of whole counts, two-sided: the chance, with all margins fixed, of a
 * table no likelier than the observed one.
 *
 * A 2 × 2 table has as effect the sample's odds ratio a d / (b c), with the exact conditional interval (Cornfield 1956;
 * noncentral hypergeometric). A larger table is enumerated column by column with equal remainders merged, as far as
 * `mostStates` allows; beyond that there is no exact answer, and the reason says so.
 *
 * @example
 * fisherExact([[8, 2], [1, 5]]).pValue // 0.0350
 */
export function fisherExact(
  table: Table,
  { level = 0.95, mostStates = 2_000_000 }: { level?: number; mostStates?: number } = {},
): TestResult {
  requireLevel(level)
  for (const count of table.flat()) {
    if (!Number.isInteger(count) || count < 0)
      throw new RangeError(`a count must be a whole number from 0, not ${count}`)
  }
  const counts = table.map((row) => row.reduce((sum, count) => sum + count, 0))
  const [first = [], second = []] = table
  if (table.length === 2 && first.length === 2 && second.length === 2) return twoByTwo(first, second, counts, level)
  const nothing = (reason: string): TestResult => noTest('fisher_exact', 'odds_ratio', counts, reason, level)
  const pValue = fisherTableTail(table, mostStates)
  if (pValue === undefined) return nothing('the table is too large to count all tables with its margins')
  return {
    ...nothing('a table with more than two rows or columns has no single odds ratio'),
    pValue,
    method: 'exact, all tables with the same margins',
  }
}

function twoByTwo(first: readonly number[], second: readonly number[], counts: number[], level: number): TestResult {
  const [a = 0, b = 0] = first
  const [c = 0, d = 0] = second
  const urn: Urn = { population: a + b + c + d, successes: a + c, draws: a + b }
  if (urn.population === 0) return noTest('fisher_exact', 'odds_ratio', counts, 'there are no counts', level)
  const ratio = b * c === 0 ? (a * d === 0 ? null : Infinity) : (a * d) / (b * c)
  const degenerate = a + b === 0 || c + d === 0 || a + c === 0 || b + d === 0
  return {
    test: 'fisher_exact',
    statistic: ratio,
    pValue: degenerate ? 1 : twoSided(urn, a),
    method: 'exact, hypergeometric distribution',
    effect: {
      name: 'odds_ratio',
      value: ratio === Infinity ? null : ratio,
      ...(degenerate ? { low: 0, high: null } : oddsInterval(urn, a, level)),
      level,
    },
    counts,
    caveats:
      ratio === Infinity
        ? ['A cell is empty: the odds ratio is infinite, only the lower end of its interval says something.']
        : [],
  }
}

/**
 * The p-value of the exact test of a 2 × 2 table [[a, b], [c, d]], two-sided, without its odds ratio. 1 where a margin is 0.
 *
 * @example
 * fisherTail(8, 2, 1, 5) // 0.0350
 */
export function fisherTail(a: number, b: number, c: number, d: number): number {
  if (a + b === 0 || c + d === 0 || a + c === 0 || b + d === 0) return 1
  return twoSided({ population: a + b + c + d, successes: a + c, draws: a + b }, a)
}

/** The sum of all masses that are no larger than the observed one, but for rounding. */
function twoSided(urn: Urn, observed: number): number {
  const { cdf, survival, least, most } = hypergeometric(urn)
  const limit = logHypergeometricMass(urn, observed) + 1e-7
  const mode = Math.floor(((urn.draws + 1) * (urn.successes + 1)) / (urn.population + 2))
  const small = (k: number): boolean => logHypergeometricMass(urn, k) <= limit
  if (small(Math.min(most, Math.max(least, mode)))) return 1
  // On each side of the mode the masses fall, so the far part that counts is found by halving.
  let [low, high] = [least - 1, mode]
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (small(middle)) low = middle
    else high = middle
  }
  let [near, far] = [mode, most + 1]
  while (far - near > 1) {
    const middle = Math.floor((near + far) / 2)
    if (small(middle)) far = middle
    else near = middle
  }
  return Math.min(1, (low >= least ? cdf(low) : 0) + (far <= most ? survival(far - 1) : 0))
}

/** The odds ratios for which the observed count is at the ends of the middle `level`. An open end is null. */
function oddsInterval(urn: Urn, observed: number, level: number): Interval {
  const { least, most } = hypergeometric(urn)
  const logs = Array.from({ length: most - least + 1 }, (_, index) => logHypergeometricMass(urn, least + index))
  const tail = (1 - level) / 2
  const share = (logOdds: number, from: number, to: number): number => {
    const terms = logs.map((log, index) => log + index * logOdds)
    const top = Math.max(...terms)
    const weights = terms.map((term) => Math.exp(term - top))
    const sum = (some: readonly number[]): number => some.reduce((whole, weight) => whole + weight, 0)
    return sum(weights.slice(from - least, to - least + 1)) / sum(weights)
  }
  const low = observed === least ? 0 : Math.exp(increasingRoot((log) => share(log, observed, most) - tail, 0))
  const high = observed === most ? null : Math.exp(increasingRoot((log) => tail - share(log, least, observed), 0))
  return { low, high }
}
