import type { EvidenceAnswer } from '../../api/answers.ts'
import type { Moment } from '../../ui/plot/time-plot.tsx'

type Sealed = Pick<EvidenceAnswer, 'id' | 'kind' | 'split' | 'state' | 'sealedAt' | 'measures'>

/** What one measure was called over time: of the whole, or of a slice. */
export interface Series {
  readonly name: string
  readonly points: readonly (Moment & { readonly evidence: string })[]
}

/** What is sealed of the same kind and split of a version, the oldest first; what was withdrawn does not count. */
export const sameSubject = <E extends Sealed>(
  all: readonly E[],
  { kind, split }: Pick<Sealed, 'kind' | 'split'>,
): E[] =>
  all
    .filter((e) => e.kind === kind && e.split === split && e.state !== 'withdrawn')
    .toSorted((a, b) => (a.sealedAt < b.sealedAt ? -1 : 1))

/** Measures that were measured more than once, over time; those of the whole before those of slices. */
export function seriesOf(all: readonly Sealed[]): readonly Series[] {
  const found = new Map<string, { isWhole: boolean; points: Series['points'][number][] }>()
  for (const { id, sealedAt, measures } of all)
    for (const { name, slice, value, low = null, high = null } of measures) {
      if (value === null) continue
      const key = slice === undefined ? name : `${name} · ${slice}`
      const series = found.get(key) ?? { isWhole: slice === undefined, points: [] }
      series.points.push({ evidence: id, at: sealedAt, value, low, high })
      found.set(key, series)
    }
  return [...found]
    .filter(([, { points }]) => points.length > 1)
    .toSorted(([, a], [, b]) => Number(b.isWhole) - Number(a.isWhole))
    .map(([name, { points }]) => ({ name, points }))
}
