import { sizeQuestion } from '@muster/contract'
import type { Handlers } from '../../http/context.ts'
import { readable, record, recordsIn } from '../../http/reading.ts'
import { sizeOf } from './size.ts'

export const experimentHandlers: Handlers = {
  'experiment.list': async (call) => {
    const project = call.params['project'] ?? ''
    await readable(call, project, `project ${project}`)
    return recordsIn(call, 'experiment', { where: 'project = $3', values: [project] })
  },
  'experiment.size': (call) => Promise.resolve(sizeOf(sizeQuestion.parse(call.query))),
  'experiment.show': (call) => record(call, 'experiment', call.params['experiment'] ?? ''),
}
