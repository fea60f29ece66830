/** Something wrong (`error`) or unwise (`warning`) in a pack, and where in it. */
export interface PackProblem {
  readonly severity: 'error' | 'warning'
  readonly code: PackProblemCode
  readonly message: string
  /** Keys and indexes from the top of the pack to the value that is wrong. */
  readonly path: readonly (string | number)[]
  /** `kind/id` of the pack. */
  readonly pack: string
  /** For a condition: the first and the behind-last character that is wrong, counted from 0. */
  readonly range?: { readonly start: number; readonly end: number }
}

export type PackProblemCode =
  | 'duplicate-id'
  | 'role-unknown'
  | 'activity-unknown'
  | 'activity-uncovered'
  | 'activity-covered-twice'
  | 'activity-empty'
  | 'cell-outside'
  | 'no-accountable'
  | 'several-accountable'
  | 'no-responsible'
  | 'unusual-responsible'
  | 'role-without-stake'
  | 'evidence-kind-unknown'
  | 'condition-invalid'
  | 'condition-unguarded'
  | 'stages-order'
  | 'steps-order'
  | 'limits-order'
  | 'review-unknown'

/** Collects the problems of one pack. */
export class ProblemList {
  readonly found: PackProblem[] = []
  private readonly pack: string

  constructor(pack: { readonly pack: string; readonly id: string }) {
    this.pack = `${pack.pack}/${pack.id}`
  }

  error(
    code: PackProblemCode,
    path: readonly (string | number)[],
    message: string,
    range?: { readonly start: number; readonly end: number },
  ): void {
    this.found.push({
      severity: 'error',
      code,
      message,
      path,
      pack: this.pack,
      ...(range === undefined ? {} : { range }),
    })
  }

  warn(code: PackProblemCode, path: readonly (string | number)[], message: string): void {
    this.found.push({ severity: 'warning', code, message, path, pack: this.pack })
  }

  /** An error for every id that came before in the same list. */
  doubles(ids: readonly string[], pathOf: (index: number) => readonly (string | number)[], what: string): void {
    const seen = new Set<string>()
    for (const [index, id] of ids.entries()) {
      if (seen.has(id)) this.error('duplicate-id', pathOf(index), `The ${what} "${id}" is here twice; ids are unique.`)
      seen.add(id)
    }
  }
}
