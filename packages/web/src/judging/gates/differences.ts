import type { Evidence } from '@muster/core'

export interface Difference {
  readonly name: string
  readonly before: number
  readonly now: number
  readonly change: number
}

/** The measures that count: current evidence, of all rows and not of a slice; by name and split. */
function measuresOf(evidence: readonly Evidence[]): ReadonlyMap<string, number> {
  return new Map(
    evidence
      .filter((e) => e.state === 'current')
      .flatMap((e) =>
        e.measures.flatMap((m) =>
          m.value === null || m.slice !== undefined
            ? []
            : [[e.split === 'test' ? m.name : `${m.name} (${e.split})`, m.value] as const],
        ),
      ),
  )
}

/** Measures that both versions have, in the order of the newer one. */
export function differences(before: readonly Evidence[], now: readonly Evidence[]): readonly Difference[] {
  const old = measuresOf(before)
  return [...measuresOf(now)].flatMap(([name, value]) => {
    const then = old.get(name)
    return then === undefined ? [] : [{ name, before: then, now: value, change: value - then }]
  })
}
