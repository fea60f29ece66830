import type { Learning } from '@muster/core'
import { learningNoun } from '@muster/core'
import { learningPack } from '../../record/packs/queries.ts'
import type { Queries } from '../../store/database.ts'
import type { Loader } from '../../store/perform.ts'
import { must } from '../../store/perform.ts'

/** Active human beings with the roles they hold now; on one project, or in the workspace. */
export async function learners(queries: Queries, project: string | null, person: string | null, now: string) {
  const rows = await queries.query<{ person: string; roles: string[] | null }>(
    `select p.id as person, json_agg(distinct a.doc->>'role') filter (where a.id is not null) as roles
     from person p left join assignment a on a.doc->>'person' = p.id and not a.doc ? 'endedAt'
       and a.doc->>'from' <= $1 and coalesce(a.doc->>'until', '9999-12-31') >= $1
       and not exists (select 1 from project j where j.id = a.project and j.doc->>'stage' = 'retired')
       and ($2::text is null or a.project = $2)
     where (p.doc->>'active')::boolean and p.doc->>'kind' = 'human' and ($3::text is null or p.id = $3)
     group by p.id having $2::text is null or count(a.id) > 0 order by p.id`,
    [now.slice(0, 10), project, person],
  )
  return rows.map((r) => ({ person: r.person, roles: r.roles ?? [] }))
}

/** Learning records of some people, withdrawn ones too. */
export async function learningOf(queries: Queries, people: readonly string[]): Promise<Learning[]> {
  const rows = await queries.query<{ doc: Learning }>(
    `select doc from learning where doc->>'person' = any($1) order by id`,
    [people],
  )
  return rows.map((r) => r.doc)
}

/** Facts about learning that acts need. */
export const learningLoaders: Record<string, Loader> = {
  learningPack: ({ work }) => learningPack(work),
  learning: (reading) => must(reading, learningNoun, reading.command['learning']),
}
