import type { ModelVersion } from '@muster/core'
import { gateStatus } from '@muster/core'
import type { Handlers } from '../../http/context.ts'
import { nameSentences, namesOf } from '../../http/naming.ts'
import { notFound, readable, record, recordsIn } from '../../http/reading.ts'
import { gateFacts } from './queries.ts'

const SENTENCES = new Set(['sentence', 'blockers', 'warnings', 'what', 'because'])

export const gateHandlers: Handlers = {
  'gate.status': async (call) => {
    const { database, powers } = call.context
    const version = await record<ModelVersion>(call, 'version', call.params['version'] ?? '')
    const facts = await gateFacts(database, version.id, call.now)
    if (facts === undefined) throw notFound(`version ${version.id}`)
    const status = gateStatus(facts, call.now, powers.digest)
    const people = [
      ...status.next.flatMap((n) => n.who),
      ...[...status.reviews, ...status.approvals].flatMap((d) => [
        ...d.eligible,
        ...(d.person === undefined ? [] : [d.person]),
      ]),
    ]
    const names = await namesOf(database, people)
    const named = await nameSentences(database, status, SENTENCES)
    return {
      ...named,
      model: facts.model.name,
      versionNumber: facts.version.number,
      experiment: facts.experiment.id,
      project: facts.project.id,
      names: Object.fromEntries(names),
    }
  },
  'round.list': async (call) => {
    const project = call.params['project'] ?? ''
    await readable(call, project, `project ${project}`)
    return recordsIn(call, 'round', { where: 'project = $3', values: [project] })
  },
  'round.show': (call) => record(call, 'round', call.params['round'] ?? ''),
  'waiver.list': async (call) => {
    const project = call.params['project'] ?? ''
    await readable(call, project, `project ${project}`)
    return recordsIn(call, 'waiver', { where: 'project = $3', values: [project] })
  },
}
