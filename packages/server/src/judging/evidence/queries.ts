import type { Evidence } from '@muster/core'
import { evidenceNoun } from '@muster/core'
import { packsOf } from '../../record/packs/queries.ts'
import type { Queries } from '../../store/database.ts'
import type { Loader } from '../../store/perform.ts'
import { must } from '../../store/perform.ts'
import type { ProjectFacts } from '@muster/core'

/** All current evidence about a version, oldest first. */
export async function currentEvidence(queries: Queries, version: string): Promise<Evidence[]> {
  const rows = await queries.query<{ doc: Evidence }>(
    `select doc from evidence where doc->>'version' = $1 and doc->>'state' = 'current' order by id`,
    [version],
  )
  return rows.map((row) => row.doc)
}

/** Facts about evidence that acts need. */
export const evidenceLoaders: Record<string, Loader> = {
  evidence: (reading) => must(reading, evidenceNoun, reading.command['evidence']),
  currentEvidence: ({ work, command }) => currentEvidence(work, String(command['version'])),
  evidenceKinds: async ({ work, loaded }) =>
    (await packsOf(work, (loaded['project'] as ProjectFacts).state)).evidenceKinds,
}
