import type { Promotion } from '@muster/core'
import { runbook } from '@muster/core'
import type { Handlers } from '../../http/context.ts'
import { namesOf } from '../../http/naming.ts'
import { readable, record, recordsIn } from '../../http/reading.ts'

export const deploymentHandlers: Handlers = {
  'promotion.list': async (call) => {
    const project = call.params['project'] ?? ''
    await readable(call, project, `project ${project}`)
    return recordsIn(call, 'promotion', { where: 'project = $3', values: [project] })
  },
  'promotion.show': (call) => record(call, 'promotion', call.params['promotion'] ?? ''),
  'promotion.runbook': async (call) => {
    const promotion = await record<Promotion>(call, 'promotion', call.params['promotion'] ?? '')
    const { database } = call.context
    const [row] = await database.query<{ model: string; number: number; replaces: number | null }>(
      `select m.doc->>'name' as model, (v.doc->>'number')::int as number, (select (r.doc->>'number')::int from version r where r.id = $2) as replaces
       from version v join model m on m.id = v.doc->>'model' where v.id = $1`,
      [promotion.version, promotion.replaces],
    )
    const names = await namesOf(database, [promotion.promotedBy])
    const head = {
      model: row?.model ?? promotion.model,
      versionNumber: row?.number ?? 0,
      ...(typeof row?.replaces === 'number' ? { replacesNumber: row.replaces } : {}),
      promotedAt: promotion.promotedAt,
      promotedBy: names.get(promotion.promotedBy) ?? promotion.promotedBy,
      promotion: promotion.id,
    }
    return runbook(head, promotion.plan, promotion.monitoring)
  },
}
