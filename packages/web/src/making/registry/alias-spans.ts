/** A name that pointed to a version from one moment on until another; without an end it still does. */
export interface Span {
  readonly alias: string
  readonly version: string
  readonly from: string
  readonly until?: string
}

/** A move of a name, as the ledger has it. */
export interface Move {
  readonly at: string
  readonly alias: string
  /** Null when the name was taken away. */
  readonly version: string | null
}

/** The spans that moves make, name by name in the order in which they first appeared. */
export function spansOf(moves: readonly Move[]): readonly Span[] {
  const byAlias = new Map<string, Move[]>()
  for (const move of moves.toSorted((a, b) => (a.at < b.at ? -1 : 1)))
    byAlias.set(move.alias, [...(byAlias.get(move.alias) ?? []), move])
  return [...byAlias].flatMap(([alias, all]) =>
    all.flatMap(({ at, version }, i) => {
      const until = all[i + 1]?.at
      return version === null ? [] : [{ alias, version, from: at, ...(until === undefined ? {} : { until }) }]
    }),
  )
}
