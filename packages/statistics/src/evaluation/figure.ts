/**
 * The answer of a formula: a number, or no number and the reason why there is none.
 *
 * A formula of this package never answers NaN and never throws for the shape of the data: an empty group, a single
 * class or a score out of range is an ordinary thing to meet in a slice, and must not stop the other measures.
 *
 * @example
 * const figure = accuracy(matrix)
 * if (figure.value === null) console.log(figure.reason)
 */
export type Figure = { readonly value: number } | { readonly value: null; readonly reason: string }

/** A figure that has a value. A value that is not a finite number becomes a figure without one. */
export function figure(value: number): Figure {
  if (Number.isFinite(value)) return { value }
  return { value: null, reason: 'the numbers are too large or not numbers, so the result is not a finite number' }
}

/** A figure that has no value, and why. */
export function noFigure(reason: string): Figure {
  return { value: null, reason }
}

/** `part / whole`, or no figure with `reason` when the whole is zero. */
export function ratio(part: number, whole: number, reason: string): Figure {
  return whole === 0 ? noFigure(reason) : figure(part / whole)
}
