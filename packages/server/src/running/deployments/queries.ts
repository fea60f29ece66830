import type { GateFacts, Promotion } from '@muster/core'
import { promotionNoun } from '@muster/core'
import type { Queries } from '../../store/database.ts'
import type { Loader } from '../../store/perform.ts'
import { must } from '../../store/perform.ts'

/** The promotion that is live for a model, if there is one. */
export async function livePromotion(queries: Queries, model: string): Promise<Promotion | undefined> {
  const [row] = await queries.query<{ doc: Promotion }>(
    `select doc from promotion where doc->>'model' = $1 and doc->>'state' = 'live' order by seq desc limit 1`,
    [model],
  )
  return row?.doc
}

/** Facts about promotions that acts need. */
export const deploymentLoaders: Record<string, Loader> = {
  promotion: (reading) => must(reading, promotionNoun, reading.command['promotion']),
  livePromotion: ({ work, loaded }) => livePromotion(work, (loaded['gate'] as GateFacts).model.id),
}
