import type { Consultation, LintFinding, ProjectFacts, Stake } from '@muster/core'
import {
  ACTIVITY_ACTS,
  ACTS,
  STAGES,
  amend,
  answerStates,
  answersFor,
  deliverableStates,
  lintOddities,
  lintStaffing,
  matrixChange,
  newFindings,
  responsibilityStates,
  strangeCell,
} from '@muster/core'
import type { Call, Handlers } from '../../http/context.ts'
import { nameSentences, namesOf } from '../../http/naming.ts'
import { RequestRefused } from '../../http/problem.ts'
import { notFound, readable, recordsIn } from '../../http/reading.ts'
import { packsOf, responsibilitiesPack } from '../../record/packs/queries.ts'
import { mattersOf } from './at-risk.ts'
import {
  calledIn,
  deliverablesOf,
  deliveries,
  holdingsOf,
  projectForReading,
  responsibilitiesOf,
  stillOpen,
  tracesOf,
} from './queries.ts'

const inProject = { where: 'project = $3' }

const WORDS = new Set(['sentence', 'what'])
const ACT_NAMES: ReadonlySet<string> = new Set(ACTS.map((act) => String(act.name)))

async function projectOf(call: Call): Promise<ProjectFacts> {
  const id = call.params['project'] ?? ''
  await readable(call, id, `project ${id}`)
  const project = await projectForReading(call.context.database, id)
  if (project === undefined) throw notFound(`project ${id}`)
  return project
}

/** Every responsibility of the catalogue on a project: who holds it, what shows it, what lies fallow. */
async function responsibilities(call: Call) {
  const { database } = call.context
  const project = await projectOf(call)
  const { roles } = await packsOf(database, project.state)
  const { shows } = await responsibilitiesPack(database)
  const people = [...new Set(project.assignments.map((a) => a.person))]
  const days = Number(call.query['days'] ?? 30)
  const all = responsibilityStates(
    {
      team: project,
      catalogue: responsibilitiesOf(roles),
      shows,
      holdings: await holdingsOf(database, project.id),
      traced: await tracesOf(database, project.id, people),
      acts: ACT_NAMES,
    },
    days,
    call.now,
  )
  const [role, state] = [call.query['role'], call.query['state']]
  const found = all.filter(
    (r) => (state === undefined || r.state === state) && (typeof role !== 'string' || r.roles.includes(role)),
  )
  const count = (wanted: string): number => all.filter((r) => r.state === wanted).length
  const summary = Object.fromEntries(['active', 'new', 'fallow', 'unheld', 'unshown'].map((s) => [s, count(s)]))
  const sentence = `Of ${all.length} responsibilities ${count('active')} show activity in the last ${days} days, ${count('new')} are too new to tell, ${count('fallow')} lie fallow, ${count('unheld')} are held by nobody, and ${count('unshown')} no act can show yet.`
  return nameSentences(database, { days, sentence, summary, responsibilities: found }, WORDS)
}

async function deliverables(call: Call) {
  const { database } = call.context
  const project = await projectOf(call)
  const packs = await packsOf(database, project.state)
  const states = deliverableStates(
    project,
    await deliverablesOf(database, packs.roles),
    await deliveries(database, project.id),
    project.state.stage,
    STAGES,
    call.now,
    calledIn(packs),
  )
  return nameSentences(database, { items: states }, WORDS)
}

async function atRisk(call: Call) {
  const { database } = call.context
  const project = await projectOf(call)
  const { roles } = await packsOf(database, project.state)
  const titleOf = (role: string): string => roles.find((r) => r.id === role)?.title ?? role
  const matters = answersFor(project, await mattersOf(database, project, call.now), call.now, titleOf)
  const failing = matters.filter((m) => m.failing).length
  const sentence =
    matters.length === 0
      ? 'Nothing on record fails or is about to.'
      : `${failing} ${failing === 1 ? 'thing fails' : 'things fail'} already${failing === 0 ? '' : ` (first: ${matters[0]?.about ?? ''})`}, and ${matters.length - failing} ${matters.length - failing === 1 ? 'is' : 'are'} about to.`
  return nameSentences(database, { project: project.id, sentence, matters }, WORDS)
}

/** What another matrix would mean: for lint, and for each person. */
async function previewed(call: Call) {
  const { database } = call.context
  const project = await projectOf(call)
  const { changes } = call.body as { changes: { activity: string; role: string; stake: Stake | null }[] }
  const strange = strangeCell(project.matrix, project.roles, changes)
  if (strange !== undefined) throw new RequestRefused(strange)
  const after = { ...project, matrix: amend(project.matrix, changes) }
  const { oddities } = await packsOf(database, project.state)
  const lint = (of: ProjectFacts): LintFinding[] => [
    ...lintStaffing(of, project.judged, call.now),
    ...lintOddities(of.matrix, oddities),
  ]
  const [now, then] = [lint(project), lint(after)]
  const people = matrixChange(project, after.matrix, ACTIVITY_ACTS, call.now)
  const names = await namesOf(
    database,
    people.map((p) => p.person),
  )
  return nameSentences(
    database,
    {
      findings: then,
      caused: newFindings(now, then),
      mended: newFindings(then, now),
      people: people.map((p) => ({ ...p, name: names.get(p.person) ?? null })),
    },
    new Set(['message']),
  )
}

export const responsibilityHandlers: Handlers = {
  'matrix.preview': previewed,
  'responsibility.list': responsibilities,
  'responsibility.at-risk': atRisk,
  'deliverable.list': deliverables,
  'consultation.list': async (call) => {
    const project = call.params['project'] ?? ''
    await readable(call, project, `project ${project}`)
    const page = await recordsIn<Consultation>(call, 'consultation', { ...inProject, values: [project] })
    const open = await stillOpen(call.context.database, project)
    return {
      ...page,
      items: page.items.map((c) => ({ ...c, states: answerStates(c, call.now), moot: !open.has(c.about) })),
    }
  },
  'handover.list': async (call) => {
    const project = call.params['project'] ?? ''
    await readable(call, project, `project ${project}`)
    return recordsIn(call, 'handover', { ...inProject, values: [project] })
  },
}
