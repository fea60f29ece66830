import { fact } from '../../acts/act.ts'
import type { Activity, Responsibilities } from '../../acts/matrix.ts'
import { activityFor } from '../../acts/matrix.ts'

/** A deliverable of the catalogue, and where a responsibilities pack says it is handed over. */
export interface Deliverable {
  readonly id: string
  readonly text: string
  readonly role: string
  readonly activities: readonly string[]
  /** The stage that should not be entered before it is accepted. */
  readonly dueBefore: string
}
/** The deliverables of the catalogue that a project follows. */
export const deliverablesFact = fact<readonly Deliverable[]>('deliverables')

/** The first of its activities that the matrix has. */
export function placeOf(of: Pick<Responsibilities, 'matrix'>, deliverable: Deliverable): Activity | undefined {
  for (const activity of deliverable.activities) {
    const row = activityFor(of.matrix, activity)
    if (row !== undefined) return row
  }
  return undefined
}
