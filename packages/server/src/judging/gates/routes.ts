import type { ModelVersion } from '@muster/core'
import type { Handlers } from '../../http/context.ts'
import { nameSentences, namesOf, roleTitles } from '../../http/naming.ts'
import { notFound, readable, record, recordsIn } from '../../http/reading.ts'
import { standingGate } from './queries.ts'

const SENTENCES = new Set(['sentence', 'blockers', 'warnings', 'what', 'because'])

export const gateHandlers: Handlers = {
  'gate.status': async (call) => {
    const { database, powers } = call.context
    const version = await record<ModelVersion>(call, 'version', call.params['version'] ?? '')
    const moment = { now: call.now, digest: powers.digest }
    const gate = await standingGate(database, version.id, moment, { project: version.project })
    if (gate === undefined) throw notFound(`version ${version.id}`)
    const { status } = gate
    const people = [
      ...status.next.flatMap((n) => n.who),
      ...[...status.reviews, ...status.approvals].flatMap((d) => [
        ...d.eligible,
        ...(d.person === undefined ? [] : [d.person]),
      ]),
    ]
    const names = await namesOf(database, people)
    const named = await nameSentences(database, status, SENTENCES)
    const titles = await roleTitles(database)
    return {
      ...named,
      consultations: named.consultations.map((c) => ({ ...c, title: titles.get(c.role) ?? c.role })),
      model: gate.model,
      versionNumber: gate.number,
      experiment: gate.experiment,
      project: version.project,
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
