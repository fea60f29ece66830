import { Random } from '../evaluation/random.ts'

/** The answer of the kernel two-sample test. */
export type MmdResult = {
  /** The unbiased estimate of the squared maximum mean discrepancy; it may be a little below 0. */
  readonly squared: number
  readonly pValue: number
  /** The width of the Gaussian kernel. */
  readonly bandwidth: number
  readonly rows: { readonly reference: number; readonly current: number }
}

/**
 * The maximum mean discrepancy (Gretton et al. 2012) of two samples of vectors, with a Gaussian kernel whose width is the
 * median distance, and a permutation test: p = (1 + as extreme) / (1 + draws). Null with fewer than two vectors on a side.
 *
 * Time and memory grow with the square of the vectors: give a sample of some hundreds. Deterministic by seed.
 *
 * @example
 * mmdTest([[0], [1], [0.5]], [[9], [8], [8.5]])?.squared // 0.858
 */
export function mmdTest(
  reference: readonly ArrayLike<number>[],
  current: readonly ArrayLike<number>[],
  { draws = 199, seed = 1 }: { draws?: number; seed?: number } = {},
): MmdResult | null {
  const [n, m] = [reference.length, current.length]
  if (n < 2 || m < 2) return null
  const vectors = [...reference, ...current]
  const total = n + m
  const distances = squaredDistances(vectors)
  const bandwidth = Math.sqrt(medianOf(distances, total)) || 1
  const kernel = distances.map((squared) => Math.exp(-squared / (2 * bandwidth * bandwidth)))
  const inFirst = Uint8Array.from({ length: total }, (_, index) => (index < n ? 1 : 0))
  const squared = discrepancy(kernel, inFirst, n, m)
  const random = new Random(seed, 'mmd')
  let extreme = 0
  for (let draw = 0; draw < draws; draw++) {
    for (let at = total - 1; at > 0; at--) {
      const other = random.below(at + 1)
      const kept = inFirst[at] ?? 0
      inFirst[at] = inFirst[other] ?? 0
      inFirst[other] = kept
    }
    if (discrepancy(kernel, inFirst, n, m) >= squared - 1e-12) extreme += 1
  }
  return { squared, pValue: (1 + extreme) / (1 + draws), bandwidth, rows: { reference: n, current: m } }
}

function squaredDistances(vectors: readonly ArrayLike<number>[]): Float64Array {
  const total = vectors.length
  const distances = new Float64Array(total * total)
  for (const [i, a] of vectors.entries()) {
    for (let j = i + 1; j < total; j++) {
      const b = vectors[j] ?? []
      let sum = 0
      for (let k = 0; k < a.length; k++) sum += ((a[k] ?? 0) - (b[k] ?? 0)) ** 2
      distances[i * total + j] = sum
      distances[j * total + i] = sum
    }
  }
  return distances
}

function medianOf(distances: Float64Array, total: number): number {
  const above = new Float64Array((total * (total - 1)) / 2)
  let at = 0
  for (let i = 0; i < total; i++) for (let j = i + 1; j < total; j++) above[at++] = distances[i * total + j] ?? 0
  return above.sort()[above.length >> 1] ?? 0
}

/** Mean within the first, plus mean within the second, less twice the mean between, without the diagonal. */
function discrepancy(kernel: Float64Array, inFirst: Uint8Array, n: number, m: number): number {
  const total = n + m
  let [first, second, between] = [0, 0, 0]
  for (let i = 0; i < total; i++) {
    const mine = inFirst[i] ?? 0
    for (let j = i + 1; j < total; j++) {
      const value = kernel[i * total + j] ?? 0
      const together = mine + (inFirst[j] ?? 0)
      if (together === 2) first += value
      else if (together === 0) second += value
      else between += value
    }
  }
  return (2 * first) / (n * (n - 1)) + (2 * second) / (m * (m - 1)) - (2 * between) / (n * m)
}
