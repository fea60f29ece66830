import type { DeliverableStatus, Handover } from '@muster/core'
import { STAGES, deliverableStates, deliverers, handoverNoun, packNoun } from '@muster/core'
import { packsOf, responsibilitiesPack } from '../../record/packs/queries.ts'
import type { Queries } from '../../store/database.ts'
import type { Remembered } from '../../store/remembering.ts'
import { typesOf } from '../../store/remembering.ts'
import { TEAM_CHANGES, projectsWithTeams } from '../../store/responsibilities.ts'
import { calledIn, deliverablesIn } from '../responsibility/queries.ts'
import type { Named, Task } from './task.ts'

const FOLLOWS = new Set([...typesOf(handoverNoun, packNoun), ...TEAM_CHANGES])

/** A deliverable that is due on a project, with those who may hand it over. */
interface Due {
  readonly able: readonly string[]
  readonly task: Omit<Task, 'project' | 'projectName'>
}

/** Deliverables that are due, overdue or returned, and that a person may hand over so that somebody else accepts them. */
export async function deliveryTasks(
  database: Queries,
  projects: readonly Named[],
  person: string,
  now: string,
  remembered: Remembered,
): Promise<Task[]> {
  const ids = projects.map((p) => p.id)
  // Who holds a role changes from day to day.
  const name = `deliveries due on ${now.slice(0, 10)}`
  const due = await remembered.each(name, FOLLOWS, ids, (missing) => dueOn(database, missing, now))
  return projects.flatMap(({ id, name: projectName }) =>
    (due.get(id) ?? [])
      .filter(({ able }) => able.includes(person))
      .map(({ task }) => ({ ...task, project: id, projectName })),
  )
}

async function dueOn(database: Queries, projects: readonly string[], now: string): Promise<Map<string, Due[]>> {
  if (projects.length === 0) return new Map()
  const { deliverables } = await responsibilitiesPack(database)
  const teams = await projectsWithTeams(database, projects)
  const delivered = await deliveriesOf(database, projects)
  const due = new Map<string, Due[]>()
  for (const [project, team] of teams) {
    const { stage, stageSince } = team.state
    const packs = await packsOf(database, team.state)
    const called = calledIn(packs)
    const all = deliverablesIn(packs.roles, deliverables)
    const states = deliverableStates(team, all, delivered.get(project) ?? [], stage, STAGES, now, called)
    const found = states.flatMap((d): Due[] => {
      const able = deliverers(team, d, now)
      const what = `Hand over "${d.text}"${whyOf(d, called.stage(d.dueBefore))}`
      return able.length === 0 ? [] : [{ able, task: taskOf(d, able, stageSince, what) }]
    })
    due.set(project, found)
  }
  return due
}

function whyOf({ state }: DeliverableStatus, before: string): string {
  if (state === 'returned') return ' again: it was returned.'
  return `: it ${state === 'overdue' ? 'was' : 'is'} due before "${before}".`
}

function taskOf(d: DeliverableStatus, able: readonly string[], stageSince: string, what: string): Due['task'] {
  return {
    kind: 'deliverable',
    act: 'handover.submit',
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
