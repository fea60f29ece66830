import type { Pack, PackPath } from './pack.ts'
import { packName } from './pack.ts'

/** Something wrong with a pack (`error`) or unwise (`warning`), and where in the pack. */
export interface PackProblem {
  readonly severity: 'error' | 'warning'
  readonly code: string
  readonly message: string
  /** `kind/id` of the pack. */
  readonly pack: string
  /** Position of the pack in the list that was checked. */
  readonly index: number
  readonly path: PackPath
}

export type Found = Pick<PackProblem, 'code' | 'message' | 'path'> & { readonly severity?: 'warning' }

/** An id in a pack and where it stands. */
export interface Named {
  readonly id: string
  readonly path: PackPath
}

/** Ids given twice; `what` is what they name. */
export function repeated(items: readonly Named[], what: string): Found[] {
  const seen = new Set<string>()
  return items.flatMap(({ id, path }) => {
    if (!seen.has(id)) {
      seen.add(id)
      return []
    }
    return [{ code: 'id-repeated', message: `The ${what} "${id}" is given twice; give one of them another id.`, path }]
  })
}

/** The ids of a list at the top of a pack. */
export const named = (list: string, items: readonly { readonly id: string }[]): Named[] =>
  items.map(({ id }, i) => ({ id, path: [list, i, 'id'] }))

/** Makes problems of what was found in the pack at `index`. */
export function located(pack: Pack, index: number, found: readonly Found[]): PackProblem[] {
  const name = packName(pack)
  return found.map((f) => ({
    severity: f.severity ?? 'error',
    code: f.code,
    message: f.message,
    pack: name,
    index,
    path: f.path,
  }))
}
