import type { Called, Consultation, Deliverable, Handover, Holding, ProjectFacts, Traced } from '@muster/core'
import { assignmentNoun, consultationNoun, handoverNoun, refusal } from '@muster/core'
import type { Loader, Reading } from '../../store/perform.ts'
import { LoaderRefusal, must, projectOf } from '../../store/perform.ts'
import { projectWithTeam } from '../../store/responsibilities.ts'
import type { CatalogueRole, ProjectPacks } from '../../record/packs/queries.ts'
import { packsOf, responsibilitiesPack } from '../../record/packs/queries.ts'
import type { Queries } from '../../store/database.ts'

/** The project a command is about, with its team and the catalogue it follows. */
export async function loadProject(reading: Reading, project: string = projectOf(reading)): Promise<ProjectFacts> {
  const found = await projectWithTeam(reading.work, project)
  if (found === undefined)
    throw new LoaderRefusal(refusal('not-found', `There is no project ${project}.`, { subject: project }))
  const packs = await packsOf(reading.work, found.state)
  return { ...found, name: found.state.name, roles: packs.roleIds, judged: ['train-model', 'deploy-to-production'] }
}

/** A project with its team and catalogue for a query; undefined when there is none. */
export async function projectForReading(queries: Queries, project: string): Promise<ProjectFacts | undefined> {
  const found = await projectWithTeam(queries, project)
  if (found === undefined) return undefined
  const packs = await packsOf(queries, found.state)
  return { ...found, name: found.state.name, roles: packs.roleIds, judged: ['train-model', 'deploy-to-production'] }
}

type DeliverablePlaces = Awaited<ReturnType<typeof responsibilitiesPack>>['deliverables']

/** The deliverables of a catalogue, with where they are handed over and before which stage. */
export async function deliverablesOf(queries: Queries, roles: readonly CatalogueRole[]): Promise<Deliverable[]> {
  const { deliverables } = await responsibilitiesPack(queries)
  return deliverablesIn(roles, deliverables)
}

/** The deliverables of a catalogue, placed as responsibilities packs say. */
export function deliverablesIn(roles: readonly CatalogueRole[], deliverables: DeliverablePlaces): Deliverable[] {
  return roles.flatMap((role): Deliverable[] => {
    const place = deliverables.find((d) => d.id === role.deliverable?.id)
    if (role.deliverable === undefined || place === undefined) return []
    const { id, text } = role.deliverable
    return [{ id, text, role: role.id, activities: place.activities, dueBefore: place.dueBefore }]
  })
}

/** What the packs of a project call its roles and stages. */
export const calledIn = ({ roles, stages }: Pick<ProjectPacks, 'roles' | 'stages'>): Called => ({
  role: (id) => roles.find((r) => r.id === id)?.title ?? id,
  stage: (id) => stages.find((s) => s.id === id)?.title ?? id,
})

/** Each responsibility of a catalogue once, with the roles that have it. */
export function responsibilitiesOf(roles: readonly CatalogueRole[]) {
  const found = new Map<string, { id: string; text: string; roles: string[] }>()
  for (const role of roles) {
    for (const { id, text } of role.responsibilities) {
      const known = found.get(id)
      if (known === undefined) found.set(id, { id, text, roles: [role.id] })
      else known.roles.push(role.id)
    }
  }
  return [...found.values()]
}

/** Handovers of a project that are of a deliverable. */
export async function deliveries(queries: Queries, project: string): Promise<Handover[]> {
  const rows = await queries.query<{ doc: Handover }>(
    `select doc from handover where project = $1 and doc ? 'deliverable' order by id`,
    [project],
  )
  return rows.map((row) => row.doc)
}

/** Responsibilities of a project that were given to people. */
export async function holdingsOf(queries: Queries, project: string): Promise<Holding[]> {
  const rows = await queries.query<{ doc: Holding }>('select doc from responsibility where project = $1 order by id', [
    project,
  ])
  return rows.map((row) => row.doc)
}

/**
 * The entries of some people on a project, and those of no project: counted by act, and by activity of a handover or kind of evidence.
 */
export async function tracesOf(queries: Queries, project: string, people: readonly string[]): Promise<Traced[]> {
  const rows = await queries.query<{
    person: string
    act: string
    activity: string | null
    kind: string | null
    count: number
    last: string
    entries: number[]
  }>(
    `select l.actor as person, l.act, h.doc->>'activity' as activity, e.doc->>'kind' as kind, count(*)::int as count,
       max(l.at) as last, to_json((array_agg(l.seq order by l.seq desc))[1:5]) as entries
     from ledger_entry l
       left join handover h on l.act like 'handover.%' and h.id = l.subject
       left join evidence e on l.act = 'evidence.seal' and e.id = l.subject
     where (l.project = $1 or (l.project is null and l.act in ('learning.record', 'skill.record'))) and l.actor = any($2)
       and l.type not in ('ConsultationOpened', 'EvidenceSuperseded')
     group by 1, 2, 3, 4`,
    [project, people],
  )
  return rows.map(({ activity, kind, ...row }) => ({
    ...row,
    ...(activity === null ? {} : { activity }),
    ...(kind === null ? {} : { kind }),
  }))
}

/** The consultations about a record. */
export async function consultationsAbout(reading: Pick<Reading, 'work'>, about: string): Promise<Consultation[]> {
  const rows = await reading.work.query<{ doc: Consultation }>(
    `select doc from consultation where doc->>'about' = $1 order by id`,
    [about],
  )
  return rows.map((row) => row.doc)
}

/** Rounds and handovers of a project that are not decided yet: what people are consulted about. */
export async function stillOpen(queries: Queries, project: string): Promise<ReadonlySet<string>> {
  const rows = await queries.query<{ id: string }>(
    `select id from round where project = $1 and doc->>'state' = 'open'
     union all select id from handover where project = $1 and doc->>'state' = 'open'`,
    [project],
  )
  return new Set(rows.map(({ id }) => id))
}

/** Facts about responsibility that acts need. */
export const responsibilityLoaders: Record<string, Loader> = {
  team: (reading) => loadProject(reading),
  project: (reading) => loadProject(reading),
  assignment: (reading) => must(reading, assignmentNoun, reading.command['assignment']),
  consultation: (reading) => must(reading, consultationNoun, reading.command['consultation']),
  stillOpen: async ({ work, loaded }) => {
    const [row] = await work.query<{ open: boolean }>(
      `select exists (select 1 from round where id = $1 and doc->>'state' = 'open')
           or exists (select 1 from handover where id = $1 and doc->>'state' = 'open') as open`,
      [(loaded['consultation'] as Consultation).about],
    )
    return row?.open ?? false
  },
  deliverables: async ({ work, loaded }) =>
    deliverablesOf(work, (await packsOf(work, (loaded['team'] as ProjectFacts).state)).roles),
  responsibilityRoles: async ({ work, loaded }) => {
    const { roles } = await packsOf(work, (loaded['team'] as ProjectFacts).state)
    return new Map(responsibilitiesOf(roles).map((r) => [r.id, r.roles]))
  },
  holding: async ({ work, command }) => {
    const [row] = await work.query<{ doc: Holding }>(
      `select doc from responsibility where project = $1 and doc->>'responsibility' = $2`,
      [command['project'], command['responsibility']],
    )
    return row?.doc
  },
  handover: (reading) => must(reading, handoverNoun, reading.command['handover']),
  consultations: (reading) => consultationsAbout(reading, String(reading.command['handover'])),
}
