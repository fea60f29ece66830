import type { EvidenceKind, ModelVersion, Refusal } from '@muster/core'
import { useQuery } from '@tanstack/react-query'
import { server } from '../../../api/client.ts'
import { useFromPacks } from '../../../records/from-packs.ts'
import { onePerRule } from './one-per-rule.ts'

/** Refusals about what is still to be typed: they say nothing ahead of it. */
export const OF_CONTENT: ReadonlySet<string> = new Set(['evidence-invalid', 'input-invalid'])
/** Stands for what is still to be typed. */
export const SAMPLE = { source: { name: '…', digest: `sha256:${'0'.repeat(64)}` }, tool: { name: '…', version: '1' } }

/** What the rules would say of sealing a kind of evidence, whatever is in it. */
async function refusedFor(version: string, kind: string): Promise<readonly Refusal[]> {
  const body = { version, kind, ...SAMPLE }
  const { refusals } = (await server.call('POST', '/api/v1/acts/evidence.seal', {
    query: { rehearse: 'true' },
    body,
  })) as { readonly refusals: readonly Refusal[] }
  return refusals.filter((r) => !OF_CONTENT.has(r.code))
}

/**
 * A kind that stands for all, when the person may seal evidence of none of them; undefined when they may seal some, and as
 * long as that is not known. `among` says which kinds are meant; all when left out.
 */
export function useUnsealable(version: ModelVersion, among?: readonly string[]): string | undefined {
  const kinds = useFromPacks<EvidenceKind>(version.project, 'evidence-kinds', 'kinds', 'evidenceKinds')
  const asked = onePerRule((kinds ?? []).filter((k) => among === undefined || among.includes(k.id)))
  const { data } = useQuery({
    queryKey: ['rehearsal', 'evidence.seal', 'any of', version.id, asked] as const,
    enabled: asked.length > 0,
    staleTime: 30_000,
    queryFn: async () => {
      // One after the other: most people may seal the first.
      for (const kind of asked) if ((await refusedFor(version.id, kind)).length === 0) return { mayAny: true }
      return { mayAny: false }
    },
  })
  return data?.mayAny === false ? asked[0] : undefined
}
