import type { Consultation, Handover } from '@muster/core'
import { answerStates, consultationNoun, handoverNoun, peopleWith, roundNoun } from '@muster/core'
import { projectNames } from '../../http/naming.ts'
import { remindersFor } from '../../record/registers/queries.ts'
import type { Queries } from '../../store/database.ts'
import type { Remembered } from '../../store/remembering.ts'
import { remembering, typesOf } from '../../store/remembering.ts'
import { TEAM_CHANGES, projectWithTeam } from '../../store/responsibilities.ts'
import { updatesOwed } from '../../work/updates/queries.ts'
import { actionsOwed, pollsToAnswer } from '../ceremonies/queries.ts'
import { deliveryTasks } from './delivery-tasks.ts'
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
  const remembered = await remembering(database)
  const projects = await projectsOf(database, person, remembered)
  const tasks: Task[] = [
    ...(await consultationTasks(database, projects, person, now, remembered)),
    ...(await handoverTasks(database, projects, person, now, remembered)),
    ...(await deliveryTasks(database, projects, person, now, remembered)),
    ...(await gateTasks(database, projects, person, now, remembered)),
  ]
  tasks.push(...(await reminderTasks(database, projects, person, now)))
  tasks.push(...(await updateTasks(database, projects, person, now, remembered)))
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

/** The projects that a person is on, but for those that are retired. */
async function projectsOf(database: Queries, person: string, remembered: Remembered): Promise<Named[]> {
  const rows = await database.query<{ id: string }>(
    `select p.id from project p where p.retired_at is null
       and p.id in (select a.project from assignment a where a.doc->>'person' = $1) order by p.id`,
    [person],
  )
  const ids = rows.map((row) => row.id)
  const names = await projectNames(database, ids, remembered)
  return ids.map((id) => ({ id, name: names.get(id) ?? '' }))
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

/** Stakeholder updates that the person owes. */
async function updateTasks(
  database: Queries,
  projects: readonly Named[],
  person: string,
  now: string,
  remembered: Remembered,
): Promise<Task[]> {
  return (await updatesOwed(database, person, now, remembered)).map(({ project, due, last, draft, everyDays }) => {
    const before = last === undefined ? 'None was sent yet' : `The last one was sent on ${last.slice(0, 10)}`
    const todo = draft === undefined ? 'Draft and publish' : 'Publish'
    return {
      kind: 'reminder',
      act: draft === undefined ? 'update.draft' : 'update.publish',
      project,
      projectName: projects.find((p) => p.id === project)?.name ?? '',
      subject: draft ?? project,
      what: `${todo} the stakeholder update: one is due every ${everyDays} days. ${before}.`,
      since: due,
      ...FOR_ITSELF,
    }
  })
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
    register: item.register,
    what,
    since,
    ...FOR_ITSELF,
  }))
}

const ASKED = typesOf(consultationNoun, roundNoun, handoverNoun)

/** Consultations about what is not decided yet. */
async function openConsultations(database: Queries, projects: readonly string[]): Promise<Map<string, Consultation[]>> {
  const rows = await database.query<{ doc: Consultation }>(
    `select c.doc from consultation c
     where c.project = any($1)
       and (c.doc->>'about' in (select r.id from round r where r.project = any($1) and r.doc->>'state' = 'open')
         or c.doc->>'about' in (select h.id from handover h where h.project = any($1) and h.doc->>'state' = 'open'))
     order by c.id`,
    [projects],
  )
  return Map.groupBy(
    rows.map((row) => row.doc),
    (c) => c.project,
  )
}

async function consultationTasks(
  database: Queries,
  projects: readonly Named[],
  person: string,
  now: string,
  remembered: Remembered,
): Promise<Task[]> {
  const ids = projects.map((p) => p.id)
  const open = await remembered.each('consultations', ASKED, ids, (missing) => openConsultations(database, missing))
  return projects.flatMap((project) =>
    (open.get(project.id) ?? [])
      .filter((c) => c.dueAt > now && !c.answers.some((a) => a.person === person))
      .flatMap((c): Task[] => {
        const states = answerStates(c, now).filter((a) => a.state === 'open')
        if (!states.some((a) => a.people.includes(person))) return []
        return [
          {
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
            sole: states.some((a) => a.people.length === 1),
          },
        ]
      }),
  )
}

const HANDED = typesOf(handoverNoun)

async function openHandovers(database: Queries, projects: readonly string[]): Promise<Map<string, Handover[]>> {
  const rows = await database.query<{ doc: Handover }>(
    `select doc from handover where project = any($1) and doc->>'state' = 'open' order by id`,
    [projects],
  )
  return Map.groupBy(
    rows.map((row) => row.doc),
    (h) => h.project,
  )
}

async function handoverTasks(
  database: Queries,
  projects: readonly Named[],
  person: string,
  now: string,
  remembered: Remembered,
): Promise<Task[]> {
  const ids = projects.map((p) => p.id)
  const open = await remembered.each('handovers', HANDED, ids, (missing) => openHandovers(database, missing))
  const tasks: Task[] = []
  for (const project of projects) {
    const handovers = (open.get(project.id) ?? []).filter((h) => h.by !== person)
    if (handovers.length === 0) continue
    const source = { types: TEAM_CHANGES, project: project.id }
    const team = await remembered.one(`team of ${project.id}`, source, () => projectWithTeam(database, project.id))
    if (team === undefined) continue
    for (const h of handovers) {
      const deciding = peopleWith(team, h.activity, 'A', now)
      if (!deciding.includes(person)) continue
      tasks.push({
        kind: 'handover',
        act: 'handover.accept',
        project: project.id,
        projectName: project.name,
        subject: h.id,
        what: `Decide on "${h.title}"`,
        since: h.at,
        from: h.by,
        blocks: 1,
        sole: deciding.length === 1,
      })
    }
  }
  return tasks
}

/** Marks notices up to an entry as read; gives how many. */
export async function markRead(database: Queries, person: string, upTo: number): Promise<number> {
  const rows = await database.query(
    `insert into notice_read (person, seq) select person, seq from notice where person = $1 and seq <= $2 on conflict do nothing returning seq`,
    [person, upTo],
  )
  return rows.length
}
