import type { Matrix, Responsibilities } from '../../acts/matrix.ts'
import { holders, peopleWith } from '../../acts/matrix.ts'

/** One thing that is wrong (`error`) or unwise (`warning`) with a matrix, in words. */
export interface LintFinding {
  readonly severity: 'error' | 'warning'
  readonly code:
    | 'no-accountable'
    | 'several-accountable'
    | 'no-responsible'
    | 'stake-unheld'
    | 'sole-performer-and-judge'
    | 'odd-cell'
  readonly activity: string
  readonly role?: string
  readonly message: string
}

const count = (cells: Readonly<Record<string, string>>, stake: string): string[] =>
  Object.entries(cells)
    .filter(([, held]) => held === stake)
    .map(([role]) => role)

/** The structure alone: exactly one A and at least one R for each activity. Findings are errors. */
export function lintStructure(matrix: Matrix): LintFinding[] {
  return matrix.activities.flatMap((activity) => {
    const cells = matrix.cells[activity.id] ?? {}
    const accountable = count(cells, 'A')
    const findings: LintFinding[] = []
    if (accountable.length === 0) {
      findings.push({
        severity: 'error',
        code: 'no-accountable',
        activity: activity.id,
        message: `"${activity.title}" has no A: nobody answers for it.`,
      })
    }
    if (accountable.length > 1) {
      findings.push({
        severity: 'error',
        code: 'several-accountable',
        activity: activity.id,
        message: `"${activity.title}" has ${accountable.length} A (${accountable.join(', ')}); exactly one role answers for an activity.`,
      })
    }
    if (count(cells, 'R').length === 0) {
      findings.push({
        severity: 'error',
        code: 'no-responsible',
        activity: activity.id,
        message: `"${activity.title}" has no R: nobody does it.`,
      })
    }
    return findings
  })
}

/**
 * The matrix as it is staffed: the structure; every R, A and C held by an assigned person (an error where nobody could
 * do or answer for the activity, otherwise a warning); and nobody alone both R and A
 * of an activity on which a duty judges (`judged` lists those activities).
 */
export function lintStaffing(of: Responsibilities, judged: readonly string[], now: string): LintFinding[] {
  const findings = lintStructure(of.matrix)
  for (const activity of of.matrix.activities) {
    const cells = of.matrix.cells[activity.id] ?? {}
    const isHeld = (role: string): boolean => holders(of, role, now).length > 0
    const someR = count(cells, 'R').some(isHeld)
    for (const [role, stake] of Object.entries(cells)) {
      if (stake === 'I' || isHeld(role)) continue
      // The work stands still without its A, or when nobody at all is R; another role that could also do it is a wish.
      const blocks = stake === 'A' || (stake === 'R' && !someR)
      findings.push({
        severity: blocks ? 'error' : 'warning',
        code: 'stake-unheld',
        activity: activity.id,
        role,
        message: `${role} is ${stake} for "${activity.title}", and nobody on the project holds that role.`,
      })
    }
    const performers = peopleWith(of, activity.id, 'R', now)
    const accountable = peopleWith(of, activity.id, 'A', now)
    const [only] = performers
    const isJudged = judged.some((name) => name === activity.id || activity.covers.includes(name))
    if (isJudged && performers.length === 1 && accountable.length === 1 && only === accountable[0]) {
      findings.push({
        severity: 'warning',
        code: 'sole-performer-and-judge',
        activity: activity.id,
        message: `${only ?? ''} alone is both R and A for "${activity.title}", where independence is asked for.`,
      })
    }
  }
  return findings
}

/** The lint findings that a change of the matrix would newly cause. */
export function newFindings(before: readonly LintFinding[], after: readonly LintFinding[]): LintFinding[] {
  const known = new Set(before.map((f) => `${f.code} ${f.activity} ${f.role ?? ''}`))
  return after.filter((f) => !known.has(`${f.code} ${f.activity} ${f.role ?? ''}`))
}

/** Cells of a RACI pack that read oddly but are meant, as warnings with their reason, for as long as they stand. */
export function lintOddities(
  matrix: Matrix,
  oddities: readonly { readonly activity: string; readonly role: string; readonly why: string }[],
): LintFinding[] {
  return oddities.flatMap(({ activity, role, why }): LintFinding[] => {
    const row = matrix.activities.find((a) => a.id === activity)
    const stake = matrix.cells[activity]?.[role]
    if (row === undefined || stake === undefined) return []
    return [
      {
        severity: 'warning',
        code: 'odd-cell',
        activity,
        role,
        message: `${role} is ${stake} for "${row.title}". ${why}`,
      },
    ]
  })
}
