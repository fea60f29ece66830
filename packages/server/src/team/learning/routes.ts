import type { Adoption, Learning, Training } from '@muster/core'
import { adoptionTrend, learningStates } from '@muster/core'
import type { Call, Handlers } from '../../http/context.ts'
import { nameSentences } from '../../http/naming.ts'
import { notFound, readable, recordsIn } from '../../http/reading.ts'
import { learningPack } from '../../record/packs/queries.ts'
import { learners, learningOf } from './queries.ts'

const WORDS = new Set(['sentence'])

/** What a record of learning cost, by currency. */
function spent(records: readonly Pick<Learning, 'cost' | 'currency'>[]): { currency: string; amount: number }[] {
  const sums: Record<string, number> = {}
  for (const { cost, currency } of records)
    if (cost !== undefined && currency !== undefined) sums[currency] = (sums[currency] ?? 0) + cost
  return Object.entries(sums).map(([currency, amount]) => ({ currency, amount }))
}

/** Who lacks what and what ends soon: on a project, of oneself, or of everybody for administrators and auditors. */
async function gaps(call: Call) {
  const { database } = call.context
  const project = typeof call.query['project'] === 'string' ? call.query['project'] : null
  if (project !== null) await readable(call, project, `project ${project}`)
  const seesAll = call.administrator || call.auditor
  const person = project === null && !seesAll ? call.caller.person : null
  const people = await learners(database, project, person, call.now)
  const records = await learningOf(
    database,
    people.map((p) => p.person),
  )
  const pack = await learningPack(database)
  const all = learningStates(pack, people, records, call.now)
  const [state, requirement] = [call.query['state'], call.query['requirement']]
  const requirements = all.filter(
    (s) => (state === undefined || s.state === state) && (requirement === undefined || s.requirement === requirement),
  )
  const count = (wanted: string): number => all.filter((s) => s.state === wanted).length
  const about = project !== null ? 'on this project' : person === null ? 'in the workspace' : 'for you'
  const sentence =
    all.length === 0
      ? `Nothing is asked of anybody ${about}.`
      : `${count('held') + count('expiring')} of ${all.length} ${about} are there; ${count('missing')} missing, ${count('expired')} expired, ${count('expiring')} end within ${pack.warnDays} days.`
  const value = {
    sentence,
    people: people.length,
    spent: spent(records.filter((r) => r.withdrawnAt === undefined)),
    requirements,
  }
  return nameSentences(database, value, WORDS)
}

async function trend(call: Call) {
  const project = call.params['project'] ?? ''
  await readable(call, project, `project ${project}`)
  const { database } = call.context
  const measures = await database.query<{ doc: Adoption }>('select doc from adoption where project = $1 order by id', [
    project,
  ])
  const trainings = await database.query<{ doc: Training }>('select doc from training where project = $1 order by id', [
    project,
  ])
  const all = adoptionTrend(
    (await learningPack(database)).departments,
    measures.map((m) => m.doc),
    trainings.map((t) => t.doc),
  )
  const measured = all.filter((d) => d.periods.length > 0)
  const sentence =
    measured.length === 0
      ? 'No data, because nobody recorded the use in any department (adoption.record).'
      : `${measured.length} of ${all.length} departments are measured. That training and use rise together does not say that one is the cause.`
  return { sentence, departments: all }
}

/** The answers of the queries about learning and adoption. */
export const learningHandlers: Handlers = {
  'learning.list': async (call) => {
    const person = typeof call.query['person'] === 'string' ? call.query['person'] : call.caller.person
    if (person !== call.caller.person && !call.administrator && !call.auditor) throw notFound(`person ${person}`)
    return recordsIn(call, 'learning', { where: `doc->>'person' = $3`, values: [person] })
  },
  'learning.gaps': gaps,
  'training.list': async (call) => {
    const project = call.params['project'] ?? ''
    await readable(call, project, `project ${project}`)
    return recordsIn(call, 'training', { where: 'project = $3', values: [project] })
  },
  'adoption.list': async (call) => {
    const project = call.params['project'] ?? ''
    await readable(call, project, `project ${project}`)
    return recordsIn(call, 'adoption', { where: 'project = $3', values: [project] })
  },
  'adoption.trend': trend,
}
