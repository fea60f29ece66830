import type { DeliverableStatus, Handover } from '@muster/core'
import { STAGES, deliverableStates, deliverers, handoverNoun, packNoun, rolesHeld } from '@muster/core'
import { packsOf, responsibilitiesPack } from '../../record/packs/queries.ts'
import type { Queries } from '../../store/database.ts'
import type { Remembered } from '../../store/remembering.ts'
import { typesOf } from '../../store/remembering.ts'
import { TEAM_CHANGES, projectsWithTeams } from '../../store/responsibilities.ts'
import { calledIn, deliverablesIn } from '../responsibility/queries.ts'
import type { Named, Task } from './task.ts'

const HANDED = typesOf(handoverNoun)
const PACKS = typesOf(packNoun)

/** Deliverables that are due, overdue or returned, and that a person may hand over so that somebody else accepts them. */
export async function deliveryTasks(
  database: Queries,
  projects: readonly Named[],
  person: string,
  now: string,
  remembered: Remembered,
): Promise<Task[]> {
  if (projects.length === 0) return []
  const ids = projects.map((p) => p.id)
  const { deliverables } = await remembered.one('responsibilities', { types: PACKS }, () =>
    responsibilitiesPack(database),
  )
  const teams = await remembered.each('team', TEAM_CHANGES, ids, (missing) => projectsWithTeams(database, missing))
  const delivered = await remembered.each('deliveries', HANDED, ids, (missing) => deliveriesOf(database, missing))
  const tasks: Task[] = []
  for (const project of projects) {
    const team = teams.get(project.id)
    if (team === undefined || rolesHeld(team, person, now).length === 0) continue
    const { stage, stageSince } = team.state
    const packs = await packsOf(database, team.state)
    const called = calledIn(packs)
    const all = deliverablesIn(packs.roles, deliverables)
    for (const d of deliverableStates(team, all, delivered.get(project.id) ?? [], stage, STAGES, now, called)) {
      const able = deliverers(team, d, now)
      if (able.includes(person))
        tasks.push(taskOf(d, project, able, stageSince, `Hand over "${d.text}"${whyOf(d, called.stage(d.dueBefore))}`))
    }
  }
  return tasks
}

function whyOf({ state }: DeliverableStatus, before: string): string {
  if (state === 'returned') return ' again: it was returned.'
  return `: it ${state === 'overdue' ? 'was' : 'is'} due before "${before}".`
}

function taskOf(d: DeliverableStatus, project: Named, able: readonly string[], stageSince: string, what: string): Task {
  return {
    kind: 'deliverable',
    act: 'handover.submit',
    project: project.id,
    projectName: project.name,
    subject: d.deliverable,
    ...(d.activity === undefined ? {} : { activity: d.activity }),
    what,
    since: d.state === 'returned' ? (d.decidedAt ?? stageSince) : stageSince,
    ...(d.state === 'returned' && d.decidedBy !== undefined ? { from: d.decidedBy } : {}),
    // Whoever accepts it waits for it.
    blocks: 1,
    sole: able.length === 1,
  }
}

async function deliveriesOf(database: Queries, projects: readonly string[]): Promise<Map<string, Handover[]>> {
  const rows = await database.query<{ doc: Handover }>(
    `select doc from handover where project = any($1) and doc ? 'deliverable' order by id`,
    [projects],
  )
  return Map.groupBy(
    rows.map((row) => row.doc),
    (h) => h.project,
  )
}
