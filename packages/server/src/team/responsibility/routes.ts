import type { Consultation } from '@muster/core'
import { answerStates } from '@muster/core'
import type { Handlers } from '../../http/context.ts'
import { readable, recordsIn } from '../../http/reading.ts'

const inProject = { where: 'project = $3' }

export const responsibilityHandlers: Handlers = {
  'consultation.list': async (call) => {
    const project = call.params['project'] ?? ''
    await readable(call, project, `project ${project}`)
    const page = await recordsIn<Consultation>(call, 'consultation', { ...inProject, values: [project] })
    return { ...page, items: page.items.map((c) => ({ ...c, states: answerStates(c, call.now) })) }
  },
  'handover.list': async (call) => {
    const project = call.params['project'] ?? ''
    await readable(call, project, `project ${project}`)
    return recordsIn(call, 'handover', { ...inProject, values: [project] })
  },
}
