import type { Project } from '@muster/core'
import { inForceFor, isComputed, refusal, rolesHeld } from '@muster/core'
import type { Call, Handlers } from '../../http/context.ts'
import { namesOf } from '../../http/naming.ts'
import { RequestRefused } from '../../http/problem.ts'
import { decode, encode, notFound, readable } from '../../http/reading.ts'
import { projectWithTeam } from '../../store/responsibilities.ts'
import type { Contribution } from '../registers/queries.ts'
import { contributionsOf } from '../registers/queries.ts'
import { observationsOf } from './measure.ts'
import { kpisOf, scorecardOf } from './queries.ts'
import type { ScopedKpi } from './scorecard.ts'
import { formulaOf, measure, partsNow, questionOf } from './scorecard.ts'

/** What a scorecard is about: one project with what it set for itself, or all projects that the caller may read. */
interface Scope {
  readonly kpis: readonly ScopedKpi[]
  readonly projects: readonly string[]
  readonly project?: Project
  readonly history: readonly { readonly kpi: string; readonly by: string }[]
}

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)

async function scopeOf(call: Call): Promise<Scope> {
  const { database } = call.context
  const kpis = await kpisOf(database)
  const id = text(call.query['project'])
  if (id === undefined) return { kpis, projects: await readableProjects(call), history: [] }
  await readable(call, id, `project ${id}`)
  const [row] = await database.query<{ doc: Project }>('select doc from project where id = $1', [id])
  if (row === undefined) throw notFound(`project ${id}`)
  const own = await scorecardOf(database, id)
  return {
    kpis: kpis.map((kpi) => ({
      ...inForceFor(kpi, own !== undefined && Object.hasOwn(own.settings, kpi.id) ? own.settings[kpi.id] : undefined),
      pack: kpi.pack,
    })),
    projects: [id],
    project: row.doc,
    history: own?.history ?? [],
  }
}

/** Projects that make up the portfolio of the caller. */
async function readableProjects(call: Call): Promise<string[]> {
  const rows = await call.context.database.query<{ id: string }>(
    `select id from project where $1 or id in (select a.project from assignment a where a.doc->>'person' = $2) order by id`,
    [call.administrator || call.auditor, call.caller.person],
  )
  return rows.map((row) => row.id)
}

/** The same KPIs with what registers say to them. A measure names the KPI by its id or by the id of its source. */
async function withContributions<T extends { readonly id: string }>(
  call: Call,
  scope: Scope,
  kpis: readonly T[],
): Promise<(T & { readonly contributions?: readonly Contribution[] })[]> {
  const contributions = await contributionsOf(call.context.database, scope.projects, scope.project === undefined)
  return kpis.map((kpi) => {
    const names = [kpi.id, ...(scope.kpis.find((k) => k.id === kpi.id)?.source ?? [])]
    const own = contributions.filter((c) => names.includes(c.kpi))
    return own.length === 0 ? kpi : { ...kpi, contributions: own }
  })
}

/** The roles that the scorecard is narrowed to; undefined for all KPIs. */
async function rolesOf(call: Call, { project }: Scope): Promise<readonly string[] | undefined> {
  const role = text(call.query['role'])
  const person = text(call.query['person'])
  if (person === undefined) return role === undefined ? undefined : [role]
  if (project === undefined)
    throw new RequestRefused(
      refusal('input-invalid', 'A person holds roles on a project: name the project too.', { subject: '/project' }),
    )
  const team = await projectWithTeam(call.context.database, project.id)
  const held = team === undefined ? [] : rolesHeld(team, person, call.now)
  return role === undefined ? held : held.filter((r) => r === role)
}

async function refuseUnknownRole(call: Call, kpis: readonly ScopedKpi[]): Promise<void> {
  const role = text(call.query['role'])
  if (role === undefined || kpis.some((kpi) => kpi.roles.includes(role))) return
  const [known] = await call.context.database.query<{ yes: boolean }>(
    `select exists (select 1 from pack p cross join jsonb_array_elements(p.doc->'content'->'roles') r where p.doc->>'kind' = 'roles' and r->>'id' = $1) as yes`,
    [role],
  )
  if (known?.yes !== true)
    throw new RequestRefused(
      refusal('not-found', `There is no role "${role}".`, { help: 'List the roles with "muster role list".' }),
    )
}

async function oneKpi(call: Call): Promise<{ scope: Scope; kpi: ScopedKpi }> {
  const scope = await scopeOf(call)
  const id = call.params['kpi'] ?? ''
  const kpi = scope.kpis.find((k) => k.id === id)
  if (kpi === undefined)
    throw new RequestRefused(
      refusal('not-found', `No pack of the workspace defines the KPI "${id}".`, {
        help: 'List them with "muster kpi list".',
      }),
    )
  return { scope, kpi }
}

export const scorecardHandlers: Handlers = {
  'kpi.list': async (call) => ({ items: await kpisOf(call.context.database) }),
  'scorecard.show': async (call) => {
    const scope = await scopeOf(call)
    await refuseUnknownRole(call, scope.kpis)
    const roles = await rolesOf(call, scope)
    const kpis = roles === undefined ? scope.kpis : scope.kpis.filter((k) => k.roles.some((r) => roles.includes(r)))
    const items = await measure(call.context.database, kpis, scope.projects, call.now)
    return {
      about: {
        ...(scope.project === undefined ? {} : { project: scope.project.id, projectName: scope.project.name }),
        projects: scope.projects.length,
        ...(roles === undefined ? {} : { roles }),
        ...(text(call.query['person']) === undefined ? {} : { person: text(call.query['person']) }),
      },
      at: call.now,
      kpis: await withContributions(call, scope, items),
    }
  },
  'kpi.show': async (call) => {
    const { database } = call.context
    const { scope, kpi } = await oneKpi(call)
    const formula = formulaOf(kpi)
    const [one] = await withContributions(call, scope, await measure(database, [kpi], scope.projects, call.now))
    const history = scope.history.filter((h) => h.kpi === kpi.id)
    const names = await namesOf(
      database,
      history.map((h) => h.by),
    )
    return {
      ...one,
      ...(scope.project === undefined ? {} : { project: scope.project.id, projectName: scope.project.name }),
      projects: scope.projects.length,
      says: formula.says,
      ...(kpi.note === undefined ? {} : { note: kpi.note }),
      parameters: formula.parameters.parse(kpi.parameters ?? {}),
      parts: await partsNow(database, kpi, scope.projects, call.now),
      bands: kpi.bands ?? [],
      source: kpi.source ?? [],
      pack: kpi.pack,
      ...(isComputed(formula) ? { reads: formula.reads } : {}),
      history: history.map((h) => ({ ...h, byName: names.get(h.by) ?? null })),
    }
  },
  'kpi.entries': async (call) => {
    const { scope, kpi } = await oneKpi(call)
    const limit = Number(call.query['limit'] ?? 50)
    const cursor = text(call.query['cursor'])
    const after = cursor === undefined ? null : decode(cursor)
    const question = questionOf(kpi, scope.projects, call.now, 1)
    if (question === undefined) return { items: [] }
    const found = await observationsOf(call.context.database, question, { after, limit: limit + 1 })
    const items = found.slice(0, limit)
    const last = items.at(-1)
    const listed = items.map(({ key: _key, ...item }) => item)
    return found.length > limit && last !== undefined ? { items: listed, next: encode(last.key) } : { items: listed }
  },
}
