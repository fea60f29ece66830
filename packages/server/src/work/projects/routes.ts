import type { Project } from '@muster/core'
import { STAGES, lintOddities, lintStaffing, refusal, whoAnswers } from '@muster/core'
import type { Call, Handlers } from '../../http/context.ts'
import { nameSentences, namesOf, withNames } from '../../http/naming.ts'
import { RequestRefused } from '../../http/problem.ts'
import { notFound, pageOf, readable, record } from '../../http/reading.ts'
import { packsOf } from '../../record/packs/queries.ts'
import { projectWithTeam } from '../../store/responsibilities.ts'
import { checksWithPeople } from './queries.ts'

/** The project of a call with its team; refused when the caller may not see it. */
async function teamOf(call: Call) {
  const id = call.params['project'] ?? ''
  await readable(call, id, `project ${id}`)
  const project = await projectWithTeam(call.context.database, id)
  if (project === undefined) throw notFound(`project ${id}`)
  return project
}

export const projectHandlers: Handlers = {
  'project.list': async (call) => {
    const page = await pageOf<{ doc: Project }>(call, {
      columns: 'doc',
      from: 'project',
      where: `$3 or exists (select 1 from assignment a where a.project = project.id and a.doc->>'person' = $4)`,
      values: [call.administrator || call.auditor, call.caller.person],
    })
    // The matrix is large and has a page of its own.
    return { ...page, items: page.items.map(({ doc: { matrix: _matrix, ...project } }) => project) }
  },
  'project.show': async (call) => {
    const id = call.params['project'] ?? ''
    await readable(call, id, `project ${id}`)
    return record<Project & { project?: string }>(call, 'project', id)
  },
  'project.team': async (call) => {
    const team = await teamOf(call)
    const { roles, oddities } = await packsOf(call.context.database, team.state)
    const lint = [
      ...lintStaffing(team, ['train-model', 'deploy-to-production'], call.now),
      ...lintOddities(team.matrix, oddities),
    ]
    const names = await namesOf(
      call.context.database,
      team.assignments.map((a) => a.person),
    )
    const messages = await withNames(
      call.context.database,
      lint.map((f) => f.message),
    )
    return {
      matrix: team.matrix,
      assignments: team.assignments.map((a) => ({ ...a, personName: names.get(a.person) ?? null })),
      people: Object.fromEntries(names),
      roles: roles.map(({ id, title, discipline }) => ({ id, title, discipline })),
      lint: lint.map((f, i) => ({ ...f, message: messages[i] ?? f.message })),
    }
  },
  'responsibility.who': async (call) => {
    const team = await teamOf(call)
    const found = whoAnswers(team, call.params['activity'] ?? '', call.now)
    if (found === undefined) {
      const known = team.matrix.activities.map((a) => a.id).join(', ')
      throw new RequestRefused(
        refusal('activity-unknown', `The matrix of this project has no activity "${call.params['activity'] ?? ''}".`, {
          help: `Its activities are ${known}.`,
        }),
      )
    }
    const names = await namesOf(
      call.context.database,
      Object.values(found.stakes)
        .flat()
        .flatMap((s) => s.people),
    )
    const [sentence] = await withNames(call.context.database, [found.sentence])
    return { ...found, sentence: sentence ?? found.sentence, names: Object.fromEntries(names) }
  },
  'project.checks': async (call) => {
    const team = await teamOf(call)
    const stage = STAGES.find((s) => s === call.params['stage'])
    if (stage === undefined)
      throw new RequestRefused(
        refusal('not-found', `There is no stage "${call.params['stage'] ?? ''}".`, {
          help: `Stages are ${STAGES.join(', ')}.`,
        }),
      )
    const packs = await packsOf(call.context.database, team.state)
    const facts = {
      ...team,
      name: team.state.name,
      roles: packs.roleIds,
      judged: ['train-model', 'deploy-to-production'],
    }
    const items = await checksWithPeople(call.context.database, facts, stage, call.now)
    return { items: await nameSentences(call.context.database, items, new Set(['message', 'help'])) }
  },
}
