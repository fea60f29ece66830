import type { Load } from '@muster/core'
import { loads } from '@muster/core'
import type { Call } from '../../http/context.ts'
import { nameSentences, projectNames } from '../../http/naming.ts'
import type { Remembered } from '../../store/remembering.ts'
import { remembering } from '../../store/remembering.ts'
import { STAFF, openAssignments, projectsWith } from './queries.ts'

const SENTENCES = new Set(['sentence'])

/**
 * Whose load a caller sees. Whoever staffs a project (A or R of planning and staffing) must know who is free, and so must
 * administrators and auditors: they see everybody. Anybody else sees those with whom they share a project, and themselves:
 * how much somebody has to do concerns their colleagues, and no outsider.
 */
async function seenBy(call: Call, all: readonly Load[], remembered: Remembered): Promise<readonly Load[]> {
  const me = call.caller.person
  if (call.administrator || call.auditor) return all
  const own = all.find((l) => l.person === me)?.assignments.filter((a) => a.from <= call.now.slice(0, 10)) ?? []
  const projects = new Set(own.map((a) => a.project))
  const staffing = { person: me, activity: 'plan-and-staff', stakes: ['A', 'R'], now: call.now } as const
  if ((await projectsWith(call.context.database, staffing, remembered)).length > 0) return all
  return all.filter((l) => l.person === me || l.assignments.some((a) => projects.has(a.project)))
}

/** The load of people; projects that the caller may not see are counted and not named. */
export async function loadOf(call: Call) {
  const today = call.now.slice(0, 10)
  const { database } = call.context
  const remembered = await remembering(database)
  const everybody = await remembered.one(`loads on ${today}`, { types: STAFF }, async () =>
    loads(await openAssignments(database, today), today),
  )
  const mine = await seenBy(call, everybody, remembered)
  const rows = await database.query<{ id: string }>(
    `select id from project
     where $1 or id in (select a.project from assignment a where a.doc->>'person' = $2)`,
    [call.administrator || call.auditor, call.caller.person],
  )
  const visible = await projectNames(
    database,
    rows.map((row) => row.id),
    remembered,
  )
  const wanted = call.query['only'] === 'over' ? mine.filter((l) => l.over) : mine
  const answer = {
    sentence: `${mine.filter((l) => l.over).length} of ${mine.length} people have more than 100 % to do, now or later.`,
    loads: wanted.map(({ assignments, ...rest }) => {
      const projects = [...new Set(assignments.map((a) => a.project))]
      const known = projects.flatMap((id) => visible.get(id) ?? [])
      return { ...rest, projects: known, otherProjects: projects.length - known.length }
    }),
  }
  return nameSentences(database, answer, SENTENCES)
}
