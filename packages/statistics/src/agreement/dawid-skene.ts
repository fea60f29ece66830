import type { LabelTable } from './label-table.ts'

/** Labels, and how far each rater is to be believed, as the model of Dawid and Skene infers them. */
export type DawidSkene = {
  /** Whether the likelihood came to rest within the rounds allowed; if not, the numbers are not final. */
  readonly hasConverged: boolean
  readonly rounds: number
  readonly logLikelihood: number
  /** How frequent each category is. */
  readonly prior: Float64Array
  /** For each item the probability of each category, one item after the other. */
  readonly posterior: Float64Array
  /** The likeliest category of each item; −1 without labels. Of equally likely ones, the first. */
  readonly labels: Int32Array
  /** `confusion[rater][truth * categories + given]`. */
  readonly confusion: readonly Float64Array[]
  /** For each rater the share of labels that the model expects to be right. */
  readonly accuracy: Float64Array
}

/**
 * Consensus labels by expectation maximisation (Dawid and Skene 1979): each rater has a confusion matrix of their own,
 * and the true labels are what fits all of them best. Begins from the shares of each item's labels, so the answer does
 * not depend on chance.
 *
 * `tolerance` is the change of the log-likelihood per label that counts as rest. Probabilities are floored at 1e-9, so
 * that a rater who never erred can still be wrong.
 *
 * @example
 * dawidSkene(labelTable({ items: ['u', 'u', 'u'], raters: ['a', 'b', 'c'], labels: ['1', '1', '2'] })).hasConverged // true
 */
export function dawidSkene(
  table: LabelTable,
  { mostRounds = 200, tolerance = 1e-9 }: { readonly mostRounds?: number; readonly tolerance?: number } = {},
): DawidSkene {
  const { start, category, categories, raters, items } = table
  const posterior = new Float64Array(items.length * categories.length)
  for (let item = 0; item < items.length; item++) {
    const [from, to] = [start[item] ?? 0, start[item + 1] ?? 0]
    for (let at = from; at < to; at++) {
      const cell = item * categories.length + (category[at] ?? 0)
      posterior[cell] = (posterior[cell] ?? 0) + 1 / (to - from)
    }
  }
  const prior = new Float64Array(categories.length)
  const confusion = raters.map(() => new Float64Array(categories.length ** 2))
  let logLikelihood = -Infinity
  let rounds = 0
  let hasConverged = category.length === 0
  while (!hasConverged && rounds < mostRounds) {
    rounds += 1
    maximise(table, posterior, prior, confusion)
    const next = expect(table, posterior, prior, confusion)
    hasConverged = Math.abs(next - logLikelihood) <= tolerance * category.length
    logLikelihood = next
  }
  return {
    hasConverged,
    rounds,
    logLikelihood: category.length === 0 ? 0 : logLikelihood,
    prior,
    posterior,
    labels: likeliest(table, posterior),
    confusion,
    accuracy: accuracies(table, posterior),
  }
}

const FLOOR = 1e-9

/** The frequencies of categories and the confusion of raters that fit the posterior best. */
function maximise(
  { start, category, categories, rater }: LabelTable,
  posterior: Float64Array,
  prior: Float64Array,
  confusion: readonly Float64Array[],
): void {
  const q = categories.length
  prior.fill(0)
  for (const matrix of confusion) matrix.fill(0)
  let labelled = 0
  for (let item = 0; item + 1 < start.length; item++) {
    const [from, to] = [start[item] ?? 0, start[item + 1] ?? 0]
    if (from === to) continue
    labelled += 1
    for (let truth = 0; truth < q; truth++) {
      const share = posterior[item * q + truth] ?? 0
      if (share === 0) continue
      prior[truth] = (prior[truth] ?? 0) + share
      for (let at = from; at < to; at++) {
        const matrix = confusion[rater[at] ?? 0]
        const cell = truth * q + (category[at] ?? 0)
        if (matrix !== undefined) matrix[cell] = (matrix[cell] ?? 0) + share
      }
    }
  }
  for (let truth = 0; truth < q; truth++) prior[truth] = (prior[truth] ?? 0) / labelled
  for (const matrix of confusion) {
    for (let truth = 0; truth < q; truth++) {
      const line = matrix.subarray(truth * q, (truth + 1) * q)
      const total = line.reduce((sum, value) => sum + value, 0)
      // A truth that a rater never met tells nothing about them: every label is as likely.
      for (let given = 0; given < q; given++) line[given] = total > 0 ? (line[given] ?? 0) / total : 1 / q
    }
  }
}

/** The posterior that fits the frequencies and confusions; answers the log-likelihood. */
function expect(
  { start, category, categories, rater }: LabelTable,
  posterior: Float64Array,
  prior: Float64Array,
  confusion: readonly Float64Array[],
): number {
  const q = categories.length
  const logPrior = prior.map((share) => Math.log(Math.max(share, FLOOR)))
  const logs = confusion.map((matrix) => matrix.map((share) => Math.log(Math.max(share, FLOOR))))
  const scores = new Float64Array(q)
  let total = 0
  for (let item = 0; item + 1 < start.length; item++) {
    const [from, to] = [start[item] ?? 0, start[item + 1] ?? 0]
    if (from === to) continue
    let most = -Infinity
    for (let truth = 0; truth < q; truth++) {
      let score = logPrior[truth] ?? 0
      for (let at = from; at < to; at++) score += logs[rater[at] ?? 0]?.[truth * q + (category[at] ?? 0)] ?? 0
      scores[truth] = score
      most = Math.max(most, score)
    }
    let sum = 0
    for (let truth = 0; truth < q; truth++) sum += Math.exp((scores[truth] ?? 0) - most)
    for (let truth = 0; truth < q; truth++) posterior[item * q + truth] = Math.exp((scores[truth] ?? 0) - most) / sum
    total += most + Math.log(sum)
  }
  return total
}

function likeliest({ start, categories }: LabelTable, posterior: Float64Array): Int32Array {
  const q = categories.length
  return Int32Array.from({ length: start.length - 1 }, (_, item) => {
    if (start[item] === start[item + 1]) return -1
    let best = 0
    for (let truth = 1; truth < q; truth++) {
      if ((posterior[item * q + truth] ?? 0) > (posterior[item * q + best] ?? 0)) best = truth
    }
    return best
  })
}

function accuracies({ start, category, categories, rater, raters }: LabelTable, posterior: Float64Array): Float64Array {
  const right = new Float64Array(raters.length)
  const given = new Float64Array(raters.length)
  for (let item = 0; item + 1 < start.length; item++) {
    for (let at = start[item] ?? 0; at < (start[item + 1] ?? 0); at++) {
      const who = rater[at] ?? 0
      right[who] = (right[who] ?? 0) + (posterior[item * categories.length + (category[at] ?? 0)] ?? 0)
      given[who] = (given[who] ?? 0) + 1
    }
  }
  return right.map((sum, who) => sum / (given[who] ?? 1))
}
