import { ANALYSES, shownAnalysis } from '@muster/contract'
import type { Evidence, ModelVersion } from '@muster/core'
import { isFresh } from '@muster/core'
import type { Handlers } from '../../http/context.ts'
import { record, recordsIn } from '../../http/reading.ts'
import { showColumns } from './file-columns.ts'
import { measureAndSeal } from './measure.ts'
import { showReport } from './report.ts'

const withFreshness = (evidence: Evidence, now: string) => ({ ...evidence, fresh: isFresh(evidence, now) })

export const evidenceHandlers: Handlers = {
  'evidence.list': async (call) => {
    const version = await record<ModelVersion>(call, 'version', call.params['version'] ?? '')
    const page = await recordsIn<Evidence>(call, 'evidence', { where: `doc->>'version' = $3`, values: [version.id] })
    return { ...page, items: page.items.map((e) => withFreshness(e, call.now)) }
  },
  'evidence.show': async (call) =>
    withFreshness(await record<Evidence>(call, 'evidence', call.params['evidence'] ?? ''), call.now),
  ...Object.fromEntries(
    Object.values(ANALYSES).map((analysis) => [`evidence.${analysis.name}`, measureAndSeal(analysis)]),
  ),
  'evidence.report': showReport,
  'file.columns': showColumns,
  'analysis.list': async () => ({ items: Object.values(ANALYSES).map(shownAnalysis) }),
}
