import type { Kpi, ProjectFacts, Scorecard } from '@muster/core'
import type { Queries } from '../../store/database.ts'
import type { Loader } from '../../store/perform.ts'

/** The KPIs of the workspace with the pack that defines them: the newest applied version of each pack of the kind. */
export interface PackedKpi extends Kpi {
  readonly pack: { readonly id: string; readonly version: string; readonly digest: string }
}

interface PackRow extends Record<string, unknown> {
  readonly id: string
  readonly name: string
  readonly version: string
}
const contents = new Map<string, readonly Kpi[]>()
const MOST_KEPT = 100

async function kpisIn(queries: Queries, digest: string): Promise<readonly Kpi[]> {
  const known = contents.get(digest)
  if (known !== undefined) return known
  const [row] = await queries.query<{ kpis: readonly Kpi[] }>(
    `select doc->'content'->'kpis' as kpis from pack where id = $1`,
    [digest],
  )
  // The content of a pack never changes: it is read once in the life of the process.
  if (contents.size >= MOST_KEPT) contents.clear()
  contents.set(digest, row?.kpis ?? [])
  return row?.kpis ?? []
}

export async function kpisOf(queries: Queries): Promise<PackedKpi[]> {
  const packs = await queries.query<PackRow>(
    `select distinct on (doc->>'name') id, doc->>'name' as name, doc->>'version' as version
     from pack where doc->>'kind' = 'kpis' order by doc->>'name', seq desc`,
  )
  const found: PackedKpi[] = []
  for (const { id, name, version } of packs)
    for (const kpi of await kpisIn(queries, id)) found.push({ ...kpi, pack: { id: name, version, digest: id } })
  return found
}

/** What a project set for its KPIs. */
export async function scorecardOf(queries: Queries, project: string): Promise<Scorecard | undefined> {
  const [row] = await queries.query<{ doc: Scorecard }>('select doc from scorecard where id = $1', [project])
  return row?.doc
}

/** Facts about KPIs that acts need. */
export const scorecardLoaders: Record<string, Loader> = {
  kpis: async ({ work }) => new Map((await kpisOf(work)).map((kpi) => [kpi.id, kpi])),
  scorecard: ({ work, loaded }) => scorecardOf(work, (loaded['project'] as ProjectFacts).id),
}
