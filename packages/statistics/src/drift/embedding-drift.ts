import type { ColumnDrift } from './column-drift.ts'
import { crossFitted, separationShare } from './domain-classifier.ts'
import { fitLinear } from './linear-classifier.ts'
import { mmdTest } from './mmd.ts'
import { effectOf, missingEffect, verdictsOf } from './recommended.ts'
import type { Judgement } from './recommended.ts'

/** Vectors of both sides, all of one length; a sample where there are many. */
export type Vectors = {
  readonly reference: readonly ArrayLike<number>[]
  readonly current: readonly ArrayLike<number>[]
  readonly missing: { readonly reference: number; readonly current: number }
}

/** The kernel test compares every vector with every other: more would only take longer. */
const KERNEL_ROWS = 400

/**
 * The drift of a column of embeddings: how well a linear classifier tells the two sides apart (the verdict), and the
 * maximum mean discrepancy with a permutation test (the p-value). Deterministic by seed.
 *
 * Throws a RangeError when vectors differ in length.
 */
export function embeddingDrift(
  name: string,
  vectors: Vectors,
  { margin, alpha }: Judgement,
  seed: number,
): ColumnDrift {
  const { reference, current } = vectors
  const all = [...reference, ...current]
  const width = all[0]?.length ?? 0
  if (all.some((vector) => vector.length !== width)) throw new RangeError('the vectors differ in length')
  const half = { margin, alpha: alpha / 2 }
  const isCurrent = all.map((_, index) => (index < reference.length ? 0 : 1))
  const rows = standardised(all, width)
  const places = Int32Array.from({ length: width }, (_, index) => index)
  const separation = crossFitted(isCurrent, 1 - half.alpha, (train) => {
    const score = fitLinear(
      rows.map((values) => ({ places, values })),
      isCurrent,
      train,
      width,
      seed,
    )
    return (row) => score({ places, values: rows[row] ?? new Float64Array() })
  })
  const { value, low, high } = separationShare(separation)
  const kernel = mmdTest(reference.slice(0, KERNEL_ROWS), current.slice(0, KERNEL_ROWS), { seed })
  const missing = missingEffect(
    reference.length,
    vectors.missing.reference,
    current.length,
    vectors.missing.current,
    half,
  )
  return {
    name,
    kind: 'embedding',
    rows: { reference: reference.length, current: current.length },
    missing: vectors.missing,
    ...verdictsOf([effectOf('classifier_separation', value, low, high, margin), missing]),
    distances: kernel === null ? {} : { mmd_squared: kernel.squared },
    pValue: kernel?.pValue ?? null,
    adjustedPValue: null,
    minimumRows: 50,
    caveats: separation.reason === undefined ? [] : [`No classifier: ${separation.reason}.`],
  }
}

/** Each dimension with mean 0 and deviation 1 over both sides. */
function standardised(vectors: readonly ArrayLike<number>[], width: number): Float64Array[] {
  const means = new Float64Array(width)
  const squares = new Float64Array(width)
  for (const vector of vectors)
    for (let k = 0; k < width; k++) means[k] = (means[k] ?? 0) + (vector[k] ?? 0) / vectors.length
  for (const vector of vectors) {
    for (let k = 0; k < width; k++) {
      squares[k] = (squares[k] ?? 0) + ((vector[k] ?? 0) - (means[k] ?? 0)) ** 2 / vectors.length
    }
  }
  return vectors.map((vector) =>
    Float64Array.from(
      { length: width },
      (_, k) => ((vector[k] ?? 0) - (means[k] ?? 0)) / (Math.sqrt(squares[k] ?? 0) || 1),
    ),
  )
}
