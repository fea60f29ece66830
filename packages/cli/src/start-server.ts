// The one place where the terminal program reaches for the server: when a command runs one, or restores its store.
import type * as server from '@muster/server'

type ServerModule = typeof server

/** Loads the server; slow enough that only the commands that need it do so. */
export const loadServer = (): Promise<ServerModule> => import('@muster/server')
export type { ServerModule }
