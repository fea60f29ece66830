import type {
  Absence,
  Action,
  AgendaSection,
  Ceremony,
  Feed,
  Meeting,
  MeetingSetting,
  OfferedCeremony,
  Poll,
  ProjectFacts,
  Timing,
} from '@muster/core'
import {
  START_WINDOW_HOURS,
  absenceNoun,
  actionNoun,
  assistanceNoun,
  ceremonyNoun,
  dayAfter,
  feedNoun,
  meetingNoun,
  pollNoun,
} from '@muster/core'
import type { Queries } from '../../store/database.ts'
import type { Loader, Reading } from '../../store/perform.ts'
import { must } from '../../store/perform.ts'
import type { SourceAnswer } from './looking.ts'
import { looking } from './looking.ts'
import { countsOf } from './polls.ts'
import {
  firstOccurrence,
  instantOf,
  nextOccurrences,
  occurrenceAtHand,
  occurrenceOn,
  todayIn,
  zoneProblem,
} from './recurrence.ts'
import { SOURCES } from './sources.ts'
import { awayOn, turnsOf } from './turns.ts'

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)

/** Every ceremony that applied packs define, the newest version of each pack. */
export async function offeredCeremonies(queries: Queries): Promise<OfferedCeremony[]> {
  const rows = await queries.query<{
    id: string
    name: string
    version: string
    ceremonies: OfferedCeremony['definition'][]
    health: OfferedCeremony['health'] | null
  }>(
    `select distinct on (doc->>'name') id, doc->>'name' as name, doc->>'version' as version,
       doc->'content'->'ceremonies' as ceremonies, doc->'content'->'health' as health
     from pack where doc->>'kind' = 'ceremonies' order by doc->>'name', seq desc`,
  )
  return rows.flatMap(({ id, name, version, ceremonies, health }) =>
    ceremonies.map((definition) => ({
      definition,
      health: health ?? [],
      pack: { id: name, version, digest: id },
    })),
  )
}

/** Where a series would begin, from what a command says and from what was there before. */
function startOf(
  wish: { zone: string; rule: string; time: string; from: string },
  timing: { today: string; next: Timing['next'] },
): Timing {
  const problem = zoneProblem(wish.zone)
  if (problem !== undefined) return { ...timing, problem }
  const start = firstOccurrence(wish.rule, wish.time, wish.from, wish.zone)
  return start === undefined ? timing : { ...timing, start }
}

/** What time means for a command that schedules a ceremony. */
function timingOfNew({ command, loaded, now }: Reading): Timing {
  const zone = String(command['zone'])
  const problem = zoneProblem(zone)
  const offered = (loaded['offered'] as readonly OfferedCeremony[]).find((o) => o.definition.id === command['kind'])
  if (problem !== undefined || offered === undefined)
    return { today: now.slice(0, 10), next: [], ...(problem === undefined ? {} : { problem }) }
  const today = todayIn(zone, now)
  const { rule, time } = offered.definition
  const wish = {
    zone,
    rule: text(command['rule']) ?? rule,
    time: text(command['time']) ?? time,
    from: text(command['from']) ?? today,
  }
  const timing = startOf(wish, { today, next: [] })
  // Nobody schedules what should have taken place this morning.
  const isPast = command['from'] === undefined && timing.start !== undefined && timing.start.at < now
  return isPast ? startOf({ ...wish, from: dayAfter(today) }, { today, next: [] }) : timing
}

/** What time means for a command about a ceremony that is there. */
function timingOf(ceremony: Ceremony, { command, now }: Reading): Timing {
  const last = ceremony.series.at(-1)
  const zone = last?.zone ?? 'UTC'
  const today = todayIn(zone, now)
  const base = { today, next: nextOccurrences(ceremony, now, 3) }
  const on = text(command['on'])
  const occurrence = on === undefined ? occurrenceAtHand(ceremony, now, START_WINDOW_HOURS) : occurrenceOn(ceremony, on)
  const found = occurrence === undefined ? base : { ...base, occurrence }
  const to = text(command['to'])
  if (to !== undefined) {
    const at = instantOf(to, occurrence?.zone ?? zone)
    return at === undefined
      ? { ...found, problem: `${to.replace('T', ' ')} does not occur in ${zone}: the clock jumps over it.` }
      : { ...found, target: { local: to, at } }
  }
  if (on !== undefined || last === undefined) return found
  const wish = {
    zone: text(command['zone']) ?? zone,
    rule: text(command['rule']) ?? last.rule,
    time: text(command['time']) ?? last.start.slice(11),
    from: text(command['from']) ?? todayIn(zone, new Date(Date.parse(now) + 86_400_000).toISOString()),
  }
  return startOf(wish, found)
}

/** A meeting that may be started only near its time: one that the command names by its day, too. */
function nearEnough(timing: Timing, now: string): Timing {
  const { occurrence, ...rest } = timing
  if (occurrence === undefined) return timing
  const hours = Math.abs(Date.parse(occurrence.at) - Date.parse(now)) / 3_600_000
  return hours <= START_WINDOW_HOURS ? timing : rest
}

async function meetingSetting({ work, loaded }: Reading): Promise<MeetingSetting> {
  const ceremony = loaded['ceremony'] as Ceremony
  const { occurrence } = loaded['timing'] as Timing
  const project = loaded['project'] as ProjectFacts
  const turns = await turnsOf(work, ceremony.id)
  const day = occurrence?.local.slice(0, 10) ?? ''
  const away = await awayOn(work, [...project.people.keys()], day)
  const [other] = await work.query<{ id: string; day: string; state: Meeting['state'] }>(
    `select id, doc->>'day' as day, doc->>'state' as state from meeting
     where doc->>'ceremony' = $1 and (doc->>'day' = $2 or doc->>'state' = 'open') order by (doc->>'state' = 'open') desc limit 1`,
    [ceremony.id, occurrence?.day ?? ''],
  )
  return { turns, away, ...(other === undefined ? {} : { other }) }
}

/** Action items that a person owes, for their inbox. */
export async function actionsOwed(queries: Queries, person: string): Promise<(Action & { projectName: string })[]> {
  const rows = await queries.query<{ doc: Action; name: string }>(
    `select a.doc, p.doc->>'name' as name from action a join project p on p.id = a.project
     where a.doc->>'owner' = $1 and a.doc->>'state' = 'open' and p.doc->>'stage' <> 'retired' order by a.doc->>'due', a.id`,
    [person],
  )
  return rows.map((row) => ({ ...row.doc, projectName: row.name }))
}

/** Health polls that are open and that a person has not answered, for their inbox. */
export async function pollsToAnswer(
  queries: Queries,
  projects: readonly string[],
  person: string,
  now: string,
): Promise<Poll[]> {
  if (projects.length === 0) return []
  const rows = await queries.query<{ doc: Poll }>(
    `select doc from poll where project = any($1) and not doc ? 'closedAt' and doc->>'closesAt' > $2 and doc->'invited' ? $3
       and not exists (select 1 from poll_voter v where v.poll = poll.id and v.person = $3) order by id`,
    [projects, now, person],
  )
  return rows.map((row) => row.doc)
}

/** True if a person may read a project: on it now or before, an auditor, or an administrator. */
export async function personMayRead(queries: Queries, person: string, project: string): Promise<boolean> {
  const [row] = await queries.query<{ yes: boolean }>(
    `select exists (select 1 from assignment where project = $2 and doc->>'person' = $1)
         or exists (select 1 from project p, person q where p.id = $2 and q.id = $1
                    and ((q.doc->>'administrator')::boolean or (q.doc->>'auditor')::boolean)) as yes`,
    [person, project],
  )
  return row?.yes ?? false
}

const ceremonyNamed = (reading: Reading): Promise<Ceremony> =>
  must(
    reading,
    ceremonyNoun,
    reading.command['ceremony'] ?? (reading.loaded['meeting'] as Meeting | undefined)?.ceremony,
  )

/** For a neighbour: what the sources of an agenda look at. */
export const lookingAt = (of: Parameters<typeof looking>[0]): ReturnType<typeof looking> => looking(of)
/** For a neighbour: the answer to one question that an agenda may ask. */
export const askAgenda = (at: ReturnType<typeof looking>, section: AgendaSection): Promise<SourceAnswer> =>
  SOURCES[section.query](at, section)

/** Facts about ceremonies that acts need. */
export const ceremonyLoaders: Record<string, Loader> = {
  offeredCeremonies: ({ work }) => offeredCeremonies(work),
  ceremony: ceremonyNamed,
  timing: async (reading) => {
    const ceremony = reading.loaded['ceremony'] as Ceremony | undefined
    return ceremony === undefined ? timingOfNew(reading) : timingOf(ceremony, reading)
  },
  meetingTiming: async (reading) => nearEnough(timingOf(reading.loaded['ceremony'] as Ceremony, reading), reading.now),
  runningKinds: async ({ work, command, now }) => {
    const rows = await work.query<{ kind: string }>(
      `select doc->>'kind' as kind from ceremony where project = $1 and coalesce(doc->>'lastDay', '9999') >= $2`,
      [command['project'], now.slice(0, 10)],
    )
    return rows.map((row) => row.kind)
  },
  meeting: (reading) => must(reading, meetingNoun, reading.command['meeting']),
  meetingSetting,
  action: (reading) => must(reading, actionNoun, reading.command['action']),
  actionMeeting: async (reading) =>
    reading.command['meeting'] === undefined ? undefined : must(reading, meetingNoun, reading.command['meeting']),
  assistance: (reading) => must(reading, assistanceNoun, reading.command['assistance']),
  absence: (reading): Promise<Absence> => must(reading, absenceNoun, reading.command['absence']),
  poll: (reading) => must(reading, pollNoun, reading.command['poll']),
  pollCounts: ({ work, loaded }) => countsOf(work, (loaded['poll'] as Poll).id),
  openPoll: async ({ work, command, now }) => {
    const [row] = await work.query<{ id: string }>(
      `select id from poll where project = $1 and not doc ? 'closedAt' and doc->>'closesAt' > $2 limit 1`,
      [command['project'], now],
    )
    return row?.id
  },
  feed: (reading): Promise<Feed> => must(reading, feedNoun, reading.command['feed']),
  feedReadable: ({ work, command, actor }) => {
    const project = text(command['project'])
    return project === undefined ? Promise.resolve(true) : personMayRead(work, actor, project)
  },
}
