import { MutationCache, QueryCache, QueryClient, queryOptions } from '@tanstack/react-query'
import { ApiProblem } from '@muster/contract'
import type { Answers, PageOf } from './answers.ts'
import { server } from './client.ts'
import { PATHS } from './paths.ts'

export type QueryName = keyof Answers & keyof typeof PATHS
export type Given = Readonly<Record<string, string | number | undefined>>

/** A refusal does not go away by asking again; a lost connection may. */
const isWorthAnotherTry = (count: number, error: unknown): boolean => !(error instanceof ApiProblem) && count < 2

/** Whoever is signed out elsewhere is signed out here, too: the frame of the pages then sends them to sign in. */
function askWhoIsThere(error: Error, key: readonly unknown[] = []): void {
  if (!(error instanceof ApiProblem) || error.problem.status !== 401 || key[0] === 'me.show') return
  void knowledge.invalidateQueries({ queryKey: ['me.show'] })
}

/** What the pages know of the server. Live messages say when something of it is old: see `live.ts`. */
export const knowledge: QueryClient = new QueryClient({
  queryCache: new QueryCache({ onError: (error, query) => askWhoIsThere(error, query.queryKey) }),
  mutationCache: new MutationCache({ onError: (error) => askWhoIsThere(error) }),
  defaultOptions: {
    queries: { staleTime: 30_000, gcTime: 10 * 60_000, retry: isWorthAnotherTry, refetchOnWindowFocus: true },
    // Offline an act fails at once: one that waited would be done later, also when it was cancelled meanwhile.
    mutations: { retry: false, networkMode: 'always' },
  },
})

/** Splits what is given into what the path takes and what goes behind the question mark. */
function parts(path: string, given: Given): { params: Record<string, string>; query: Given } {
  const inPath = (key: string): boolean => path.includes(`:${key}`)
  return {
    params: Object.fromEntries(
      Object.entries(given)
        .filter(([key]) => inPath(key))
        .map(([k, v]) => [k, String(v)]),
    ),
    query: Object.fromEntries(Object.entries(given).filter(([key]) => !inPath(key))),
  }
}

/** The question of a query. Names are those of the contract; `given` holds path and query parameters alike. */
export function ask<N extends QueryName>(name: N, given: Given = {}) {
  const path = PATHS[name]
  return queryOptions({
    queryKey: [name, given] as const,
    queryFn: async () => (await server.call('GET', `/api/v1${path}`, parts(path, given))) as Answers[N],
  })
}

/** What a list holds. */
export type Item<N extends QueryName> = Answers[N] extends PageOf<infer T> ? T : never

/** All items of a list, page after page. For lists that a screen shows whole; long ones are asked page by page. */
export function askAll<N extends QueryName>(name: N, given: Given = {}) {
  const path = PATHS[name]
  return queryOptions({
    queryKey: [name, given, 'all'] as const,
    queryFn: async (): Promise<readonly Item<N>[]> => {
      const items: Item<N>[] = []
      let cursor: string | undefined
      do {
        const page = (await server.call(
          'GET',
          `/api/v1${path}`,
          parts(path, { ...given, limit: 200, ...(cursor === undefined ? {} : { cursor }) }),
        )) as PageOf<Item<N>>
        items.push(...page.items)
        cursor = page.next
      } while (cursor !== undefined)
      return items
    },
  })
}
