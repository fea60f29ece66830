import type {
  AppliedPack,
  ChosenPacks,
  EvidenceKind,
  GateDefinition,
  IndustryPack,
  ChosenIndustry,
  Matrix,
  Pack,
  PackReference,
  Project,
  LearningPack,
  ProjectPackKind,
  ResponsibilitiesPack,
  RolesPack,
  StaffingPack,
  StageDefinition,
} from '@muster/core'
import { PROJECT_PACKS, refusal } from '@muster/core'
import { readPackBeside } from '@muster/contract'
import type { Queries } from '../../store/database.ts'
import type { Loader } from '../../store/perform.ts'
import { LoaderRefusal } from '../../store/perform.ts'

/** A role as the catalogue describes it. */
export type CatalogueRole = RolesPack['roles'][number]
export interface ExperimentKind {
  readonly id: string
  readonly title: string
  readonly priorP50Days: number
  readonly priorP85Days: number
  readonly reviews: readonly string[]
}

/** The packs a project follows, in exactly the content it adopted. */
export interface ProjectPacks {
  readonly roles: readonly CatalogueRole[]
  readonly roleIds: ReadonlySet<string>
  readonly gate: GateDefinition
  readonly stages: readonly StageDefinition[]
  readonly evidenceKinds: readonly EvidenceKind[]
  readonly experimentKinds: readonly ExperimentKind[]
  /** Cells of the RACI pack that read oddly but are meant. */
  readonly oddities: readonly { readonly activity: string; readonly role: string; readonly why: string }[]
}

/** Pack contents by digest: they never change, so they are read once in the life of the process. */
const contents = new Map<string, Readonly<Record<string, unknown>>>()
const assembled = new Map<string, ProjectPacks>()
const MOST_KEPT = 500

async function contentOf(queries: Queries, digest: string): Promise<Readonly<Record<string, unknown>>> {
  const known = contents.get(digest)
  if (known !== undefined) return known
  const [row] = await queries.query<{ doc: AppliedPack }>('select doc from pack where id = $1', [digest])
  if (row === undefined) throw new Error(`the pack ${digest} is not in the store`)
  if (contents.size >= MOST_KEPT) contents.clear()
  contents.set(digest, row.doc.content)
  return row.doc.content
}

/** Validated when the pack was applied: the content has the shape of its kind. */
const listIn = <T>(content: Readonly<Record<string, unknown>>, key: string): readonly T[] =>
  (content[key] ?? []) as readonly T[]

/** Reads the packs that a project follows. */
export async function packsOf(queries: Queries, project: Pick<Project, 'packs' | 'industries'>): Promise<ProjectPacks> {
  const industries = project.industries ?? []
  const key = [...PROJECT_PACKS.map((kind) => project.packs[kind].digest), ...industries.map((i) => i.digest)].join(' ')
  const known = assembled.get(key)
  if (known !== undefined) return known
  const of = (kind: ProjectPackKind) => contentOf(queries, project.packs[kind].digest)
  const roles = listIn<CatalogueRole>(await of('roles'), 'roles')
  const base: ProjectPacks = {
    roles,
    roleIds: new Set(roles.map((r) => r.id)),
    gate: (await of('gate')) as unknown as GateDefinition,
    stages: listIn<StageDefinition>(await of('lifecycle'), 'stages'),
    evidenceKinds: listIn<EvidenceKind>(await of('evidence-kinds'), 'kinds'),
    experimentKinds: listIn<ExperimentKind>(await of('experiment-kinds'), 'kinds'),
    oddities: listIn<ProjectPacks['oddities'][number]>(await of('raci'), 'oddities'),
  }
  let packs = base
  for (const { digest } of industries) packs = withIndustry(packs, await contentOf(queries, digest))
  if (assembled.size >= MOST_KEPT) assembled.clear()
  assembled.set(key, packs)
  return packs
}

/** What an industry adds, as its pack holds it. */
type IndustryContent = Readonly<Partial<Omit<IndustryPack, 'pack'>>>

/** The packs of a project with what an industry adds. It adds only: what the project has by the same name stays. */
function withIndustry(packs: ProjectPacks, industry: IndustryContent): ProjectPacks {
  const { gate } = packs
  const roles = added(packs.roles, industry.roles, (r) => r.id)
  return {
    ...packs,
    roles,
    roleIds: new Set(roles.map((r) => r.id)),
    evidenceKinds: added(packs.evidenceKinds, industry.evidenceKinds, (k) => k.id),
    gate: {
      ...gate,
      checks: added(gate.checks, industry.checks, (c) => c.id),
      reviews: added(gate.reviews, industry.reviews, (r) => r.duty),
      approvals: added(gate.approvals, industry.approvals, (a) => a.duty),
    },
    stages: packs.stages.map((stage) => {
      const more = industry.stages?.find((s) => s.stage === stage.id)
      return more === undefined
        ? stage
        : {
            ...stage,
            involve: added(stage.involve, more.involve, (rule) => rule.id),
            require: added(stage.require, more.require, (rule) => rule.id),
          }
    }),
  }
}

function added<T>(own: readonly T[], more: readonly T[] | undefined, name: (item: T) => string): readonly T[] {
  const known = new Set(own.map(name))
  return [...own, ...(more ?? []).filter((item) => !known.has(name(item)))]
}

/** The newest applied pack of a kind and name, without its content. */
async function latest(queries: Queries, kind: string, name: string): Promise<PackReference | undefined> {
  const [row] = await queries.query<{ id: string; name: string; version: string }>(
    `select id, doc->>'name' as name, doc->>'version' as version from pack where doc->>'kind' = $1 and doc->>'name' = $2 order by seq desc limit 1`,
    [kind, name],
  )
  return row === undefined ? undefined : { id: row.name, version: row.version, digest: row.id }
}

/**
 * The newest applied packs of a kind that belongs to the workspace and not to a project, oldest first: what a later one says wins.
 * Nothing is decided by them, so projects keep no copy.
 */
async function newest<T>(queries: Queries, kind: string): Promise<readonly T[]> {
  const rows = await queries.query<{ id: string }>(
    `select id from (select distinct on (doc->>'name') id, seq from pack where doc->>'kind' = $1 order by doc->>'name', seq desc) p order by seq`,
    [kind],
  )
  const found: T[] = []
  for (const { id } of rows) found.push((await contentOf(queries, id)) as T)
  return found
}

/** Lists of several packs as one; of two items with the same id, the later one counts. */
function joined<T extends { readonly id: string }>(lists: readonly (readonly T[])[]): T[] {
  return [...new Map(lists.flat().map((item) => [item.id, item])).values()]
}

/** How teams are composed and sized: the staffing packs of the workspace as one. */
export async function staffingPack(queries: Queries): Promise<StaffingPack> {
  const packs = await newest<StaffingPack>(queries, 'staffing')
  const last = packs.at(-1)
  if (last === undefined) throw new Error('the workspace has no staffing pack')
  const stages = new Set<string>()
  // A stage that two packs claim belongs to the pattern of the later one.
  const patterns = joined(packs.map((p) => p.patterns))
    .toReversed()
    .map((p) => {
      const own = p.stages.filter((stage) => !stages.has(stage))
      for (const stage of own) stages.add(stage)
      return { ...p, stages: own }
    })
    .toReversed()
  return {
    ...last,
    composition: joined(packs.map((p) => p.composition)),
    patterns,
    risks: joined(packs.map((p) => p.risks)),
    questions: joined(packs.map((p) => p.questions)),
  }
}

/** What people should have learnt: the learning packs of the workspace as one. */
export async function learningPack(queries: Queries): Promise<LearningPack> {
  const packs = await newest<LearningPack>(queries, 'learning')
  const last = packs.at(-1)
  if (last === undefined) throw new Error('the workspace has no learning pack')
  return {
    ...last,
    requirements: joined(packs.map((p) => p.requirements)),
    departments: joined(packs.map((p) => p.departments)),
  }
}

/** What shows responsibilities, by id, and where deliverables are handed over. */
export async function responsibilitiesPack(queries: Queries) {
  const packs = await newest<ResponsibilitiesPack>(queries, 'responsibilities')
  const shows = new Map(packs.flatMap((p) => p.shows.flatMap((s) => s.responsibilities.map((id) => [id, s] as const))))
  return { shows, deliverables: joined(packs.map((p) => p.deliverables)) }
}

/** The newest catalogues of the workspace, for what belongs to people and not to one project. */
export async function workspaceRoles(queries: Queries): Promise<readonly CatalogueRole[]> {
  const packs = await newest<RolesPack>(queries, 'roles')
  return joined(packs.map((p) => p.roles))
}

/** Packs every project follows unless the command chooses others. */
const DEFAULTS: Record<ProjectPackKind, string> = {
  raci: 'full-team',
  gate: 'production',
  lifecycle: 'standard',
  roles: 'catalogue',
  'evidence-kinds': 'kinds',
  'experiment-kinds': 'kinds',
}

async function chosenPacks(queries: Queries, chosen: Partial<Record<ProjectPackKind, string>>): Promise<ChosenPacks> {
  const references: Partial<Record<ProjectPackKind, PackReference>> = {}
  const missing: string[] = []
  for (const kind of PROJECT_PACKS) {
    const name = chosen[kind] ?? DEFAULTS[kind]
    const reference = await latest(queries, kind, name)
    if (reference === undefined) missing.push(`${kind}/${name}`)
    else references[kind] = reference
  }
  const { raci, roles } = references
  const content = raci === undefined ? {} : await contentOf(queries, raci.digest)
  const catalogue = roles === undefined ? [] : listIn<CatalogueRole>(await contentOf(queries, roles.digest), 'roles')
  return {
    references: references as ChosenPacks['references'],
    matrix: matrixOf(content),
    roles: new Set(catalogue.map((r) => r.id)),
    missing,
  }
}

/** The matrix of a RACI pack: activities without their sources, and the cells. */
function matrixOf(content: Readonly<Record<string, unknown>>): Matrix {
  const activities = listIn<{ id: string; title: string; covers: string[] }>(content, 'activities').map(
    ({ id, title, covers }) => ({ id, title, covers }),
  )
  return { activities, cells: (content['cells'] ?? {}) as Matrix['cells'] }
}

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)

/** Facts about packs that acts need. */
export const packLoaders: Record<string, Loader> = {
  chosenPacks: async ({ work, command }) => {
    const kind = text(command['kind'])
    if (kind !== undefined) return chosenPacks(work, { [kind]: text(command['pack']) ?? '' })
    const wish: Partial<Record<ProjectPackKind, string>> = {}
    for (const k of ['raci', 'gate', 'lifecycle'] as const) {
      const name = text(command[k])
      if (name !== undefined) wish[k] = name
    }
    return chosenPacks(work, wish)
  },
  chosenIndustry: async ({ work, command }): Promise<ChosenIndustry | undefined> => {
    const reference = await latest(work, 'industry', text(command['industry']) ?? '')
    if (reference === undefined) return undefined
    const content = (await contentOf(work, reference.digest)) as IndustryContent
    return {
      reference,
      activities: (content.activities ?? []).map(({ id, title }) => ({ id, title, covers: [] })),
      cells: content.cells ?? {},
      roles: (content.roles ?? []).map((r) => r.id),
    }
  },
  readPack: async ({ work, command }) => {
    const applied = new Set((await work.query<{ id: string }>('select id from pack')).map((row) => row.id))
    const file = text(command['file']) ?? 'pack.yaml'
    const neighbours = await newestPacks(work)
    const read = readPackBeside(text(command['text']) ?? '', file, (pack) => besides(neighbours, pack))
    const errors = read.problems.filter((p) => p.severity === 'error')
    if (read.pack === undefined || errors.length > 0) {
      const problems = errors.map((p) => ({
        where: `${p.file}:${p.line}:${p.column}`,
        message: p.message,
        ...(p.hint === undefined ? {} : { hint: p.hint }),
      }))
      return { problems, applied }
    }
    const content = read.pack as unknown as Record<string, unknown>
    const { pack: kind, id, version, title } = content
    if (
      typeof kind !== 'string' ||
      typeof id !== 'string' ||
      typeof version !== 'string' ||
      typeof title !== 'string'
    ) {
      throw new LoaderRefusal(refusal('pack-invalid', `${file}: the pack lacks its kind, id, version or title.`))
    }
    return { pack: { kind, id, version, title, content }, applied }
  },
}

/** The newest applied pack of each kind and name. */
export async function newestPacks(queries: Queries): Promise<Pack[]> {
  const rows = await queries.query<{ content: Pack }>(
    `select distinct on (doc->>'kind', doc->>'name') doc->'content' as content from pack order by doc->>'kind', doc->>'name', seq desc`,
  )
  return rows.map((row) => row.content)
}

/** The packs that a pack stands beside once it is applied: all but the one that it replaces. */
export const besides = (packs: readonly Pack[], pack: Pack): Pack[] =>
  packs.filter((other) => other.pack !== pack.pack || other.id !== pack.id)
