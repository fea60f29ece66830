import type {
  AgendaSection,
  Consultation,
  Evidence,
  Experiment,
  Handover,
  Milestone,
  Round,
  Waiver,
} from '@muster/core'
import {
  addDays,
  addWorkingDays,
  answerStates,
  gateStatus,
  inWords,
  isFresh,
  peopleWith,
  waiverHolds,
} from '@muster/core'
import { gateFacts } from '../../judging/gates/queries.ts'
import type { AgendaItem, Looking, SourceAnswer } from './looking.ts'
import { dayOf, titlesOf } from './looking.ts'
import { wordsOf } from './words.ts'

/** Looks this far ahead where a section does not say. */
const WITHIN_DAYS = 14
const joined = (people: readonly string[]): string => (people.length === 0 ? 'nobody' : inWords(people))

/** What holds work up now. */
export async function blockers(at: Looking): Promise<SourceAnswer> {
  const items = [
    ...(await waitingConsultations(at)),
    ...(await waitingHandovers(at)),
    ...(await blockedRounds(at)),
    ...(await staleInProduction(at)),
    ...lateMilestones(at),
  ]
  return { items, nothing: 'Nothing holds work up: no question, review, approval or check is open or late.' }
}

async function waitingConsultations({ queries, project, now }: Looking): Promise<AgendaItem[]> {
  const rows = await queries.query<{ doc: Consultation }>(
    `select c.doc from consultation c
     where c.project = $1
       and (exists (select 1 from round r where r.id = c.doc->>'about' and r.doc->>'state' = 'open')
         or exists (select 1 from handover h where h.id = c.doc->>'about' and h.doc->>'state' = 'open'))
     order by c.id`,
    [project.id],
  )
  return rows.flatMap(({ doc: c }) =>
    answerStates(c, now).flatMap(({ role, people, state }): AgendaItem[] => {
      if (state === 'answered') return []
      const base = { subject: c.id, at: c.openedAt, people, due: c.dueAt, act: 'consultation.answer' }
      return state === 'open'
        ? [
            {
              ...base,
              text: `"${c.question}" waits for the answer of ${joined(people)} (${role}) until ${dayOf(c.dueAt)}.`,
            },
          ]
        : [
            {
              ...base,
              tone: 'bad',
              text: `${joined(people)} (${role}) did not answer "${c.question}"; the window ended on ${dayOf(c.dueAt)}.`,
            },
          ]
    }),
  )
}

async function waitingHandovers({ queries, project, now }: Looking): Promise<AgendaItem[]> {
  const rows = await queries.query<{ doc: Handover }>(
    `select doc from handover where project = $1 and doc->>'state' = 'open' order by id`,
    [project.id],
  )
  return rows.map(({ doc: h }) => {
    const people = peopleWith(project, h.activity, 'A', now).filter((p) => p !== h.by)
    const text = `"${h.title}", handed over on ${dayOf(h.at)}, waits for ${joined(people)} to decide.`
    return { text, subject: h.id, at: h.at, people, act: 'handover.accept' }
  })
}

/** What the gate of every open submission says: checks first, then who must do what. */
async function blockedRounds({ queries, project, now, digest }: Looking): Promise<AgendaItem[]> {
  const rows = await queries.query<{ doc: Round }>(
    `select doc from round where project = $1 and doc->>'state' = 'open' order by id`,
    [project.id],
  )
  const items: AgendaItem[] = []
  for (const { doc: round } of rows) {
    const facts = await gateFacts(queries, round.version, now, round)
    if (facts === undefined) continue
    const status = gateStatus(facts, now, digest)
    const name = `${facts.model.name} version ${facts.version.number}`
    const about = { subject: round.id, at: round.submittedAt }
    for (const check of status.checks) {
      if (check.state === 'satisfied' || check.state === 'waived') continue
      items.push({
        ...about,
        tone: 'bad',
        text: `${name}, check "${check.title}" is ${check.state}: ${check.sentence}`,
      })
    }
    // A review has no date of its own: what the team gives itself for answers is the measure of late.
    const late = addWorkingDays(round.submittedAt, facts.definition.consult.windowWorkingDays) < now
    const tone: { tone?: 'bad' } = late ? { tone: 'bad' } : {}
    for (const review of status.reviews) {
      if (review.state === 'given') continue
      const text = `${name}, submitted on ${dayOf(round.submittedAt)}: ${review.title} is ${review.state}. ${whoCan(review.eligible)}`
      items.push({ ...about, ...tone, people: review.eligible, act: 'review.give', text: text.trim() })
    }
    for (const step of status.next) {
      if (!['approval.give', 'gate.submit', 'promotion.promote'].includes(step.act)) continue
      const text = `${name}: ${step.what} ${whoCan(step.who)}`.trim()
      items.push({ ...about, ...tone, people: step.who, act: step.act, text })
    }
  }
  return items
}
const whoCan = (people: readonly string[]): string =>
  people.length === 0
    ? ''
    : people.length <= 3
      ? `It waits for ${people.join(' or ')}.`
      : `${people.length} people can.`

/** Evidence about what is live that is no longer fresh. */
async function staleInProduction(at: Looking): Promise<AgendaItem[]> {
  const stale = (await evidenceInUse(at)).filter(({ doc, live }) => live && !isFresh(doc, at.now))
  const words = await wordsOf(at.queries, at.project.state)
  return stale.map(({ doc, name }) => ({
    tone: 'bad',
    subject: doc.id,
    entry: doc.entry,
    at: doc.freshUntil,
    act: 'evidence.seal',
    text: `The evidence "${words.get(`evidence-kind/${doc.kind}`) ?? doc.kind}" about ${name}, which is live, is stale since ${dayOf(doc.freshUntil)}.`,
  }))
}

function lateMilestones({ project, now }: Looking): AgendaItem[] {
  const late = (m: Milestone): boolean => m.state === 'open' && m.due < dayOf(now)
  return project.state.milestones.filter(late).map((m) => ({
    tone: 'bad',
    subject: project.id,
    due: m.due,
    act: 'milestone.complete',
    text: `The milestone "${m.title}" was due on ${m.due}.`,
  }))
}

interface EvidenceRow extends Record<string, unknown> {
  doc: Evidence
  name: string
  live: boolean
}

/** Current evidence about versions that are live or submitted. */
async function evidenceInUse({ queries, project }: Looking): Promise<EvidenceRow[]> {
  return queries.query<EvidenceRow>(
    `select e.doc, (m.doc->>'name') || ' version ' || (v.doc->>'number') as name, u.live
     from (select doc->>'version' as version, bool_or(live) as live from (
             select doc, true as live from promotion where project = $1 and doc->>'state' = 'live'
             union all select doc, false from round where project = $1 and doc->>'state' = 'open') used group by 1) u
     join version v on v.id = u.version join model m on m.id = v.doc->>'model'
     join evidence e on e.doc->>'version' = v.id and e.doc->>'state' = 'current' order by e.id`,
    [project.id],
  )
}

/** Evidence of some kinds that is missing, stale or will soon be, about what is live or submitted. */
export async function evidence(
  at: Looking,
  section: Pick<AgendaSection, 'kinds' | 'withinDays'>,
): Promise<SourceAnswer> {
  const { queries, project, now } = at
  const { kinds, withinDays = WITHIN_DAYS } = section
  const versions = await queries.query<{ id: string; name: string; live: boolean }>(
    `select v.id, (m.doc->>'name') || ' version ' || (v.doc->>'number') as name, bool_or(u.live) as live from (
       select doc->>'version' as version, true as live from promotion where project = $1 and doc->>'state' = 'live'
       union all select doc->>'version', false from round where project = $1 and doc->>'state' = 'open') u
     join version v on v.id = u.version join model m on m.id = v.doc->>'model' group by 1, 2 order by 1`,
    [project.id],
  )
  const known = await evidenceInUse(at)
  const soon = addDays(now, withinDays)
  const words = await wordsOf(queries, project.state)
  const called = (kind: string): string => `evidence "${words.get(`evidence-kind/${kind}`) ?? kind}"`
  const of = kinds === undefined ? 'Evidence' : `The ${inWords(kinds.map(called))}`
  const missing = versions.flatMap((v) =>
    (kinds ?? [])
      .filter((kind) => !known.some(({ doc }) => doc.version === v.id && doc.kind === kind))
      .map((kind): AgendaItem => ({
        tone: 'bad',
        subject: v.id,
        act: 'evidence.seal',
        text: `There is no ${called(kind)} about ${v.name}, which is ${v.live ? 'live' : 'submitted'}.`,
      })),
  )
  const ageing = known
    .filter(({ doc }) => (kinds === undefined || kinds.includes(doc.kind)) && doc.freshUntil <= soon)
    .map(({ doc, name, live }): AgendaItem => {
      const stale = !isFresh(doc, now)
      const what = `The ${called(doc.kind)} about ${name}, which is ${live ? 'live' : 'submitted'},`
      const text = `${what} ${stale ? 'is stale since' : 'goes stale on'} ${dayOf(doc.freshUntil)}.`
      const about = { subject: doc.id, entry: doc.entry, due: doc.freshUntil, act: 'evidence.seal', text }
      return stale ? { ...about, tone: 'bad' } : about
    })
  const nothing =
    versions.length === 0
      ? 'Nothing is live or submitted, so there is nothing to check.'
      : `${of} about ${versions.length === 1 ? 'the version' : `all ${versions.length} versions`} in use is there, and fresh for ${withinDays} more days.`
  return { items: [...missing, ...ageing], nothing }
}

/** Waivers granted since the last meeting, those about to lapse, and those that lapsed. */
export async function waivers(at: Looking, section: Pick<AgendaSection, 'withinDays'>): Promise<SourceAnswer> {
  const { queries, project, since, now } = at
  const { withinDays = WITHIN_DAYS } = section
  const soon = addDays(now, withinDays)
  const rows = await queries.query<{ doc: Waiver }>(
    `select doc from waiver where project = $1 and (doc->>'grantedAt' > $2 or doc->>'expiresAt' > $2) order by id`,
    [project.id, since],
  )
  const titles = await titlesOf(
    queries,
    rows.map(({ doc }) => doc.version),
    project.state,
  )
  const items = rows.flatMap(({ doc: w }): AgendaItem[] => {
    const what = `the check "${titles.get(`check/${w.check}`) ?? w.check}" for ${titles.get(w.version) ?? w.version}`
    const about = { subject: w.id, due: w.expiresAt }
    const news: AgendaItem[] =
      w.grantedAt > since
        ? [
            {
              ...about,
              at: w.grantedAt,
              text: `${w.grantedBy} waived ${what} until ${dayOf(w.expiresAt)}: ${w.reason}`,
            },
          ]
        : []
    if (waiverHolds(w, now)) {
      if (w.expiresAt > soon) return news
      const text = `The waiver of ${what} lapses on ${dayOf(w.expiresAt)}; until then the evidence must be there.`
      return [...news, { ...about, act: 'evidence.seal', text }]
    }
    if (w.revokedAt !== undefined || w.expiresAt <= since) return news
    return [...news, { ...about, tone: 'bad', text: `The waiver of ${what} lapsed on ${dayOf(w.expiresAt)}.` }]
  })
  return {
    items,
    nothing: `No waiver was granted since ${dayOf(since)}, and none lapses in the next ${withinDays} days.`,
  }
}

/** Experiments submitted and finished since the last meeting. */
export async function experiments(at: Looking): Promise<SourceAnswer> {
  const { queries, project, since } = at
  const rows = await queries.query<{ doc: Experiment; submittedAt: string | null }>(
    `select x.doc, s.at as "submittedAt" from experiment x
     left join lateral (select max(r.doc->>'submittedAt') as at from round r where r.project = $1 and r.doc->>'experiment' = x.id) s on true
     where x.project = $1 and (x.doc->>'endedAt' > $2 or x.doc->>'concludedAt' > $2 or s.at > $2) order by x.id`,
    [project.id, since],
  )
  const items = rows.map(({ doc: x, submittedAt }): AgendaItem => {
    const about = { subject: x.id, people: [x.owner] }
    const by = `"${x.title}" of ${x.owner}`
    if (x.status === 'abandoned') {
      const text = `${by} was stopped early on ${dayOf(x.endedAt ?? '')}: ${x.reason ?? ''}`
      return { ...about, ...when(x.endedAt), tone: 'good', text }
    }
    if (x.status === 'promoted')
      return {
        ...about,
        ...when(x.endedAt),
        tone: 'good',
        text: `${by} reached production on ${dayOf(x.endedAt ?? '')}.`,
      }
    if (x.endedAt !== undefined && x.endedAt > since)
      return { ...about, ...when(x.endedAt), text: `${by} ended as ${x.outcome ?? x.status}: ${x.summary ?? ''}` }
    if (submittedAt !== null && submittedAt > since)
      return { ...about, at: submittedAt, text: `${by} was submitted on ${dayOf(submittedAt)} and is ${x.status}.` }
    return { ...about, ...when(x.concludedAt), text: `${by} was concluded as ${x.outcome ?? ''}: ${x.summary ?? ''}` }
  })
  return { items, nothing: `No experiment was submitted or finished since ${dayOf(since)}.` }
}
const when = (at: string | undefined): { at?: string } => (at === undefined ? {} : { at })

/** What finished experiments taught. */
export async function learnings(at: Looking): Promise<SourceAnswer> {
  const { queries, project, since } = at
  const rows = await queries.query<{ doc: Experiment }>(
    `select doc from experiment where project = $1 and doc ? 'learning'
       and coalesce(doc->>'concludedAt', doc->>'endedAt') > $2 order by id`,
    [project.id, since],
  )
  const items = rows.map(({ doc: x }): AgendaItem => ({
    subject: x.id,
    people: [x.owner],
    text: `${x.learning ?? ''} (from "${x.title}", ${x.status === 'abandoned' ? 'stopped early' : (x.outcome ?? x.status)})`,
  }))
  return { items, nothing: `No experiment was concluded or stopped since ${dayOf(since)}, so nothing new was learnt.` }
}
