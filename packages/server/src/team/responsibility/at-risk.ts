import type { Handover, Matter, Project, ProjectFacts, Round, Transition, Waiver } from '@muster/core'
import {
  STAGES,
  addDays,
  canonicalJson,
  deliverableStates,
  gateStatus,
  lintStaffing,
  passes,
  transitionStatus,
  waiverHolds,
} from '@muster/core'
import { gateFacts } from '../../judging/gates/queries.ts'
import { packsOf, staffingPack } from '../../record/packs/queries.ts'
import { sha256Hex } from '../../store/commit.ts'
import type { Queries } from '../../store/database.ts'
import { checksOfStage } from '../../work/projects/queries.ts'
import { placedOn, transitionsOf } from '../staffing/queries.ts'
import { calledIn, deliverablesOf } from './queries.ts'

/** Days within which something that ends is about to fail. */
const SOON_DAYS = 14
const digest = (value: unknown): string => `sha256:${sha256Hex(canonicalJson(value))}`

/** Everything on a project that fails already or is about to. */
export async function mattersOf(queries: Queries, project: ProjectFacts, now: string): Promise<Matter[]> {
  if (project.retired) return []
  const soon = addDays(now, SOON_DAYS).slice(0, 10)
  const transitions = await transitionsOf(queries, project.id)
  return [
    ...(await checkMatters(queries, project, now)),
    ...(await waiverMatters(queries, project, now, soon)),
    ...milestoneMatters(project.state, now.slice(0, 10), soon),
    ...(await stageMatters(queries, project, now)),
    ...unstaffed(project, now),
    ...(await deliverableMatters(queries, project, now)),
    ...(await transitionMatters(queries, project, transitions, now)),
  ]
}

/** Checks of the candidates that are submitted and do not pass. */
async function checkMatters(queries: Queries, project: ProjectFacts, now: string): Promise<Matter[]> {
  const rounds = await queries.query<{ doc: Round }>(
    `select doc from round where project = $1 and doc->>'state' = 'open' order by id`,
    [project.id],
  )
  const matters: Matter[] = []
  for (const { doc: round } of rounds) {
    const facts = await gateFacts(queries, round.version, now, round)
    if (facts === undefined) continue
    const status = gateStatus(facts, now, digest)
    for (const check of status.checks.filter((c) => !passes(c))) {
      const kind = facts.definition.checks.find((c) => c.id === check.id)?.needs[0]
      matters.push({
        kind: 'check',
        what: `${facts.model.name} version ${facts.version.number}: ${check.title} is ${check.state}. ${check.sentence}`,
        about: check.title,
        activity: (kind === undefined ? undefined : facts.sealing[kind]?.activity) ?? 'deploy-to-production',
        failing: true,
        subject: round.id,
        act: 'evidence.seal',
      })
    }
  }
  return matters
}

async function waiverMatters(queries: Queries, project: ProjectFacts, now: string, soon: string): Promise<Matter[]> {
  const rows = await queries.query<{ doc: Waiver }>('select doc from waiver where project = $1 order by id', [
    project.id,
  ])
  const { gate } = await packsOf(queries, project.state)
  const titles = new Map(gate.checks.map((c) => [c.id, c.title]))
  return rows
    .map((r) => r.doc)
    .filter((w) => waiverHolds(w, now) && w.expiresAt.slice(0, 10) <= soon)
    .map((w) => ({
      kind: 'waiver',
      what: `The waiver of "${titles.get(w.check) ?? w.check}" lapses: ${w.reason}`,
      about: titles.get(w.check) ?? w.check,
      activity: 'deploy-to-production',
      failing: false,
      due: w.expiresAt.slice(0, 10),
      subject: w.id,
      act: 'evidence.seal',
    }))
}

function milestoneMatters(project: Project, today: string, soon: string): Matter[] {
  return project.milestones
    .filter((m) => m.state === 'open' && m.due <= soon)
    .map((m) => ({
      kind: 'milestone',
      what: m.due < today ? `The milestone "${m.title}" is overdue.` : `The milestone "${m.title}" is due.`,
      about: m.title,
      activity: 'plan-and-staff',
      failing: m.due < today,
      due: m.due,
      subject: m.id,
      act: 'milestone.complete',
    }))
}

/** What would stop the project at its next stage. */
async function stageMatters(queries: Queries, project: ProjectFacts, now: string): Promise<Matter[]> {
  const next = STAGES[STAGES.indexOf(project.state.stage) + 1]
  if (next === undefined || next === 'retired') return []
  const checks = await checksOfStage(queries, project, next, now)
  const title = (await packsOf(queries, project.state)).stages.find((s) => s.id === next)?.title ?? next
  return checks
    .filter((c) => !c.met && c.mode === 'prevent')
    .map((c) => ({
      kind: 'stage-check',
      what: `It stops the project before "${title}": ${c.message}`,
      about: c.message.replace(/\.$/, ''),
      activity: 'plan-and-staff',
      failing: false,
      subject: c.id,
      act: 'assignment.assign',
    }))
}

/** Activities that stand still because nobody holds the A, or any R. */
function unstaffed(project: ProjectFacts, now: string): Matter[] {
  return lintStaffing(project, project.judged, now)
    .filter((f) => f.severity === 'error')
    .map((f) => ({
      kind: 'unstaffed',
      what: f.message,
      about: project.matrix.activities.find((a) => a.id === f.activity)?.title ?? f.activity,
      activity: f.activity,
      failing: true,
      ...(f.role === undefined ? {} : { subject: f.role }),
      act: 'assignment.assign',
    }))
}

async function deliverableMatters(queries: Queries, project: ProjectFacts, now: string): Promise<Matter[]> {
  const packs = await packsOf(queries, project.state)
  const rows = await queries.query<{ doc: Handover }>(
    `select doc from handover where project = $1 and doc ? 'deliverable' order by id`,
    [project.id],
  )
  const all = await deliverablesOf(queries, packs.roles)
  const states = deliverableStates(
    project,
    all,
    rows.map((r) => r.doc),
    project.state.stage,
    STAGES,
    now,
    calledIn(packs),
  )
  return states
    .filter((d) => d.state === 'overdue' && d.activity !== undefined)
    .map((d) => ({
      kind: 'deliverable',
      what: `Not delivered: ${d.text}. ${d.sentence}`,
      about: d.text,
      activity: d.activity ?? 'plan-and-staff',
      failing: true,
      subject: d.deliverable,
      act: 'handover.submit',
    }))
}

async function transitionMatters(
  queries: Queries,
  project: ProjectFacts,
  transitions: readonly Transition[],
  now: string,
): Promise<Matter[]> {
  if (transitions.length === 0) return []
  const { vendor, hiring } = await staffingPack(queries)
  const placed = placedOn(project, now)
  const terms = { warnDays: vendor.warnDays, review: vendor.review, leadDays: hiring.leadDays }
  return transitions
    .map((t) => transitionStatus(t, placed, terms, now))
    .filter((t) => t.state === 'open')
    .flatMap((t) =>
      t.roles
        .filter((r) => r.state === 'warned' || r.state === 'late')
        .map((r) => ({
          kind: 'transition' as const,
          what: `${t.vendor}: ${r.sentence}`,
          about: `${r.role} instead of ${t.vendor}`,
          activity: 'plan-and-staff',
          failing: r.state === 'late',
          due: r.by,
          subject: t.id,
          act: 'requisition.open',
        })),
    )
}
