import type { Assignment, Project, Responsibilities, Standing } from '@muster/core'
import { assignmentNoun, personNoun, projectNoun } from '@muster/core'
import type { Queries } from './database.ts'
import { typesOf } from './remembering.ts'
import { Work } from './work.ts'

/** A project, its assignments, and the people in them. */
type ProjectWithTeam = Responsibilities & { readonly state: Project }
interface Stamp extends Record<string, unknown> {
  stamp: string
}

/** Teams read before, by project, for as long as their stamp stays the same; a store has its own. */
const remembered = new WeakMap<object, Map<string, { stamp: string; team: ProjectWithTeam }>>()
const MOST_REMEMBERED = 1_000

/**
 * A project with its assignments and the standing of the assigned people. The rows are read only when they changed: every
 * change gives a row the number of its entry and of its transaction, so the highest ones stamp the whole. The number of
 * the transaction tells what a transaction saw that was undone from what another wrote later under the same entry number.
 */
export function projectWithTeam(queries: Queries, project: string): Promise<ProjectWithTeam | undefined> {
  if (!(queries instanceof Work)) return stampedTeam(queries, project)
  // Inside an act the changes are known as they are made.
  return queries.derived(`team of ${project}`, TEAM, () => stampedTeam(queries, project))
}

/** Nouns that a team is made of. */
const TEAM = [projectNoun.name, assignmentNoun.name, personNoun.name]
/** Entries that can change a project with its team. */
export const TEAM_CHANGES = typesOf(projectNoun, assignmentNoun, personNoun)

async function stampedTeam(queries: Queries, project: string): Promise<ProjectWithTeam | undefined> {
  const { home } = queries
  if (home === undefined) return readProjectWithTeam(queries, project)
  let teams = remembered.get(home)
  if (teams === undefined) remembered.set(home, (teams = new Map()))
  // Before the rows: one that changes in between makes the stamp too old, and the next call reads again.
  const [row] = await queries.query<Stamp>(
    `select concat_ws('/', p.seq, p.xmin, t.stamp) as stamp
     from project p, lateral (
       select concat_ws('/', count(*), max(a.seq), max(a.xmin::text::bigint), max(q.seq), max(q.xmin::text::bigint)) as stamp
       from assignment a join person q on q.id = a.doc->>'person' where a.project = p.id) t
     where p.id = $1`,
    [project],
  )
  if (row === undefined) return undefined
  const known = teams.get(project)
  if (known?.stamp === row.stamp) return known.team
  const team = await readProjectWithTeam(queries, project)
  if (team === undefined) return undefined
  if (teams.size >= MOST_REMEMBERED) teams.clear()
  teams.set(project, { stamp: row.stamp, team })
  return team
}

const readProjectWithTeam = async (queries: Queries, project: string): Promise<ProjectWithTeam | undefined> =>
  (await projectsWithTeams(queries, [project])).get(project)

/** Many projects with their assignments and the standing of the assigned people, read together. */
export async function projectsWithTeams(
  queries: Queries,
  projects: readonly string[],
): Promise<Map<string, ProjectWithTeam>> {
  const rows = await queries.query<TeamRow & Record<string, unknown>>(
    `select id, doc,
       (select json_agg(a.doc order by a.id) from assignment a where a.project = p.id) as assignments,
       (select json_agg(json_build_object('id', q.id, 'active', (q.doc->>'active')::boolean, 'deactivatedAt', q.doc->>'deactivatedAt', 'service', (q.doc->>'kind') = 'service'))
          from person q where q.id in (select a.doc->>'person' from assignment a where a.project = p.id)) as people
     from project p where id = any($1)`,
    [projects],
  )
  return new Map(rows.map((row) => [row.id, teamIn(row)]))
}

interface TeamRow {
  readonly id: string
  readonly doc: Project
  readonly assignments: Assignment[] | null
  readonly people: ({ id: string } & Standing)[] | null
}

function teamIn(row: TeamRow): ProjectWithTeam {
  const people = new Map(
    (row.people ?? []).map(({ id, active, deactivatedAt, service }) => [
      id,
      {
        active,
        ...(typeof deactivatedAt === 'string' ? { deactivatedAt } : {}),
        ...(service === true ? { service } : {}),
      },
    ]),
  )
  return {
    id: row.id,
    state: row.doc,
    matrix: row.doc.matrix,
    assignments: row.assignments ?? [],
    people,
    retired: row.doc.stage === 'retired',
  }
}

/** What the RACI rules need to know of a project. */
export function responsibilitiesOf(queries: Queries, project: string): Promise<Responsibilities | undefined> {
  return projectWithTeam(queries, project)
}
