import { figure, noFigure } from '../evaluation/figure.ts'
import type { Figure } from '../evaluation/figure.ts'
import type { UnitPatterns } from './unit-patterns.ts'
import { weightOf } from './weights.ts'
import type { AgreementWeights } from './weights.ts'

/** Coefficients of the same observed agreement, which differ in what they expect by chance. */
export type ChanceCoefficient = 'fleiss' | 'gwet' | 'randolph'

/** A coefficient with what it is made of. */
export type CoefficientParts = {
  readonly value: Figure
  readonly observed: number
  readonly expected: number
  /** By linearization over items (Gwet 2014, chapter 5); null with fewer than two items. */
  readonly standardError: number | null
}

/**
 * Agreement of any number of raters beyond chance, (observed − expected) / (1 − expected), with missing labels allowed.
 *
 * Observed is the mean over items with two labels or more of the (weighted) share of agreeing pairs. π is the mean over
 * all items of the share of each of the q categories. Expected by chance:
 *
 * - `fleiss`: Σ w π π′ (Fleiss 1971; with two raters Scott's π, 1955)
 * - `gwet`: Σw / (q (q − 1)) Σ π (1 − π), which is AC1, or AC2 with weights (Gwet 2008, 2014)
 * - `randolph`: Σw / q² (Randolph 2005; Brennan and Prediger 1981; Bennett's S)
 *
 * With missing labels Fleiss' kappa is generalised as in Gwet (2014); with all labels present it is the original. No
 * figure when no item has two labels or only one category occurs.
 *
 * @example
 * chanceCorrected(unitPatterns(table), 'gwet').value
 */
export function chanceCorrected(
  patterns: UnitPatterns,
  coefficient: ChanceCoefficient,
  weights: AgreementWeights = 'identity',
  values: Float64Array | null = null,
): CoefficientParts {
  return chanceKernel(patterns, coefficient, weights, values)(patterns.units, true)
}

/** Computes a coefficient for numbers of items of each pattern; made once, asked for each bootstrap draw. */
export type ChanceKernel = (units: ArrayLike<number>, withError?: boolean) => CoefficientParts

const NOTHING = { observed: 0, expected: 0, standardError: null }

export function chanceKernel(
  patterns: UnitPatterns,
  coefficient: ChanceCoefficient,
  weights: AgreementWeights,
  values: Float64Array | null,
): ChanceKernel {
  const { categories, size } = patterns
  const matrix = weightMatrix(categories, weights, values)
  const agreeing = agreeingShares(patterns, matrix)
  const sumOfWeights = matrix.reduce((sum, weight) => sum + weight, 0)
  const shares = new Float64Array(categories)
  return (units, withError = false) => {
    let items = 0
    let pairable = 0
    let agreement = 0
    for (let pattern = 0; pattern < size.length; pattern++) {
      const times = units[pattern] ?? 0
      if ((size[pattern] ?? 0) < 1) continue
      items += times
      if ((size[pattern] ?? 0) < 2) continue
      pairable += times
      agreement += times * (agreeing[pattern] ?? 0)
    }
    if (pairable === 0) return { value: noFigure('no item has two labels'), ...NOTHING }
    if (categories < 2) return { value: noFigure('all labels are the same'), ...NOTHING }
    meanShares(patterns, units, items, shares)
    const observed = agreement / pairable
    const expected = expectedBy(coefficient, shares, matrix, sumOfWeights)
    if (expected >= 1) return { value: noFigure('all labels are the same'), ...NOTHING }
    const value = (observed - expected) / (1 - expected)
    const standardError = withError
      ? linearized({
          patterns,
          units,
          items,
          pairable,
          agreeing,
          shares,
          matrix,
          sumOfWeights,
          coefficient,
          expected,
          value,
        })
      : null
    return { value: figure(value), observed, expected, standardError }
  }
}

function weightMatrix(categories: number, weights: AgreementWeights, values: Float64Array | null): Float64Array {
  const weight = weightOf(weights, values, categories)
  return Float64Array.from({ length: categories * categories }, (_, at) =>
    weight(Math.floor(at / categories), at % categories),
  )
}

function agreeingShares(
  { start, category, count, size, categories }: UnitPatterns,
  matrix: Float64Array,
): Float64Array {
  return size.map((labels, pattern) => {
    if (labels < 2) return 0
    let pairs = 0
    for (let one = start[pattern] ?? 0; one < (start[pattern + 1] ?? 0); one++) {
      let near = -1
      for (let other = start[pattern] ?? 0; other < (start[pattern + 1] ?? 0); other++) {
        near += (matrix[(category[one] ?? 0) * categories + (category[other] ?? 0)] ?? 0) * (count[other] ?? 0)
      }
      pairs += (count[one] ?? 0) * near
    }
    return pairs / labels / (labels - 1)
  })
}

function meanShares(patterns: UnitPatterns, units: ArrayLike<number>, items: number, shares: Float64Array): void {
  const { start, category, count, size } = patterns
  shares.fill(0)
  for (let pattern = 0; pattern < size.length; pattern++) {
    const weight = (units[pattern] ?? 0) / (size[pattern] ?? 1) / items
    if (weight === 0) continue
    for (let entry = start[pattern] ?? 0; entry < (start[pattern + 1] ?? 0); entry++) {
      const at = category[entry] ?? 0
      shares[at] = (shares[at] ?? 0) + weight * (count[entry] ?? 0)
    }
  }
}

function expectedBy(
  coefficient: ChanceCoefficient,
  shares: Float64Array,
  matrix: Float64Array,
  sumOfWeights: number,
): number {
  const q = shares.length
  switch (coefficient) {
    case 'randolph':
      return sumOfWeights / q / q
    case 'gwet': {
      let spread = 0
      for (const share of shares) spread += share * (1 - share)
      return (sumOfWeights / q / (q - 1)) * spread
    }
    case 'fleiss': {
      let sum = 0
      for (let one = 0; one < q; one++) {
        for (let other = 0; other < q; other++) {
          sum += (matrix[one * q + other] ?? 0) * (shares[one] ?? 0) * (shares[other] ?? 0)
        }
      }
      return sum
    }
    default:
      return coefficient satisfies never
  }
}

function linearized(parts: {
  patterns: UnitPatterns
  units: ArrayLike<number>
  items: number
  pairable: number
  agreeing: Float64Array
  shares: Float64Array
  matrix: Float64Array
  sumOfWeights: number
  coefficient: ChanceCoefficient
  expected: number
  value: number
}): number | null {
  const { patterns, units, items, pairable, agreeing, shares, matrix, sumOfWeights, coefficient, expected, value } =
    parts
  if (items < 2) return null
  const q = shares.length
  const { start, category, count, size } = patterns
  let squares = 0
  for (let pattern = 0; pattern < size.length; pattern++) {
    const labels = size[pattern] ?? 0
    const times = units[pattern] ?? 0
    if (times === 0 || labels < 1) continue
    let chance = coefficient === 'randolph' ? expected : 0
    for (let entry = start[pattern] ?? 0; entry < (start[pattern + 1] ?? 0); entry++) {
      const at = category[entry] ?? 0
      const share = (count[entry] ?? 0) / labels
      if (coefficient === 'gwet') chance += (sumOfWeights / q / (q - 1)) * share * (1 - (shares[at] ?? 0))
      if (coefficient === 'fleiss') {
        for (let other = 0; other < q; other++) chance += (matrix[at * q + other] ?? 0) * share * (shares[other] ?? 0)
      }
    }
    const single = labels < 2 ? 0 : ((items / pairable) * ((agreeing[pattern] ?? 0) - expected)) / (1 - expected)
    const corrected = single - (2 * (1 - value) * (chance - expected)) / (1 - expected)
    squares += times * (corrected - value) ** 2
  }
  return Math.sqrt(squares / items / (items - 1))
}
