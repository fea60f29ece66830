import type { Consultation, Handover, Round } from '@muster/core'
import { answerStates, canonicalJson, gateStatus } from '@muster/core'
import { gateFacts } from '../../judging/gates/queries.ts'
import { remindersFor } from '../../record/registers/queries.ts'
import type { Queries } from '../../store/database.ts'
import { sha256Hex } from '../../store/commit.ts'
import { projectWithTeam } from '../../store/responsibilities.ts'
import { peopleWith } from '@muster/core'
import { actionsOwed, pollsToAnswer } from '../ceremonies/queries.ts'

export interface Task {
  readonly kind:
    | 'consultation'
    | 'handover'
    | 'review'
    | 'approval'
    | 'promotion'
    | 'submission'
    | 'reminder'
    | 'action'
    | 'poll'
  readonly act: string
  /** Empty for what belongs to no project. */
  readonly project: string
  readonly projectName: string
  readonly subject: string
  readonly what: string
  readonly since: string
  readonly dueAt?: string
  readonly from?: string
  readonly duty?: string
  readonly basis?: string
  readonly version?: string
}

const MOST_NOTICES = 100
const digest = (value: unknown): string => `sha256:${sha256Hex(canonicalJson(value))}`

/** What needs a person now, longest waiting first, and what they were told. */
export async function inboxOf(context: { readonly database: Queries }, person: string, now: string) {
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
    tasks: tasks.toSorted((a, b) => (a.since < b.since ? -1 : 1)),
    notices: notices.map((n) => ({ ...n, seq: Number(n['seq']) })),
    unread: unread?.count ?? 0,
  }
}

interface Named {
  readonly id: string
  readonly name: string
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
    }))
}

async function gateTasks(database: Queries, project: Named, person: string, now: string): Promise<Task[]> {
  const rows = await database.query<{ doc: Round }>(
    `select doc from round where project = $1 and doc->>'state' = 'open' order by id`,
    [project.id],
  )
  const tasks: Task[] = []
  for (const { doc: round } of rows) {
    const facts = await gateFacts(database, round.version, now, round)
    if (facts === undefined) continue
    const status = gateStatus(facts, now, digest)
    const about = {
      project: project.id,
      projectName: project.name,
      subject: round.id,
      since: round.submittedAt,
      from: round.submittedBy,
      basis: status.basis,
      version: round.version,
    }
    const name = `${facts.model.name} version ${facts.version.number}`
    for (const step of status.next.filter((s) => s.who.includes(person))) {
      const { duty } = step
      if (step.act === 'review.give')
        tasks.push({
          ...about,
          kind: 'review',
          act: step.act,
          what: `${step.what} (${name})`,
          ...(duty === undefined ? {} : { duty }),
        })
      if (step.act === 'approval.give')
        tasks.push({
          ...about,
          kind: 'approval',
          act: step.act,
          what: `${step.what} (${name})`,
          ...(duty === undefined ? {} : { duty }),
        })
      if (step.act === 'promotion.promote')
        tasks.push({ ...about, kind: 'promotion', act: step.act, what: `Promote ${name}: nothing is missing.` })
      if (step.act === 'gate.submit')
        tasks.push({
          ...about,
          kind: 'submission',
          act: step.act,
          what: `Submit ${name} again: what is judged has changed.`,
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
