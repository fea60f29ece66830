import type { Me } from '../../api/answers.ts'

export interface SharedProject {
  readonly id: string
  readonly name: string
}

/** Whether an assignment is over, by a day such as `2026-11-29`. */
export const isOver = (a: Me['assignments'][number], today: string): boolean =>
  a.endedAt !== undefined || (a.until !== undefined && a.until < today)

/** The day in UTC: days of the record have no time zone. */
export const today = (): string => new Date().toISOString().slice(0, 10)

/** The projects on which somebody has a role now, each once, as far as whoever asks may read them. */
export function projectsOf(assignments: Me['assignments']): readonly SharedProject[] {
  const now = today()
  const current = assignments.filter((a) => !isOver(a, now))
  return [...new Map(current.map((a) => [a.project, a.projectName]))].map(([id, name]) => ({ id, name }))
}
