import type { Consultation, Handover } from '@muster/core'
import { answerStates, peopleWith } from '@muster/core'
import { remindersFor } from '../../record/registers/queries.ts'
import type { Queries } from '../../store/database.ts'
import { projectWithTeam } from '../../store/responsibilities.ts'
import { actionsOwed, pollsToAnswer } from '../ceremonies/queries.ts'
import { gateTasks } from './gate-tasks.ts'
import type { Named, Task } from './task.ts'

const MOST_NOTICES = 100
/** Nothing else waits for it, and nobody else could do it. */
const FOR_ITSELF = { blocks: 0, sole: true } as const

/** `longest`: what waits longest comes first. `blocking`: what most else waits for, and of that what waits longest. */
export type InboxOrder = 'longest' | 'blocking'

/** What needs a person now, in the order that is asked for, and what they were told. */
export async function inboxOf(
  context: { readonly database: Queries },
  person: string,
  now: string,
  order: InboxOrder = 'longest',
) {
  const { database } = context
  const projects = await database.query<{ id: string; name: string }>(
    `select distinct p.id, p.doc->>'name' as name from project p join assignment a on a.project = p.id
     where a.doc->>'person' = $1 and p.doc->>'stage' <> 'retired'`,
    [person],
  )
  const tasks: Task[] = []
  for (const project of projects) {
    tasks.push(
      ...(await consultationTasks(database, project, person, now)),
      ...(await handoverTasks(database, project, person, now)),
      ...(await gateTasks(database, project, person, now)),
    )
  }
  tasks.push(...(await reminderTasks(database, projects, person, now)))
  tasks.push(...(await ceremonyTasks(database, projects, person, now)))
  const notices = await database.query(
    `select n.seq, n.project, n.activity, n.at, n.text, n.subject, p.doc->>'name' as "projectName", r.seq is not null as read
     from notice n join project p on p.id = n.project left join notice_read r on r.person = n.person and r.seq = n.seq
     where n.person = $1 order by n.seq desc limit $2`,
    [person, MOST_NOTICES],
  )
  const [unread] = await database.query<{ count: number }>(
    `select count(*)::int as count from notice n where n.person = $1 and not exists (select 1 from notice_read r where r.person = n.person and r.seq = n.seq)`,
    [person],
  )
  return {
    tasks: tasks.toSorted(
      (a, b) =>
        (order === 'blocking' ? b.blocks - a.blocks : 0) || (a.since < b.since ? -1 : a.since > b.since ? 1 : 0),
    ),
    notices: notices.map((n) => ({ ...n, seq: Number(n['seq']) })),
    unread: unread?.count ?? 0,
  }
}

/** Action items that the person owes, and polls that they have not answered. */
async function ceremonyTasks(
  database: Queries,
  projects: readonly Named[],
  person: string,
  now: string,
): Promise<Task[]> {
  const actions = (await actionsOwed(database, person)).map((a): Task => ({
    kind: 'action',
    act: 'action.complete',
    project: a.project,
    projectName: a.projectName,
    subject: a.id,
    what: a.title,
    since: a.assignedAt,
    dueAt: `${a.due}T23:59:59.999Z`,
    from: a.assignedBy,
    ...FOR_ITSELF,
  }))
  const ids = projects.map((p) => p.id)
  const polls = (await pollsToAnswer(database, ids, person, now)).map((p): Task => ({
    kind: 'poll',
    act: 'poll.answer',
    project: p.project,
    projectName: projects.find(({ id }) => id === p.project)?.name ?? '',
    subject: p.id,
    what: 'Say how you feel about the work; nobody can tell what you answered.',
    since: p.openedAt,
    dueAt: p.closesAt,
    from: p.openedBy,
    ...FOR_ITSELF,
  }))
  return [...actions, ...polls]
}

async function reminderTasks(
  database: Queries,
  projects: readonly Named[],
  person: string,
  now: string,
): Promise<Task[]> {
  const ids = projects.map((p) => p.id)
  return (await remindersFor(database, person, ids, now)).map(({ item, project = '', what, since }) => ({
    kind: 'reminder',
    act: 'item.change',
    project,
    projectName: projects.find((p) => p.id === project)?.name ?? '',
    subject: item.id,
    what,
    since,
    ...FOR_ITSELF,
  }))
}

async function consultationTasks(database: Queries, project: Named, person: string, now: string): Promise<Task[]> {
  const rows = await database.query<{ doc: Consultation }>(
    `select c.doc from consultation c
     where c.project = $1 and c.doc->>'dueAt' > $2
       and (exists (select 1 from round r where r.id = c.doc->>'about' and r.doc->>'state' = 'open')
         or exists (select 1 from handover h where h.id = c.doc->>'about' and h.doc->>'state' = 'open'))
     order by c.id`,
    [project.id, now],
  )
  return rows
    .map((row) => row.doc)
    .filter(
      (c) =>
        answerStates(c, now).some((a) => a.state === 'open' && a.people.includes(person)) &&
        !c.answers.some((a) => a.person === person),
    )
    .map((c) => ({
      kind: 'consultation',
      act: 'consultation.answer',
      project: project.id,
      projectName: project.name,
      subject: c.id,
      what: c.question,
      since: c.openedAt,
      dueAt: c.dueAt,
      // Whoever decides waits for all who were asked.
      blocks: 1,
      sole: answerStates(c, now).some((a) => a.state === 'open' && a.people.length === 1),
    }))
}

async function handoverTasks(database: Queries, project: Named, person: string, now: string): Promise<Task[]> {
  const rows = await database.query<{ doc: Handover }>(
    `select doc from handover where project = $1 and doc->>'state' = 'open' order by id`,
    [project.id],
  )
  if (rows.length === 0) return []
  const team = await projectWithTeam(database, project.id)
  if (team === undefined) return []
  return rows
    .map((row) => row.doc)
    .filter((h) => h.by !== person && peopleWith(team, h.activity, 'A', now).includes(person))
    .map((h) => ({
      kind: 'handover',
      act: 'handover.accept',
      project: project.id,
      projectName: project.name,
      subject: h.id,
      what: `Decide on "${h.title}"`,
      since: h.at,
      from: h.by,
      blocks: 1,
      sole: peopleWith(team, h.activity, 'A', now).length === 1,
    }))
}

/** Marks notices up to an entry as read; gives how many. */
export async function markRead(database: Queries, person: string, upTo: number): Promise<number> {
  const rows = await database.query(
    `insert into notice_read (person, seq) select person, seq from notice where person = $1 and seq <= $2 on conflict do nothing returning seq`,
    [person, upTo],
  )
  return rows.length
}
