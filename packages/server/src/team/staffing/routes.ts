import type { Applicant, Requisition, Skill, StaffingPack } from '@muster/core'
import { funnels, hiringQuestions, holders, loads, peopleWith, rankedHires, refusal, skillsMatrix } from '@muster/core'
import type { Call, Handlers } from '../../http/context.ts'
import { nameSentences } from '../../http/naming.ts'
import { RequestRefused } from '../../http/problem.ts'
import { notFound, pageOf, readable, record, recordsIn } from '../../http/reading.ts'
import { staffingPack } from '../../record/packs/queries.ts'
import { projectForReading } from '../responsibility/queries.ts'
import { loadOf } from './load.ts'
import { openAssignments, placedOn } from './queries.ts'
import type { Situation } from './situation.ts'
import { hiringFactsOf, situationOf } from './situation.ts'

const WORDS = new Set(['sentence', 'help', 'because', 'text', 'warnings'])

/** A value in which people are called by name. */
const named = <T>(call: Call, value: T): Promise<T> => nameSentences(call.context.database, value, WORDS)

async function situation(call: Call, pattern?: string): Promise<Situation> {
  const id = call.params['project'] ?? ''
  await readable(call, id, `project ${id}`)
  const { database } = call.context
  const project = await projectForReading(database, id)
  if (project === undefined) throw notFound(`project ${id}`)
  return situationOf(database, project, call.now, pattern)
}

function unknownPattern(pack: StaffingPack, name: string): RequestRefused {
  const help = `There are ${pack.patterns.map((p) => p.id).join(', ')}.`
  return new RequestRefused(refusal('pattern-unknown', `There is no team pattern "${name}".`, { help }))
}

/** A team held against its pattern: each line, the composition from day one, and who has too much to do. */
async function staffingCheck(call: Call) {
  const wish = typeof call.query['pattern'] === 'string' ? call.query['pattern'] : undefined
  const { project, pack, pattern, plan, lines, composition } = await situation(call, wish)
  if (pattern === undefined && wish !== undefined) throw unknownPattern(pack, wish)
  const today = call.now.slice(0, 10)
  const here = [...new Set(placedOn(project, call.now).map((p) => p.person))]
  const all = loads(await openAssignments(call.context.database, today, here), today)
  const overloaded = all.filter((l) => l.over).map(({ assignments: _where, ...load }) => load)
  const open = [...composition, ...lines].filter((l) => l.state !== 'met')
  const met = open.length === 0
  const title = pattern?.pattern.title ?? 'no pattern'
  const busy =
    overloaded.length === 0
      ? ''
      : ` ${overloaded.length} of its people ${overloaded.length === 1 ? 'has' : 'have'} more than 100 % to do.`
  return named(call, {
    project: project.id,
    stage: project.state.stage,
    pattern: pattern?.pattern.id ?? null,
    title,
    because: pattern?.because ?? 'No pattern is meant for this stage, and none was chosen.',
    chosen: plan.pattern?.pattern ?? null,
    met: met && pattern !== undefined,
    sentence: met
      ? `The team fits "${title}".${busy}`
      : `${open.length} of ${lines.length + composition.length} lines of "${title}" are not met.${busy}`,
    lines,
    composition,
    overloaded,
  })
}

async function staffingHiring(call: Call) {
  const found = await situation(call)
  const facts = await hiringFactsOf(call.context.database, found, call.now)
  const questions = hiringQuestions(facts)
  const hires = rankedHires(facts, questions, call.now)
  const asked = questions.filter((q) => q.from === 'open').length
  const first = hires[0]
  const ask = asked === 0 ? '' : ` ${asked} of ${questions.length} questions are still to be answered.`
  return named(call, {
    project: found.project.id,
    sentence: `${first === undefined ? 'Nobody has to be hired for what is known.' : `First: ${found.roles.find((r) => r.id === first.role)?.title ?? first.role}.`}${ask}`,
    leadDays: facts.leadDays,
    leadBasis: found.leadBasis,
    questions,
    hires,
    risks: found.risks,
  })
}

async function applicants(call: Call) {
  const { database } = call.context
  const requisition = await record<Requisition>(call, 'requisition', call.params['requisition'] ?? '')
  const project = await projectForReading(database, requisition.project)
  if (project === undefined) throw notFound(`requisition ${requisition.id}`)
  // Names are for those who hire.
  const hire = (['A', 'R'] as const).flatMap((stake) => peopleWith(project, 'plan-and-staff', stake, call.now))
  const mayKnow = hire.includes(call.caller.person)
  const page = await pageOf<{ doc: Applicant; name: string | null; contact: string | null }>(call, {
    columns: 'a.doc, f.name, f.contact',
    from: 'applicant a left join applicant_profile f on f.applicant = a.id',
    where: `a.doc->>'requisition' = $3`,
    values: [requisition.id],
    key: 'a.id',
  })
  const items = page.items.map(({ doc, name, contact }) => ({ ...doc, ...(mayKnow ? { name, contact } : {}) }))
  return { ...page, items }
}

async function funnel(call: Call) {
  const { database } = call.context
  const one = typeof call.query['project'] === 'string' ? call.query['project'] : null
  if (one !== null) await readable(call, one, `project ${one}`)
  const seesAll = call.administrator || call.auditor
  const requisitions = await database.query<{ doc: Requisition }>(
    `select doc from requisition q where ($1::text is null or project = $1)
       and ($2 or exists (select 1 from assignment a where a.project = q.project and a.doc->>'person' = $3)) order by id`,
    [one, seesAll, call.caller.person],
  )
  const ids = requisitions.map((r) => r.doc.id)
  const people = await database.query<{ doc: Applicant }>(
    `select doc from applicant where doc->>'requisition' = any($1)`,
    [ids],
  )
  const found = funnels(
    requisitions.map((r) => r.doc),
    people.map((p) => p.doc),
    call.now,
  )
  const sentence = found[0]?.sentence ?? 'No data, because no requisition was opened (requisition.open).'
  return { sentence, funnels: found }
}

async function skillMatrix(call: Call) {
  const { project, roles, lines, pattern } = await situation(call)
  const short = new Set(lines.filter((l) => l.state === 'unmet').map((l) => l.line))
  const needed = new Set(
    (pattern?.pattern.lines ?? []).flatMap((l) => (short.has(l.id) && l.roles?.[0] !== undefined ? [l.roles[0]] : [])),
  )
  const rows = await call.context.database.query<{ doc: Skill }>(
    `select s.doc from skill s join person p on p.id = s.doc->>'person' where not s.doc ? 'withdrawnAt' and (p.doc->>'active')::boolean`,
  )
  const skills = skillsMatrix(
    roles,
    (role) => holders(project, role, call.now),
    needed,
    rows.map((r) => r.doc),
  )
  const open = skills.filter((s) => s.state !== 'had')
  const sentence =
    skills.length === 0
      ? 'No data, because nobody holds a role on this project.'
      : `${open.length} of ${skills.length} skills are had by nobody at work on it.`
  return named(call, { sentence, skills })
}

/** The answers of the queries about staffing. */
export const staffingHandlers: Handlers = {
  'staffing.check': staffingCheck,
  'staffing.hiring': staffingHiring,
  'staffing.risks': async (call) => {
    const { risks } = await situation(call)
    const open = risks.filter((r) => r.state !== 'covered')
    const sentence =
      open.length === 0
        ? 'Roles on the project cover every risk.'
        : `Not covered: ${open.map((r) => r.title).join(', ')}.`
    return named(call, { sentence, risks })
  },
  'staffing.patterns': async (call) => ({ items: (await staffingPack(call.context.database)).patterns }),
  'staffing.load': loadOf,
  'requisition.list': async (call) => {
    const project = call.params['project'] ?? ''
    await readable(call, project, `project ${project}`)
    return recordsIn(call, 'requisition', { where: 'project = $3', values: [project] })
  },
  'requisition.funnel': funnel,
  'applicant.list': applicants,
  'transition.list': async (call) => {
    const { transitions } = await situation(call)
    return named(call, { items: transitions })
  },
  'skill.matrix': skillMatrix,
  'skill.list': async (call) => {
    const rows = await call.context.database.query<{ doc: Skill }>(
      `select doc from skill where doc->>'person' = $1 and not doc ? 'withdrawnAt' order by lower(doc->>'skill')`,
      [call.params['person']],
    )
    return { items: rows.map((r) => r.doc) }
  },
}
