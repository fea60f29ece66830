import type { Ceremony, Meeting, Poll } from '@muster/core'
import { attendanceByRole, readPoll, refusal, ruleInWords } from '@muster/core'
import type { Call, Handlers } from '../../http/context.ts'
import { nameSentences, namesOf } from '../../http/naming.ts'
import { RequestRefused } from '../../http/problem.ts'
import { notFound, pageOf, readable, record, recordsIn } from '../../http/reading.ts'
import { agendaOf } from './agenda.ts'
import { answerFeed } from './feed-answer.ts'
import { timesInWords } from './looking.ts'
import { countAnswer, countsOf, hasAnswered } from './polls.ts'
import { offeredCeremonies } from './queries.ts'
import { nextOccurrences, occurrencesWithin } from './recurrence.ts'

const SENTENCES = new Set(['text'])
const UPCOMING_DAYS = 14

const ceremonyOf = (call: Call): Promise<Ceremony> => record<Ceremony>(call, 'ceremony', call.params['ceremony'] ?? '')

/** A list of one noun of the project that the call names. */
const inProject = (noun: string) => async (call: Call) => {
  const project = call.params['project'] ?? ''
  await readable(call, project, `project ${project}`)
  return recordsIn<Readonly<Record<string, unknown>>>(call, noun, { where: 'project = $3', values: [project] })
}

/** A list of a noun that belongs to the caller alone. */
const mine = (noun: string) => async (call: Call) => {
  const page = await pageOf<{ doc: Readonly<Record<string, unknown>> }>(call, {
    columns: 'doc',
    from: noun,
    where: `doc->>'person' = $3`,
    values: [call.caller.person],
  })
  return { ...page, items: page.items.map((row) => row.doc) }
}

async function pollAnswer(call: Call) {
  const { database } = call.context
  const poll = await record<Poll>(call, 'poll', call.params['poll'] ?? '')
  const read = readPoll(poll, await countsOf(database, poll.id), call.now)
  const answered = await hasAnswered(database, poll.id, call.caller.person)
  // One that was closed before its day does not close on that day any more.
  const end = read.state === 'open' ? { closesAt: poll.closesAt } : { closedAt: poll.closedAt ?? poll.closesAt }
  return { id: poll.id, project: poll.project, openedAt: poll.openedAt, ...end, ...read, answered }
}

/** Refuses an answer that cannot be counted; gives its scores. */
function scoresOf(poll: Poll, body: unknown): { statement: string; score: number }[] {
  const { scores } = body as { scores: { statement: string; score: number }[] }
  const wanted = poll.statements.map((s) => s.id)
  const given = scores.map((s) => s.statement)
  if (given.length === wanted.length && wanted.every((id) => given.includes(id))) return scores
  throw new RequestRefused(
    refusal('input-invalid', `Answer every statement once: ${wanted.join(', ')}.`, { subject: '/scores' }),
  )
}

async function answerPoll(call: Call) {
  const { caller, now, context } = call
  const poll = await record<Poll>(call, 'poll', call.params['poll'] ?? '')
  if (caller.scopes !== undefined && !caller.scopes.some((s) => s === '*' || s === 'poll.*' || s === 'poll.answer'))
    throw new RequestRefused(refusal('scope-missing', 'This token may not answer polls.'))
  if (!poll.invited.includes(caller.person))
    throw new RequestRefused(
      refusal('not-asked', 'This poll was put to those who were on the project when it was opened.'),
    )
  const scores = scoresOf(poll, call.body)
  if (await countAnswer(context.database, poll.id, caller.person, scores, now)) return { poll: poll.id, counted: true }
  throw new RequestRefused(
    (await hasAnswered(context.database, poll.id, caller.person))
      ? refusal('already-so', 'You have answered this poll.', { subject: poll.id })
      : refusal('poll-closed', 'This poll is over.', { subject: poll.id }),
  )
}

export const ceremonyHandlers: Handlers = {
  'ceremony.kinds': async (call) => ({
    items: (await offeredCeremonies(call.context.database)).map(({ definition, pack }) => ({
      ...definition,
      often: ruleInWords(definition.rule),
      pack: `${pack.id} ${pack.version}`,
    })),
  }),
  'ceremony.list': async (call) => {
    const page = await inProject('ceremony')(call)
    return {
      ...page,
      items: page.items.map((c) => {
        const ceremony = c as unknown as Ceremony
        const [next] = nextOccurrences(ceremony, call.now, 1)
        return {
          ...ceremony,
          title: ceremony.definition.title,
          times: timesInWords(ceremony),
          ...(next === undefined ? {} : { next: next.at }),
        }
      }),
    }
  },
  'ceremony.show': async (call) => {
    const ceremony = await ceremonyOf(call)
    const { title, purpose } = ceremony.definition
    return { ...ceremony, title, purpose, times: timesInWords(ceremony), next: nextOccurrences(ceremony, call.now, 5) }
  },
  'ceremony.upcoming': async (call) => {
    const project = call.params['project'] ?? ''
    await readable(call, project, `project ${project}`)
    const rows = await call.context.database.query<{ doc: Ceremony }>('select doc from ceremony where project = $1', [
      project,
    ])
    const to = new Date(Date.parse(call.now) + UPCOMING_DAYS * 86_400_000).toISOString()
    const items = rows
      .flatMap(({ doc }) =>
        occurrencesWithin(doc, call.now, to).map((o) => ({ ceremony: doc.id, title: doc.definition.title, ...o })),
      )
      .toSorted((a, b) => (a.at < b.at ? -1 : 1))
    return { items }
  },
  'ceremony.agenda': async (call) => {
    const { database, powers } = call.context
    const ceremony = await ceremonyOf(call)
    const agenda = await agendaOf(database, ceremony, call.now, powers.digest)
    if (agenda === undefined) throw notFound(`ceremony ${ceremony.id}`)
    const people = [
      ...agenda.attendees.map((a) => a.person),
      ...agenda.skipped,
      ...(agenda.facilitator === undefined ? [] : [agenda.facilitator]),
      ...agenda.sections.flatMap((s) => s.items.flatMap((i) => i.people ?? [])),
    ]
    const names = await namesOf(database, people)
    return { ...(await nameSentences(database, agenda, SENTENCES)), names: Object.fromEntries(names) }
  },
  'ceremony.attendance': async (call) => {
    const ceremony = await ceremonyOf(call)
    const rows = await call.context.database.query<{ doc: Meeting }>(
      `select doc from meeting where doc->>'ceremony' = $1 and doc->>'state' = 'closed'`,
      [ceremony.id],
    )
    return { meetings: rows.length, items: attendanceByRole(rows.map((row) => row.doc)) }
  },
  'meeting.list': inProject('meeting'),
  'meeting.show': (call) => record(call, 'meeting', call.params['meeting'] ?? ''),
  'action.list': inProject('action'),
  'assistance.list': inProject('assistance'),
  'absence.list': mine('absence'),
  'poll.list': inProject('poll'),
  'poll.show': pollAnswer,
  'poll.answer': answerPoll,
  'feed.list': mine('feed'),
  'feed.read': answerFeed,
}
