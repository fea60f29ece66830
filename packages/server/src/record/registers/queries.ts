import type {
  Item,
  KnownReferences,
  MeasuredRegister,
  Person,
  RegisterDefinition,
  RegisterFacts,
  Responsibilities,
} from '@muster/core'
import { dueReminders, itemNoun, peopleWith, refusal, registerMeasures, rolesHeld } from '@muster/core'
import { packsOf } from '../packs/queries.ts'
import type { Queries } from '../../store/database.ts'
import type { Loader, Reading } from '../../store/perform.ts'
import { LoaderRefusal, must } from '../../store/perform.ts'
import { projectWithTeam } from '../../store/responsibilities.ts'
import { withOwnerIds } from './owners.ts'
import { readTable } from './table.ts'

/** A register as the newest applied pack describes it, with the digest of that pack. */
export interface Register {
  readonly definition: RegisterDefinition
  readonly digest: string
}

/** Registers by the digest of their pack: content under a digest never changes. */
const definitions = new Map<string, RegisterDefinition>()
const MOST_KEPT = 500

/** The registers of the workspace, each as its newest pack describes it. */
export async function registersOf(queries: Queries): Promise<Register[]> {
  const rows = await queries.query<{ id: string }>(
    `select distinct on (doc->>'name') id from pack where doc->>'kind' = 'register' order by doc->>'name', seq desc`,
  )
  const unknown = rows.map((row) => row.id).filter((id) => !definitions.has(id))
  if (unknown.length > 0) {
    const contents = await queries.query<{ id: string; content: RegisterDefinition }>(
      `select id, doc->'content' as content from pack where id = any($1)`,
      [unknown],
    )
    if (definitions.size > MOST_KEPT) definitions.clear()
    for (const { id, content } of contents) definitions.set(id, content)
  }
  return rows.flatMap(({ id }) => {
    const definition = definitions.get(id)
    return definition === undefined ? [] : [{ definition, digest: id }]
  })
}

/** One register of the workspace, by name. */
export async function registerNamed(queries: Queries, name: string): Promise<Register | undefined> {
  return (await registersOf(queries)).find((r) => r.definition.id === name)
}

/** Items of a register, of one project or of the workspace, by number. */
export async function itemsOf(queries: Queries, register: string, project: string | undefined): Promise<Item[]> {
  const rows = await queries.query<{ doc: Item }>(
    `select doc from item where doc->>'register' = $1 and coalesce(project, '') = $2 order by (doc->>'number')::int`,
    [register, project ?? ''],
  )
  return rows.map((row) => row.doc)
}

/** What a register says to a KPI: one of its measures, over the items of some projects. */
export interface Contribution extends Omit<MeasuredRegister, 'kpi'> {
  readonly kpi: string
  readonly register: string
  readonly registerTitle: string
}

/** The measures that registers contribute to KPIs, over the items of these projects and, if asked for, of the workspace. */
export async function contributionsOf(
  queries: Queries,
  projects: readonly string[],
  withWorkspace: boolean,
): Promise<Contribution[]> {
  const contributing = (await registersOf(queries)).filter(({ definition }) =>
    definition.measures?.some((m) => m.kpi !== undefined),
  )
  const found: Contribution[] = []
  for (const { definition } of contributing) {
    if (definition.scope === 'workspace' && !withWorkspace) continue
    const rows = await queries.query<{ doc: Item }>(
      `select doc from item where doc->>'register' = $1 and coalesce(project, '') = any($2) order by id`,
      [definition.id, definition.scope === 'workspace' ? [''] : projects],
    )
    const items = rows.map((row) => row.doc)
    for (const { kpi, ...measured } of registerMeasures(definition, items))
      if (kpi !== undefined) found.push({ ...measured, kpi, register: definition.id, registerTitle: definition.title })
  }
  return found
}

/** Everybody who holds one of these roles on a project that is not retired, as rules about roles see it. */
export async function holdersAnywhere(queries: Queries, roles: readonly string[]): Promise<Responsibilities> {
  const [row] = await queries.query<{ assignments: Responsibilities['assignments'] | null; people: Person[] | null }>(
    `with a as (select a.id, a.doc from assignment a join project p on p.id = a.project
                where a.doc->>'role' = any($1) and p.doc->>'stage' <> 'retired')
     select (select json_agg(doc order by id) from a) as assignments,
            (select json_agg(q.doc) from person q where q.id in (select doc->>'person' from a)) as people`,
    [roles],
  )
  const people = (row?.people ?? []).map(({ id, active, deactivatedAt, kind }) => {
    const left = deactivatedAt === undefined ? {} : { deactivatedAt }
    return [id, { active, ...left, ...(kind === 'service' ? { service: true } : {}) }] as const
  })
  return {
    id: 'workspace',
    matrix: { activities: [], cells: {} },
    assignments: row?.assignments ?? [],
    people: new Map(people),
    retired: false,
  }
}

const ID = /^[a-z]{3}_[0-9A-HJKMNP-TV-Z]{26}$/

/** Which of the ids in these values exist, and as what. */
async function knownReferences(
  queries: Queries,
  values: readonly unknown[],
  roles: ReadonlySet<string>,
): Promise<KnownReferences> {
  const ids = [...new Set(values.filter((v): v is string => typeof v === 'string' && ID.test(v)))]
  if (ids.length === 0) return { people: new Set(), roles, records: new Map() }
  const people = await queries.query<{ id: string }>(
    `select id from person where id = any($1) and (doc->>'active')::boolean`,
    [ids],
  )
  const records = await queries.query<{ id: string; noun: string; register: string | null }>(
    `select id, 'item' as noun, doc->>'register' as register from item where id = any($1)
     union all select id, 'project', null from project where id = any($1)
     union all select id, 'experiment', null from experiment where id = any($1)
     union all select id, 'model', null from model where id = any($1)
     union all select id, 'version', null from version where id = any($1)
     union all select id, 'evidence', null from evidence where id = any($1)
     union all select id, 'promotion', null from promotion where id = any($1)`,
    [ids],
  )
  return {
    people: new Set(people.map((p) => p.id)),
    roles,
    records: new Map(
      records.map(({ id, noun, register }) => [id, { noun, ...(register === null ? {} : { register }) }]),
    ),
  }
}

/** Roles of the newest catalogue: a register of the workspace follows no project's. */
async function catalogueRoles(queries: Queries): Promise<Set<string>> {
  const rows = await queries.query<{ id: string }>(
    `select r->>'id' as id from pack, jsonb_array_elements(doc->'content'->'roles') r
     where pack.id = (select id from pack where doc->>'kind' = 'roles' order by seq desc limit 1)`,
  )
  return new Set(rows.map((row) => row.id))
}

async function registerFacts(reading: Reading): Promise<RegisterFacts> {
  const { work, command, loaded, actor } = reading
  const item = loaded['item'] as Item | undefined
  const name = item?.register ?? String(command['register'])
  const found = await registerNamed(work, name)
  if (found === undefined)
    throw new LoaderRefusal(
      refusal('register-unknown', `There is no register "${name}".`, {
        subject: '/register',
        help: 'See which there are: "muster register list".',
      }),
    )
  const { definition, digest } = found
  const project = item === undefined ? (command['project'] as string | undefined) : item.project
  refuseWrongScope(definition, project)
  const values = [actor, command['owner'], ...Object.values(command['fields'] ?? {})]
  const cells =
    typeof command['csv'] === 'string'
      ? (await tableOf(work, command['csv'])).rows.flatMap((r) => Object.values(r.cells))
      : []
  const common = {
    definition,
    digest,
    numbered: await lastNumber(work, name, project),
    others: needsOthers(definition, command) ? await itemsOf(work, name, project) : [],
  }
  const asked = [...values, ...Object.values(item?.fields ?? {}), ...cells]
  if (project === undefined) {
    const keeping = await holdersAnywhere(work, definition.keepers ?? [])
    return { ...common, keeping, known: await knownReferences(work, asked, await catalogueRoles(work)) }
  }
  const team = await projectWithTeam(work, project)
  if (team === undefined)
    throw new LoaderRefusal(refusal('not-found', `There is no project ${project}.`, { subject: project }))
  const { roleIds } = await packsOf(work, team.state)
  return { ...common, project, keeping: team, known: await knownReferences(work, asked, roleIds) }
}

const tableOf = (queries: Queries, csv: string) => withOwnerIds(queries, readTable(csv))

const needsOthers = (definition: RegisterDefinition, command: Readonly<Record<string, unknown>>): boolean =>
  command['csv'] !== undefined || (definition.unique ?? []).length > 0

function refuseWrongScope(definition: RegisterDefinition, project: string | undefined): void {
  if (definition.scope === 'project' && project === undefined)
    throw new LoaderRefusal(
      refusal('input-invalid', `"${definition.title}" is kept by each project: say which.`, { subject: '/project' }),
    )
  if (definition.scope === 'workspace' && project !== undefined)
    throw new LoaderRefusal(
      refusal('input-invalid', `"${definition.title}" belongs to the workspace: leave the project out.`, {
        subject: '/project',
      }),
    )
}

async function lastNumber(queries: Queries, register: string, project: string | undefined): Promise<number> {
  const [row] = await queries.query<{ last: number | null }>(
    `select max((doc->>'number')::int) as last from item where doc->>'register' = $1 and coalesce(project, '') = $2`,
    [register, project ?? ''],
  )
  return row?.last ?? 0
}

/** Facts about registers that acts need. */
export const registerLoaders: Record<string, Loader> = {
  item: (reading) => must(reading, itemNoun, reading.command['item']),
  register: registerFacts,
  importedRows: ({ work, command }) => tableOf(work, String(command['csv'])),
}

/** A reminder that is due for a person. */
export interface ItemReminder {
  readonly item: Item
  readonly project?: string
  readonly what: string
  readonly since: string
}

/** What registers remind a person of: as owner, or as R, A or keeper of the register. */
export async function remindersFor(
  queries: Queries,
  person: string,
  projects: readonly string[],
  now: string,
): Promise<ItemReminder[]> {
  const registers = new Map((await registersOf(queries)).map(({ definition }) => [definition.id, definition]))
  const reminding = [...registers.values()].filter((d) => (d.reminders ?? []).length > 0).map((d) => d.id)
  if (reminding.length === 0) return []
  const rows = await queries.query<{ doc: Item }>(
    `select doc from item where doc->>'register' = any($1) and (project = any($2) or project is null) order by id`,
    [reminding, projects],
  )
  const found: ItemReminder[] = []
  for (const { doc: item } of rows) {
    const definition = registers.get(item.register)
    if (definition === undefined) continue
    for (const due of dueReminders(definition, item, now)) {
      if (!(await concerns(queries, definition, item, due.to, person, now))) continue
      const name = `${definition.item.prefix}-${item.number} "${item.title}"`
      found.push({
        item,
        ...(item.project === undefined ? {} : { project: item.project }),
        what: `${due.message}: ${name}`,
        since: due.since,
      })
    }
  }
  return found
}

async function concerns(
  queries: Queries,
  definition: RegisterDefinition,
  item: Item,
  to: 'owner' | 'R' | 'A',
  person: string,
  now: string,
): Promise<boolean> {
  if (to === 'owner') return item.owner === person
  if (item.project === undefined) {
    const keeping = await holdersAnywhere(queries, definition.keepers ?? [])
    return rolesHeld(keeping, person, now).some((role) => definition.keepers?.includes(role) === true)
  }
  const team = await projectWithTeam(queries, item.project)
  return team !== undefined && peopleWith(team, definition.activity ?? '', to, now).includes(person)
}
