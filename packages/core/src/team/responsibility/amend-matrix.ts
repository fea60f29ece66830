import { z } from 'zod'
import { accept, act } from '../../acts/act.ts'
import { event, eventType } from '../../acts/event.ts'
import * as input from '../../acts/input.ts'
import type { Matrix } from '../../acts/matrix.ts'
import type { Refusal } from '../../acts/refusal.ts'
import { refusal, refuse } from '../../acts/refusal.ts'
import { amend } from './amended.ts'
import { teamFact } from './assignments.ts'
import { lintStructure } from './lint.ts'

const stake = z.enum(['R', 'A', 'C', 'I'])
/** One cell to change, as it travels. */
export const cellChange = z.strictObject({
  activity: input.slug.describe('Activity of the matrix'),
  role: input.slug.describe('Role id'),
  stake: stake.nullable().describe('R, A, C, I, or null to empty the cell'),
})

export const matrixAmended = eventType(
  'MatrixAmended',
  'Cells of the project’s RACI matrix changed.',
  z.strictObject({ changes: z.array(cellChange), reason: z.string() }),
)

/** Why changes name a cell that the matrix cannot have; undefined when they name none. */
export function strangeCell(
  matrix: Matrix,
  roles: ReadonlySet<string>,
  changes: readonly { readonly activity: string; readonly role: string }[],
): Refusal | undefined {
  for (const [index, { activity, role }] of changes.entries()) {
    if (!matrix.activities.some((a) => a.id === activity))
      return refusal('activity-unknown', `There is no activity "${activity}" in this matrix.`, {
        subject: `/changes/${index}/activity`,
        help: `Its activities are ${matrix.activities.map((a) => a.id).join(', ')}.`,
      })
    if (!roles.has(role))
      return refusal('role-unknown', `There is no role "${role}" in the catalogue.`, {
        subject: `/changes/${index}/role`,
      })
  }
  return undefined
}

export const amendMatrix = act({
  name: 'matrix.amend',
  title: 'Amend the RACI matrix',
  help: 'Changes cells of this project’s matrix. Every activity must keep exactly one A and at least one R.',
  input: z.strictObject({
    project: input.project.describe('The project'),
    changes: z.array(cellChange).min(1).max(500).describe('Cells to change'),
    reason: input.line(500).describe('Why'),
  }),
  needs: { team: teamFact },
  permission: { kind: 'activity', stake: 'A', activity: 'plan-and-staff', responsibilities: (facts) => facts.team },
  events: [matrixAmended],
  decide: (command, _grant, { team }) => {
    const strange = strangeCell(team.matrix, team.roles, command.changes)
    if (strange !== undefined) return refuse(strange)
    const [first, ...more] = lintStructure(amend(team.matrix, command.changes)).map((finding) =>
      refusal('matrix-broken', finding.message, { subject: finding.activity }),
    )
    if (first !== undefined) return refuse(first, ...more)
    return accept(event(matrixAmended, team.id, { changes: command.changes, reason: command.reason }, team.id))
  },
})
