/** One label of one row: is it true of the row, and was it predicted. */
export const LABEL_CELLS = 3

/** Sums of a multi-label prediction: first those of rows, then true positives, false positives, false negatives by label. */
export const [ROWS, EXACT, HAMMING, JACCARD, SAMPLE_F1, SAMPLE_PRECISION, SAMPLE_RECALL] = [
  0, 1, 2, 3, 4, 5, 6,
] as const
export const ROW_SUMS = 7

/**
 * What one row adds to the sums. `truth[i]` and `predicted[i]` say whether the row has label i. The figures of a row
 * (Jaccard, F1, precision, recall) are 1 where neither side has a label: then nothing was missed and nothing wrong; where
 * only one side is empty, what cannot be divided is 0 (as scikit-learn has it, but for rows that both sides leave empty).
 *
 * @example
 * rowSums([1, 0, 1], [1, 1, 0]) // [1, 0, 2/3, 1/3, 0.5, 0.5, 0.5, then 1,0,0, 0,1,0, 0,0,1]
 */
export function rowSums(truth: ArrayLike<number>, predicted: ArrayLike<number>): Float64Array {
  const labels = truth.length
  const sums = new Float64Array(ROW_SUMS + LABEL_CELLS * labels)
  let [both, onlyTrue, onlyPredicted] = [0, 0, 0]
  for (let label = 0; label < labels; label++) {
    const [is, was] = [truth[label] === 1, predicted[label] === 1]
    const at = ROW_SUMS + LABEL_CELLS * label
    if (is && was) {
      both += 1
      sums[at] = 1
    } else if (was) {
      onlyPredicted += 1
      sums[at + 1] = 1
    } else if (is) {
      onlyTrue += 1
      sums[at + 2] = 1
    }
  }
  const differing = onlyTrue + onlyPredicted
  const isEmpty = both + differing === 0
  sums[ROWS] = 1
  sums[EXACT] = differing === 0 ? 1 : 0
  sums[HAMMING] = differing / labels
  sums[JACCARD] = isEmpty ? 1 : both / (both + differing)
  sums[SAMPLE_F1] = isEmpty ? 1 : (2 * both) / (2 * both + differing)
  sums[SAMPLE_PRECISION] = isEmpty ? 1 : both + onlyPredicted === 0 ? 0 : both / (both + onlyPredicted)
  sums[SAMPLE_RECALL] = isEmpty ? 1 : both + onlyTrue === 0 ? 0 : both / (both + onlyTrue)
  return sums
}
