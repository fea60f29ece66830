import type {
  Applicant,
  Assignment,
  Benched,
  ChosenPattern,
  CouldTake,
  HiringAnswer,
  Matrix,
  Placed,
  ProjectFacts,
  Requisition,
  Responsibilities,
  StaffingPack,
  StaffingPlan,
  Stake,
  Transition,
} from '@muster/core'
import {
  applicantNoun,
  assignmentNoun,
  couldTake,
  inForce,
  personNoun,
  projectNoun,
  requisitionNoun,
  rolesHeld,
  rolesWith,
  skillNoun,
  transitionNoun,
} from '@muster/core'
import type { CatalogueRole } from '../../record/packs/queries.ts'
import { staffingPack } from '../../record/packs/queries.ts'
import type { Queries, Row } from '../../store/database.ts'
import type { Loader } from '../../store/perform.ts'
import { must } from '../../store/perform.ts'
import type { Remembered } from '../../store/remembering.ts'
import { remembering, typesOf } from '../../store/remembering.ts'

/** The active human beings of a project in their roles, in force now. */
export function placedOn(of: Responsibilities, now: string): Placed[] {
  return of.assignments
    .filter(
      (a) => inForce(a, now) && of.people.get(a.person)?.active === true && of.people.get(a.person)?.service !== true,
    )
    .map(({ person, role, allocation, engagement }) => ({ person, role, allocation, engagement }))
}

/** Entries that can change who holds what anywhere, who is there, and which projects are over. */
export const STAFF = new Set([...typesOf(assignmentNoun, personNoun), 'ProjectCreated', 'StageEntered'])
const STAFF_AND_SKILLS = new Set([...STAFF, ...typesOf(skillNoun)])

/** Assignments of active human beings that are not over, on projects that are not retired; of everybody, or of some people. */
export async function openAssignments(
  queries: Queries,
  today: string,
  people?: readonly string[],
): Promise<readonly Assignment[]> {
  const remembered = await remembering(queries)
  const all = await remembered.one(`open assignments on ${today}`, { types: STAFF }, async () => {
    // One row: thousands of small ones take longer to hand over than to find.
    const [row] = await queries.query<{ all: Assignment[] | null }>(
      `select json_agg(a.doc order by a.id) as all from assignment a join person p on p.id = a.doc->>'person'
       where not a.doc ? 'endedAt' and coalesce(a.doc->>'until', '9999-12-31') >= $1
         and (p.doc->>'active')::boolean and p.doc->>'kind' = 'human'
         and not exists (select 1 from project j where j.id = a.project and j.doc->>'stage' = 'retired')`,
      [today],
    )
    return row?.all ?? []
  })
  return people === undefined ? all : all.filter((a) => people.includes(a.person))
}

const MATRIX = typesOf(projectNoun)

/** Projects on which a person holds, today, a role that has one of some stakes in an activity. */
export async function projectsWith(
  queries: Queries,
  of: {
    readonly person: string
    readonly activity: string
    readonly stakes: readonly Stake[]
    readonly now: string
  },
  remembered: Remembered,
): Promise<string[]> {
  const { person, activity, stakes, now } = of
  const own = (await openAssignments(queries, now.slice(0, 10), [person])).filter((a) => inForce(a, now))
  const on = [...new Set(own.map((a) => a.project))]
  const name = `roles ${stakes.join('')} for ${activity}`
  const roles = await remembered.each(name, MATRIX, on, async (missing) => {
    const rows = await queries.query<Row & { id: string; matrix: Matrix }>(
      `select id, doc->'matrix' as matrix from project where id = any($1)`,
      [missing],
    )
    return new Map(rows.map(({ id, matrix }) => [id, stakes.flatMap((stake) => rolesWith(matrix, activity, stake))]))
  })
  return on.filter((id) => own.some((a) => a.project === id && roles.get(id)?.includes(a.role) === true))
}

/** What of a person is taken today, and what they can do. */
interface OnTheBench {
  readonly person: string
  readonly skills: readonly string[] | null
  readonly taken: readonly { readonly project: string; readonly role: string; readonly allocation: number }[] | null
}

/** Everybody of the workspace as staffing a project sees them. */
export async function benchOf(queries: Queries, project: string, now: string): Promise<Benched[]> {
  const today = now.slice(0, 10)
  const remembered = await remembering(queries)
  const everybody = await remembered.one(`bench on ${today}`, { types: STAFF_AND_SKILLS }, () =>
    theBench(queries, today),
  )
  return everybody.map(({ person, skills, taken }) => ({
    person,
    roles: [...new Set((taken ?? []).filter((a) => a.project !== project).map((a) => a.role))],
    skills: skills ?? [],
    allocation: (taken ?? []).reduce((sum, a) => sum + a.allocation, 0),
  }))
}

function theBench(queries: Queries, today: string): Promise<OnTheBench[]> {
  return queries.query<OnTheBench & Row>(
    // Materialised: the planner cannot guess how many people pass the conditions, and would aggregate anew for each.
    `with live as materialized (
       select a.doc->>'person' as person, json_agg(json_build_object(
         'project', a.project, 'role', a.doc->>'role', 'allocation', (a.doc->>'allocation')::int) order by a.id) as taken
       from assignment a
       where not a.doc ? 'endedAt' and a.doc->>'from' <= $1 and coalesce(a.doc->>'until', '9999-12-31') >= $1
         and not exists (select 1 from project j where j.id = a.project and j.doc->>'stage' = 'retired')
       group by 1),
     able as materialized (
       select s.doc->>'person' as person, json_agg(lower(s.doc->>'skill')) as skills from skill s
       where not s.doc ? 'withdrawnAt' and s.doc->>'level' <> 'learning' group by 1)
     select p.id as person, b.skills, l.taken
     from person p left join live l on l.person = p.id left join able b on b.person = p.id
     where (p.doc->>'active')::boolean and p.doc->>'kind' = 'human' and (l.taken is not null or b.skills is not null)`,
    [today],
  )
}

/** Finds who could take one of some roles on a project. */
export function finder(
  bench: readonly Benched[],
  roles: readonly CatalogueRole[],
  of: Responsibilities,
  now: string,
): (wanted: readonly string[]) => CouldTake[] {
  const skills = new Map(roles.map((r) => [r.id, r.skills.map((s) => s.toLowerCase())]))
  return (wanted) => {
    const people = of.assignments.map((a) => a.person)
    const on = new Set(people.filter((p) => rolesHeld(of, p, now).some((role) => wanted.includes(role))))
    return couldTake(wanted, bench, (role) => skills.get(role) ?? [], on)
  }
}

/** The staffing plan of a project: nothing chosen and nothing answered at first. */
export async function planOf(queries: Queries, project: string): Promise<StaffingPlan> {
  const [chosen] = await queries.query<{ doc: ChosenPattern }>('select doc from staffing where id = $1', [project])
  const answers = await queries.query<{ doc: HiringAnswer }>(
    `select distinct on (doc->>'question') doc from answer where project = $1 order by doc->>'question', seq desc`,
    [project],
  )
  return {
    ...(chosen === undefined ? {} : { pattern: chosen.doc }),
    answers: Object.fromEntries(answers.map(({ doc }) => [doc.question, doc])),
  }
}

/** The pattern that a project follows: the one named, the one it chose, or the one of its stage. */
export function patternOf(
  pack: StaffingPack,
  plan: StaffingPlan,
  stage: string,
  named?: string,
): { pattern: StaffingPack['patterns'][number]; because: string } | undefined {
  const by = (id: string | undefined) => pack.patterns.find((p) => p.id === id)
  const asked = by(named)
  if (named !== undefined) return asked === undefined ? undefined : { pattern: asked, because: 'It was asked for.' }
  const chosen = by(plan.pattern?.pattern)
  if (chosen !== undefined)
    return { pattern: chosen, because: `${plan.pattern?.chosenBy ?? ''} chose it: ${plan.pattern?.reason ?? ''}` }
  const gone = plan.pattern === undefined ? '' : ` The chosen pattern "${plan.pattern.pattern}" is in no pack any more.`
  const usual = pack.patterns.find((p) => p.stages.some((s) => s === stage))
  return usual === undefined ? undefined : { pattern: usual, because: `It is the pattern of stage ${stage}.${gone}` }
}

/** Requisitions of a project. */
export async function requisitionsOf(queries: Queries, project: string): Promise<Requisition[]> {
  const rows = await queries.query<{ doc: Requisition }>('select doc from requisition where project = $1 order by id', [
    project,
  ])
  return rows.map((row) => row.doc)
}

/** Transitions of a project, by sunset. */
export async function transitionsOf(queries: Queries, project: string): Promise<Transition[]> {
  const rows = await queries.query<{ doc: Transition }>(
    `select doc from transition where project = $1 order by doc->>'sunset', id`,
    [project],
  )
  return rows.map((row) => row.doc)
}

/** Days that each hiring of the workspace took so far. */
export async function hiringPast(queries: Queries): Promise<Requisition[]> {
  const rows = await queries.query<{ doc: Requisition }>(
    `select doc from requisition where doc->>'outcome' = 'hired' order by seq desc limit 500`,
  )
  return rows.map((row) => row.doc)
}

/** Facts about staffing that acts need. */
export const staffingLoaders: Record<string, Loader> = {
  staffingPack: ({ work }) => staffingPack(work),
  requisition: (reading) =>
    must(
      reading,
      requisitionNoun,
      reading.command['requisition'] ?? (reading.loaded['applicant'] as Applicant | undefined)?.requisition,
    ),
  applicant: (reading) => must(reading, applicantNoun, reading.command['applicant']),
  transition: (reading) => must(reading, transitionNoun, reading.command['transition']),
}

/** What a stage check says of the people who could take a role that is missing. */
export async function whoCouldFor(
  queries: Queries,
  project: ProjectFacts,
  roles: readonly CatalogueRole[],
  now: string,
): Promise<(wanted: readonly string[]) => CouldTake[]> {
  return finder(await benchOf(queries, project.id, now), roles, project, now)
}
