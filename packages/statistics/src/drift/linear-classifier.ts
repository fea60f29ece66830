import { Random } from '../evaluation/random.ts'

/** A row of a linear model: the places where it is not 0, and the values there (1 when left out). */
export type SparseRow = { readonly places: ArrayLike<number>; readonly values?: ArrayLike<number> }

const EPOCHS = 8
const RATE = 0.5
const PENALTY = 1e-5

/**
 * Logistic regression by stochastic gradients with AdaGrad's step for each weight (Duchi, Hazan and Singer 2011). Rows are
 * scaled to length 1. Deterministic by seed. Answers a function that scores a row: log-odds of the class 1.
 */
export function fitLinear(
  rows: readonly SparseRow[],
  target: ArrayLike<number>,
  train: Int32Array,
  size: number,
  seed: number,
): (row: SparseRow) => number {
  const weights = new Float64Array(size + 1)
  const squares = new Float64Array(size + 1).fill(1e-8)
  const order = train.slice()
  const random = new Random(seed, 'linear')
  const score = (row: SparseRow): number => {
    const scale = lengthOf(row)
    let sum = weights[size] ?? 0
    for (let index = 0; index < row.places.length; index++) {
      sum += (weights[row.places[index] ?? 0] ?? 0) * (row.values?.[index] ?? 1) * scale
    }
    return sum
  }
  const step = (place: number, gradient: number): void => {
    squares[place] = (squares[place] ?? 0) + gradient * gradient
    weights[place] = (weights[place] ?? 0) - (RATE * gradient) / Math.sqrt(squares[place] ?? 1)
  }
  for (let epoch = 0; epoch < EPOCHS; epoch++) {
    for (let at = order.length - 1; at > 0; at--) {
      const other = random.below(at + 1)
      const kept = order[at] ?? 0
      order[at] = order[other] ?? 0
      order[other] = kept
    }
    for (const index of order) {
      const row = rows[index]
      if (row === undefined) continue
      const off = 1 / (1 + Math.exp(-score(row))) - (target[index] ?? 0)
      const scale = lengthOf(row)
      for (let k = 0; k < row.places.length; k++) {
        const place = row.places[k] ?? 0
        step(place, off * (row.values?.[k] ?? 1) * scale + PENALTY * (weights[place] ?? 0))
      }
      step(size, off)
    }
  }
  return score
}

function lengthOf({ places, values }: SparseRow): number {
  if (values === undefined) return places.length === 0 ? 0 : 1 / Math.sqrt(places.length)
  let sum = 0
  for (let index = 0; index < values.length; index++) sum += (values[index] ?? 0) ** 2
  return sum === 0 ? 0 : 1 / Math.sqrt(sum)
}
