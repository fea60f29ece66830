/** Guesses which column is which, by the names that people use. */
export function guess(columns: readonly string[]): {
  readonly label: string
  readonly prediction: string
  readonly score: string
} {
  const find = (pattern: RegExp): string => columns.find((c) => pattern.test(c)) ?? ''
  return {
    label: find(/^(?:label|target|truth|actual|y_true|y)$/i),
    prediction: find(/^(?:prediction|predicted|pred|y_pred)$/i),
    score: find(/^(?:score|prob|probability|y_score|proba)$/i),
  }
}
