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
