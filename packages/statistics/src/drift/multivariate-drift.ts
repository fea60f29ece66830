import type { DriftEffect } from './column-drift.ts'
import { domainClassifier, separationShare } from './domain-classifier.ts'
import type { SampledColumn } from './read-samples.ts'
import { effectOf } from './recommended.ts'
import type { Judgement } from './recommended.ts'

/** The drift of all columns together. */
export type MultivariateDrift = DriftEffect & {
  /** The area under the ROC curve of the classifier: ½ when nothing tells the two apart. */
  readonly area: number | null
  readonly rows: { readonly reference: number; readonly current: number }
  readonly columns: readonly string[]
  readonly reason?: string
}

/**
 * How well a classifier on all columns together tells the rows of the two files apart. It sees what no column shows by
 * itself, such as two columns that no longer go together. Categories are told by how frequent they are in both files.
 */
export function multivariateDrift(
  reference: readonly SampledColumn[],
  current: readonly SampledColumn[],
  { margin, alpha }: Judgement,
): MultivariateDrift {
  const features: Float64Array[] = []
  const columns: string[] = []
  for (const mine of reference) {
    const theirs = current.find(({ name }) => name === mine.name)
    if (theirs === undefined) continue
    const feature = joined(mine, theirs)
    if (feature === undefined) continue
    features.push(feature)
    columns.push(mine.name)
  }
  const n = sizeOf(reference)
  const m = sizeOf(current)
  const isCurrent = Uint8Array.from({ length: n + m }, (_, index) => (index < n ? 0 : 1))
  const found = domainClassifier(features, isCurrent, 1 - alpha)
  const { value, low, high } = separationShare(found)
  return {
    ...effectOf('classifier_separation', value, low, high, margin),
    area: found.area,
    rows: { reference: n, current: m },
    columns,
    ...(found.reason === undefined ? {} : { reason: found.reason }),
  }
}

function sizeOf(columns: readonly SampledColumn[]): number {
  const [first] = columns
  return first?.numbers?.length ?? first?.texts?.length ?? 0
}

function joined(mine: SampledColumn, theirs: SampledColumn): Float64Array | undefined {
  if (mine.numbers !== undefined && theirs.numbers !== undefined) {
    return Float64Array.from([...mine.numbers, ...theirs.numbers])
  }
  if (mine.texts === undefined || theirs.texts === undefined) return undefined
  const all = [...mine.texts, ...theirs.texts]
  const counts = new Map<string, number>()
  for (const text of all) if (text !== null) counts.set(text, (counts.get(text) ?? 0) + 1)
  const ordered = [...counts].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))
  const codes = new Map(ordered.map(([text], index) => [text, index]))
  return Float64Array.from(all, (text) => (text === null ? Number.NaN : (codes.get(text) ?? Number.NaN)))
}
