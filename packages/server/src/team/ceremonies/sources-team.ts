import type { Action, AgendaSection, Assistance, FinishedWork, NewsKind, Poll, Wait } from '@muster/core'
import { ACTS, leadTimes, readPoll, waitsByCause } from '@muster/core'
import type { AgendaItem, DatedNews, Looking, SourceAnswer } from './looking.ts'
import { MOST_NEWS, dayOf, inDays } from './looking.ts'
import { countsOf } from './polls.ts'

const newsItem = (news: DatedNews): AgendaItem => ({
  text: news.text,
  subject: news.subject,
  entry: news.seq,
  at: news.at,
  ...(news.kind === 'win' ? { tone: 'good' } : news.kind === 'setback' ? { tone: 'bad' } : {}),
})
async function newsWhere(at: Looking, fits: (news: DatedNews) => boolean, nothing: string): Promise<SourceAnswer> {
  return { items: (await at.news()).filter(fits).map(newsItem), nothing }
}
const ofKind =
  (...kinds: NewsKind[]) =>
  (news: DatedNews): boolean =>
    kinds.includes(news.kind)

/** Everything that was done since the last meeting. */
export async function progress(at: Looking): Promise<SourceAnswer> {
  const answer = await newsWhere(
    at,
    () => true,
    `Nothing was recorded since ${at.since.slice(0, 16).replace('T', ' ')} UTC.`,
  )
  if (answer.items.length < MOST_NEWS) return answer
  const items = [{ text: `Only the newest ${MOST_NEWS} entries of the time are shown.` }, ...answer.items]
  return { ...answer, items }
}

/** Good news and promotions are decisions as well where somebody decided them. */
const DECIDED = new Set(['ModelPromoted', 'PromotionRolledBack', 'StageEntered'])
export const decisions = (at: Looking): Promise<SourceAnswer> =>
  newsWhere(at, (n) => n.kind === 'decision' || DECIDED.has(n.type), `Nothing was decided since ${dayOf(at.since)}.`)

export const wins = (at: Looking): Promise<SourceAnswer> =>
  newsWhere(
    at,
    ofKind('win'),
    `No promotion, milestone, finished action item or early stop is on record since ${dayOf(at.since)}.`,
  )

/** What went wrong. Rollbacks stand here as long as incidents cannot be recorded, and beside them then. */
export function incidents(at: Looking): Promise<SourceAnswer> {
  const canRecord = ACTS.some((act) => String(act.name).startsWith('incident.'))
  return newsWhere(
    at,
    (n) => n.kind === 'setback' || n.type.startsWith('Incident'),
    canRecord
      ? `No incident and no rollback is on record since ${dayOf(at.since)}.`
      : `Nothing was rolled back since ${dayOf(at.since)}. No act of this version records incidents, so there are no data about them.`,
  )
}

/** Who asked for help, and what was settled since. */
export async function helpAsked({ queries, project, since }: Looking): Promise<SourceAnswer> {
  const rows = await queries.query<{ doc: Assistance }>(
    `select doc from assistance where project = $1 and (doc->>'state' = 'open' or doc->>'settledAt' > $2) order by id`,
    [project.id, since],
  )
  const items = rows.map(({ doc: h }): AgendaItem => {
    const base = { subject: h.id, entry: h.entry, at: h.at }
    const about = h.about === '' ? '' : ` (about ${h.about})`
    return h.state === 'open'
      ? { ...base, act: 'assistance.settle', text: `${h.by} asked on ${dayOf(h.at)}: ${h.need}${about}` }
      : {
          ...base,
          tone: 'good',
          text: `Settled by ${h.settledBy ?? ''}: "${h.need}" of ${h.by}. ${h.outcome ?? ''}`.trim(),
        }
  })
  return { items, nothing: 'Nobody asked for help. Whoever needs it: "muster assistance request".' }
}

/** Action items that are open, and those closed since the last meeting. */
export async function actions(at: Looking, section: Pick<AgendaSection, 'scope'>): Promise<SourceAnswer> {
  const { queries, project, since, now, ceremony } = at
  const only = section.scope === 'ceremony' ? (ceremony?.id ?? null) : null
  const rows = await queries.query<{ doc: Action }>(
    `select doc from action where project = $1 and ($3::text is null or doc->>'ceremony' = $3)
       and (doc->>'state' = 'open' or doc->>'closedAt' > $2) order by (doc->>'state' = 'open') desc, doc->>'due', id`,
    [project.id, since, only],
  )
  const items = rows.map(({ doc: a }): AgendaItem => {
    const base = { subject: a.id, entry: a.entry, people: [a.owner], due: a.due }
    const moved = a.sequence === 0 ? '' : ` (moved ${a.sequence === 1 ? 'once' : `${a.sequence} times`})`
    if (a.state === 'open') {
      const late = a.due < dayOf(now)
      const text = `${a.owner}: ${a.title}, ${late ? 'overdue since' : 'due'} ${a.due}${moved}.`
      return { ...base, act: 'action.complete', ...(late ? { tone: 'bad' } : {}), text }
    }
    const outcome = a.outcome === undefined || a.outcome === '' ? '' : ` ${a.outcome}`
    return a.state === 'done'
      ? { ...base, tone: 'good', text: `Done by ${a.closedBy ?? ''}: ${a.title}.${outcome}` }
      : { ...base, text: `Dropped by ${a.closedBy ?? ''}: ${a.title}.${outcome}` }
  })
  const which = only === null ? 'of the project' : 'of this ceremony'
  return { items, nothing: `No action item ${which} is open, and none was closed since ${dayOf(since)}.` }
}

/** How long finished experiments took, stage by stage. */
export async function leadTimeItems({ queries, project, since }: Looking): Promise<SourceAnswer> {
  const rows = await queries.query<{
    proposedAt: string
    startedAt: string | null
    concludedAt: string | null
    submittedAt: string | null
    endedAt: string
  }>(
    `select x.doc->>'proposedAt' as "proposedAt", x.doc->>'startedAt' as "startedAt", x.doc->>'concludedAt' as "concludedAt",
       x.doc->>'endedAt' as "endedAt", (select min(r.doc->>'submittedAt') from round r where r.project = $1 and r.doc->>'experiment' = x.id) as "submittedAt"
     from experiment x where x.project = $1 and x.doc->>'endedAt' > $2`,
    [project.id, since],
  )
  const work = rows.map(({ proposedAt, endedAt, startedAt, concludedAt, submittedAt }): FinishedWork => ({
    proposedAt,
    endedAt,
    ...(startedAt === null ? {} : { startedAt }),
    ...(concludedAt === null ? {} : { concludedAt }),
    ...(submittedAt === null ? {} : { submittedAt }),
  }))
  const items = leadTimes(work).map(({ stage, n, medianDays }): AgendaItem => ({
    text: `${stage.charAt(0).toUpperCase()}${stage.slice(1)}: ${inDays(medianDays)} (median of ${n}).`,
  }))
  return { items, nothing: `No experiment ended since ${dayOf(since)}, so there are no lead times to look at.` }
}

/** How long work waited since the last meeting, by what it waited for. */
export async function waits({ queries, project, since, now }: Looking): Promise<SourceAnswer> {
  const rows = await queries.query<{ cause: string; from: string; until: string | null }>(
    `select 'an answer to a consultation' as cause, c.doc->>'openedAt' as from,
       case when jsonb_array_length(c.doc->'answers') >= jsonb_array_length(c.doc->'asked')
         then c.doc->'answers'->-1->>'at'
         else least(coalesce(r.doc->>'endedAt', h.doc->>'decidedAt'), case when c.doc->>'dueAt' <= $3 then c.doc->>'dueAt' end) end as until
     from consultation c left join round r on r.id = c.doc->>'about' left join handover h on h.id = c.doc->>'about'
     where c.project = $1 and c.doc->>'dueAt' > $2
     union all select 'a decision on a handover', doc->>'at', doc->>'decidedAt'
     from handover where project = $1 and coalesce(doc->>'decidedAt', $3) > $2
     union all select case when jsonb_array_length(r.doc->'reviews') < jsonb_array_length(r.doc->'gate'->'reviews')
         then 'reviews' else 'approvals and promotion' end, r.doc->>'submittedAt', r.doc->>'endedAt'
     from round r where r.project = $1 and coalesce(r.doc->>'endedAt', $3) > $2`,
    [project.id, since, now],
  )
  const waited = rows.map(({ cause, from, until }): Wait => ({ cause, from, ...(until === null ? {} : { until }) }))
  const items = waitsByCause(waited, since, now).map(({ cause, n, days, longestDays, open }): AgendaItem => ({
    text: `Waited for ${cause}: ${inDays(days)} in all, ${n === 1 ? 'once' : `${n} times, the longest ${inDays(longestDays)}`}${open === 0 ? '' : `; ${open} still ${open === 1 ? 'waits' : 'wait'}`}.`,
  }))
  return { items, nothing: `Nothing waited for anybody since ${dayOf(since)}.` }
}

/** How the team feels: the newest poll, once it has closed. */
export async function health({ queries, project, now }: Looking): Promise<SourceAnswer> {
  const rows = await queries.query<{ doc: Poll }>(`select doc from poll where project = $1 order by id desc limit 2`, [
    project.id,
  ])
  const items: AgendaItem[] = []
  let previous: ReturnType<typeof readPoll> | undefined
  for (const { doc: poll } of rows.toReversed()) {
    const read = readPoll(poll, await countsOf(queries, poll.id), now)
    if (poll !== rows[0]?.doc) {
      previous = read
      continue
    }
    const about = { subject: poll.id, entry: poll.entry, at: poll.openedAt }
    items.push({ ...about, text: `${dayOf(poll.openedAt)}: ${read.sentence}` })
    for (const s of read.statements) {
      if (s.mean === undefined) continue
      const before = previous?.statements.find((p) => p.id === s.id)?.mean
      const trend =
        before === undefined
          ? ''
          : `, ${s.mean.toFixed(1) === before.toFixed(1) ? 'as' : 'after'} ${before.toFixed(1)} before`
      items.push({ ...about, text: `${s.text} ${s.mean.toFixed(1)} of 5${trend}.` })
    }
  }
  return { items, nothing: 'No poll was ever opened: nobody knows how the team feels.' }
}
