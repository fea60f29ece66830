import type { Action, Ceremony, Feed, Project } from '@muster/core'
import { attendeesOf } from '@muster/core'
import { namesOf } from '../../http/naming.ts'
import type { Queries } from '../../store/database.ts'
import { projectWithTeam } from '../../store/responsibilities.ts'
import type { CalendarContent, DatedMilestone } from './calendar.ts'
import { personMayRead } from './queries.ts'

/** Done and dropped action items are shown as cancelled for so long, so that every reader has seen it. */
const CLOSED_DAYS = 30
const DAY_MS = 86_400_000

/** What a feed shows now, and since when it has been so at the latest. */
export interface FeedContent {
  readonly content: CalendarContent
  readonly modifiedAt: string
}

/** Reads what a feed shows; none when its person may not read the project any more. */
export async function contentOf(queries: Queries, feed: Feed, now: string): Promise<FeedContent | undefined> {
  if (feed.of !== undefined && !(await personMayRead(queries, feed.person, feed.of))) return undefined
  const projects = feed.of === undefined ? await projectsOf(queries, feed.person, now) : [feed.of]
  const names = await queries.query<{ id: string; doc: Project }>(
    `select id, doc - 'matrix' as doc from project where id = any($1) order by id`,
    [projects],
  )
  const nameOf = new Map(names.map(({ id, doc }) => [id, doc.name]))
  const content: CalendarContent = {
    name: feed.of === undefined ? 'Muster' : (nameOf.get(feed.of) ?? 'Muster'),
    ceremonies: await ceremoniesOf(queries, feed, projects, nameOf, now),
    milestones: await milestonesOf(queries, names),
    actions: await actionsOf(queries, feed, projects, nameOf, now),
    now,
  }
  return { content, modifiedAt: await modifiedAt(queries, feed, projects, now) }
}

async function projectsOf(queries: Queries, person: string, now: string): Promise<string[]> {
  const rows = await queries.query<{ project: string }>(
    `select distinct a.project from assignment a join project p on p.id = a.project
     where a.doc->>'person' = $1 and not a.doc ? 'endedAt' and a.doc->>'from' <= $2 and coalesce(a.doc->>'until', '9999') >= $2
       and p.doc->>'stage' <> 'retired' order by 1`,
    [person, now.slice(0, 10)],
  )
  return rows.map((row) => row.project)
}

/** The ceremonies of the projects; in a person's feed those that they attend. */
async function ceremoniesOf(
  queries: Queries,
  feed: Feed,
  projects: readonly string[],
  nameOf: ReadonlyMap<string, string>,
  now: string,
): Promise<CalendarContent['ceremonies']> {
  const rows = await queries.query<{ doc: Ceremony }>('select doc from ceremony where project = any($1) order by id', [
    projects,
  ])
  const attended: CalendarContent['ceremonies'][number][] = []
  for (const { doc } of rows) {
    const team = feed.of === undefined ? await projectWithTeam(queries, doc.project) : undefined
    const attends =
      team === undefined ||
      attendeesOf(team, doc.definition.attendees, now).some((attendee) => attendee.person === feed.person)
    if (attends) attended.push({ ...doc, projectName: nameOf.get(doc.project) ?? '' })
  }
  return attended
}

async function milestonesOf(
  queries: Queries,
  projects: readonly { readonly id: string; readonly doc: Project }[],
): Promise<DatedMilestone[]> {
  const rows = await queries.query<{ milestone: string; n: number; at: string }>(
    `select entry::json->'data'->>'milestone' as milestone, count(*)::int as n, max(at) as at from ledger_entry
     where project = any($1) and type in ('MilestoneSet', 'MilestoneCompleted', 'MilestoneDropped') group by 1`,
    [projects.map((p) => p.id)],
  )
  const known = new Map(rows.map((row) => [row.milestone, row]))
  return projects.flatMap(({ id, doc }) =>
    doc.milestones.map((m): DatedMilestone => ({
      ...m,
      project: id,
      projectName: doc.name,
      setAt: known.get(m.id)?.at ?? doc.createdAt,
      sequence: (known.get(m.id)?.n ?? 1) - 1,
    })),
  )
}

/** Action items of the projects; in a person's feed those that they owe. */
async function actionsOf(
  queries: Queries,
  feed: Feed,
  projects: readonly string[],
  nameOf: ReadonlyMap<string, string>,
  now: string,
): Promise<CalendarContent['actions']> {
  const closedAfter = new Date(Date.parse(now) - CLOSED_DAYS * DAY_MS).toISOString()
  const rows = await queries.query<{ doc: Action }>(
    `select doc from action where project = any($1) and ($2::text is null or doc->>'owner' = $2)
       and (doc->>'state' = 'open' or doc->>'closedAt' > $3) order by id`,
    [projects, feed.of === undefined ? feed.person : null, closedAfter],
  )
  const owners = await namesOf(
    queries,
    rows.map((row) => row.doc.owner),
  )
  return rows.map(({ doc }) => ({
    ...doc,
    projectName: nameOf.get(doc.project) ?? '',
    ownerName: feed.of === undefined ? null : (owners.get(doc.owner) ?? null),
  }))
}

/** The last moment at which the feed can have changed: an entry of a project, or the first or last day of an assignment. */
async function modifiedAt(queries: Queries, feed: Feed, projects: readonly string[], now: string): Promise<string> {
  const [row] = await queries.query<{ at: string | null; day: string | null }>(
    `select (select max(l.at) from unnest($1::text[]) as p (id), lateral
               (select at from ledger_entry where project = p.id order by seq desc limit 1) l) as at,
            (select max(d) from assignment a, lateral
               (values (a.doc->>'from'), (((a.doc->>'until')::date + 1)::text), (a.doc->>'endedAt')) as v (d)
             where a.doc->>'person' = $2 and d <= $3) as day`,
    [projects, feed.person, now],
  )
  const day = row?.day ?? ''
  return [feed.issuedAt, row?.at ?? '', day.length === 10 ? `${day}T00:00:00.000Z` : day].toSorted().at(-1) ?? now
}
