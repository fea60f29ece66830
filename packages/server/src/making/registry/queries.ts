import type { Promotion } from '@muster/core'
import { modelNoun, versionNoun } from '@muster/core'
import type { Loader } from '../../store/perform.ts'
import { must } from '../../store/perform.ts'

/** Facts about models that acts need. */
export const registryLoaders: Record<string, Loader> = {
  model: (reading) =>
    must(reading, modelNoun, reading.command['model'] ?? (reading.loaded['promotion'] as Promotion | undefined)?.model),
  version: (reading) => must(reading, versionNoun, reading.command['version']),
  modelNameTaken: async ({ work, command }) => {
    const [row] = await work.query<{ taken: boolean }>(
      `select exists (select 1 from model where doc->>'name' = $1) as taken`,
      [command['name']],
    )
    return row?.taken ?? false
  },
  sameDigest: async ({ work, command }) => {
    const [row] = await work.query<{ id: string }>(
      `select id from version where doc->>'model' = $1 and doc->>'digest' = $2`,
      [command['model'], command['digest']],
    )
    return row?.id
  },
}
