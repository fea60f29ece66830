import type { Assignment, Project, Responsibilities, Standing } from '@muster/core'
import type { Queries } from './database.ts'

/** A project with its assignments and the standing of the assigned people, in one read. */
export async function projectWithTeam(
  queries: Queries,
  project: string,
): Promise<(Responsibilities & { readonly state: Project }) | undefined> {
  const [row] = await queries.query<{
    doc: Project
    assignments: Assignment[] | null
    people: ({ id: string } & Standing)[] | null
  }>(
    `select doc,
       (select json_agg(a.doc order by a.id) from assignment a where a.project = p.id) as assignments,
       (select json_agg(json_build_object('id', q.id, 'active', (q.doc->>'active')::boolean, 'deactivatedAt', q.doc->>'deactivatedAt'))
          from person q where q.id in (select a.doc->>'person' from assignment a where a.project = p.id)) as people
     from project p where id = $1`,
    [project],
  )
  if (row === undefined) return undefined
  const people = new Map(
    (row.people ?? []).map(({ id, active, deactivatedAt }) => [
      id,
      typeof deactivatedAt === 'string' ? { active, deactivatedAt } : { active },
    ]),
  )
  return {
    id: project,
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
