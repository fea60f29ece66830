import type { Model } from '@muster/core'
import type { Handlers } from '../../http/context.ts'
import { readable, record, recordsIn } from '../../http/reading.ts'

export const registryHandlers: Handlers = {
  'model.list': async (call) => {
    const project = call.params['project'] ?? ''
    await readable(call, project, `project ${project}`)
    return recordsIn(call, 'model', { where: 'project = $3', values: [project] })
  },
  'model.show': (call) => record(call, 'model', call.params['model'] ?? ''),
  'version.list': async (call) => {
    const model = await record<Model>(call, 'model', call.params['model'] ?? '')
    return recordsIn(call, 'version', { where: `doc->>'model' = $3`, values: [model.id] })
  },
  'version.show': (call) => record(call, 'version', call.params['version'] ?? ''),
}
