import type { Figure } from './figure.ts'
import { figure, noFigure } from './figure.ts'

/** Rows among those with the highest scores and among the others, by class. */
export type TopCounts = {
  readonly topPositives: number
  readonly topNegatives: number
  readonly otherPositives: number
  readonly otherNegatives: number
}

/**
 * The lift of the rows with the highest scores: how many times more often they are positive than all rows are. 1 is
 * chance. No figure without positive rows or without rows at the top.
 *
 * @example
 * lift({ topPositives: 6, topNegatives: 4, otherPositives: 14, otherNegatives: 76 }) // { value: 3 } to the last digits
 */
export function lift({ topPositives, topNegatives, otherPositives, otherNegatives }: TopCounts): Figure {
  const top = topPositives + topNegatives
  const positives = topPositives + otherPositives
  if (top <= 0) return noFigure('there are no rows at the top')
  if (positives <= 0) return noFigure('no row is actually positive')
  return figure((topPositives / top / positives) * (top + otherPositives + otherNegatives))
}

/**
 * Counts the top share of rows in one pass over scores in ascending order. Rows that tie across the border are taken in
 * proportion, so that their order does not matter: counts may then have a fraction.
 */
export class TopTally {
  private readonly border: number
  private readonly rows: number
  private below = 0
  private otherPositives = 0
  private topPositives = 0

  constructor(rows: number, share = 0.1) {
    this.rows = rows
    this.border = rows - Math.max(Math.min(rows, 1), rows * share)
  }

  /** Adds all rows that share the next higher score. */
  add(positives: number, negatives: number): void {
    const size = positives + negatives
    const outside = Math.min(1, Math.max(0, (this.border - this.below) / size))
    this.otherPositives += positives * outside
    this.topPositives += positives * (1 - outside)
    this.below += size
  }

  counts(): TopCounts {
    const { border, rows, otherPositives, topPositives } = this
    return {
      topPositives,
      topNegatives: rows - border - topPositives,
      otherPositives,
      otherNegatives: border - otherPositives,
    }
  }
}
