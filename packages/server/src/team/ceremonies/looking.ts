import type { Ceremony, News, Project, Responsibilities, Titles } from '@muster/core'
import { EVENTS, ruleInWords, tell } from '@muster/core'
import type { Queries } from '../../store/database.ts'
import { wordsOf } from './words.ts'

/** One line of an agenda: a sentence, and where it leads. People stand in sentences by id. */
export interface AgendaItem {
  readonly text: string
  /** Record it is about. */
  readonly subject?: string
  /** Number of its ledger entry. */
  readonly entry?: number
  /** Who must do something about it. */
  readonly people?: readonly string[]
  /** ISO instant since which it stands, or at which it happened. */
  readonly at?: string
  /** Day or instant until which it should be done. */
  readonly due?: string
  readonly tone?: 'good' | 'bad'
  /** The act that would settle it. */
  readonly act?: string
}

/** What a source answers: its items, or in words why there are none. */
export interface SourceAnswer {
  readonly items: readonly AgendaItem[]
  readonly nothing: string
}

/** An entry of the ledger in words, with its place. */
export interface DatedNews extends News {
  readonly seq: number
  readonly at: string
  readonly type: string
  readonly subject: string
}

/** What every source of an agenda looks at: one project, from one moment to another. */
export interface Looking {
  readonly queries: Queries
  readonly project: Responsibilities & { readonly state: Project }
  readonly since: string
  readonly now: string
  readonly digest: (value: unknown) => string
  /** The ceremony whose agenda it is; none for a stakeholder update. */
  readonly ceremony?: Ceremony
  /** What happened in the time, oldest first; read once. */
  readonly news: () => Promise<readonly DatedNews[]>
}

/** More entries than these are not told one by one. */
export const MOST_NEWS = 300

/** Makes what sources look at; the ledger is read when the first of them asks. */
export function looking(of: Omit<Looking, 'news'>): Looking {
  let read: Promise<readonly DatedNews[]> | undefined
  return { ...of, news: () => (read ??= newsOf(of)) }
}

interface EntryRow extends Record<string, unknown> {
  seq: number
  at: string
  entry: string
}

/** The entries of a project within a time, in words. */
async function newsOf({ queries, project, since, now }: Omit<Looking, 'news'>): Promise<DatedNews[]> {
  // Entries are in order of time, so the older end is found from the newer one: no index by time is needed.
  const rows = await queries.query<EntryRow>(
    `select seq, at, entry from ledger_entry
     where project = $1 and at <= $3
       and seq > coalesce((select seq from ledger_entry where project = $1 and at <= $2 order by seq desc limit 1), -1)
     order by seq desc limit $4`,
    [project.id, since, now, MOST_NEWS],
  )
  const entries = rows.toReversed().map(({ seq, at, entry }) => {
    const { type, actor, subject, data } = JSON.parse(entry) as {
      type: string
      actor: string
      subject: string
      data: Record<string, unknown>
    }
    return { seq: Number(seq), at, type, actor, subject, data }
  })
  const ids = entries.flatMap((e) => [e.subject, ...Object.values(e.data).filter((v) => typeof v === 'string')])
  const titles = await titlesOf(queries, ids, project.state)
  return entries.flatMap((e) => {
    const news = tell(e, titles, EVENTS.get(e.type)?.meaning)
    return news === undefined ? [] : [{ ...news, seq: e.seq, at: e.at, type: e.type, subject: e.subject }]
  })
}

const ID = /^[a-z]{3}_[0-9A-HJKMNP-TV-Z]{26}$/
const versionName = (name: string, number: number | null): string =>
  `${name === '' ? 'model' : name} version ${number ?? '?'}`

/** What records are called, by id: enough that a sentence can be read without looking anything up. */
export async function titlesOf(queries: Queries, ids: readonly string[], project?: Project): Promise<Titles> {
  const wanted = [...new Set(ids.filter((id) => ID.test(id)))]
  const titles = new Map(project === undefined ? [] : await wordsOf(queries, project))
  for (const m of project?.milestones ?? []) titles.set(m.id, `"${m.title}"`)
  if (wanted.length === 0) return titles
  const rows = await queries.query<{ id: string; kind: string; name: string | null; number: number | null }>(
    `select id, 'experiment' as kind, doc->>'title' as name, null::int as number from experiment where id = any($1)
     union all select v.id, 'version', m.doc->>'name', (v.doc->>'number')::int from version v join model m on m.id = v.doc->>'model' where v.id = any($1)
     union all select r.id, 'version', m.doc->>'name', (v.doc->>'number')::int from round r join version v on v.id = r.doc->>'version' join model m on m.id = v.doc->>'model' where r.id = any($1)
     union all select p.id, 'version', m.doc->>'name', (v.doc->>'number')::int from promotion p join version v on v.id = p.doc->>'version' join model m on m.id = v.doc->>'model' where p.id = any($1)
     union all select id, 'evidence', doc->>'kind', null from evidence where id = any($1)
     union all select id, 'handover', doc->>'title', null from handover where id = any($1)
     union all select id, 'action', doc->>'title', null from action where id = any($1)
     union all select id, 'item', (doc->>'register') || '/' || (doc->>'title'), (doc->>'number')::int from item where id = any($1)
     union all select id, 'ceremony', doc->'definition'->>'title', null from ceremony where id = any($1)
     union all select t.id, 'meeting', (c.doc->'definition'->>'title') || '" of "' || (t.doc->>'day'), null from meeting t join ceremony c on c.id = t.doc->>'ceremony' where t.id = any($1)`,
    [wanted],
  )
  for (const { id, kind, name, number } of rows) {
    if (kind === 'item') nameItem(titles, id, name ?? '', number ?? 0)
    else titles.set(id, nameOf(kind, name ?? '', number, titles))
  }
  return titles
}

function nameOf(kind: string, name: string, number: number | null, words: Titles): string {
  switch (kind) {
    case 'version':
      return versionName(name, number)
    case 'evidence':
      return `the evidence "${words.get(`evidence-kind/${name}`) ?? name}"`
    case 'meeting':
      return `the meeting "${name}"`
    case 'experiment':
      return `the experiment "${name}"`
    default:
      return `"${name}"`
  }
}

/** An item is called as its register numbers it; its states are called as its register calls them. */
function nameItem(titles: Map<string, string>, id: string, name: string, number: number): void {
  const [register = '', ...title] = name.split('/')
  const prefix = titles.get(`prefix/${register}`)
  titles.set(id, `${prefix === undefined ? '' : `${prefix}-${number} `}"${title.join('/')}"`)
  for (const [key, called] of titles)
    if (key.startsWith(`state/${register}/`))
      titles.set(`state/${id}/${key.slice(`state/${register}/`.length)}`, called)
}

/** A day as people read it; sentences that say nothing about hours need no zone. */
export const dayOf = (at: string): string => at.slice(0, 10)
/** Days in words: whole ones from two on, else with one digit. */
export const inDays = (days: number): string => {
  const [shown, unit] =
    days >= 10
      ? [String(Math.round(days)), 'day']
      : days >= 1
        ? [days.toFixed(1).replace(/\.0$/, ''), 'day']
        : days * 24 >= 1
          ? [String(Math.round(days * 24)), 'hour']
          : [String(Math.round(days * 24 * 60)), 'minute']
  return shown === '0' ? 'less than a minute' : `${shown} ${unit}${shown === '1' ? '' : 's'}`
}
/** When a ceremony takes place, in words. */
export function timesInWords(ceremony: Ceremony): string {
  const last = ceremony.series.at(-1)
  if (last === undefined) return ''
  return `${ruleInWords(last.rule)} at ${last.start.slice(11)} (${last.zone}), ${ceremony.definition.durationMinutes} minutes`
}
