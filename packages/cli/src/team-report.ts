import type { Reading } from './record-report.ts'
import { listReport } from './record-report.ts'
import { clean, painter, table, wrap } from './terminal.ts'

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

/** A project's team: who is what for each activity, who holds which role, and what lint finds. */
export function teamReport(answer: unknown, reading: Reading): string[] {
  const team = answer as Team
  const paint = painter(reading.screen)
  const inOffice = team.assignments.filter((a) => a['endedAt'] === undefined)
  const whoIs = (activity: string, stake: string): string => {
    const roles = Object.entries(team.matrix.cells[activity] ?? {}).filter(([, s]) => s === stake)
    const people = roles.flatMap(([role]) =>
      inOffice.filter((a) => a['role'] === role).map((a) => team.people[String(a['person'])] ?? String(a['person'])),
    )
    return people.length > 0 ? [...new Set(people)].join(', ') : `nobody (${roles.map(([role]) => role).join(', ')})`
  }
  const rows = team.matrix.activities.map(({ id }) => [id, clean(whoIs(id, 'A')), clean(whoIs(id, 'R'))])
  const assignments = team.assignments.map((a) => ({
    name: team.people[String(a['person'])] ?? a['person'],
    role: a['role'],
    share: `${String(a['allocation'])} %`,
    engagement: a['engagement'],
    until: a['until'],
    ended: a['endedAt'],
    id: a['id'],
  }))
  const errors = team.lint.filter((f) => f.severity === 'error')
  const warnings = team.lint.filter((f) => f.severity !== 'error')
  const marked = (mark: string, message: string): string[] => {
    const [first = '', ...rest] = wrap(message, reading.screen, 4)
    return [`  ${mark} ${first}`, ...rest]
  }
  return [
    paint('bold', 'Who answers for what'),
    ...table(['activity', 'accountable', 'responsible'], rows, reading.screen),
    `All stakes as a grid: muster matrix show ${team.assignments.length === 0 ? '…' : String(team.assignments[0]?.['project'])}`,
    '',
    paint('bold', 'Who holds which role'),
    ...listReport('team', assignments, reading),
    ...(team.lint.length === 0
      ? ['', `${paint('green', '✓')} Every activity has somebody accountable and somebody responsible.`]
      : [
          '',
          paint('bold', 'What is not in order'),
          ...errors.flatMap((f) => marked(paint('red', '✗'), f.message)),
          ...warnings.slice(0, MOST_WARNINGS).flatMap((f) => marked(paint('yellow', '!'), f.message)),
          ...(warnings.length > MOST_WARNINGS
            ? [`  … and ${warnings.length - MOST_WARNINGS} more that only warn (--json has them all)`]
            : []),
        ]),
  ]
}
