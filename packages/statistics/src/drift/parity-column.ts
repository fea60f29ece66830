import { categoricalPair, numericPair } from './compare-columns.ts'
import type { Side } from './compare-columns.ts'
import type { ColumnDrift } from './column-drift.ts'
import type { ColumnKind } from './column-kinds.ts'
import type { DriftColumn } from './drift-report.ts'
import { rowsOfCounts } from './column.ts'
import { evidentlyDrift } from './evidently.ts'
import { nannymlDrift } from './nannyml.ts'

/** A column as Evidently or NannyML would judge it. Kinds that they do not have are not measured. */
export function parityColumn(
  name: string,
  kind: ColumnKind,
  reference: Side,
  current: Side,
  mode: 'evidently' | 'nannyml',
  options: DriftColumn | undefined,
): ColumnDrift {
  if (kind === 'timestamp' || kind === 'text' || kind === 'embedding') return notMeasured(name, kind, mode)
  const pair = kind === 'numeric' ? numericPair(name, reference, current) : categoricalPair(name, reference, current)
  const shape = {
    ...notMeasured(name, kind, mode),
    rows:
      pair.kind === 'numeric'
        ? { reference: pair.reference.n, current: pair.current.n }
        : { reference: rowsOfCounts(pair.reference.counts), current: rowsOfCounts(pair.current.counts) },
    missing: { reference: pair.reference.missing, current: pair.current.missing },
    caveats: [],
  }
  if (mode === 'nannyml') {
    const nannyml = nannymlDrift(pair)
    if (nannyml.length === 0) return { ...shape, caveats: ['A side has no value.'] }
    const distances = Object.fromEntries(nannyml.map(({ method, value }) => [method, value]))
    return { ...shape, distances, nannyml, verdict: nannyml.some(({ alert }) => alert === true) ? 'drift' : 'stable' }
  }
  const { test, threshold } = options ?? {}
  const evidently = evidentlyDrift(pair, {
    ...(test === undefined ? {} : { test }),
    ...(threshold === undefined ? {} : { threshold }),
  })
  if (evidently === null) return { ...shape, caveats: ['A side has no value.'] }
  return { ...shape, evidently, verdict: evidently.drifted ? 'drift' : 'stable' }
}

function notMeasured(name: string, kind: ColumnKind, mode: string): ColumnDrift {
  return {
    name,
    kind,
    rows: { reference: 0, current: 0 },
    missing: { reference: 0, current: 0 },
    verdict: 'not-measured',
    effects: [],
    distances: {},
    pValue: null,
    adjustedPValue: null,
    minimumRows: 0,
    caveats: [`A column of kind ${kind} is not judged in the mode ${mode}.`],
  }
}
