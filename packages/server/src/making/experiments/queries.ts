import type { ExperimentPlan, Forecast, ProjectFacts } from '@muster/core'
import { experimentNoun } from '@muster/core'
import { forecastDuration } from '@muster/statistics'
import { packsOf } from '../../record/packs/queries.ts'
import type { Queries } from '../../store/database.ts'
import type { Loader } from '../../store/perform.ts'
import { must } from '../../store/perform.ts'
import type { ModelVersion, Promotion } from '@muster/core'

/** How many finished experiments of the kind the forecast resamples, newest first. */
const REFERENCE_CLASS_SIZE = 500

/**
 * Days that experiments of a kind took from their start to their answer, in the whole workspace: to the recorded outcome,
 * or to the decision at the gate where none was recorded. What was abandoned gave no answer, so its time says nothing
 * about how long one takes.
 */
async function pastDurations(queries: Queries, kind: string): Promise<number[]> {
  const rows = await queries.query<{ days: number }>(
    `select extract(epoch from (coalesce(doc->>'concludedAt', doc->>'endedAt')::timestamptz
                                - coalesce(doc->>'startedAt', doc->>'proposedAt')::timestamptz))::float8 / 86400 as days
     from experiment
     where doc->>'kind' = $1 and (doc ? 'concludedAt' or doc ? 'endedAt') and doc->>'status' <> 'abandoned'
     order by seq desc limit $2`,
    [kind, REFERENCE_CLASS_SIZE],
  )
  // An outcome that became known before the work was said to have begun took no time.
  return rows.map((row) => Math.max(0, Number(row.days)))
}

/** The experiment of the version or promotion that was loaded before. */
const belonging = (loaded: Readonly<Record<string, unknown>>): string | undefined =>
  ((loaded['version'] ?? loaded['promotion']) as ModelVersion | Promotion | undefined)?.experiment

/** Facts about experiments that acts need. */
export const experimentLoaders: Record<string, Loader> = {
  experiment: (reading) => must(reading, experimentNoun, reading.command['experiment'] ?? belonging(reading.loaded)),
  experimentPlan: async ({ work, command, loaded }): Promise<ExperimentPlan> => {
    const kinds = (await packsOf(work, (loaded['project'] as ProjectFacts).state)).experimentKinds
    const wanted = String(command['kind'])
    const kind = kinds.find((k) => k.id === wanted) ?? kinds[0]
    const prior = { p50Days: kind?.priorP50Days ?? 0, p85Days: kind?.priorP85Days ?? 0 }
    // The same history gives the same forecast: the seed is fixed.
    const { p50Days, p85Days, basis, n, explanation } = forecastDuration({
      pastDays: await pastDurations(work, wanted),
      prior,
      seed: 1,
    })
    const forecast: Forecast = { p50Days, p85Days, basis, n, explanation }
    return { known: kinds.map((k) => k.id), reviews: kind?.reviews ?? [], forecast }
  },
}
