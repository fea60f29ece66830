import type { PollCounts, StatementTally } from '@muster/core'
import type { Queries } from '../../store/database.ts'

/** What was counted in a poll so far. */
export async function countsOf(queries: Queries, poll: string): Promise<PollCounts> {
  const [voters] = await queries.query<{ n: number }>('select count(*)::int as n from poll_voter where poll = $1', [
    poll,
  ])
  const rows = await queries.query<{ statement: string; score: number; count: number }>(
    'select statement, score::int as score, count from poll_count where poll = $1 order by statement, score',
    [poll],
  )
  const tallies = [...Map.groupBy(rows, (row) => row.statement)].map(([statement, scores]): StatementTally => ({
    statement,
    counts: [1, 2, 3, 4, 5].map((score) => scores.find((s) => s.score === score)?.count ?? 0),
  }))
  return { answers: voters?.n ?? 0, tallies }
}

/**
 * Counts a person's answer, once. The answer itself is nowhere: it raises a number for each statement, in the statement that also notes that
 * the person has answered. False when they had answered before, or the poll is over.
 */
export async function countAnswer(
  queries: Queries,
  poll: string,
  person: string,
  scores: readonly { readonly statement: string; readonly score: number }[],
  now: string,
): Promise<boolean> {
  const [row] = await queries.query<{ n: number }>(
    `with voter as (
       insert into poll_voter (poll, person)
       select id, $2 from poll where id = $1 and not doc ? 'closedAt' and doc->>'closesAt' > $4
       on conflict do nothing returning poll
     ), counted as (
       insert into poll_count (poll, statement, score, count)
       select v.poll, s.statement, s.score, 1 from voter v, json_to_recordset($3::text::json) as s (statement text, score smallint)
       on conflict (poll, statement, score) do update set count = poll_count.count + 1
     ) select count(*)::int as n from voter`,
    [poll, person, JSON.stringify(scores), now],
  )
  return (row?.n ?? 0) > 0
}

/** True if a person has answered a poll. */
export async function hasAnswered(queries: Queries, poll: string, person: string): Promise<boolean> {
  const [row] = await queries.query<{ yes: boolean }>(
    'select exists (select 1 from poll_voter where poll = $1 and person = $2) as yes',
    [poll, person],
  )
  return row?.yes ?? false
}
