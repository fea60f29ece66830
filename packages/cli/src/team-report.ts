import type { Reading } from './record-report.ts'
import { listReport } from './record-report.ts'
import { clean, painter, table } from './terminal.ts'

interface Team {
  readonly matrix: {
    readonly activities: readonly { readonly id: string; readonly title?: string }[]
    readonly cells: Readonly<Record<string, Readonly<Record<string, string>>>>
  }
  readonly assignments: readonly Readonly<Record<string, unknown>>[]
  readonly people: Readonly<Record<string, string | null>>
  readonly lint: readonly { readonly severity: string; readonly message: string }[]
}

const MOST_WARNINGS = 5
const STAKES = ['A', 'R', 'C', 'I'] as const

/** A project's team: who is what for each activity, who holds which role, and what lint finds. */
export function teamReport(answer: unknown, reading: Reading): string[] {
  const team = answer as Team
  const paint = painter(reading.screen)
  const rows = team.matrix.activities.map(({ id }) => {
    const cells = Object.entries(team.matrix.cells[id] ?? {})
    return [
      id,
      ...STAKES.map((s) =>
        cells
          .filter(([, stake]) => stake === s)
          .map(([role]) => role)
          .join(', '),
      ),
    ]
  })
  const assignments = team.assignments.map((a) => ({
    name: team.people[String(a['person'])] ?? a['person'],
    role: a['role'],
    share: `${String(a['allocation'])} %`,
    engagement: a['engagement'],
    until: a['until'],
    id: a['id'],
  }))
  const errors = team.lint.filter((f) => f.severity === 'error')
  const warnings = team.lint.filter((f) => f.severity !== 'error')
  return [
    paint('bold', 'Who answers for what, by role'),
    ...table(['activity', 'accountable', 'responsible', 'consulted', 'informed'], rows, reading.screen),
    '',
    paint('bold', 'Who holds which role'),
    ...listReport('team', assignments, reading),
    ...(team.lint.length === 0
      ? ['', `${paint('green', '✓')} Every activity has somebody accountable and somebody responsible.`]
      : [
          '',
          paint('bold', 'What is not in order'),
          ...errors.map((f) => `  ${paint('red', '✗')} ${clean(f.message)}`),
          ...warnings.slice(0, MOST_WARNINGS).map((f) => `  ${paint('yellow', '!')} ${clean(f.message)}`),
          ...(warnings.length > MOST_WARNINGS
            ? [`  … and ${warnings.length - MOST_WARNINGS} more that only warn (--json has them all)`]
            : []),
        ]),
  ]
}
