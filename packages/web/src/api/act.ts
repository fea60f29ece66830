import { useMutation, useQuery } from '@tanstack/react-query'
import type { Refusal } from '@muster/core'
import { server } from './client.ts'
import { knowledge } from './asking.ts'

/** The input of an act, as its schema has it. */
export type Command = Readonly<Record<string, unknown>>

export interface Done {
  readonly act: string
  readonly subject: string
  readonly at: string
  readonly entries: readonly { readonly seq: number; readonly type: string; readonly subject: string }[]
  /** What is shown once: a link, a secret. */
  readonly result?: Readonly<Record<string, unknown>>
}

interface Rehearsed {
  readonly allowed: boolean
  readonly refusals: readonly Refusal[]
}

/** Does an act; afterwards everything on the screen is asked anew. Each attempt has a key, so that a repeated one acts once. */
export function useAct(name: string, onDone?: (done: Done, command: Command) => void) {
  return useMutation({
    mutationKey: ['act', name],
    mutationFn: async ({ command, key }: { command: Command; key: string }) =>
      (await server.act(name, command, key)) as unknown as Done,
    onSuccess: (done, { command }) => {
      void knowledge.invalidateQueries()
      onDone?.(done, command)
    },
  })
}

/** What the rules would say if the act were done now. Nothing is done. `undefined` asks nothing. */
export function useRehearsal(name: string, command: Command | undefined): Rehearsed | undefined {
  const { data } = useQuery({
    queryKey: ['rehearsal', name, command] as const,
    enabled: command !== undefined,
    staleTime: 30_000,
    queryFn: async () =>
      (await server.call('POST', `/api/v1/acts/${name}`, { query: { rehearse: 'true' }, body: command })) as Rehearsed,
  })
  return data
}

/** An event that an act would record. */
export interface Foreseen {
  readonly type: string
  readonly subject: string
  readonly data: Readonly<Record<string, unknown>>
}

/** What an act would make true if it were done now. Nothing is done. `undefined` asks nothing. */
export function useForesight(name: string, command: Command | undefined) {
  return useQuery({
    queryKey: ['foresight', name, command] as const,
    enabled: command !== undefined,
    staleTime: 0,
    gcTime: 0,
    queryFn: async () =>
      (await server.call('POST', `/api/v1/acts/${name}`, {
        query: { rehearse: 'events' },
        body: command,
      })) as Rehearsed & { readonly events: readonly Foreseen[] },
  })
}

/** A text that the server shows once. */
export function shownOnce(done: Done, name: string): string {
  const value = done.result?.[name]
  return typeof value === 'string' ? value : ''
}
