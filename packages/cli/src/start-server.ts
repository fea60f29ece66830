// The one place where the terminal program reaches for the server: when a command runs one, or restores its store.
type ServerModule = typeof import('@muster/server')

/** Loads the server; slow enough that only the commands that need it do so. */
export const loadServer = (): Promise<ServerModule> => import('@muster/server')
export type { ServerModule }
