import { distinctCounts } from './binning.ts'
import type { CategoricalColumn, NumericColumn } from './column.ts'
import { rowsOfCounts } from './column.ts'
import {
  evidentlyAnderson,
  evidentlyBins,
  evidentlyChiSquare,
  evidentlyCramerVonMises,
  evidentlyEnergy,
  evidentlyG,
  evidentlyHellinger,
  evidentlyKolmogorovSmirnov,
  evidentlyMannWhitney,
  evidentlyNumericHellinger,
  evidentlyT,
  evidentlyWasserstein,
  evidentlyZ,
} from './evidently-tests.ts'
import type { PairedCounts } from './evidently-tests.ts'
import { jensenShannon } from './jensen-shannon.ts'
import { kullbackLeibler } from './kullback-leibler.ts'
import { psi } from './psi.ts'

/** Evidently's names of its tests, each with the default threshold and when a score means drift. */
export const EVIDENTLY_TESTS = {
  ks: { threshold: 0.05, drift: 'at-most' },
  wasserstein: { threshold: 0.1, drift: 'at-least' },
  psi: { threshold: 0.1, drift: 'at-least' },
  jensenshannon: { threshold: 0.1, drift: 'at-least' },
  kl_div: { threshold: 0.1, drift: 'at-least' },
  hellinger: { threshold: 0.1, drift: 'at-least' },
  anderson: { threshold: 0.1, drift: 'below' },
  cramer_von_mises: { threshold: 0.1, drift: 'at-most' },
  mannw: { threshold: 0.05, drift: 'below' },
  t_test: { threshold: 0.05, drift: 'below' },
  ed: { threshold: 0.1, drift: 'above' },
  chisquare: { threshold: 0.05, drift: 'below' },
  z: { threshold: 0.05, drift: 'below' },
  g_test: { threshold: 0.1, drift: 'below' },
} as const

export type EvidentlyTest = keyof typeof EVIDENTLY_TESTS

/** What Evidently would print of one column. A score of null is its NaN or its error; it then finds no drift. */
export type EvidentlyResult = {
  readonly test: EvidentlyTest
  readonly score: number | null
  readonly threshold: number
  readonly drifted: boolean
}

/** In the reference: above this Evidently takes distances, up to it p-values. */
const SMALL_REFERENCE = 1000

/**
 * The test that Evidently 0.7.21 takes when none is named. Only the rows of the reference decide whether the sample is
 * small; distinct values are counted over both. Null when a side has no value: nothing is defined then.
 */
export function evidentlyDefault(column: NumericColumn | CategoricalColumn): EvidentlyTest | null {
  if (column.kind === 'categorical') {
    const rows = rowsOfCounts(column.reference.counts)
    if (rows === 0 || rowsOfCounts(column.current.counts) === 0) return null
    if (rows > SMALL_REFERENCE) return 'jensenshannon'
    return column.categories.length > 2 ? 'chisquare' : 'z'
  }
  const { reference, current } = column
  if (reference.n === 0 || current.n === 0) return null
  // Six distinct values are as good as more.
  const few = Math.max(reference.distinct, current.distinct) <= 5
  const distinct = few ? distinctCounts(reference, current).values.length : 6
  if (reference.n > SMALL_REFERENCE) return distinct <= 5 ? 'jensenshannon' : 'wasserstein'
  if (distinct > 5) return 'ks'
  return distinct > 2 ? 'chisquare' : 'z'
}

/**
 * One of Evidently's tests on one column, with its verdict: Evidently's score to the digit, quirks included.
 *
 * Throws a RangeError for a test that Evidently does not allow on such a column.
 *
 * @example
 * evidentlyDrift(column) // { test: 'ks', score: 0.016, threshold: 0.05, drifted: true }
 */
export function evidentlyDrift(
  column: NumericColumn | CategoricalColumn,
  options: { test?: EvidentlyTest; threshold?: number } = {},
): EvidentlyResult | null {
  const test = options.test ?? evidentlyDefault(column)
  if (test === null) return null
  const threshold = options.threshold ?? EVIDENTLY_TESTS[test].threshold
  const empty =
    column.kind === 'numeric'
      ? column.reference.n === 0 || column.current.n === 0
      : rowsOfCounts(column.reference.counts) === 0 || rowsOfCounts(column.current.counts) === 0
  const found = empty ? null : column.kind === 'numeric' ? numericScore(column, test) : categoricalScore(column, test)
  const score = found === null || Number.isNaN(found) ? null : found
  return { test, score, threshold, drifted: score !== null && isDrift(score, threshold, test) }
}

function isDrift(score: number, threshold: number, test: EvidentlyTest): boolean {
  switch (EVIDENTLY_TESTS[test].drift) {
    case 'at-most':
      return score <= threshold
    case 'below':
      return score < threshold
    case 'at-least':
      return score >= threshold
    case 'above':
      return score > threshold
    default:
      return EVIDENTLY_TESTS[test] satisfies never
  }
}

const NUMERIC: Partial<Record<EvidentlyTest, (column: NumericColumn) => number | null>> = {
  ks: evidentlyKolmogorovSmirnov,
  wasserstein: evidentlyWasserstein,
  hellinger: evidentlyNumericHellinger,
  anderson: evidentlyAnderson,
  cramer_von_mises: evidentlyCramerVonMises,
  mannw: evidentlyMannWhitney,
  t_test: evidentlyT,
  ed: evidentlyEnergy,
}

const COUNTED: Partial<Record<EvidentlyTest, (counts: PairedCounts) => number | null>> = {
  psi: ({ reference, current }) => psi(reference, current, 'evidently'),
  jensenshannon: ({ reference, current }) => jensenShannon(reference, current),
  kl_div: ({ reference, current }) => kullbackLeibler(reference, current, 'evidently'),
  hellinger: evidentlyHellinger,
  chisquare: evidentlyChiSquare,
  z: evidentlyZ,
  g_test: evidentlyG,
}

function numericScore(column: NumericColumn, test: EvidentlyTest): number | null {
  const ofValues = NUMERIC[test]
  if (ofValues !== undefined) return ofValues(column)
  const ofCounts = COUNTED[test]
  if (ofCounts === undefined) throw new RangeError(`there is no test ${test}`)
  // The tests of counts see every distinct number as a category; the distances see bins.
  const isTest = test === 'chisquare' || test === 'z' || test === 'g_test'
  return ofCounts(isTest ? distinctCounts(column.reference, column.current) : evidentlyBins(column))
}

function categoricalScore(column: CategoricalColumn, test: EvidentlyTest): number | null {
  const ofCounts = COUNTED[test]
  if (ofCounts === undefined) throw new RangeError(`Evidently does not allow ${test} on a categorical column`)
  return ofCounts({ reference: column.reference.counts, current: column.current.counts })
}

/** Evidently's verdict on a whole data set: drift when at least this share of its columns drifted. */
export const EVIDENTLY_DATASET_SHARE = 0.5
