import type { GateFacts, Project, ProjectFacts, StageCheck, StageContext } from '@muster/core'
import {
  experimentNoun,
  lintStaffing,
  modelNoun,
  promotionNoun,
  rolesHeld,
  roundNoun,
  stageChecks,
  whoCouldTake,
} from '@muster/core'
import type { ProjectPacks } from '../../record/packs/queries.ts'
import { packsOf } from '../../record/packs/queries.ts'
import type { Queries } from '../../store/database.ts'
import type { Loader } from '../../store/perform.ts'
import { remembering, typesOf } from '../../store/remembering.ts'
import { whoCouldFor } from '../../team/staffing/queries.ts'

const COUNTED = typesOf(experimentNoun, modelNoun, roundNoun, promotionNoun)

/** What the checks of a stage look at, for one project as it stands. */
export async function stageContext(queries: Queries, project: ProjectFacts, now: string): Promise<StageContext> {
  const remembered = await remembering(queries)
  const source = { types: COUNTED, project: project.id }
  const counts = await remembered.one(`counts of ${project.id}`, source, () => countsOf(queries, project.id))
  const packs = await packsOf(queries, project.state)
  const roles = [...new Set(project.assignments.flatMap((a) => rolesHeld(project, a.person, now)))]
  const disciplines = [...new Set(packs.roles.filter((r) => roles.includes(r.id)).map((r) => r.discipline))]
  return {
    objective: project.state.objective,
    scope: project.state.scope,
    criteria: project.state.criteria.map(({ kind, metric }) => ({ kind, metric })),
    milestones: project.state.milestones.map(({ state }) => ({ state })),
    experiments: counts?.experiments ?? 0,
    models: counts?.models ?? 0,
    roles,
    disciplines,
    matrixErrors: lintStaffing(project, project.judged, now).filter((f) => f.severity === 'error').length,
    openRounds: counts?.rounds ?? 0,
    promotions: counts?.promotions ?? 0,
  }
}

async function countsOf(queries: Queries, project: string) {
  const [row] = await queries.query<{ experiments: number; models: number; rounds: number; promotions: number }>(
    `select (select count(*)::int from experiment where project = $1) as experiments,
            (select count(*)::int from model where project = $1) as models,
            (select count(*)::int from round where project = $1 and doc->>'state' = 'open') as rounds,
            (select count(*)::int from promotion where project = $1) as promotions`,
    [project],
  )
  return row
}

/** What the catalogue of a project calls its roles. */
const titlesIn =
  ({ roles }: Pick<ProjectPacks, 'roles'>) =>
  (role: string): string =>
    roles.find((r) => r.id === role)?.title ?? role

/** The checks of entering a stage, as they stand. */
export async function checksOfStage(queries: Queries, project: ProjectFacts, stage: Project['stage'], now: string) {
  const packs = await packsOf(queries, project.state)
  const definition = packs.stages.find((s) => s.id === stage)
  if (definition === undefined) return []
  return stageChecks(definition, await stageContext(queries, project, now), project.state.checkModes, {
    titleOf: titlesIn(packs),
  })
}

/** The checks of entering a stage, and for each role that is missing who of the workspace could take it. */
export async function checksWithPeople(queries: Queries, project: ProjectFacts, stage: Project['stage'], now: string) {
  const packs = await packsOf(queries, project.state)
  const definition = packs.stages.find((s) => s.id === stage)
  const checks = await checksOfStage(queries, project, stage, now)
  const open = new Set(checks.filter((c) => !c.met && c.mode !== 'off').map((c) => c.id))
  if (definition === undefined || !definition.involve.some((rule) => open.has(rule.id))) return checks
  const find = await whoCouldFor(queries, project, packs.roles, now)
  return stageChecks(definition, await stageContext(queries, project, now), project.state.checkModes, {
    titleOf: titlesIn(packs),
    whoCould: (wanted) => {
      const ofDiscipline = packs.roles.filter((r) => r.discipline === wanted.discipline).map((r) => r.id)
      return whoCouldTake(find(wanted.discipline === undefined ? wanted.roles : ofDiscipline))
    },
  })
}

/** Checks of a stage that the gate enters; none when the project is there already. */
export async function checksWhenEntering(
  queries: Queries,
  project: ProjectFacts,
  stage: Project['stage'],
  now: string,
): Promise<StageCheck[]> {
  return project.state.stage === stage ? [] : checksOfStage(queries, project, stage, now)
}

/** Facts about projects that acts need. */
export const projectLoaders: Record<string, Loader> = {
  // Of those that whoever creates one may read: whether another exists is nobody's business.
  namesakes: async ({ work, command, actor }) => {
    const rows = await work.query<{ stage: string }>(
      `select p.doc->>'stage' as stage from project p
       where p.retired_at is null and lower(p.doc->>'name') = lower($1)
         and (exists (select 1 from assignment a where a.project = p.id and a.doc->>'person' = $2)
           or exists (select 1 from person r where r.id = $2 and (r.doc->>'administrator' = 'true' or r.doc->>'auditor' = 'true')))
       order by p.seq desc`,
      [command['name'], actor],
    )
    return rows.map((row) => row.stage)
  },
  stageChecks: ({ work, command, loaded, now }) =>
    checksWithPeople(work, loaded['project'] as ProjectFacts, command['to'] as Project['stage'], now),
  inReviewChecks: ({ work, loaded, now }) =>
    checksWhenEntering(work, (loaded['gate'] as GateFacts).project, 'in-review', now),
  checkIds: async ({ work, loaded }) => {
    const packs = await packsOf(work, (loaded['project'] as ProjectFacts).state)
    return new Set(packs.stages.flatMap((s) => [...s.involve, ...s.require].map((c) => c.id)))
  },
}
