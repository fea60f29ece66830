import type { ProjectPackKind } from '@muster/core'
import { useQueries, useQuery } from '@tanstack/react-query'
import { ask } from '../api/asking.ts'

/**
 * What the pack of a kind lists for a project, and behind it what its industries add by another name; undefined as long as
 * it is not known. What the project has by the same id stays, as the server has it.
 */
export function useFromPacks<T extends { readonly id: string }>(
  project: string,
  kind: ProjectPackKind,
  list: string,
  added: string,
): readonly T[] | undefined {
  const { data } = useQuery(ask('project.show', { project }))
  const digests =
    data === undefined ? [] : [data.packs[kind].digest, ...(data.industries ?? []).map(({ digest }) => digest)]
  const contents = useQueries({ queries: digests.map((pack) => ask('pack.show', { pack })) })
  if (data === undefined || contents.some((c) => c.data === undefined)) return undefined
  const items = contents.flatMap((c, i) => (c.data?.content[i === 0 ? list : added] ?? []) as readonly T[])
  return items.filter((item, i) => items.findIndex(({ id }) => id === item.id) === i)
}
