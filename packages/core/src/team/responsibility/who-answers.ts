import type { Responsibilities, Stake } from '../../acts/matrix.ts'
import { activityFor, holders } from '../../acts/matrix.ts'

/** Who answers for an activity, who does it, who is asked and who is told, by role and by person. */
export interface Answerable {
  readonly activity: string
  readonly title: string
  readonly stakes: Readonly<Record<Stake, readonly { readonly role: string; readonly people: readonly string[] }[]>>
  /** One sentence: who will be asked when it fails. */
  readonly sentence: string
}

/** "Who answers for this?" for any activity, by matrix id or canonical id; undefined when there is no such activity. */
export function whoAnswers(of: Responsibilities, activity: string, now: string): Answerable | undefined {
  const row = activityFor(of.matrix, activity)
  if (row === undefined) return undefined
  const stakes: Record<Stake, { role: string; people: string[] }[]> = { R: [], A: [], C: [], I: [] }
  for (const [role, stake] of Object.entries(of.matrix.cells[row.id] ?? {})) {
    stakes[stake].push({ role, people: holders(of, role, now) })
  }
  const accountable = stakes.A[0]
  const sentence =
    accountable === undefined
      ? `Nobody answers for "${row.title}": the matrix has no A.`
      : accountable.people.length === 0
        ? `${accountable.role} answers for "${row.title}", and nobody holds that role.`
        : `${accountable.people.join(' and ')} ${accountable.people.length === 1 ? 'answers' : 'answer'} for "${row.title}" as ${accountable.role}.`
  return { activity: row.id, title: row.title, stakes, sentence }
}
