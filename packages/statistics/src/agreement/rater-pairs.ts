import { figure, noFigure } from '../evaluation/figure.ts'
import type { Figure } from '../evaluation/figure.ts'
import { cohenKappa } from './cohen-kappa.ts'
import type { LabelTable } from './label-table.ts'

/** What two raters gave the items that both labelled: `counts[category of one][category of other]`. */
export type RaterPair = {
  readonly one: number
  readonly other: number
  readonly counts: readonly (readonly number[])[]
}

/** The tables of all pairs of raters who share an item, in the order of the raters. */
export function raterPairs({ start, rater, category, categories }: LabelTable): RaterPair[] {
  const found = new Map<number, { one: number; other: number; counts: number[][] }>()
  for (let item = 0; item + 1 < start.length; item++) {
    for (let a = start[item] ?? 0; a < (start[item + 1] ?? 0); a++) {
      for (let b = a + 1; b < (start[item + 1] ?? 0); b++) {
        const [one, other] = [rater[a] ?? 0, rater[b] ?? 0]
        const key = one * 0x1_00_00_00 + other
        let pair = found.get(key)
        if (pair === undefined) {
          pair = { one, other, counts: categories.map(() => categories.map(() => 0)) }
          found.set(key, pair)
        }
        const line = pair.counts[category[a] ?? 0]
        const column = category[b] ?? 0
        if (line !== undefined) line[column] = (line[column] ?? 0) + 1
      }
    }
  }
  return [...found.values()].sort((x, y) => x.one - y.one || x.other - y.other)
}

/**
 * Light's kappa (1971): the mean of Cohen's kappa over all pairs of raters that have one.
 *
 * @example
 * lightKappa([{ one: 0, other: 1, counts: [[20, 5], [10, 15]] }]) // { value: 0.4 } to the last digits
 */
export function lightKappa(pairs: readonly RaterPair[]): Figure {
  const kappas = pairs.flatMap(({ counts }) => cohenKappa(counts).kappa.value ?? [])
  if (kappas.length === 0) return noFigure('no pair of raters has a kappa')
  return figure(kappas.reduce((sum, kappa) => sum + kappa, 0) / kappas.length)
}

/**
 * The kappa of Davies and Fleiss (1982): from the mean observed and the mean expected agreement of all pairs of raters.
 *
 * @example
 * daviesFleissKappa([{ one: 0, other: 1, counts: [[20, 5], [10, 15]] }]) // { value: 0.4 } to the last digits
 */
export function daviesFleissKappa(pairs: readonly RaterPair[]): Figure {
  if (pairs.length === 0) return noFigure('no item has two labels')
  const parts = pairs.map(({ counts }) => cohenKappa(counts))
  const observed = parts.reduce((sum, part) => sum + part.observed, 0) / parts.length
  const expected = parts.reduce((sum, part) => sum + part.expected, 0) / parts.length
  return expected >= 1 ? noFigure('all labels are the same') : figure((observed - expected) / (1 - expected))
}
