import { CliFailure } from './failure.ts'
import type { Screen } from './terminal.ts'
import { clean, cut, painter, widthOf, wrap } from './terminal.ts'

interface Team {
  readonly matrix: {
    readonly activities: readonly { readonly id: string; readonly title?: string }[]
    readonly cells: Readonly<Record<string, Readonly<Record<string, string>>>>
  }
  readonly assignments: readonly { readonly role: string; readonly endedAt?: string }[]
}

const STYLE = { A: 'green', R: 'cyan', C: 'yellow', I: 'dim' } as const
const CELL = 3
const MOST_ROLE = 28

/**
 * A RACI matrix as a grid. Roles are rows, as their names are long and many; activities are numbered columns. Where the
 * screen is too narrow for all of them, the grid goes on below.
 */
export function matrixReport(
  answer: unknown,
  screen: Screen,
  only: { readonly activities?: readonly string[] | undefined; readonly isHeldOnly?: boolean } = {},
): string[] {
  const { matrix, assignments } = answer as Team
  const unknown = only.activities?.filter((id) => !matrix.activities.some((a) => a.id === id)) ?? []
  if (unknown.length > 0) {
    throw new CliFailure(`The matrix has no activity ${unknown.map((id) => `"${clean(id)}"`).join(', ')}.`, {
      help: `It has ${matrix.activities.map((a) => a.id).join(', ')}.`,
    })
  }
  const activities = matrix.activities.filter((a) => only.activities?.includes(a.id) ?? true)
  const held = new Set(assignments.filter((a) => a.endedAt === undefined).map((a) => a.role))
  const roles = [...new Set(activities.flatMap((a) => Object.keys(matrix.cells[a.id] ?? {})))]
    .filter((role) => only.isHeldOnly !== true || held.has(role))
    .toSorted((a, b) => Number(held.has(b)) - Number(held.has(a)) || a.localeCompare(b))
  const paint = painter(screen)
  const label = Math.min(Math.max(4, ...roles.map((role) => widthOf(role))), MOST_ROLE)
  const fit = Math.max(1, Math.floor((screen.width - label - 1) / CELL))
  // Blocks of equal length read better than a full one and a rest.
  const blocks = Math.max(1, Math.ceil(activities.length / fit))
  const perBlock = Math.ceil(activities.length / blocks)
  const lines: string[] = []
  for (let from = 0; from < activities.length; from += perBlock) {
    const columns = activities.slice(from, from + perBlock)
    const numbers = columns.map((_, i) => String(from + i + 1).padStart(CELL)).join('')
    lines.push(...(from === 0 ? [] : ['']), paint('dim', `${''.padEnd(label)}${numbers}`))
    for (const role of roles) {
      const cells = columns.map((activity) => {
        const stake = matrix.cells[activity.id]?.[role]
        return '  ' + (stake === undefined ? paint('dim', '·') : paint(STYLE[stake as keyof typeof STYLE], stake))
      })
      const name = cut(clean(role), label).padEnd(label)
      lines.push(`${held.has(role) ? name : paint('dim', name)}${cells.join('')}`)
    }
  }
  const nobody = roles.filter((role) => !held.has(role))
  const legend = activities.flatMap((a, i) => {
    const title = a.title === undefined || a.title === a.id ? '' : `: ${clean(a.title)}`
    const [first = '', ...rest] = wrap(`${a.id}${title}`, screen, 4)
    return [`${String(i + 1).padStart(2)}  ${first}`, ...rest]
  })
  return [
    ...lines,
    '',
    ...legend,
    '',
    ...wrap('A decides and may do what R may; R does; C is asked; I is told.', screen),
    ...(nobody.length === 0 ? [] : wrap(`Nobody holds ${nobody.join(', ')}.`, screen)),
  ]
}
