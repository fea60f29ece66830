import type { Matrix, Stake } from '../../acts/matrix.ts'

/** The matrix with some cells changed. */
export function amend(
  matrix: Matrix,
  changes: readonly { activity: string; role: string; stake: Stake | null }[],
): Matrix {
  // Maps, because a name such as "constructor" must not reach what every object inherits.
  const rows = new Map(matrix.activities.map(({ id }) => [id, new Map(Object.entries(matrix.cells[id] ?? {}))]))
  for (const { activity, role, stake: held } of changes) {
    if (held === null) rows.get(activity)?.delete(role)
    else rows.get(activity)?.set(role, held)
  }
  const cells = Object.fromEntries([...rows].map(([activity, row]) => [activity, Object.fromEntries(row)]))
  return { activities: matrix.activities, cells }
}
