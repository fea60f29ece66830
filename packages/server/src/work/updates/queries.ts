import type {
  DraftLine,
  Experiment,
  Project,
  ProjectFacts,
  StakeholderUpdate,
  UpdateMaterial,
  UpdateRule,
} from '@muster/core'
import { addDays, groupNews, packNoun, refusal, toldByPeople, updateLines, updateNoun } from '@muster/core'
import { itemsOf, registersOf } from '../../record/registers/queries.ts'
import type { Queries, Row } from '../../store/database.ts'
import type { Loader, Reading } from '../../store/perform.ts'
import { LoaderRefusal } from '../../store/perform.ts'
import type { Remembered } from '../../store/remembering.ts'
import { typesOf } from '../../store/remembering.ts'
import { projectsWith } from '../../team/staffing/queries.ts'
import { askAgenda, lookingAt, offeredCeremonies } from '../../team/ceremonies/queries.ts'

type Looking = ReturnType<typeof lookingAt>
type AgendaItem = Awaited<ReturnType<typeof askAgenda>>['items'][number]

/** An update looks back a week where there was none before, and ahead two. */
const PERIOD_DAYS = 7
const AHEAD_DAYS = 14

/** What the record says about a project in a period, line by line. */
async function materialOf(at: Looking, told: ReadonlySet<number>): Promise<DraftLine[]> {
  const news = groupNews(await at.news(), told).map((n): DraftLine => ({
    source: n.source,
    section: n.kind === 'decision' ? 'decisions' : 'changed',
    text: n.text,
    entries: [...n.entries],
    ...(n.subject === undefined ? {} : { subject: n.subject }),
  }))
  const kinds = await kindsAskedFor(at)
  const [blockers, waivers, evidence, required, asked, open] = [
    await askAgenda(at, { id: 'blockers', title: '', query: 'blockers' }),
    await askAgenda(at, { id: 'waivers', title: '', query: 'waivers', withinDays: AHEAD_DAYS }),
    await askAgenda(at, { id: 'evidence', title: '', query: 'evidence', withinDays: AHEAD_DAYS }),
    await askAgenda(at, { id: 'required', title: '', query: 'evidence', kinds, withinDays: AHEAD_DAYS }),
    await askAgenda(at, { id: 'help', title: '', query: 'help-asked' }),
    await askAgenda(at, { id: 'actions', title: '', query: 'actions' }),
  ]
  const bad = blockers.items.filter((i) => i.tone === 'bad')
  const waiting = blockers.items.filter((i) => i.tone !== 'bad')
  const late = open.items.filter((i) => i.tone === 'bad')
  const lapsing = waivers.items.filter((i) => i.at === undefined)
  return [
    ...news,
    ...(await registerLines(at)),
    ...linesOf('risks', [...bad, ...lapsing, ...required.items, ...evidence.items, ...late]),
    ...(await nextLines(at)),
    ...linesOf('asks', [...waiting, ...asked.items.filter((i) => i.tone !== 'good')]),
  ]
}

/** Kinds of evidence that the ceremonies look for: where one is missing about what is live, that is a risk. */
async function kindsAskedFor({ queries }: Looking): Promise<string[]> {
  const sections = (await offeredCeremonies(queries)).flatMap((o) => o.definition.sections)
  return [...new Set(sections.flatMap((s) => (s.query === 'evidence' ? (s.kinds ?? []) : [])))]
}

/** Open items of the registers whose packs say that they belong into an update. */
async function registerLines({ queries, project }: Looking): Promise<DraftLine[]> {
  const lines: DraftLine[] = []
  for (const { definition } of await registersOf(queries)) {
    const section = definition.update?.section
    if (section === undefined || definition.scope !== 'project') continue
    const items = updateLines(definition, await itemsOf(queries, definition.id, project.id))
    for (const { item, entry, text } of items)
      lines.push({ source: `item/${item}`, section, text, entries: [entry], subject: item })
  }
  return lines
}

/** Lines of items; two about the same record are told apart by their act and place. */
function linesOf(section: DraftLine['section'], items: readonly AgendaItem[]): DraftLine[] {
  const seen = new Map<string, number>()
  const texts = new Set<string>()
  return items.flatMap(({ text, subject, entry, act }) => {
    if (texts.has(text)) return []
    texts.add(text)
    const about = `${section}/${subject ?? ''}/${act ?? ''}`
    const n = seen.get(about) ?? 0
    seen.set(about, n + 1)
    return [
      {
        source: n === 0 ? about : `${about}/${n}`,
        section,
        text,
        entries: entry === undefined ? [] : [entry],
        ...(subject === undefined ? {} : { subject }),
      },
    ]
  })
}

/** What comes next: milestones, and experiments under way with their forecast. */
async function nextLines({ queries, project, now }: Looking): Promise<DraftLine[]> {
  const until = addDays(now, AHEAD_DAYS).slice(0, 10)
  const milestones = project.state.milestones
    .filter((m) => m.state === 'open' && now.slice(0, 10) <= m.due)
    .toSorted((a, b) => (a.due < b.due ? -1 : 1))
    // The next one always, however far it is.
    .filter((m, i) => i === 0 || m.due <= until)
    .map((m): DraftLine => ({
      source: `next/${m.id}`,
      section: 'next',
      text: `The milestone "${m.title}" is due on ${m.due}.`,
      entries: [],
      subject: project.id,
    }))
  const rows = await queries.query<{ doc: Experiment }>(
    `select doc from experiment where project = $1 and doc->>'status' = 'running' order by id`,
    [project.id],
  )
  const running = rows.map(({ doc: x }): DraftLine => {
    const done = addDays(x.startedAt ?? x.proposedAt, x.forecast.p50Days).slice(0, 10)
    const when = done < now.slice(0, 10) ? `was expected by ${done}` : `is as likely as not done by ${done}`
    const text = `The experiment "${x.title}" of ${x.owner} is running; it ${when}.`
    return { source: `next/${x.id}`, section: 'next', text, entries: [], subject: x.id }
  })
  return [...milestones, ...running]
}

async function lastPublished({ work }: Reading, project: string): Promise<string | undefined> {
  const [row] = await work.query<{ until: string }>(
    `select doc->>'until' as until from stakeholder_update where project = $1 and doc->>'state' = 'published' order by id desc limit 1`,
    [project],
  )
  return row?.until
}

async function material(reading: Reading): Promise<UpdateMaterial> {
  const { work, loaded, command, now, digest } = reading
  const project = loaded['project'] as ProjectFacts & { state: Project }
  const draft = loaded['update'] as StakeholderUpdate | undefined
  const from =
    draft?.from ??
    (typeof command['from'] === 'string'
      ? `${command['from']}T00:00:00.000Z`
      : ((await lastPublished(reading, project.id)) ?? addDays(now, -PERIOD_DAYS)))
  const at = lookingAt({ queries: work, project, since: from, now, digest })
  return {
    from,
    until: now,
    lines: from >= now ? [] : await materialOf(at, draft === undefined ? new Set() : toldByPeople(draft)),
  }
}

const PACKS = typesOf(packNoun)
const SENT = typesOf(updateNoun)
const STAGES = new Set(['ProjectCreated', 'StageEntered'])

/** How often stakeholders are told, as the newest pack of ceremonies that says so has it. */
async function updateRule(queries: Queries, remembered: Remembered): Promise<UpdateRule | undefined> {
  return remembered.one('rule of updates', { types: PACKS }, async () => {
    const rows = await queries.query<{ rule: UpdateRule | null }>(
      `select rule from (
         select distinct on (doc->>'name') seq, doc->'content'->'updates' as rule from pack
         where doc->>'kind' = 'ceremonies' order by doc->>'name', seq desc) newest
       where rule is not null order by seq desc limit 1`,
    )
    return rows[0]?.rule ?? undefined
  })
}

/** A stakeholder update that somebody owes. */
export interface OwedUpdate {
  readonly project: string
  /** When it was due, and when the last one was sent; ISO instants. */
  readonly due: string
  readonly last?: string
  /** One that is written and not sent yet. */
  readonly draft?: string
  readonly everyDays: number
}

/** Updates that a person owes: on projects in which they are A for telling stakeholders, and the last one is too old. */
export async function updatesOwed(
  queries: Queries,
  person: string,
  now: string,
  remembered: Remembered,
): Promise<OwedUpdate[]> {
  const rule = await updateRule(queries, remembered)
  if (rule === undefined) return []
  const answering = await projectsWith(queries, { person, activity: rule.activity, stakes: ['A'], now }, remembered)
  const stages = await remembered.each('stage', STAGES, answering, async (missing) => {
    const rows = await queries.query<Row & { id: string; stage: string; since: string }>(
      `select id, doc->>'stage' as stage, doc->>'stageSince' as since from project where id = any($1)`,
      [missing],
    )
    return new Map(rows.map(({ id, stage, since }) => [id, { stage, since }]))
  })
  const telling = answering.filter((id) => rule.stages.includes(stages.get(id)?.stage ?? ''))
  const sent = await remembered.each('updates', SENT, telling, async (missing) => {
    const rows = await queries.query<Row & { project: string; last: string | null; draft: string | null }>(
      `select project, max(doc->>'publishedAt') as last, max(id) filter (where doc->>'state' = 'draft') as draft
       from stakeholder_update where project = any($1) group by 1`,
      [missing],
    )
    return new Map(rows.map(({ project, last, draft }) => [project, { last, draft }]))
  })
  return telling.flatMap((project): OwedUpdate[] => {
    const { last, draft } = sent.get(project) ?? { last: null, draft: null }
    // Before the first one, the clock runs from the stage that the project is in.
    const due = addDays(last ?? stages.get(project)?.since ?? now, rule.everyDays)
    if (due > now) return []
    const { everyDays } = rule
    return [{ project, due, everyDays, ...(last === null ? {} : { last }), ...(draft === null ? {} : { draft }) }]
  })
}

/** Facts about stakeholder updates that acts need. */
export const updateLoaders: Record<string, Loader> = {
  update: async ({ work, command }) => {
    const id = String(command['update'])
    const found = await work.load(updateNoun, id)
    if (found === undefined) throw new LoaderRefusal(refusal('not-found', `There is no update ${id}.`, { subject: id }))
    return found
  },
  updateMaterial: material,
  openDraft: async ({ work, command }) => {
    const [row] = await work.query<{ id: string }>(
      `select id from stakeholder_update where project = $1 and doc->>'state' = 'draft' limit 1`,
      [command['project']],
    )
    return row?.id
  },
}
