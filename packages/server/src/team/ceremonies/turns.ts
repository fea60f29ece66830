import type { MeetingSetting } from '@muster/core'
import type { Queries } from '../../store/database.ts'

/** Who led the meetings of a ceremony. */
export async function turnsOf(queries: Queries, ceremony: string): Promise<MeetingSetting['turns']> {
  return queries.query<{ facilitator: string; at: string }>(
    `select doc->>'facilitator' as facilitator, max(doc->>'startedAt') as at from meeting
     where doc->>'ceremony' = $1 group by 1`,
    [ceremony],
  )
}

/** Who of some people is away on a day. */
export async function awayOn(queries: Queries, people: readonly string[], day: string): Promise<string[]> {
  const rows = await queries.query<{ person: string }>(
    `select distinct doc->>'person' as person from absence
     where doc->>'person' = any($1) and doc->>'from' <= $2 and doc->>'until' >= $2 and not doc ? 'withdrawnAt'`,
    [people, day],
  )
  return rows.map((row) => row.person)
}
