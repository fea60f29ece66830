/** The parts of an evaluation report that have a picture. */
export interface EvaluationReport {
  readonly confusion?: Confusion
  readonly slices?: readonly {
    readonly column: string
    readonly value: string
    readonly rows: number
    readonly confusion: Confusion
  }[]
  readonly method?: string
}
export interface Confusion {
  readonly labels: readonly string[]
  readonly counts: readonly (readonly number[])[]
}

const isConfusion = (value: unknown): value is Confusion =>
  typeof value === 'object' &&
  value !== null &&
  'labels' in value &&
  'counts' in value &&
  Array.isArray(value.labels) &&
  Array.isArray(value.counts)

/** Reads what a report holds of pictures. A report of another kind holds none. */
export function readReport(value: unknown): EvaluationReport {
  if (typeof value !== 'object' || value === null) return {}
  const { confusion, method } = value as Record<string, unknown>
  return { ...(isConfusion(confusion) ? { confusion } : {}), ...(typeof method === 'string' ? { method } : {}) }
}
