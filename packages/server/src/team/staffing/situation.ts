import type {
  HiringFacts,
  LineStatus,
  PatternLine,
  ProjectFacts,
  ProjectRecord,
  RiskCover,
  StaffingPack,
  StaffingPlan,
  Transition,
  TransitionStatus,
} from '@muster/core'
import {
  checkLines,
  hiringDays,
  leadTime,
  holders,
  recordFact,
  riskCover,
  rolesHeld,
  transitionStatus,
} from '@muster/core'
import type { CatalogueRole } from '../../record/packs/queries.ts'
import { packsOf, staffingPack } from '../../record/packs/queries.ts'
import type { Queries } from '../../store/database.ts'
import {
  benchOf,
  finder,
  hiringPast,
  openAssignments,
  patternOf,
  placedOn,
  planOf,
  requisitionsOf,
  transitionsOf,
} from './queries.ts'

/** Everything that questions about the staffing of a project are answered from. */
export interface Situation {
  readonly project: ProjectFacts
  readonly roles: readonly CatalogueRole[]
  readonly pack: StaffingPack
  readonly plan: StaffingPlan
  readonly pattern: { readonly pattern: StaffingPack['patterns'][number]; readonly because: string } | undefined
  readonly lines: readonly LineStatus[]
  readonly composition: readonly LineStatus[]
  readonly risks: readonly RiskCover[]
  readonly transitions: readonly TransitionStatus[]
  readonly leadDays: number
  readonly leadBasis: string
  readonly couldTake: ReturnType<typeof finder>
}

/** Reads the staffing situation of a project; `named` asks for a pattern other than its own. */
export async function situationOf(
  queries: Queries,
  project: ProjectFacts,
  now: string,
  named?: string,
): Promise<Situation> {
  const [pack, { roles }, plan] = [
    await staffingPack(queries),
    await packsOf(queries, project.state),
    await planOf(queries, project.id),
  ]
  const find = finder(await benchOf(queries, project.id, now), roles, project, now)
  const placed = placedOn(project, now)
  const pattern = patternOf(pack, plan, project.state.stage, named)
  const counted =
    pattern?.pattern.scope === 'workspace'
      ? (await openAssignments(queries, now.slice(0, 10))).filter((a) => a.from <= now.slice(0, 10))
      : placed
  const rolesOf = (discipline: string) => roles.filter((r) => r.discipline === discipline).map((r) => r.id)
  const lead = leadTime(hiringDays(await hiringPast(queries)), pack.hiring.leadDays)
  const leadDays = lead.days
  const check = (lines: readonly PatternLine[], people: typeof placed) =>
    checkLines(lines, {
      placed: people.map(({ person, role, allocation, engagement }) => ({ person, role, allocation, engagement })),
      rolesOf,
      couldTake: find,
    })
  return {
    project,
    roles,
    pack,
    plan,
    pattern,
    lines: check(pattern?.pattern.lines ?? [], counted),
    composition: check(pack.composition, placed),
    risks: riskCover(pack.risks, (role) => holders(project, role, now)),
    transitions: statusesOf(await transitionsOf(queries, project.id), project, { pack, leadDays }, now),
    leadDays,
    leadBasis: lead.basis,
    couldTake: find,
  }
}

/** Transitions as they stand. */
export function statusesOf(
  transitions: readonly Transition[],
  project: ProjectFacts,
  { pack, leadDays }: { readonly pack: StaffingPack; readonly leadDays: number },
  now: string,
): TransitionStatus[] {
  const terms = { warnDays: pack.vendor.warnDays, review: pack.vendor.review, leadDays }
  const placed = placedOn(project, now)
  return transitions.map((t) => transitionStatus(t, placed, terms, now))
}

/** What the record knows for the hiring questions of a project. */
async function recordOf(queries: Queries, { project, transitions, roles }: Situation): Promise<ProjectRecord> {
  const accepted = await queries.query<{ id: string; deliverable: string }>(
    `select id, doc->>'deliverable' as deliverable from handover
     where project = $1 and doc->>'state' = 'accepted' and doc ? 'deliverable' order by id`,
    [project.id],
  )
  const [latency] = await queries.query<{ id: string; p95: number }>(
    `select id, (doc->'facts'->>'latencyP95Ms')::float8 as p95 from evidence
     where project = $1 and doc->>'kind' = 'cost' and doc->>'state' = 'current'
       and jsonb_typeof(doc->'facts'->'latencyP95Ms') = 'number' order by id desc limit 1`,
    [project.id],
  )
  const roleOf = new Map(roles.flatMap((r) => (r.deliverable === undefined ? [] : [[r.deliverable.id, r.id] as const])))
  return {
    criteria: project.state.criteria,
    accepted: accepted.map((a) => ({ role: roleOf.get(a.deliverable) ?? '', handover: a.id })),
    ...(latency === undefined ? {} : { latency: { p95Ms: latency.p95, evidence: latency.id } }),
    transitions: transitions.filter((t) => t.state === 'open'),
  }
}

/** All that the order of hires follows from. */
export async function hiringFactsOf(queries: Queries, situation: Situation, now: string): Promise<HiringFacts> {
  const { project, pack, pattern, lines, composition, risks, transitions, plan, leadDays, couldTake } = situation
  const record = await recordOf(queries, situation)
  const held = new Set(project.assignments.flatMap((a) => rolesHeld(project, a.person, now)))
  return {
    pack,
    lines: [...composition, ...lines],
    patternLines: [...pack.composition, ...(pattern?.pattern.lines ?? [])],
    risks,
    transitions,
    milestones: project.state.milestones
      .filter((m) => m.state === 'open')
      .toSorted((a, b) => (a.due < b.due ? -1 : 1))
      .map(({ id, title, due }) => ({ id, title, due })),
    requisitions: await requisitionsOf(queries, project.id),
    answers: plan.answers,
    known: (fact) => recordFact(fact, record, now),
    held: (role) => held.has(role),
    rolesOf: (discipline) => situation.roles.filter((r) => r.discipline === discipline).map((r) => r.id),
    accountableFor: (role) =>
      project.matrix.activities.filter((a) => project.matrix.cells[a.id]?.[role] === 'A').map((a) => a.title),
    couldTake,
    titleOf: (role) => situation.roles.find((r) => r.id === role)?.title ?? role,
    leadDays,
  }
}
